"""Any item of a real document can be set: it then holds the value, and nothing else changed."""

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pia
from pia.document import Document
from pia.model.base import Kind
from pia.model.ref import Value, values

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = max(10, int(os.environ.get("PIA_EDIT_CASES", "200")) // 20)
pytestmark = pytest.mark.long
FIXED = (Kind.ID, Kind.REFERENCE, Kind.IMAGE, Kind.CHOICE, Kind.CHECKS, Kind.COLUMNS, Kind.CELLS)
HEAD = ("様式", "版", "前版")
WORDS = st.text(st.sampled_from("あ1:#-|>'\"{[&*! \n　,@"), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)


@pytest.fixture(scope="module", params=["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A copy of an example, in its workspace; whoever changes the file puts it back."""
    folder, name = str(request.param).split("/")
    root = tmp_path_factory.mktemp(folder)
    shutil.copytree(EXAMPLES / folder, root, dirs_exist_ok=True)
    return pia.load(root / name)


def new_value(draw: st.DrawFn, value: Value) -> Any:
    match value.kind:
        case Kind.DATE:
            return draw(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
        case Kind.COUNT:
            return draw(st.integers(0, 10_000))
        case Kind.RECORDS | Kind.ADDRESSES:
            return tuple(draw(st.lists(WORDS.map(_line), min_size=1, max_size=4)))
        case Kind.PROSE:
            return draw(WORDS).rstrip("\n")
        case _:
            return _line(draw(WORDS))


def _line(text: str) -> str:
    return text.replace("\n", " ")


def said(document: Document) -> dict[str, Any]:
    return {value.address: value.value for value in values(document.content)}


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_any_item_can_be_set(document: Document, data: st.DataObject) -> None:
    source = document.path
    before = source.read_bytes()
    places = [
        value
        for value in values(document.content)
        if value.kind not in FIXED and value.address not in HEAD and "確定" not in value.address
    ]
    value = data.draw(st.sampled_from(places))
    new = data.draw(st.composite(lambda draw: new_value(draw, value))())
    try:
        done = pia.edit(source, {value.address: new}, inline=True)
        after = pia.load(source)
        assert said(after) == {**said(document), value.address: new}
        assert set(done.files) <= {source}
        undone = {change.address for change in done.changes}
        assert undone <= {value.address}
    finally:
        source.write_bytes(before)


@settings(max_examples=CASES, deadline=None)
@given(st.data())
def test_lines_that_are_not_of_the_item_stay(document: Document, data: st.DataObject) -> None:
    source = document.path
    before = source.read_bytes()
    prose = [v for v in values(document.content) if v.kind is Kind.PROSE]
    value = data.draw(st.sampled_from(prose))
    try:
        pia.edit(source, {value.address: "新しい文章"}, inline=True)
        lines = source.read_bytes().decode().splitlines()
    finally:
        source.write_bytes(before)
    old = before.decode().splitlines()
    pairs = enumerate(zip(old, lines, strict=False))
    start = next((n for n, (was, now) in pairs if was != now), 0)
    rest = len(lines) - start
    tail = next(n for n in range(rest, -1, -1) if n == 0 or old[-n:] == lines[-n:])
    assert len(lines) - start - tail <= 3
