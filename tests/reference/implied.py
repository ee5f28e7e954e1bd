"""A row of a published change table → the two versions that it implies."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pia.changes.compare import Version
from pia.forms.definition import Item
from pia.forms.load import load
from pia.japanese import fold
from pia.model import Assessment
from pia.model.base import Kind

FORM = load("R6.10", "zenkomoku")
FILES = {
    "住基台帳": "住民基本台帳ファイル",
    "本人確認": "本人確認情報ファイル",
    "送付先": "送付先情報ファイル",
}
SYSTEMS = 5
ADDED, DELETED = "(右記を追加)", "(右記を削除)"
REST = re.compile(r"\((?:略|中略)\)")
# Stands where the city left something out.
FILLER = "ここは変わらない。"

Row = Mapping[str, str]


def versions(row: Row, address: str, folder: Path) -> tuple[Version, Version]:
    """Return the versions before and after a row. folder: where images are written."""
    before, after = (_text(row[side]) for side in ("before", "after"))
    if row["before"] == ADDED:
        before = FILLER if REST.search(row["after"]) else ""
    old = _assessment(row, address, before, folder, b"1")
    new = _assessment(row, address, after, folder, b"2")
    return Version(FORM, old, folder), Version(FORM, new, folder)


def is_shortened(row: Row) -> bool:
    return any(REST.search(row[side]) for side in ("before", "after"))


def _text(cell: str) -> str:
    return "" if cell in (ADDED, DELETED) else REST.sub(FILLER, cell)


def _assessment(row: Row, address: str, text: str, folder: Path, image: bytes) -> Assessment:
    data: dict[str, Any] = {
        "システム": [{"id": f"系{n}"} for n in range(1, SYSTEMS + 1)],
        "特定個人情報ファイル": [{"id": id_, "ファイル名": name} for id_, name in FILES.items()],
        "事務の内容図": [
            {"id": "甲", "題名": "住民基本台帳事務の内容"},
            {"id": "乙", "題名": "本人確認・送付先情報事務の内容"},
        ],
    }
    if address == "システム":
        data["システム"] += [{"id": "系6"}] if text.endswith("追加") else []
    elif address == "事務の内容図":
        (folder / f"{image.decode()}.png").write_bytes(image)
        data["事務の内容図"][0]["画像"] = f"{image.decode()}.png"
    else:
        _put(data, row, address.split("."), _value(row, _item(address), text, image))
    return Assessment.model_validate(data, by_alias=True, by_name=False)


def _item(address: str) -> Item:
    return next(item for _, item in FORM.items() if item.is_own and item.address == address)


def _put(data: dict[str, Any], row: Row, keys: list[str], value: object) -> None:
    node: Any = data
    for key in keys[:-1]:
        node = node.setdefault(key, {})
        if isinstance(node, list):
            node = node[_entry(key, fold(row["item"]))]
    node[keys[-1]] = value


def _entry(key: str, path: str) -> int:
    """Return which entry of a list a path names."""
    if key == "システム":
        match = re.search(r"システム(\d)", path)
        assert match is not None
        return int(match[1]) - 1
    names = list(FILES) if key == "特定個人情報ファイル" else ["住民基本台帳", "本人確認"]
    return next(n for n, name in enumerate(names) if name in path)


def _value(row: Row, item: Item, text: str, image: bytes) -> object:
    match item.kind:
        case Kind.CHECKS:
            return _boxes(row, item, text)
        case Kind.RECORDS:
            return ["氏名", f"第{image.decode()}の項目"]
        case _:
            return text


def _boxes(row: Row, item: Item, text: str) -> list[object]:
    """Return a ticked or cleared box, or one whose bracket holds the text."""
    if box := re.match(r"\[(.*?)\](.*)", text):
        return [box[2]] if box[1].strip() else []
    labels = [offered.text for offered in item.offered if offered.option.bracket]
    named = next((label for label in labels if fold(row["item"]).endswith(fold(label))), None)
    return [{named or (labels[0] if "入手元" in item.address else labels[-1]): text}]
