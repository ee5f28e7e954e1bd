"""Draws are fair, keep to what the plan needs, and are the same for the same seed."""

from collections import Counter
from datetime import date

from pia.records.audit.overview import Busy
from pia.records.audit.sample import TRIES, Draw, Needs, chosen, draws

DAYS = [date(2026, 4, day) for day in (1, 2, 3, 6, 7)]
HALLS = {"本庁": frozenset({"T01", "T02", "T03", "T04"}), "支所": frozenset({"T11", "T12"})}
BUSY = {
    (day, terminal): Busy(100, 90, 9 * 60, 10 * 60 - 1)
    for day in DAYS
    for hall in HALLS.values()
    for terminal in hall
}
NEEDS = Needs(HALLS, minutes=15, each=1, persons=10)


def first(seed: int, busy: dict[tuple[date, str], Busy] = BUSY, needs: Needs = NEEDS) -> Draw:
    return next(draws(busy, needs, seed))


def spread(found: Counter[object], options: int) -> float:
    """Return chi-squared of counts that should be equal, each by the options' degrees."""
    mean = found.total() / options
    squares = sum((count - mean) ** 2 / mean for count in found.values())
    return (squares + mean * (options - len(found))) / (options - 1)


def test_ten_thousand_draws_are_spread_evenly() -> None:
    found = [first(seed) for seed in range(10_000)]
    assert spread(Counter(draw.day for draw in found), len(DAYS)) < 3
    assert spread(Counter(draw.begin for draw in found), 46) < 1.6
    assert spread(Counter(draw.terminals for draw in found), 8) < 3
    assert spread(Counter((draw.day, draw.terminals) for draw in found), 40) < 1.7


def test_the_people_are_chosen_evenly_too() -> None:
    names = [f"{n:04d}" for n in range(20)]
    found = Counter(name for seed in range(10_000) for name in chosen(names, 5, seed, "被閲覧者"))
    assert spread(Counter(found), 20) < 2


def test_the_same_seed_draws_the_same_and_another_seed_otherwise() -> None:
    turned = dict(reversed(BUSY.items()))
    assert [first(seed) for seed in range(50)] == [first(seed, turned) for seed in range(50)]
    assert len({first(seed) for seed in range(50)}) > 40


def test_a_seed_draws_this_for_ever() -> None:
    assert first(1) == Draw(1, date(2026, 4, 6), 581, 596, ("T12", "T02"))


def test_every_site_has_its_terminals_and_the_span_lies_where_they_worked() -> None:
    needs = Needs(HALLS, minutes=15, each=2, persons=10)
    for seed in range(200):
        draw = first(seed, needs=needs)
        assert [sum(t in hall for t in draw.terminals) for hall in HALLS.values()] == [2, 2]
        assert draw.end - draw.begin == 15
        assert draw.begin >= 9 * 60
        assert draw.end <= 10 * 60


def test_a_day_on_which_a_site_was_closed_is_not_drawn_while_there_are_others() -> None:
    closed = {key: busy for key, busy in BUSY.items() if key[0] != DAYS[0] or key[1] < "T10"}
    assert DAYS[0] not in {first(seed, closed).day for seed in range(200)}


def test_the_span_grows_when_draw_after_draw_holds_too_few() -> None:
    found = list(draws(BUSY, NEEDS, "種"))
    assert [draw.attempt for draw in found] == list(range(1, len(found) + 1))
    lengths = [draw.end - draw.begin for draw in found]
    assert lengths[0] == lengths[TRIES - 1] == 15
    assert lengths[TRIES] == 30
    assert len({(draw.day, draw.begin, draw.terminals) for draw in found[:TRIES]}) > 15


def test_nothing_is_drawn_where_no_terminal_of_the_plan_worked() -> None:
    assert list(draws({(DAYS[0], "X"): Busy(9, 9, 1, 2)}, NEEDS, 1)) == []
