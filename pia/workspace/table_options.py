"""How a workspace wants its change tables written, from `pia.yaml`:

変更箇所:
  記載: 全文
  項目: 短い番号
  区切り: 見出し
  同じ変更をまとめる: はい
  全般にまとめる: はい
  番号ごとにまとめる: はい
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pia.changes.compare import CHANGES
from pia.changes.options import NONE, Choices, Context, Options, Split
from pia.document import Document
from pia.errors import Finding, PiaError
from pia.forms.paths import TitleStyle
from pia.japanese import fold
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Text, position_of
from pia.source.paths import shown
from pia.source.reader import SourceFile
from pia.workspace.messages import WorkspaceMessages

YES_OR_NO: Mapping[str, object] = {"はい": True, "いいえ": False}
# What a key of `変更箇所:` may say, and the option that it sets.
KEYS: Mapping[str, tuple[str, Mapping[str, object]]] = {
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


def options_of(document: Document, chosen: Choices = NONE) -> Options:
    """Return how the change table of a document is written: as chosen, else as its workspace says.

    Raises PiaError when `pia.yaml` says something that is none of this.
    """
    file = document.names.workspace
    options = Options()
    if file is not None:
        found, said = _said(file, document)
        if found:
            raise PiaError(*found)
        options = replace(options, **said)
    return chosen.over(options)


def findings(document: Document) -> list[Finding]:
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
        option, values = KEYS.get(fold(key), ("", {}))
        text = fold(value.text) if isinstance(value, Text) else ""
        if text in values:
            said[option] = values[text]
        else:
            known = "、".join(values or KEYS)
            message = WorkspaceMessages.BAD_TABLE_OPTION
            finding = message.finding(name=key if not values else f"{key}: {text}", known=known)
            place = position_of(file.root, (name, key))
            faults.append(finding.within(shown(file.path, document.path), place))
    return faults, said
