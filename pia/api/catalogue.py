"""The verbs about forms: their items, schemas and drafts, and which of them is due."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pia.errors import PiaError
from pia.source.files import templates_of
from pia.source.messages import SourceMessages
from pia.source.names import WORKSPACE_FILE, workspace_root

if TYPE_CHECKING:
    from pia.forms.definition import Form
    from pia.forms.find import FoundEntry
    from pia.workspace.checking import JudgementReport


def items(form: str, find: str | None = None, edition: str | None = None) -> "FoundEntry":
    """Return every item, section and attachment of a form, or what a path such as
    `Ⅱ 3 ③使用目的` names: one entry when that is certain, else the candidates.

    edition: of the package or of the workspace of the current folder; by default the newest.
    Raises PiaError for a form or edition that does not exist.

    >>> pia.items("juten", "Ⅱ 3 ③使用目的").entries[0].address
    '特定個人情報ファイル.入手・使用.使用目的'
    """
    from pia.forms.find import Finder, FoundEntry
    from pia.forms.index import index

    chosen = form_of(form, edition)
    if find is None:
        return FoundEntry(True, tuple(index(chosen)))
    return Finder(chosen).find(find)


def json_schema(form: str, edition: str | None = None) -> dict[str, Any]:
    """Return the JSON Schema of sources of a form, named as `様式:` or a command line names it.

    edition: of the package or of the workspace of the current folder; by default the newest.
    Raises PiaError for a form or edition that does not exist.

    >>> "様式" in pia.json_schema("juten")["properties"]
    True
    """
    from pia.schema import schema

    return schema(form_of(form, edition))


def schema_text(form: str, edition: str | None = None) -> str:
    """Return the JSON Schema of a form as a file holds it."""
    from pia.schema import text

    return text(form_of(form, edition))


def form_of(name: str, edition: str | None, beside: Path | None = None) -> "Form":
    """Return a form of an edition of the package or of a workspace: the one that a file lies in,
    or else the one of the current folder."""
    from pia.forms.load import named

    root = workspace_root(beside or Path(WORKSPACE_FILE))
    return named(name, edition, templates_of(root), may_be_short=True)


def new(form: str, path: Path | str, edition: str | None = None) -> list[Path]:
    """Write a draft of a form, and the schema for editors beside it; return the files written.

    edition: of the package or of the workspace of the file; by default the newest.
    Raises PiaError when the file exists or cannot be written, and for a form or edition that
    does not exist. A schema that lies there already is left as it is.

    >>> [path.name for path in pia.new("kiso", "新しい評価書.yaml", "R6.10")]
    ['新しい評価書.yaml', 'kiso-R6.10.schema.json']
    """
    from pia.drafts import skeleton
    from pia.schema import text
    from pia.writing import write_new, write_once

    target = Path(path)
    chosen = form_of(form, edition, target)
    schema_file = target.with_name(f"{chosen.id}-{chosen.edition}.schema.json")
    written = [write_new(target, skeleton(chosen, schema_file.name).encode())]
    if not schema_file.exists():
        written.append(write_once(schema_file, text(chosen).encode()))
    return written


def judge(
    subjects: int, handlers: int, incident: bool = False, folder: Path | str = "."
) -> "JudgementReport":
    """Return which assessment しきい値判断 requires, by law and by the rules of a workspace.

    subjects: 対象人数 (persons). handlers: 取扱者数 (persons), staff of contractors included.
    incident: a 重大事故 within the past year. folder: in the workspace.
    Raises PiaError when its `pia.yaml` cannot be read and for a number below zero.

    >>> print(pia.judge(120_000, 30).judgement.result)
    基礎項目評価及び重点項目評価の実施が義務付けられる
    """
    from pia.workspace.checking import judged

    if min(subjects, handlers) < 0:
        text = str(min(subjects, handlers))
        raise PiaError(SourceMessages.BAD_COUNT.finding(text=text))
    return judged(subjects, handlers, incident, Path(folder))
