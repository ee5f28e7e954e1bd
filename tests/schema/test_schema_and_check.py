"""Schema and pia check agree on drafts that nobody thought of."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_schema import OF_ITS_KIND
from test_schema_rules import sample

from pia import check
from pia.errors import Finding
from pia.forms.index import Field, fields
from pia.forms.load import named
from pia.schema import schema

FORM = named("juten")
LEAVES = [field for top in fields(FORM) for field in top.walk() if field.is_leaf]
HEAD = ("様式", "版", "前版")
ODD = [None, "", "文", "二\n行", 5, True, [], {}, ["文"], {"甲": "乙"}, "令和7年4月1日", [5], "5件"]


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema(FORM))


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    """A source with a few items, some of them as they should be."""
    data: dict[str, Any] = {"様式": FORM.name}
    for field in draw(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=4)):
        value = sample(field) if field.key in HEAD or draw(st.booleans()) else draw(odd(field))
        put(data, fields(FORM), field, value)
    return data


def odd(field: Field) -> st.SearchStrategy[Any]:
    options = [offered.text for offered in field.item.offered] if field.item else []
    return st.sampled_from([*ODD, *options, *([option] for option in options)])


def put(data: dict[str, Any], known: tuple[Field, ...], field: Field, value: Any) -> None:
    """Set a value below parts and single entries of lists, made on the way."""
    step = next(f for f in known if field.address in {below.address for below in f.walk()})
    if step.is_leaf:
        data[step.key] = {"様式": FORM.name, "版": FORM.edition}.get(step.key, value)
        return
    if step.shape.repeated:
        has_id = any(below.key == "id" for below in step.fields)
        (entry,) = data.setdefault(step.key, [{"id": "甲"} if has_id else {}])
    else:
        entry = data.setdefault(step.key, {})
    put(entry, step.fields, field, value)


def checked(data: dict[str, Any]) -> list[Finding]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "評価書.yaml"
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return [finding for finding in check(path) if finding.is_error]


@settings(max_examples=150, deadline=None)
@given(drafts())
def test_what_has_no_error_is_valid_and_what_is_valid_has_none_of_its_kind(
    data: dict[str, Any],
) -> None:
    faults = [error.message for error in validator().iter_errors(data)]
    errors = checked(data)
    if not errors:
        assert faults == []
    if not faults:
        assert [str(found) for found in errors if found.code in OF_ITS_KIND] == []
