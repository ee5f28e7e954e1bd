"""An edition's folder of form files → Form."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
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
    """Return the ids of all editions, the newest last (by year of the era in their id)."""
    folders = (root or templates()).iterdir()
    return sorted((f.name for f in folders if any(f.glob("*.yaml"))), key=_age)


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
    files = sorted(((root or templates()) / edition).glob("*.yaml"))
    names = {file.stem: _name(file) for file in files}
    return {form: name for form, name in names.items() if name}


def _name(file: Path) -> str:
    """Return the `name:` at the head of a form file, without reading all of it."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("name:"):
                return line.removeprefix("name:").strip()
            if line.startswith("parts:"):
                break
    return ""


def named(name: str, edition: str | None = None, root: Path | None = None) -> Form:
    """Return the form that a source names (`様式: 重点項目評価書`) or a command line (`juten`).

    Without an edition, the newest one. Raises PiaError for a name or edition that does not exist.
    """
    edition = edition or editions(root)[-1]
    known = forms(edition, root)
    for form, title in known.items():
        if fold(name) in (fold(form), fold(title)):
            return load(edition, form, root)
    message = FormMessages.UNKNOWN_FORM
    raise PiaError(message.finding(name=name, known="、".join(known.values()), address="様式"))


@cache
def load(edition: str, form: str, root: Path | None = None) -> Form:
    """Return one form of one edition. Raises PiaError when its file is not sound."""
    file = (root or templates()) / edition / f"{form}.yaml"
    with telling(file):
        return parse.form(data_of(file))


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
