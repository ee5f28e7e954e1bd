"""Stricter rules of a body's own about しきい値判断, from `pia.yaml`:

    しきい値判断:
    - 対象人数以上: 50000
      取扱者数以上: 100
      評価: 重点項目評価

All conditions of a rule have to hold; 重大事故: 発生あり is one too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pia.document import Document
from pia.errors import Finding, Position
from pia.forms import load as forms
from pia.japanese import fold
from pia.model import Assessment
from pia.model.base import option_named
from pia.model.choices import Incident, Submitted
from pia.model.threshold import LocalRule, judge, least_figures, rank
from pia.source.names import WORKSPACE_FILE, workspace_root
from pia.source.nodes import Mapping, Node, Sequence, Text
from pia.source.paths import shown
from pia.source.reader import SourceFile, read
from pia.workspace.messages import WorkspaceMessages

KEY = "しきい値判断"
ASSESSMENT = "評価"
PERSONS = re.compile(r"(?:(\d{1,5})万)?(\d{1,9})?人?")
SHORTEST = 2  # 重点, 全項目: the least that names a form


@dataclass(slots=True)
class LocalRules:
    """The rules that can be used, and what is wrong with the others."""

    rules: list[LocalRule] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def of_folder(folder: Path) -> LocalRules:
    """Return the rules of the workspace that a folder lies in.

    Raises PiaError when its `pia.yaml` cannot be read.
    """
    marker = workspace_root(folder / WORKSPACE_FILE) / WORKSPACE_FILE
    if not marker.is_file():
        return LocalRules()
    return local_rules(read(marker, may_be_empty=True), shown(marker, folder))


def findings(document: Document) -> list[Finding]:
    """Return what is wrong with the rules of a document's workspace, and whether less is filed
    than they ask for."""
    file = document.names.workspace
    found = local_rules(file, shown(file.path, document.path)) if file else LocalRules()
    return [*found.findings, *map(document.locate, _not_met(document, found.rules))]


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


def local_rules(file: SourceFile, name: str) -> LocalRules:
    """Return the rules of a `pia.yaml`. name: its path as messages show it."""
    found = LocalRules()
    listed = file.root.entries.get(KEY)
    entries = listed.items if isinstance(listed, Sequence) else [listed] if listed else []
    for entry in entries:
        rule, wrong = _rule(entry, f"{name}:{entry.position.line}")
        found.findings += [finding.within(name, entry.position) for finding in wrong]
        found.rules += [rule] if rule else []
    return found


def _rule(entry: Node, place: str) -> tuple[LocalRule | None, list[Finding]]:
    """Return the rule of one entry, or what is wrong with it."""
    if not isinstance(entry, Mapping):
        return None, [_bad(KEY, entry.position)]
    values: dict[str, Any] = {}
    wrong: list[Finding] = []
    for key, node in entry.entries.items():
        name, read_as = FIELDS.get(fold(key), (key, _unknown))
        values[name] = read_as(node.text) if isinstance(node, Text) else None
        if values[name] is None:
            wrong.append(_bad(key, entry.keys[key]))
    if "submitted" not in values:
        wrong.append(_bad(ASSESSMENT, entry.position))
    if wrong:
        return None, wrong
    rule = LocalRule(**values, place=place)
    if rule.is_lax:
        message = WorkspaceMessages.LAX_LOCAL_RULE
        return None, [message.finding(law=rule.law, submitted=rule.submitted)]
    return rule, []


def _bad(name: str, position: Position) -> Finding:
    known = "、".join(f"「{word}」" for word in _assessments())
    message = WorkspaceMessages.BAD_LOCAL_RULE
    return message.finding(name=name, happened=Incident.HAPPENED, known=known, position=position)


def _assessments() -> dict[str, Submitted]:
    """Return what is filed by the name of the form it ends with, in the newest edition."""
    names = forms.forms(forms.editions()[-1])
    return {names[option.name.lower()]: option for option in Submitted}


def _persons(text: str) -> int | None:
    """Read `50000`, `50,000人` or `5万人`."""
    match = PERSONS.fullmatch(fold(text).replace(",", ""))
    if match is None or not (match[1] or match[2]):
        return None
    return int(match[1] or 0) * 10_000 + int(match[2] or 0)


def _happened(text: str) -> bool | None:
    return option_named(Incident, text) is Incident.HAPPENED or None


def _submitted(text: str) -> Submitted | None:
    """Read the name of a form, or as much of it as tells it from the others: `全項目`."""
    word = fold(text)
    named = [option for name, option in _assessments().items() if fold(name).startswith(word)]
    return named[0] if len(named) == 1 and len(word) >= SHORTEST else None


def _unknown(text: str) -> None:
    return None


FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "対象人数以上": ("subjects", _persons),
    "取扱者数以上": ("handlers", _persons),
    "重大事故": ("incident", _happened),
    ASSESSMENT: ("submitted", _submitted),
}
