"""Sources written beside the test that uses them, and form 2 derived of them."""

from pathlib import Path
from typing import Any

import yaml

from pia import Document, derive, load
from pia.source.emit import Tree, dump, escaped


def full(folder: Path, text: str, form: str = "重点項目評価書") -> Document:
    """A form 3 or 4 that says `text`."""
    path = folder / "元.yaml"
    path.write_text(f"様式: {form}\n版: R6.10\n{text}", encoding="utf-8")
    return load(path)


def files(text: str) -> str:
    """特定個人情報ファイル in a line each: `甲 委託.リスクへの対策は十分か: 十分である`.

    An answer stands below リスク対策; several are parted by `; `, boxes by a comma.
    """
    entries = []
    for line in text.strip().splitlines():
        name, _, answers = line.strip().partition(" ")
        risks: dict[str, Any] = {}
        for answer in filter(None, answers.split("; ")):
            address, value = answer.split(": ")
            *above, last = address.split(".")
            part = risks
            for key in above:
                part = part.setdefault(key, {})
            part[last] = value.split(",") if last in ("該当", "実施の有無") else value
        entries.append({"id": name, "ファイル名": f"{name}ファイル", "リスク対策": risks})
    return yaml.safe_dump({"特定個人情報ファイル": entries}, allow_unicode=True, sort_keys=False)


def brief(source: Document) -> Document:
    """The form 2 derived of a source, read again."""
    path = source.path.with_name("基礎.yaml")
    path.write_bytes(derive(source).encode())
    return load(path)


def written(data: Any) -> Tree:
    """Generated data as a source writes it: no `{{` in it is a name."""
    match data:
        case str():
            return escaped(data)
        case list():
            return [written(entry) for entry in data] or None
        case dict():
            return {key: written(value) for key, value in data.items()} or None
        case _:
            return None


def save(folder: Path, data: dict[str, Any]) -> Document:
    tree = written(data)
    assert isinstance(tree, dict)
    path = folder / "元.yaml"
    path.write_bytes(dump(tree, "見本").encode())
    return load(path)
