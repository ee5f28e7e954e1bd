"""Where something stands, as a form prints it and as people write it.

Of a form alone `Ⅱ3.③使用目的`, of a filled form `Ⅲ（１）3. リスク２ リスクへの対策は十分か`.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from pia.forms.definition import Form, Item, Placement, Section, Style, Trail
from pia.forms.walk import Answer, Place, walk
from pia.japanese import wide
from pia.model.base import Kind
from pia.model.root import Root

_ID = re.compile(r"\[[^\]]*\]")


def without_ids(address: str) -> str:
    """Return an address as a form file counts it."""
    return _ID.sub("", address)


def blocks_around(address: str) -> Iterator[str]:
    """Yield the addresses of the blocks that an address stands in, the outermost first."""
    for match in re.finditer(r"\]", address):
        yield address[: match.end()]


def path(steps: Trail) -> str:
    """Return where something stands, as it is for every entry of a list: `Ⅱ3.③使用目的`."""
    words = [word for word in map(_step, steps) if word]
    joined = words[0]
    for before, word in pairwise(words):
        if word != before:
            joined += word if word.endswith(".") or before.endswith(".") else f" {word}"
    return joined


def heading(trail: Trail) -> str:
    """Return the path to a section with its title: `Ⅱ3. 特定個人情報の入手・使用`."""
    *_, last = trail
    title = last.title if isinstance(last, Section) else ""
    place = path(trail)
    return place if place.endswith(title) else f"{place} {title}"


def _step(step: Section | Item) -> str:
    if isinstance(step, Item):
        return step.number + step.label
    match step.style:
        case Style.SECTION:
            return f"{step.number}." if step.number else step.title
        case Style.RISK:
            return step.number
        case Style.BLOCK | Style.GROUP:
            return step.number + step.title
        case _:
            return step.number or step.title


class TitleStyle(StrEnum):
    """How a path is written.

    FORM: in the form's own numbering, `Ⅲ（１）3. リスク２ …`. SHORT: as 寝屋川市 writes it,
    `Ⅲ（１）－３ リスク２ …`. SHEET: by the names of the sheets as 広島市 writes it,
    `Ⅲ リスク対策（プロセス）_住基台帳 3. 特定個人情報の使用 リスク２ …`.
    """

    FORM = "form"
    SHORT = "short"
    SHEET = "sheet"


def title(answer: Answer, style: TitleStyle = TitleStyle.FORM, alike: Sequence[Place] = ()) -> str:
    """Return the path to an answer.

    alike: entries of the part's list that the path names together, as in `Ⅲ（１）（２）－９`.
    """
    words = [_place(place, style, alike) for place in answer.trail if isinstance(place, Place)]
    words += [_label(above, style) for above in answer.trail if isinstance(above, Answer)]
    words.append(_label(answer, style))
    if style is TitleStyle.SHEET and _is_in_figure(answer):
        words.insert(1, "\b" + str(getattr(answer.context, "title", "") or ""))
    return _joined(words)


def place_title(trail: Sequence[Place], style: TitleStyle = TitleStyle.FORM) -> str:
    """Return the path to a section."""
    return _joined([_place(place, style, ()) for place in trail])


def titles(form: Form, document: Root) -> dict[str, str]:
    """Return the title of every address that the form prints of its own."""
    return {a.address: title(a) for a in walk(form, document) if a.item.is_own}


def block_title(place: Place) -> str:
    """Return what one block of a list is called: システム6, or 特定個人情報ファイル（４）."""
    if place.section.style is Style.BLOCK:
        return f"{place.section.title}{place.ordinal}"
    return f"{place.section.per.rpartition('.')[2]}（{wide(place.ordinal)}）"


def _joined(words: Sequence[str]) -> str:
    """Join words by spaces; `\\b` joins a word to the one before it."""
    return " ".join(filter(None, words)).replace(" \b", "").replace("\b", "")


def _label(answer: Answer, style: TitleStyle) -> str:
    item = answer.item
    if style is TitleStyle.SHEET and (item.place is Placement.WIDE or item.kind is Kind.IMAGE):
        return item.number
    return item.number + item.label


def _is_in_figure(answer: Answer) -> bool:
    return any(isinstance(p, Place) and p.section.style is Style.FIGURE for p in answer.trail)


def _place(place: Place, style: TitleStyle, alike: Sequence[Place]) -> str:
    """Return a section's part of a path; `\\b` joins it to the part before it."""
    section = place.section
    match section.style:
        case Style.SECTION:
            return _section(section, style)
        case Style.BLOCK:
            ordinal = wide(place.ordinal) if style is TitleStyle.SHORT else place.ordinal
            return f"{section.title}{ordinal}"
        case Style.RISK:
            return section.number
        case Style.GROUP:
            return section.number + section.title
        case Style.FIGURE if style is TitleStyle.SHEET:
            return ""
        case _:
            return _part(place, style, alike if section.per else ())


def _section(section: Section, style: TitleStyle) -> str:
    if not section.number:
        return section.title
    match style:
        case TitleStyle.FORM:
            return f"\b{section.number}."
        case TitleStyle.SHORT:
            return f"\b－{wide(section.number)}"
        case TitleStyle.SHEET:
            return f"{section.number}. {section.title}"


def _part(place: Place, style: TitleStyle, alike: Sequence[Place]) -> str:
    section, places = place.section, alike or (place,)
    if style is TitleStyle.SHEET:
        suffixes = (f"_{p.id}" for p in places if p.of > 1 and p.id)
        return _sheet(section) + "、".join(suffixes)
    ordinals = (f"（{wide(p.ordinal)}）" for p in places if p.ordinal)
    return (section.number or section.title) + "".join(ordinals)


def _sheet(section: Section) -> str:
    """Return the name of a part's sheet, its number set apart; a figure's part by number."""
    if any(isinstance(c, Section) and c.style is Style.FIGURE for c in section.children):
        return section.number
    name = section.sheet.removeprefix(section.number)
    return f"{section.number}{'' if section.style is Style.ANNEX else ' '}{name}".strip()
