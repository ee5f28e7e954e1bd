"""What a form says of an item, in words for people: where it stands and when it is filled."""

from itertools import pairwise

from pia.forms.definition import Form, Item, Section, Style, Term, Trail

REQUIRED, OPTIONAL = "必須", "任意"


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


def need(form: Form, item: Item) -> str:
    """Return 必須, 任意, or the condition: `「再委託の有無」が「再委託する」のとき必須`."""
    if item.required.always:
        return REQUIRED
    terms = [_term(form, item, term) for term in item.required.terms]
    return f"{'、かつ'.join(terms)}とき{REQUIRED}" if terms else OPTIONAL


def asked(form: Form, item: Item, term: Term) -> Item:
    """Return the item whose answer a term of another item's rule looks at."""
    address = ".".join(filter(None, (item.context, *term.keys)))
    return next(found for _, found in form.items() if found.is_own and found.address == address)


def _term(form: Form, item: Item, term: Term) -> str:
    other = asked(form, item, term)
    options = "か".join(f"「{other.text_of(option)}」" for option in term.options)
    match term.verb:
        case "is":
            return f"「{other.label}」が{options}の"
        case "has":
            return f"{options}を選んだ"
        case _:
            return f"{options}を選ばない"
