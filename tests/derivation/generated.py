"""Assessments with any answers whatever, as a form offers them."""

from typing import Any

from hypothesis import strategies as st

from pia.forms.definition import Form, Item
from pia.forms.index import Field, fields
from pia.model.base import Kind

# What YAML, the names of a source or a clerk could take for something else.
PIECES = [
    "{{ 名 }}",
    "\\{{",
    "{",
    "}}",
    ": ",
    "# ",
    "- ",
    "|",
    "~",
    "no",
    "012",
    "'",
    '"',
    "%",
    "　",
]
PIECES += [" ", "\t", "住基", "ＣＳ", "①", "𠮷", "\\", "!", "&", "*", "---", "...", "=", "null"]
WORDS = st.lists(st.sampled_from(PIECES) | st.text("あいう12", max_size=3), max_size=5).map("".join)
LINES = WORDS.map(str.strip)
PROSE = st.lists(WORDS, min_size=1, max_size=3).map("\n".join).filter(lambda t: t == t.rstrip("\n"))
DAYS = st.dates().map(str)
PRINTED_ONCE = ("様式", "版", "前版", "変更箇所", "別紙", "事務の内容図", "非公表")


def assessments(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Return sources of a form, each with some of its keys left out."""
    known = [field for field in fields(form) if field.key not in PRINTED_ONCE]
    return mapping(known).map(lambda data: {"様式": form.name, "版": form.edition} | data)


def mapping(known: list[Field]) -> st.SearchStrategy[dict[str, Any]]:
    keys = {f.key: one(f) for f in known if f.key != "id"}
    return st.fixed_dictionaries({}, optional=keys)


def one(field: Field) -> st.SearchStrategy[Any]:
    if field.is_leaf:
        return leaf(field.shape.kind, field.item)
    if not field.shape.repeated:
        return mapping(list(field.fields))
    entries = st.lists(mapping(list(field.fields)), max_size=3)
    return entries.map(lambda es: [{"id": f"id{n}"} | entry for n, entry in enumerate(es)])


def leaf(kind: Kind | None, item: Item | None) -> st.SearchStrategy[Any]:
    offered = [str(offered.option) for offered in item.offered] if item else []
    match kind:
        case Kind.CHOICE:
            return st.sampled_from(offered)
        case Kind.CHECKS:
            return st.lists(st.sampled_from(offered), unique=True)
        case Kind.DATE:
            return DAYS
        case Kind.COUNT:
            return st.integers(0, 99).map(str)
        case Kind.RECORDS:
            return st.lists(PROSE, max_size=2)
        case Kind.LINE:
            return LINES
        case Kind.PROSE:
            return PROSE
        case _:
            return st.none()
