"""Addresses as the form prints them: `Ⅲ（１）3. リスク２ リスクへの対策は十分か`."""

from pia.forms.definition import Form, Section, Style
from pia.forms.walk import Answer, Place, walk
from pia.japanese import wide
from pia.model.assessment import Assessment


def title(answer: Answer) -> str:
    """Return the path to an answer in the form's own numbering."""
    words = [_place(place) for place in answer.trail if isinstance(place, Place)]
    words += [_label(above) for above in answer.trail if isinstance(above, Answer)]
    words.append(_label(answer))
    return " ".join(filter(None, words)).replace(" \b", "")


def titles(form: Form, assessment: Assessment) -> dict[str, str]:
    """Return the title of every address that the form prints of its own."""
    return {a.address: title(a) for a in walk(form, assessment) if a.item.is_own}


def _label(answer: Answer) -> str:
    return answer.item.number + answer.item.label


def _place(place: Place) -> str:
    """Return a section's part of a path; `\\b` joins it to the part before it."""
    section = place.section
    ordinal = f"（{wide(place.ordinal)}）" if place.ordinal else ""
    match section.style:
        case Style.SECTION:
            return f"\b{section.number}." if section.number else section.title
        case Style.BLOCK:
            return f"{section.title}{place.ordinal}"
        case Style.RISK:
            return section.number
        case Style.GROUP:
            return section.number + section.title
        case _:
            return _part(section) + ordinal


def _part(section: Section) -> str:
    return section.number or section.title
