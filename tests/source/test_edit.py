"""Edits keep every other byte, and the file then holds exactly what they say."""

import os
from pathlib import Path
from typing import Any

from edits import MANNERS, VALUES, Manners, edits, mappings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pia.source import encoding
from pia.source.assign import normal
from pia.source.edit import edited
from pia.source.nodes import plain
from pia.source.reader import parse

FILE = Path("a.yaml")
CASES = int(os.environ.get("PIA_FUZZ_CASES", "200"))


def read(data: bytes) -> Any:
    return plain(parse(encoding.decode(data, "a"), FILE, may_be_empty=True).root)


def holds(data: bytes) -> Any:
    return normal(read(data))


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data(), mappings(VALUES), MANNERS)
def test_any_edit_of_any_file_says_exactly_that(
    data: st.DataObject, content: dict[str, Any], manners: Manners
) -> None:
    before = manners.write(content)
    changes, expected = data.draw(edits(read(before)))
    after = edited(before, FILE, changes)
    assert holds(after) == expected, (before, changes, after)
    assert edited(before, FILE, []) == before
