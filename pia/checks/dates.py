"""Days that have to follow each other."""

from collections.abc import Iterator, Sequence
from datetime import date

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.derived import value_at
from pia.japanese import wareki
from pia.model.base import Part
from pia.model.choices import Timing

PUBLISHED = "表紙.公表日"

# Earlier and later day, from the assessment and from each file.
ORDER = (
    ("評価実施手続.基礎項目評価.実施日", PUBLISHED),
    ("評価実施手続.委員会の承認.提出日", "表紙.承認日"),
    ("表紙.承認日", PUBLISHED),
    ("しきい値判断.対象人数の時点", PUBLISHED),
    ("しきい値判断.取扱者数の時点", PUBLISHED),
)
FILE_ORDER = (("基本情報.保有開始日", "入手・使用.使用開始日"),)


def check(filled: Filled) -> Iterator[Finding]:
    yield from _in_order(filled.assessment, "", ORDER)
    for address, file in filled.files():
        yield from _in_order(file, f"{address}.", FILE_ORDER)
    yield from _changes(filled)


def _in_order(part: Part, prefix: str, pairs: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    for earlier, later in pairs:
        first, second = (value_at(part, address.split(".")) for address in (earlier, later))
        if first is not None and second is not None and first > second:
            names = (earlier.rpartition(".")[2], later.rpartition(".")[2])
            yield _after(prefix + earlier, *names, first, second)


def _after(address: str, name: str, later: str, day: date, limit: date) -> Finding:
    message = CheckMessages.DAYS_REVERSED
    return message.finding(
        name=name, later=later, day=wareki(day), limit=wareki(limit), address=address
    )


def _changes(filled: Filled) -> Iterator[Finding]:
    """A change of which the form was told afterwards lies before its publication; rows follow
    in time."""
    published, last = filled.assessment.cover.published, date.min
    for n, row in enumerate(filled.assessment.changes, start=1):
        if row.changed is None:
            continue
        address = f"変更箇所[{n}].変更日"
        if published and row.timing is Timing.AFTER and row.changed > published:
            yield _after(address, "変更日", "公表日", row.changed, published)
        if row.changed < last:
            message = CheckMessages.CHANGES_REVERSED
            yield message.finding(day=wareki(row.changed), last=wareki(last), address=address)
        last = max(last, row.changed)
