"""`if` and `then` say what pia check says: which items another answer calls for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from test_schema import EXAMPLES, read

from pia import check
from pia.document import Document
from pia.document import load as load_document
from pia.forms.index import Field, fields
from pia.forms.load import named
from pia.forms.walk import is_required, walk
from pia.model.base import Kind
from pia.schema import schema


def called(node: Any, data: Any, address: str = "") -> Iterator[str]:
    """Yield the addresses that a `then` describes for this document."""
    for rule in node.get("allOf", ()):
        if Draft202012Validator(rule["if"]).is_valid(data):
            yield from (f"{address}.{keys}".strip(".") for keys in leaves(rule["then"]))
    for key, value in node.get("properties", {}).items():
        given = data.get(key) if isinstance(data, dict) else None
        here = f"{address}.{key}".strip(".")
        if isinstance(given, list):
            for n, entry in enumerate(given, start=1):
                name = entry.get("id", n) if isinstance(entry, dict) else n
                yield from called(value.get("items", {}), entry, f"{here}[{name}]")
        elif given is not None:
            yield from called(value, given, here)


def leaves(then: Any, keys: str = "") -> Iterator[str]:
    for branch in then.get("allOf", ()):
        yield from leaves(branch, keys)
    for key, value in then.get("properties", {}).items():
        yield from leaves(value, f"{keys}.{key}".strip("."))
    if "description" in then:
        yield keys


def needed(document: Document) -> set[str]:
    """The addresses that a when-rule asks for, as pia check sees it."""
    return {
        answer.address
        for answer in walk(document.form, document.content)
        if answer.item.required.conditions and is_required(answer.item.required, answer.context)
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_schema_calls_for_what_the_form_calls_for(path: Path) -> None:
    document = load_document(path)
    data = read(path.read_text(encoding="utf-8"))
    assert len(needed(document)) > 5 or document.form.kind != "評価書"
    assert set(called(schema(document.form), data)) == needed(document)


COMMISSION = "特定個人情報ファイル: [{id: 住基, 委託: {委託事項: [{id: 保守, 再委託の有無: %s}]}}]"
SUBCONTRACT = "特定個人情報ファイル[住基].委託.委託事項[保守].再委託の許諾方法"
NETWORK = "特定個人情報ファイル[住基].リスク対策.情報提供ネットワークシステムとの接続"
BOXES = (
    "特定個人情報ファイル: [{id: 住基, リスク対策: "
    "{情報提供ネットワークシステムとの接続: {該当: %s}}}]"
)


@pytest.mark.parametrize(
    ("source", "address", "is_called"),
    [
        (COMMISSION % "再委託する", SUBCONTRACT, True),
        (COMMISSION % "再委託しない", SUBCONTRACT, False),
        (COMMISSION % "", SUBCONTRACT, False),
        (BOXES % "", f"{NETWORK}.目的外の入手.リスクへの対策は十分か", True),
        (BOXES % "[接続しない（入手）]", f"{NETWORK}.目的外の入手.リスクへの対策は十分か", False),
        (BOXES % "[接続しない（入手）]", f"{NETWORK}.不正な提供.リスクへの対策は十分か", True),
    ],
)
def test_another_answer_calls_for_an_item(source: str, address: str, is_called: bool) -> None:
    assert (address in set(called(schema(named("juten")), read(source)))) == is_called


def test_an_open_item_that_is_called_for_leaves_a_draft_valid() -> None:
    validator = Draft202012Validator(schema(named("juten")))
    assert validator.is_valid(read(COMMISSION % "再委託する"))


def sample(field: Field) -> Any:
    """A value of the kind of a field, as a clerk may write it."""
    options = field.item.offered if field.item else ()
    match field.shape.kind:
        case Kind.CHOICE:
            return options[-1].text if options else str(next(iter(field.shape.options or ())))
        case Kind.CHECKS:
            return [{o.text: "文"} if o.option.bracket else o.text for o in options]
        case Kind.RECORDS | Kind.COLUMNS | Kind.ADDRESSES:
            return ["甲", "乙"]
        case Kind.CELLS:
            return [{"甲": "1", "乙": "二"}]
        case Kind.DATE:
            return "令和6年4月1日"
        case Kind.COUNT:
            return 2
        case Kind.ID:
            return "乙"
        case Kind.PROSE:
            return "文\n文"
        case _:
            return "文"


def filled(field: Field) -> Any:
    if field.is_leaf:
        return sample(field)
    inner = {below.key: filled(below) for below in field.fields}
    return [inner] if field.shape.repeated else inner


@pytest.mark.parametrize("name", ["juten", "zenkomoku", "kiso"])
def test_a_source_with_every_item_is_valid_and_has_no_unsound_value(
    name: str, tmp_path: Path
) -> None:
    """Schema and source reader agree on the shape of each value and on each printed option."""
    form = named(name)
    data = {field.key: filled(field) for field in fields(form)}
    data |= {"様式": form.name, "版": form.edition, "前版": "前.yaml"}
    path = tmp_path / "評価書.yaml"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert list(Draft202012Validator(schema(form)).iter_errors(data)) == []
    shapes = {
        "値の形",
        "未知の項目",
        "未知の選択肢",
        "様式にない項目",
        "様式にない選択肢",
        "idの文字",
    }
    assert [str(f) for f in check(path) if f.code in shapes] == []
