"""Stricter rules of a body's own about しきい値判断, from `pia.yaml`:

    しきい値判断:
    - 対象人数以上: 50000
      取扱者数以上: 100
      評価: 重点項目評価

All conditions of a rule have to hold; 重大事故: 発生あり is one too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pia.document import Document
from pia.errors import Finding
from pia.model import Assessment
from pia.model.choices import Submitted
from pia.model.threshold import LocalRule, judge, least_figures, rank
from pia.workspace.messages import WorkspaceMessages
from pia.workspace.settings import findings_in, local_rules, settings_in, settings_of


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


def findings(document: Document) -> list[Finding]:
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
