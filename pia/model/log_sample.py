"""The sample of an access-log audit: rows of a log with what auditors found of them.

It is a working file with personal data, and no document that a form prints.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

from pydantic import Field

from pia.model.base import Count, Line, Part, Prose, Records, key
from pia.model.log_audit import Outcome


def digest_of(texts: Sequence[str]) -> str:
    """Return what tells whether any of the texts was changed."""
    return sha256(json.dumps(list(texts), ensure_ascii=False).encode()).hexdigest()


class Case(Part):
    """A row to be audited, and what was found of it."""

    number: Count = key("番号", ...)
    subject: Count = key("対象者", ...)
    series: Count = key("一連", ...)
    stamp: Line = key("日時", ...)
    terminal: Line = key("端末", ...)
    operator: Line = key("操作者", ...)
    contents: dict[str, str] = Field(alias="内容")
    digest: Line = key("照合値", ...)
    outcome: Line = key("結果", "")
    paper: Line = key("書類", "")
    auditor: Line = key("照合者", "")
    remark: Prose = key("説明", "")

    def written(self) -> tuple[str, ...]:
        """Return what the log says of the row, as a worksheet prints it."""
        return (str(self.number), str(self.subject), str(self.series), *self.logged())

    def logged(self) -> tuple[str, ...]:
        return (self.stamp, self.terminal, self.operator, *self.contents.values())

    @property
    def is_open(self) -> bool:
        return not self.outcome.strip()

    @property
    def is_as_drawn(self) -> bool:
        return self.digest == digest_of(self.written())


class SampleFile(Part):
    """All rows of one system's sample. papers: those that a row can be matched with."""

    round: Line = key("調査", ...)
    system: Line = key("システム", ...)
    name: Line = key("名称", ...)
    drawn: Line = key("指定", ...)
    columns: Records = key("列", ...)
    operation: Line = key("操作の列", "")
    auditors: Records = key("照合者", ())
    papers: Records = key("書類", ())
    cases: tuple[Case, ...] = key("記録", ...)

    def open_cases(self) -> list[Case]:
        return [case for case in self.cases if case.is_open]

    def values(self) -> Iterator[str]:
        """Yield every value of the sample that names a person or tells of one: what must not reach
        a report."""
        for case in self.cases:
            yield case.operator
            yield from (t for name, t in case.contents.items() if name != self.operation)

    def counted(self, outcome: Outcome) -> int:
        return sum(case.outcome == outcome for case in self.cases)
