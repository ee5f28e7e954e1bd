"""The plan of the audits, and what became of a round noted in it by the editor of sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.japanese import wareki
from pia.model.base import Part, keys_of
from pia.model.log_audit import AuditRound, Deleted, Disposal, LogAudit, Outcome, SystemAudit
from pia.model.ref import Ref
from pia.records.audit.audit_store import SampleFile
from pia.records.audit.messages import AuditMessages
from pia.records.audit.sample import Sample
from pia.records.audit.stamps import clock
from pia.source.edit import Add, Operation, Put, edited
from pia.writing import write_bytes

ROUNDS = Ref(LogAudit, lambda audit: audit.rounds).key
SYSTEMS = Ref(AuditRound, lambda this: this.systems).key
DISPOSAL = Ref(AuditRound, lambda this: this.disposal).key
OUTCOMES = Ref(SystemAudit, lambda one: one.outcomes).key


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """A plan with the file that it stands in."""

    path: Path
    audit: LogAudit
    document: Document

    @classmethod
    def at(cls, path: Path) -> "AuditPlan":
        """Return the plan of a file. Raises PiaError when it is none or has a fault."""
        document = load(path)
        if not isinstance(document.content, LogAudit):
            raise PiaError(AuditMessages.NO_PLAN.finding(file=str(path)))
        if any(finding.is_error for finding in document.findings):
            raise PiaError(*document.findings)
        return cls(path, document.content, document)

    def round(self, named: str = "") -> AuditRound:
        """Return the round of an id, or else the first that is not disposed of.

        Raises PiaError when there is none.
        """
        left = [one for one in self.audit.rounds if one.id == named or not named]
        open_ones = [one for one in left if one.disposal.day is None]
        if found := [*open_ones, *left][:1]:
            return found[0]
        known = "、".join(one.id for one in self.audit.rounds) or "なし"
        raise PiaError(AuditMessages.NO_ROUND.finding(known=known, file=str(self.path)))

    def folder(self, this: AuditRound) -> Path:
        """Return where the working files of a round lie."""
        return self.path.parent / (self.audit.folder or ROUNDS) / this.id

    def note_drawn(
        self, this: AuditRound, seed: str, today: date, samples: Sequence[Sample]
    ) -> None:
        """Write into the plan what was drawn: nothing of the rows but their number."""
        drawn = {one.system.id: _written(_drawn(one, self.audit)) for one in samples}
        noted = AuditRound(id=this.id, seed=seed, sampled=today)
        self.write(self._noted(this, _written(noted), drawn))

    def note_outcomes(self, this: AuditRound, samples: Sequence[SampleFile], today: date) -> None:
        """Write into the plan how many rows ended with which result."""
        counted = {
            one.system: {OUTCOMES: {o.value: str(one.counted(o)) for o in Outcome}}
            for one in samples
        }
        noted = AuditRound(id=this.id, reported=this.reported or today)
        self.write(self._noted(this, _written(noted), counted))

    def with_disposal(
        self, this: AuditRound, day: date, person: str, files: Mapping[str, str]
    ) -> bytes:
        """Return the plan saying who deleted the working files, and the hash of each."""
        gone = tuple(Deleted(name=name, digest=digest) for name, digest in files.items())
        disposal = Disposal(day=day, person=person, files=gone)
        return self._noted(this, {DISPOSAL: _written(disposal)}, {})

    def write(self, data: bytes) -> None:
        write_bytes(self.path, data)

    def located(self, finding: Finding) -> Finding:
        """Return a finding with its place in the file."""
        return self.document.locate(finding)

    def _noted(
        self, this: AuditRound, values: Mapping[str, Any], systems: Mapping[str, Mapping[str, Any]]
    ) -> bytes:
        at = (ROUNDS, self.audit.rounds.index(this))
        changes: list[Operation] = [Put((*at, key), value) for key, value in values.items()]
        known = {one.id: n for n, one in enumerate(this.systems)}
        for name, entry in systems.items():
            if name in known:
                here = (*at, SYSTEMS, known[name])
                changes += [Put((*here, key), value) for key, value in entry.items()]
            else:
                changes.append(Add((*at, SYSTEMS), {"id": name, **entry}))
        return edited(self.path.read_bytes(), self.path, changes)


def _drawn(found: Sample, audit: LogAudit) -> SystemAudit:
    """Return what a plan keeps of a sample: no person, no operator, no row."""
    draw = found.draw
    return SystemAudit(
        id=found.system.id,
        name=found.system.name or found.system.id,
        day=draw.day,
        begin=clock(draw.begin),
        end=clock(draw.end),
        terminals="、".join(draw.terminals),
        attempt=draw.attempt,
        persons=found.persons,
        rows=len(found.rows),
        unreadable=found.unreadable,
        withdrawn=len(audit.auditors) - len(auditors_of(audit, found)),
    )


def _written(part: Part) -> dict[str, Any]:
    """Return what is said in a part as a source writes it, its id left out."""
    return {
        key: _value(getattr(part, name))
        for key, name in keys_of(type(part)).items()
        if name in part.model_fields_set and name != "id"
    }


def _value(value: object) -> Any:
    match value:
        case Part():
            return _written(value)
        case tuple():
            return [_value(entry) for entry in value]
        case date():
            return wareki(value)
        case _:
            return str(value)


def auditors_of(audit: LogAudit, found: Sample) -> list[str]:
    """Return who may look into a sample: nobody whose own operations are in it.

    Source: 鶴見区 アクセスログ調査実施要領 5(3)ウ.
    """
    operators = {operator.casefold() for operator in found.operators}
    return [
        auditor.post or auditor.id
        for auditor in audit.auditors
        if operators.isdisjoint(user.casefold() for user in auditor.user)
    ]
