"""`pia audit dispose`: the working files of a round go, and the plan says when and by whom."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from pia.errors import Finding, PiaError, RefusedError
from pia.model.log_audit import AuditRound
from pia.records.audit import audit_store, private
from pia.records.audit.audit_plan import AuditPlan
from pia.records.audit.messages import AuditMessages
from pia.records.audit.reporting import refuse_personal, unexplained
from pia.source.files import json_of, plain, reason

RECORD = "廃棄するファイル.json"  # hashes alone, until the plan has them


@dataclass(frozen=True, slots=True)
class Disposed:
    """The files that are gone, and what remains to be said."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def dispose(plan_file: Path, person: str, day: date, round_id: str = "") -> Disposed:
    """Delete the working files of a round; note in the plan their hashes, the day and the person.

    Raises RefusedError while results are not in the plan, while it is open whether more has to be
    looked into, and when a file cannot be deleted.
    """
    plan = AuditPlan.at(plan_file)
    this = plan.round(round_id)
    folder = plan.folder(this)
    record = folder / RECORD
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p != record)
    if not files and not record.is_file():
        raise PiaError(AuditMessages.NOTHING_TO_DISPOSE.finding(file=str(folder)))
    _refuse_early(plan, this)
    digests = _known(record) | {p.relative_to(folder).as_posix(): _digest(p) for p in files}
    private.write(record, json.dumps(digests, ensure_ascii=False).encode())
    noted = plan.with_disposal(this, day, person, digests)
    if kept := [finding for path in files for finding in _delete(path)]:
        raise RefusedError(*kept)
    if this.disposal.day is None:
        plan.write(noted)
    record.unlink()
    _remove_folders(folder)
    copies = AuditMessages.COPIES_REMAIN.finding(count=len(files), file=str(folder))
    return Disposed(tuple(files), (copies,))


def _refuse_early(plan: AuditPlan, this: AuditRound) -> None:
    """Refuse while the files are needed still.

    Source: 鶴見区 アクセスログ調査実施要領 9(2).
    """
    samples = [audit_store.read(path) for path in audit_store.found_in(plan.folder(this))]
    if any(sample.open_cases() for sample in samples) or this.reported is None:
        raise RefusedError(AuditMessages.NOT_REPORTED.finding(round=this.id, file=str(plan.path)))
    if any(one.outcomes.unexplained for one in this.systems) and not this.further:
        raise RefusedError(AuditMessages.NOT_DECIDED.finding(round=this.id, file=str(plan.path)))
    if amiss := [found for one in this.systems for found in unexplained(plan, this, one)]:
        raise RefusedError(*amiss)
    refuse_personal(plan, this, samples)  # the last time that this can be seen


def _known(record: Path) -> dict[str, str]:
    """Return the hashes of what an earlier call deleted before it was stopped."""
    try:
        found = json_of(plain(record).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    return "sha256:" + sha256(path.read_bytes()).hexdigest()


def _delete(path: Path) -> Iterator[Finding]:
    try:
        path.unlink()
    except OSError as error:
        message = AuditMessages.CANNOT_DELETE
        yield message.finding(name=path.name, reason=reason(error), file=str(path))


def _remove_folders(folder: Path) -> None:
    for inner in sorted(folder.rglob("*"), reverse=True):
        inner.rmdir()
    folder.rmdir()
