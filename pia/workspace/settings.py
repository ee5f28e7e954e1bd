"""What `pia.yaml` may say: names for all documents, and the rules of the office."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, ValidationInfo, field_validator, model_validator

from pia.changes.compare import CHANGES
from pia.changes.options import NONE, Choices, Context, RowOptions, Split
from pia.document import Document
from pia.errors import Finding, PiaError
from pia.forms import load as forms
from pia.forms.paths import TitleStyle
from pia.japanese import fold
from pia.model.base import option_named
from pia.model.choices import Incident, Submitted
from pia.model.law import LocalRule
from pia.source.names import WORKSPACE_FILE, workspace_root
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Text, position_of
from pia.source.paths import shown
from pia.source.read_as import Reading, Record, keys_of, read_as, read_source_as, wrong
from pia.source.reader import SourceFile
from pia.workspace.messages import WorkspaceMessages

PERSONS = re.compile(r"(?:(\d{1,5})万)?(\d{1,9})?人?")
YES_OR_NO: Mapping[str, object] = {"はい": True, "いいえ": False}
# What a key of `変更箇所:` may say, and the option that it sets.
TABLE_KEYS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "記載": ("context", {"変わった段落": Context.CHANGED, "全文": Context.ALL}),
    "項目": (
        "style",
        {
            "様式の番号": TitleStyle.FORM,
            "短い番号": TitleStyle.SHORT,
            "シート名": TitleStyle.SHEET,
        },
    ),
    "区切り": ("split", {"項目": Split.ITEM, "見出し": Split.HEADING}),
    "同じ変更をまとめる": ("together", YES_OR_NO),
    "全般にまとめる": ("throughout", YES_OR_NO),
    "番号ごとにまとめる": ("item", YES_OR_NO),
}
SHORTEST = 2  # 重点, 全項目: the least that names a form


class Rule(Record):
    """A stricter rule of a body's own: what is filed where all its conditions hold."""

    is_whole: ClassVar[bool] = True
    subjects: int = Field(0, alias="対象人数以上")
    handlers: int = Field(0, alias="取扱者数以上")
    incident: bool = Field(False, alias="重大事故")
    submitted: Submitted = Field(alias="評価")

    @field_validator("subjects", "handlers", mode="plain")
    @classmethod
    def _persons(cls, value: object, info: ValidationInfo) -> int:
        """Read `50000`, `50,000人` or `5万人`."""
        match = PERSONS.fullmatch(fold(str(value)).replace(",", ""))
        if match is None or not (match[1] or match[2]):
            raise _bad(info)
        return int(match[1] or 0) * 10_000 + int(match[2] or 0)

    @field_validator("incident", mode="plain")
    @classmethod
    def _happened(cls, value: object, info: ValidationInfo) -> bool:
        if option_named(Incident, str(value)) is not Incident.HAPPENED:
            raise _bad(info)
        return True

    @field_validator("submitted", mode="plain")
    @classmethod
    def _form(cls, value: object, info: ValidationInfo) -> Submitted:
        """Read the name of a form, or as much of it as tells it from the others: `全項目`."""
        word = fold(str(value))
        named = [option for name, option in _assessments().items() if fold(name).startswith(word)]
        if len(named) != 1 or len(word) < SHORTEST:
            raise _bad(info)
        return named[0]

    @model_validator(mode="after")
    def _is_strict(self) -> "Rule":
        rule = self.at("")
        if rule.is_lax:
            message = WorkspaceMessages.LAX_LOCAL_RULE
            raise wrong(message, law=rule.law, submitted=rule.submitted)
        return self

    def at(self, place: str) -> LocalRule:
        """Return the rule with the file and line where it stands."""
        return LocalRule(self.submitted, self.subjects, self.handlers, self.incident, place)


class Settings(Record):
    """`pia.yaml`. Names are read by `source.names`, those of change tables by `options_of`."""

    variables: Any = Field(None, alias="変数")
    fragments: Any = Field(None, alias="共通")
    rules: tuple[Rule, ...] = Field((), alias="しきい値判断")
    tables: Any = Field(None, alias="変更箇所")


def _bad(info: ValidationInfo) -> Exception:
    name = {field: key for key, field in keys_of(Rule).items()}[str(info.field_name)]
    known = "、".join(f"「{word}」" for word in _assessments())
    message = WorkspaceMessages.BAD_LOCAL_RULE
    return wrong(message, name=name, happened=Incident.HAPPENED, known=known)


def _assessments() -> dict[str, Submitted]:
    """Return what is filed by the name of the form it ends with, in the newest edition."""
    names = forms.forms(forms.editions()[-1])
    return {names[option.name.lower()]: option for option in Submitted}


def settings_of(folder: Path) -> Reading[Settings] | None:
    """Return what the `pia.yaml` of the workspace of a folder says, None where there is none.

    Raises PiaError when it cannot be read.
    """
    marker = workspace_root(folder / WORKSPACE_FILE) / WORKSPACE_FILE
    return read_as(Settings, marker) if marker.is_file() else None


def settings_in(file: SourceFile) -> Reading[Settings]:
    """Return what a `pia.yaml` that was read already says."""
    return read_source_as(Settings, file)


def local_rules(reading: Reading[Settings], near: Path) -> list[LocalRule]:
    """Return the rules with their places, as messages show them near a file."""
    name, root = shown(reading.source.path, near), reading.source.root
    listed = str(Settings.model_fields["rules"].alias)
    places = (position_of(root, (listed, n)) for n in range(len(reading.value.rules)))
    return [
        rule.at(f"{name}:{place.line}")
        for rule, place in zip(reading.value.rules, places, strict=True)
    ]


def findings_in(reading: Reading[Settings], near: Path) -> list[Finding]:
    """Return what is wrong with a `pia.yaml`, its name as messages show it near a file."""
    name = shown(reading.source.path, near)
    return [replace(found, file=name) for found in reading.findings]


def options_of(document: Document, chosen: Choices = NONE) -> RowOptions:
    """Return how the change table of a document is written: as chosen, else as its workspace says.

    Raises PiaError when `pia.yaml` says something that is none of this.
    """
    file = document.names.workspace
    options = RowOptions()
    if file is not None:
        found, said = _said(file, document)
        if found:
            raise PiaError(*found)
        options = replace(options, **said)
    return chosen.over(options)


def table_faults(document: Document) -> list[Finding]:
    """Return what is wrong with the options of a document's workspace."""
    file = document.names.workspace
    return _said(file, document)[0] if file is not None else []


def _said(file: SourceFile, document: Document) -> tuple[list[Finding], dict[str, Any]]:
    """Return what is wrong in a `pia.yaml` about change tables, and what is right."""
    name = next((key for key in file.root.entries if fold(key) == CHANGES), "")
    node = file.root.entries.get(name)
    faults: list[Finding] = []
    said: dict[str, Any] = {}
    if not isinstance(node, MappingNode):
        return faults, said
    for key, value in node.entries.items():
        option, values = TABLE_KEYS.get(fold(key), ("", {}))
        text = fold(value.text) if isinstance(value, Text) else ""
        if text in values:
            said[option] = values[text]
        else:
            known = "、".join(values or TABLE_KEYS)
            message = WorkspaceMessages.BAD_TABLE_OPTION
            finding = message.finding(name=key if not values else f"{key}: {text}", known=known)
            place = position_of(file.root, (name, key))
            faults.append(finding.within(shown(file.path, document.path), place))
    return faults, said
