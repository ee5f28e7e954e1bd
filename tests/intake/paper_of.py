"""An assessment as plain data, as the hand-drawn layouts take it."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from needs import require
from pydantic import BaseModel

from pia.document import Document, load
from pia.forms.walk import walk
from pia.model.base import Checked

EXAMPLES = Path(__file__).parents[2] / "examples"
NEYAGAWA = EXAMPLES / "neyagawa" / "令和7年版.yaml"
HIROSHIMA = EXAMPLES / "hiroshima" / "令和6年版.yaml"


def plain(document: Document) -> dict[str, Any]:
    """Return what a document says by its Japanese keys, with the counts that follow from it."""
    data: dict[str, Any] = _plain(document.assessment)
    for answer in walk(document.form, document.assessment):
        if answer.item.derive and answer.item.keys and answer.value is not None:
            _at(data, answer.address).setdefault(answer.item.keys[-1], answer.value)
    return data


def example(path: Path) -> tuple[Document, str, dict[str, Any]]:
    """Return an example, the name of its form and its plain data."""
    document = load(path)
    return document, document.form.name, plain(document)


def through_office(files: Sequence[Path], folder: Path, kind: str) -> list[Path]:
    """Return files as LibreOffice saves them in another kind or again. Where it is missing the
    test is skipped, in CI it fails."""
    require("soffice")
    target = folder / "再"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(target)]
    found = []
    for file in files:
        subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=300)
        found.append((target / file.stem).with_suffix(f".{kind}"))
        found[-1] = found[-1].rename(target / f"{file.stem}_{file.suffix[1:]}.{kind}")
    return found


def _plain(value: Any) -> Any:
    match value:
        case BaseModel():
            fields = type(value).model_fields.items()
            held = {field.alias or name: getattr(value, name) for name, field in fields}
            return {key: _plain(each) for key, each in held.items() if each not in (None, ())}
        case Checked(option=option, text=text):
            return {str(option): text} if text is not None else str(option)
        case tuple() | list():
            return [_plain(each) for each in value]
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case str():
            return str(value)
        case _:
            return value


def _at(data: Any, address: str) -> Any:
    for step in address.split(".")[:-1]:
        key, _, name = re.sub(r"\]$", "", step).partition("[")
        data = data.setdefault(key, {} if not name else [])
        if name:
            data = next(entry for entry in data if entry["id"] == name)
    return data
