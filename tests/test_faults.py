"""The faults that are put into the code to see whether tests notice them: those that may matter."""

import ast
from pathlib import Path

import pytest
from _faults import faults, faulty
from mutation import EXCUSED, TESTS, possible

ROOT = Path(__file__).parents[1]
MODULE = '''\
"""A module of 3 lines."""
__slots__ = ("a", 1)
LEAST: int = 2
if TYPE_CHECKING:
    LAST = 7


@decorated(frozen=True)
def told(number: int, rest=0) -> "list[1]":
    """Tell 4 things."""
    assert number != 5
    if number < LEAST and not rest:
        raise ValueError(6)
    found.append(number)
    assert_never(rest)
    return [each for each in zip(number, rest, strict=True)]
'''
POSSIBLE = [
    "module: 2 → 3",
    "module.told: 0 → 1",
    "module.told: number < LEAST and (not rest) → number < LEAST or not rest",
    "module.told: number < LEAST → number <= LEAST",
    "module.told: not rest → rest",
    "module.told: found.append(number) → pass",
    "module.told: return [each for each in zip(number, rest, strict=True)] → return None",
]


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text(MODULE, encoding="utf-8")
    return path


def test_only_what_something_depends_on_is_changed(module: Path) -> None:
    assert sorted(map(str, faults(module))) == sorted(POSSIBLE)


def test_a_fault_changes_one_place_and_leaves_all_lines_where_they_are(module: Path) -> None:
    whole = ast.unparse(ast.parse(MODULE)).splitlines()
    for fault in faults(module):
        found = ast.unparse(faulty(fault)).splitlines()
        changed = [(a, b) for a, b in zip(whole, found, strict=True) if a != b]
        assert len(changed) == 1
        assert MODULE.splitlines()[fault.line - 1].strip()


@pytest.mark.parametrize("room", TESTS)
def test_what_is_excused_can_still_happen(room: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(possible(ROOT / "pia" / room)) > 100
    assert capsys.readouterr().out == ""
    assert all(EXCUSED.get(room, {"": "why"}).values())
