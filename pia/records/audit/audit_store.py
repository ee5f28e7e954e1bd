"""The working file of a sample: rows of a log with what auditors found of them, in YAML, so that
results can also be typed into it. It holds personal data and is no document that a form prints.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from pia.errors import Finding, PiaError
from pia.model.base import Count, Line, Part, Prose, Records, key
from pia.model.log_audit import Outcome
from pia.records.audit import private
from pia.records.audit.messages import AuditMessages
from pia.records.audit.sample import Sample, Sampled
from pia.source.files import parsed, plain, reason
from pia.source.messages import SourceMessages
from pia.source.names import SAMPLE


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


HEAD = (
    "# 個人情報を含む作業用のファイルです。写しを作らず、調査が終わったら pia audit dispose で"
    "消してください。\n"
)
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def file_name(system: str) -> str:
    return f"{SAMPLE}{system}.yaml"


def write(folder: Path, sample: SampleFile) -> Path:
    """Write the working file of a sample. Raises PiaError when it cannot be written."""
    data = sample.model_dump(by_alias=True, mode="json")
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    return private.write(folder / file_name(sample.system), (HEAD + written).encode())


def sample_file(
    round_id: str, sample: Sample, drawn: str, auditors: Sequence[str], papers: Sequence[str]
) -> SampleFile:
    """Return what the working file of a sample says. drawn: the draw in words."""
    system, columns = sample.system, sample.system.columns
    named = (*filter(None, [columns.operation]), *columns.person, *columns.shown)
    shown = [name.strip() for name in dict.fromkeys(named)]
    at = [sample.header.index(name) for name in shown]
    return SampleFile(
        round=round_id,
        system=system.id,
        name=system.name or system.id,
        drawn=parsed(drawn),
        columns=tuple(shown),
        operation=columns.operation or "",
        auditors=tuple(auditors),
        papers=tuple(papers),
        cases=tuple(_case(sampled, shown, at) for sampled in sample.rows),
    )


def _case(sampled: Sampled, shown: Sequence[str], at: Sequence[int]) -> Case:
    """Return a row as every file of an audit can hold it: what a program left in a log that is no
    character of a text is replaced."""
    row = sampled.row
    bare = Case(
        number=sampled.number,
        subject=sampled.subject,
        series=sampled.series,
        stamp=row.stamp.isoformat(sep=" "),
        terminal=parsed(row.terminal),
        operator=parsed(row.operator),
        contents={name: parsed(row.cells[n]) for name, n in zip(shown, at, strict=True)},
        digest="",
    )
    return bare.model_copy(update={"digest": digest_of(bare.written())})


def read(path: Path) -> SampleFile:
    """Return a working file. Raises PiaError when it cannot be read or a row was changed."""
    try:
        found = SampleFile.model_validate(yaml.load(plain(path).read_bytes(), Loader=LOADER))
    except OSError as error:
        message = SourceMessages.CANNOT_READ
        finding = message.finding(name=path.name, reason=reason(error), file=str(path))
        raise PiaError(finding) from error
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise PiaError(AuditMessages.BAD_SAMPLE_FILE.finding(file=str(path))) from error
    if changed := [case for case in found.cases if not case.is_as_drawn]:
        raise PiaError(*(_changed(path, case) for case in changed))
    return found


def _changed(path: Path, case: Case) -> Finding:
    return AuditMessages.CHANGED_ROW.finding(number=case.number, file=str(path))


def found_in(folder: Path) -> list[Path]:
    """Return the working files of a round."""
    return sorted(folder.glob(f"{SAMPLE}*.yaml")) if folder.is_dir() else []
