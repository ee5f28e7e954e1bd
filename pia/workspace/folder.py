"""The folder of a workspace: which of its files are documents, and what its `pia.yaml` says: names
for all documents, and the rules of the office.

A document is every YAML file that says `様式:` or has a key of an assessment at its top level,
whatever its encoding, quoting and style.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import Field, ValidationInfo, field_validator, model_validator

from pia.document import Document
from pia.errors import Finding, PiaError
from pia.forms import load as forms
from pia.japanese import fold
from pia.model import base
from pia.model.assessment import Assessment
from pia.model.base import option_named
from pia.model.choices import Incident, Submitted
from pia.model.law import LocalRule
from pia.model.ref import Ref
from pia.source.files import existing, is_text, shown
from pia.source.messages import SourceMessages
from pia.source.names import (
    DECISIONS,
    FRAGMENTS,
    REASONS,
    SAMPLE,
    SEAL,
    THEME,
    WORKSPACE_FILE,
    workspace_root,
)
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Text, position_of
from pia.source.pending import settle
from pia.source.read_as import Reading, Record, keys_of, read_as, read_source_as, wrong
from pia.source.reader import SourceFile
from pia.workspace.messages import WorkspaceMessages

if TYPE_CHECKING:
    from pia.changes.amendments import Choices, RowOptions

FORM = Ref(Assessment, lambda a: a.form).key
EDITION = Ref(Assessment, lambda a: a.edition).key
PREDECESSOR = Ref(Assessment, lambda a: a.predecessor).key
PUBLISHED = Ref(Assessment, lambda a: a.cover.published).address
PUBLISHED_KEY = Ref(Assessment, lambda a: a.cover.published).key
NUMBER = Ref(Assessment, lambda a: a.cover.number).key
NAME = Ref(Assessment, lambda a: a.cover.name).key
ORGANISATION = Ref(Assessment, lambda a: a.cover.organisation).key
CHANGES = Ref(Assessment, lambda a: a.changes).key


ORIGIN = "正本"  # in the seal of a frozen version
CODECS = ("utf-8-sig", "cp932", "utf-16")
KEY = r"""^(?:\{{[ \n]*)?["']?(?:{keys})["']?[ 　]*[:：]"""
VALUE = r"""^[ ]{indent}["']?{key}["']?[ 　]*[:：][ 　]*["']?([^"'\n#\0]+)"""  # NUL is in no name
PLAIN_NUMBER = rf"""{NUMBER}["']?[ 　]*[:：][ 　]*["']?(\d+)["']?[ 　]*(?=[,}}#\r\n]|$)"""
SUFFIXES = (".yaml", ".yml")


class Survey(NamedTuple):
    """What a folder holds: its documents, each chain of versions by its newest, and the YAML
    files that were left out because they say nothing of an assessment."""

    documents: tuple[Path, ...]
    left_out: tuple[Path, ...]


def sources(paths: Iterable[Path]) -> list[Path]:
    """Return the sources that the paths mean; a folder means its documents, each chain of
    versions by its newest.

    Raises PiaError for a path that does not exist, for a folder without a document, and for a file
    that stands beside documents: names, fragments, decisions, a theme.
    """
    found: list[Path] = []
    for path in paths:
        found += _documents(path) if path.is_dir() else [_existing(path)]
    return list(dict.fromkeys(found))


def left_out(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files of folders that are neither documents nor known files beside them."""
    return [file for path in paths if path.is_dir() for file in survey(path).left_out]


def survey(folder: Path) -> Survey:
    """Return what a folder and its subfolders hold; hidden folders are passed over."""
    settle(workspace_root(folder / WORKSPACE_FILE))
    files = [_seen(path, folder) for path in _yaml_files(folder)]
    said = [file for file in files if file.is_document]
    documents = {file.real for file in said}
    past = {file.former.resolve() for file in said if file.former}
    past |= {f.real for f in said if f.origin in documents and f.origin != f.real}
    newest = [file.path for file in said if file.real not in past]
    others = (file.path for file in files if not file.is_document and not file.is_known)
    return Survey(tuple(newest), tuple(others))


class _File(NamedTuple):
    """What is kept of a YAML file; its text is not, for a folder may have thousands of them.

    is_known: it has another part in a workspace than to be a document. former: the version that it
    says it follows. origin: the source of which it is a frozen version.
    """

    path: Path
    real: Path
    is_known: bool
    is_document: bool
    former: Path | None = None
    origin: Path | None = None


def _seen(path: Path, folder: Path) -> _File:
    if not is_text(str(path)):
        return _File(path, path.resolve(), is_known=False, is_document=False)
    text, is_known = text_of(path), _is_known(path, folder)
    if not _is_document(text, may_lack_form=not is_known):
        return _File(path, path.resolve(), is_known, is_document=False)
    former = next(former_of(path, text), None)
    return _File(path, path.resolve(), is_known, True, former, _origin(path, text))


def _existing(path: Path) -> Path:
    found = existing(path)
    if found is None:
        raise PiaError(SourceMessages.NO_FILE.finding(name=path.name, file=str(path)))
    if _stands_beside(found):
        raise PiaError(SourceMessages.NOT_A_DOCUMENT.finding(name=path.name, file=str(path)))
    return found


def _stands_beside(path: Path) -> bool:
    """Whether a file is one of those that an office keeps beside its documents."""
    real = path.resolve()
    if real.suffix.lower() not in SUFFIXES or not real.is_file():
        return False
    if not _is_known(real, workspace_root(real)):
        return False
    return not _is_document(text_of(real), may_lack_form=False)


def _documents(folder: Path) -> tuple[Path, ...]:
    found = survey(folder).documents
    if not found:
        raise PiaError(
            SourceMessages.NO_DOCUMENT.finding(name=folder.resolve().name, file=str(folder))
        )
    return found


def _yaml_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.[yY]*[mM][lL]")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield path


def text_of(path: Path) -> str:
    """Return the whole text; also in an encoding that will be refused with its name."""
    data = path.read_bytes()
    texts = (data.decode(codec, errors="ignore") for codec in (*CODECS, CODECS[0]))
    return next(text for n, text in enumerate(texts) if FORM in text or n == len(CODECS))


def may_have_number(text: str, number: str) -> bool:
    """Whether a document may have a 評価書番号, by its text alone: unless it plainly says others.
    To load it takes a hundred times as long."""
    said = re.findall(PLAIN_NUMBER, text)
    return not said or len(said) != text.count(NUMBER) or fold(number) in map(fold, said)


def _is_document(text: str, *, may_lack_form: bool) -> bool:
    if re.search(KEY.format(keys=FORM), text, re.MULTILINE):
        return True
    return may_lack_form and bool(_top_keys().search(text))


@cache
def _top_keys() -> re.Pattern[str]:
    return re.compile(KEY.format(keys="|".join(base.keys_of(Assessment))), re.MULTILINE)


def _is_known(path: Path, folder: Path) -> bool:
    """Whether a file has another part in a workspace than to be a document."""
    name = path.name
    if name in (WORKSPACE_FILE, THEME) or name.endswith(DECISIONS) or name.startswith(SAMPLE):
        return True
    apart = {FRAGMENTS, REASONS, "templates"}  # folders of a workspace that hold no documents
    return bool(apart & {*path.relative_to(folder).parts[:-1]})


def former_of(path: Path, text: str) -> Iterator[Path]:
    """Yield the version that a document says it follows, where that is another file."""
    if match := _found(VALUE.format(indent="{0}", key=PREDECESSOR), PREDECESSOR, text):
        former = path.parent / match[1].strip()
        if (found := existing(former) or former).resolve() != path.resolve():
            yield found


def _origin(path: Path, text: str) -> Path | None:
    """Return the source of which a document says to be a frozen version."""
    if _found(KEY.format(keys=SEAL), SEAL, text):
        match = _found(VALUE.format(indent="+", key=ORIGIN), ORIGIN, text)
        return (path.parent / match[1].strip()).resolve() if match else None
    return None


def _found(pattern: str, key: str, text: str) -> re.Match[str] | None:
    """Return where a pattern with a key stands; most texts lack the key, which is seen at once."""
    return re.search(pattern, text, re.MULTILINE) if key in text else None


PERSONS = re.compile(r"(?:(\d{1,5})万)?(\d{1,9})?人?")
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


def options_of(document: Document, chosen: "Choices | None" = None) -> "RowOptions":
    """Return how the change table of a document is written: as chosen, else as its workspace says.

    Raises PiaError when `pia.yaml` says something that is none of this.
    """
    from pia.changes.amendments import RowOptions

    file = document.names.workspace
    options = RowOptions()
    if file is not None:
        found, said = _said(file, document)
        if found:
            raise PiaError(*found)
        options = replace(options, **said)
    return options if chosen is None else chosen.over(options)


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
    from pia.changes.amendments import TABLE_KEYS

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
