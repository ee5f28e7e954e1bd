"""An edition's folder of form files → Form."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path

import yaml

from pia.errors import PiaError
from pia.forms import parse
from pia.forms.definition import Form
from pia.forms.entries import FormFileError, fail
from pia.forms.messages import FormMessages, Problem
from pia.japanese import fold
from pia.resources import templates

BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def editions(root: Path | None = None) -> list[str]:
    """Return the ids of all editions, the newest last (by year of the era in their id).

    root: here and below, a folder of further editions, looked at before those of the package.
    """
    folders = (folder for base in _bases(root) for folder in base.iterdir())
    return sorted({folder.name for folder in folders if _has_forms(folder)}, key=_age)


def _bases(root: Path | None) -> list[Path]:
    return [base for base in (root, templates()) if base is not None and base.is_dir()]


def _has_forms(folder: Path) -> bool:
    return any(_name(file) for file in folder.glob("*.yaml"))


def folder_of(edition: str, root: Path | None = None) -> Path:
    """Return the folder of an edition; the last place to look if there is none."""
    folders = [base / edition for base in _bases(root)]
    return next((folder for folder in folders if _has_forms(folder)), folders[-1])


def _age(edition: str) -> tuple[str, list[int]]:
    return edition[:1], [int(n) for n in re.findall(r"\d+", edition)]


def forms(edition: str, root: Path | None = None) -> dict[str, str]:
    """Return form id → name (`juten` → 重点項目評価書) of one edition.

    Raises PiaError for an edition that does not exist.
    """
    known = editions(root)
    if edition not in known:
        message = FormMessages.UNKNOWN_EDITION
        raise PiaError(message.finding(name=edition, known="、".join(known), address="版"))
    files = sorted(folder_of(edition, root).glob("*.yaml"))
    names = {file.stem: _name(file) for file in files}
    return {form: name for form, name in names.items() if name}


@cache
def _name(file: Path) -> str:
    """Return the `name:` at the head of a form file, without reading all of it; else nothing."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        head = list(takewhile(lambda line: not line.startswith(("parts:", "lacks:")), lines))
    values = dict(line.split(":", 1) for line in head if ":" in line and line[0].isalpha())
    return values.get("name", "").strip() if "form" in values else ""


def named(
    name: str,
    edition: str | None = None,
    root: Path | None = None,
    *,
    may_be_short: bool = False,
) -> Form:
    """Return the form that a source names (`様式: 重点項目評価書`) or a command line (`juten`).

    Without an edition, the newest one. may_be_short: the beginning of a title that no other
    form's has (`重点`) names it too. Raises PiaError for a name or edition that does not exist.
    """
    edition = edition or editions(root)[-1]
    known = forms(edition, root)
    for form, title in known.items():
        if fold(name) in (fold(form), fold(title)):
            return load(edition, form, root)
    begun = [form for form, title in known.items() if fold(title).startswith(fold(name))]
    if may_be_short and name and len(begun) == 1:
        return load(edition, begun[0], root)
    message = FormMessages.UNKNOWN_FORM
    raise PiaError(message.finding(name=name, known="、".join(known.values()), address="様式"))


@cache
def load(edition: str, form: str, root: Path | None = None) -> Form:
    """Return one form of one edition. Raises PiaError when its file is not sound."""
    file = folder_of(edition, root) / f"{form}.yaml"
    with telling(file):
        parsed = parse.form(data_of(file))
        if (parsed.edition, parsed.id) != (edition, form):
            fail(f"{parsed.edition}/{parsed.id}", Problem.NOT_IN_ITS_PLACE)
        return replace(parsed, root=root)


@contextmanager
def telling(file: Path) -> Iterator[None]:
    """Turn what is wrong with a file of an edition into a PiaError that names it."""
    try:
        yield
    except FormFileError as error:
        message = FormMessages.BAD_FORM_FILE
        found = message.finding(name=file.name, where=error.where, problem=error.problem)
        raise PiaError(found) from error


def data_of(file: Path) -> object:
    """Return what a file of an edition holds, every scalar a text."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        fail(file.stem, Problem.NOT_YAML, text=str(error).splitlines()[0])
