"""Everything that is wrong with documents: their sources, what their forms ask, their versions,
the rules of their workspace, and what they say of each other.

Last しきい値判断, with the body's own stricter rules of `pia.yaml`:

    しきい値判断:
    - 対象人数以上: 50000
      取扱者数以上: 100
      評価: 重点項目評価

All conditions of a rule have to hold; 重大事故: 発生あり is one too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pia import checks
from pia.document import Document, load
from pia.errors import Finding, PiaError, Severity, in_order
from pia.layout.glyphs import rare
from pia.model.assessment import Assessment
from pia.model.choices import Handlers, Incident, Submitted
from pia.model.law import (
    EXEMPT,
    GUIDELINE,
    MANY_HANDLERS,
    Judgement,
    Law,
    LocalRule,
    band,
    due_by,
    judge,
    least_figures,
    rank,
)
from pia.model.ref import Ref
from pia.model.root import findings_of as of_its_kind
from pia.source.nodes import texts
from pia.workspace import versions
from pia.workspace.folder import (
    findings_in,
    local_rules,
    settings_in,
    settings_of,
    table_faults,
)
from pia.workspace.messages import WorkspaceMessages


def unset_letters(document: Document) -> list[Finding]:
    """Return a warning for each place of a character that the font of the PDF lacks, or lacks in
    the variant that is asked for."""
    written = set("").union(*(text.text for text in texts(document.source.root)))
    if not rare(written):
        return []
    from pia.renderers.pdf import lacking
    from pia.workspace.printing import layout_of

    try:
        found = lacking(layout_of(document))
    except PiaError:
        return []
    return [document.locate(replace(each, severity=Severity.WARNING)) for each in found]


def check_all(
    named: Iterable[Document | Path | str],
    *,
    strict: bool = False,
    against: Path | str | None = None,
) -> list[Finding]:
    """Return everything wrong with several sources, and where they contradict each other.

    strict: what a draft may leave open is an error. against: a version, "" for the 前版.
    """
    found: list[Finding] = []
    documents: list[Document] = []
    for each in named:
        try:
            documents.append(each if isinstance(each, Document) else load(each))
            found += findings_against(documents[-1], against)
        except PiaError as error:
            found += error.findings
    found = list(dict.fromkeys([*found, *_disagreements(documents)]))
    return [replace(f, severity=Severity.ERROR) for f in found] if strict else found


def _disagreements(documents: Sequence[Document]) -> list[Finding]:
    if len(documents) < 2:
        return []
    from pia.workspace.across import disagreements

    return disagreements(documents)


def findings_against(document: Document, against: Path | str | None = None) -> list[Finding]:
    """Return what is wrong with a document, its versions and its table of changes among it.

    A document that names its 前版 is held against it also when nobody asks for it.
    """
    content = document.content
    if against is None and isinstance(content, Assessment) and content.predecessor:
        against = ""
    former = versions.Former(document)
    told = _against(document, against, former) if against is not None else []
    return in_order([*findings_of(document), *versions.findings(document, former), *told])


def _against(document: Document, named: Path | str, former: versions.Former) -> list[Finding]:
    from pia.workspace.own_rows import against

    try:
        return against(document, named or former.to_compare())
    except PiaError as error:
        return list(error.findings)


def findings_of(document: Document) -> list[Finding]:
    """Return the findings of a loaded document: of its source, of every check and of the rules
    in its workspace.

    A check that only misses what was set aside as faulty says nothing new and is left out.
    """
    faulty = {f.address for f in document.findings if f.address}
    thinned = {address.rpartition("[")[0] for address in faulty if address.endswith("]")}
    found = [
        finding
        for finding in checks.check(document.form, document.content)
        if finding.address not in thinned
        and faulty.isdisjoint(_with_what_is_around(finding.address))
    ]
    local = [
        *unset_letters(document),
        *_of_settings(document),
        *table_faults(document),
        *of_its_kind(document.form.kind, document),
    ]
    return in_order([*document.findings, *map(document.locate, found), *local])


def _with_what_is_around(address: str) -> Iterator[str]:
    """Yield an address and those of the blocks that it stands in."""
    yield address
    for n, character in enumerate(address):
        if character in ".[":
            yield address[:n]


@dataclass(slots=True)
class LocalRules:
    """The rules that can be used, and what is wrong with `pia.yaml`."""

    rules: list[LocalRule] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def of_folder(folder: Path) -> LocalRules:
    """Return the rules of the workspace that a folder lies in.

    Raises PiaError when its `pia.yaml` cannot be read.
    """
    reading = settings_of(folder)
    if reading is None:
        return LocalRules()
    return LocalRules(local_rules(reading, folder), findings_in(reading, folder))


def _of_settings(document: Document) -> list[Finding]:
    """Return what is wrong with the `pia.yaml` of a document's workspace, and whether less is
    filed than its rules ask for."""
    file = document.names.workspace
    if file is None or file.mended:
        return []
    reading = settings_in(file)
    known = set(file.findings)
    told = [found for found in findings_in(reading, document.path) if found not in known]
    rules = local_rules(reading, document.path)
    return [*told, *map(document.locate, _not_met(document, rules))]


def _not_met(document: Document, rules: list[LocalRule]) -> Iterator[Finding]:
    if not isinstance(document.content, Assessment):
        return
    assessment, answers = document.content, document.content.threshold
    subjects = assessment.office.subjects
    submitted = Submitted[document.form.id.upper()]
    address = "事務.対象人数"
    if submitted is Submitted.KISO:
        address = "基礎リスク対策.提出する評価書の種類"
        submitted = assessment.brief_risks.submitted or Submitted.ZENKOMOKU
    if subjects is None:
        return
    due = judge(*least_figures(subjects, answers.handlers, answers.incident), rules)
    if due.rule and rank(submitted) < rank(due.submitted):
        message = WorkspaceMessages.LOCAL_RULE_NOT_MET
        yield message.finding(
            place=due.rule.place, due=due.submitted, submitted=submitted, address=address
        )


SUBJECTS = Ref(Assessment, lambda a: a.office.subjects)
HANDLERS = Ref(Assessment, lambda a: a.threshold.handlers)
INCIDENT = Ref(Assessment, lambda a: a.threshold.incident)
RESULT = Ref(Assessment, lambda a: a.procedure.basic.result)


@dataclass(frozen=True, slots=True)
class JudgementReport:
    """A judgement with the row of the table that it follows from, and the provision of the row.

    findings: what is wrong with the body's own rules; those are left out.
    """

    judgement: Judgement
    row: dict[str, str]
    provision: Law
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the report as `pia threshold --format json` prints it."""
        judgement, rule = self.judgement, self.judgement.rule
        own = {"場所": rule.place, "評価": str(rule.submitted)} if rule else None
        return {
            RESULT.key: str(judgement.result),
            "規則": self.row,
            "根拠": f"{self.provision}、{GUIDELINE}",
            "独自のしきい値": own,
            "提出する評価書": str(judgement.submitted) if judgement.submitted else None,
            "任意に提出できる評価書": [str(option) for option in judgement.voluntary],
            "義務の対象外": {"根拠": str(Law.EXEMPT), "ファイル": list(EXEMPT)},
        }

    def __str__(self) -> str:
        data = self.as_dict()
        row = "、".join(f"{key}「{value}」" for key, value in self.row.items())
        lines = [data[RESULT.key], f"規則: {row}", f"根拠: {data['根拠']}"]
        if own := data["独自のしきい値"]:
            lines.append(f"独自のしきい値: {own['場所']} により「{own['評価']}」")
        lines.append(f"提出する評価書: {data['提出する評価書'] or 'なし'}")
        beyond = "、".join(data["任意に提出できる評価書"])
        lines.append(f"任意に提出できる評価書: {beyond or 'なし'}")
        lines.append(
            f"次のファイルは評価の義務の対象外です（{Law.EXEMPT}。"
            "当てはまるかどうかは、第3号の人数のほかは判断していません）:"
        )
        return "\n".join([*lines, *(f"  {each}" for each in EXEMPT)])


def judged(subjects: int, handlers: int, incident: bool, folder: Path) -> JudgementReport:
    """Return what is due by law and by the rules of the workspace that the folder lies in.

    subjects: 対象人数 (persons). handlers: 取扱者数 (persons), staff of contractors included.
    incident: a 重大事故 within the past year.
    Raises PiaError when `pia.yaml` cannot be read.
    """
    local = of_folder(folder)
    row = {
        SUBJECTS.key: str(band(subjects)),
        HANDLERS.key: str(Handlers.FROM_500 if handlers >= MANY_HANDLERS else Handlers.UNDER_500),
        INCIDENT.key: str(Incident.HAPPENED if incident else Incident.NONE),
    }
    judgement = judge(subjects, handlers, incident, local.rules)
    provision = due_by(subjects, handlers, incident)[1]
    return JudgementReport(judgement, row, provision, tuple(local.findings))
