"""The working file of a sample, in YAML, so that results can also be typed into it."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from pia.errors import Finding, PiaError
from pia.model.log_sample import Case, SampleFile, digest_of
from pia.records.audit import private
from pia.records.audit.messages import AuditMessages
from pia.records.audit.sample import Sample, Sampled
from pia.source.messages import SourceMessages
from pia.source.paths import plain, reason

HEAD = (
    "# 個人情報を含む作業用のファイルです。写しを作らず、調査が終わったら pia audit dispose で"
    "消してください。\n"
)
STEM = "標本_"
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def file_name(system: str) -> str:
    return f"{STEM}{system}.yaml"


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
        drawn=drawn,
        columns=tuple(shown),
        operation=columns.operation or "",
        auditors=tuple(auditors),
        papers=tuple(papers),
        cases=tuple(_case(sampled, shown, at) for sampled in sample.rows),
    )


def _case(sampled: Sampled, shown: Sequence[str], at: Sequence[int]) -> Case:
    row = sampled.row
    bare = Case(
        number=sampled.number,
        subject=sampled.subject,
        series=sampled.series,
        stamp=row.stamp.isoformat(sep=" "),
        terminal=row.terminal,
        operator=row.operator,
        contents={name: row.cells[n] for name, n in zip(shown, at, strict=True)},
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
    return sorted(folder.glob(f"{STEM}*.yaml")) if folder.is_dir() else []
