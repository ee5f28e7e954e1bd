"""しきい値判断 by its table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.model.choices import Handlers, Incident, Subjects, ThresholdResult
from pia.model.law import band, required_level, result

# 対象人数 | many handlers or an incident | otherwise
TABLE = """
    0        NONE       NONE
    999      NONE       NONE
    1000     KISO       KISO
    9999     KISO       KISO
    10000    JUTEN      KISO
    99999    JUTEN      KISO
    100000   ZENKOMOKU  JUTEN
    299999   ZENKOMOKU  JUTEN
    300000   ZENKOMOKU  ZENKOMOKU
    13000000 ZENKOMOKU  ZENKOMOKU
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("subjects", "graver", "otherwise"), ROWS)
def test_the_table_of_the_guidelines(subjects: str, graver: str, otherwise: str) -> None:
    persons = int(subjects)
    assert required_level(persons, 500, incident=False) is ThresholdResult[graver]
    assert required_level(persons, 0, incident=True) is ThresholdResult[graver]
    assert required_level(persons, 499, incident=False) is ThresholdResult[otherwise]


RANK = [
    ThresholdResult.NONE,
    ThresholdResult.KISO,
    ThresholdResult.JUTEN,
    ThresholdResult.ZENKOMOKU,
]
PERSONS = st.integers(0, 2_000_000)


@given(PERSONS, PERSONS, PERSONS, st.booleans())
def test_more_persons_never_ask_for_less(a: int, b: int, handlers: int, incident: bool) -> None:
    fewer, more = sorted((a, b))
    less = required_level(fewer, handlers, incident)
    assert RANK.index(less) <= RANK.index(required_level(more, handlers, incident))


@given(PERSONS, PERSONS, st.booleans())
def test_the_answers_of_form_2_give_what_the_figures_give(
    subjects: int, handlers: int, incident: bool
) -> None:
    many = Handlers.FROM_500 if handlers >= 500 else Handlers.UNDER_500
    happened = Incident.HAPPENED if incident else Incident.NONE
    assert result(band(subjects), many, happened) is required_level(subjects, handlers, incident)


@pytest.mark.parametrize(("subjects", "handlers"), [(-1, 0), (0, -1)])
def test_a_number_below_zero_is_refused(subjects: int, handlers: int) -> None:
    with pytest.raises(ValueError, match="-1"):
        required_level(subjects, handlers, incident=False)


def test_one_open_answer_leaves_the_result_open() -> None:
    closed = (Subjects.FROM_1000, Handlers.UNDER_500, Incident.NONE)
    assert result(*closed) is ThresholdResult.KISO
    assert result(None, *closed[1:]) is None
    assert result(closed[0], None, closed[2]) is None
    assert result(*closed[:2], None) is None
