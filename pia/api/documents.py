"""The verbs about one document: read, write, check, change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pia.document import Document, loaded
from pia.document import load as load_one
from pia.errors import Finding
from pia.source.files import templates_of
from pia.source.names import WORKSPACE_FILE, workspace_root

if TYPE_CHECKING:
    from pia.edits import Edit
    from pia.model.root import Root

UNNAMED = "評価書.yaml"


def load(path: Path | str) -> Document:
    """Read a source.

    Raises PiaError when no assessment can be made of it: with all that was found, also where
    slips had to be mended to find it.

    >>> pia.load("評価書.yaml").assessment.office.name
    '図書の貸出し'
    """
    return load_one(path)


def loads(text: str, path: Path | str = UNNAMED) -> Document:
    r"""Read a source from a text. path: where it would stand, for names, pictures and messages.

    Raises PiaError as `load` does.

    >>> pia.loads("様式: 基礎項目評価書\n事務: {名称: 図書の貸出し}").assessment.office.name
    '図書の貸出し'
    """
    from pia.source.edit import read_for_edit

    return loaded(read_for_edit(text.encode("utf-8", "surrogatepass"), Path(path)))


def dumps(content: "Root | Mapping[str, Any]") -> str:
    """Return the source of an assessment, or of data with Japanese keys, laid out as by `new`.

    What `loads` makes of it is the very assessment. A text of an assessment is literal, `{{` in
    it too; in data `{{ 名 }}` is a name. Raises RefusedError for what a source cannot say.

    >>> print(pia.dumps({"事務": {"名称": "図書の貸出し"}, "様式": "基礎項目評価書"}))
    様式: 基礎項目評価書
    <BLANKLINE>
    事務:
      名称: 図書の貸出し
    <BLANKLINE>
    """
    from pia.drafts import transcript

    return transcript(content, templates_of(workspace_root(Path(WORKSPACE_FILE))))


def dump(content: "Root | Mapping[str, Any]", path: Path | str, *, force: bool = False) -> Path:
    """Write what `dumps` returns to a file. force: also over a file that is there.

    Raises PiaError when the file is there or cannot be written.

    >>> pia.dump(pia.load("評価書.yaml").assessment, "写し.yaml").name
    '写し.yaml'
    """
    from pia.writing import write_bytes, write_new

    data = dumps(content).encode()
    return write_bytes(Path(path), data) if force else write_new(Path(path), data)


def document_of(named: "Document | Root | Path | str") -> Document:
    """Return what is meant as a document: one, a file, or an assessment as if it were one."""
    if isinstance(named, Document):
        return named
    return load(named) if isinstance(named, Path | str) else loads(dumps(named))


def check(
    document: "Document | Root | Path | str",
    *,
    strict: bool = False,
    against: Path | str | None = None,
) -> list[Finding]:
    """Return everything wrong with a document, by position.

    strict: as for publication; what a draft may leave open is an error then.
    against: a version, "" for the source's 前版; where the differences from it and the rows of
    変更箇所 do not agree is told as well.
    A source of which no assessment can be made gives the findings that say why.

    >>> [found.code for found in pia.check("書きかけ.yaml") if found.is_error]
    ['未知の選択肢']
    """
    return check_all([document], strict=strict, against=against)


def check_all(
    documents: "Iterable[Document | Root | Path | str]",
    *,
    strict: bool = False,
    against: Path | str | None = None,
) -> list[Finding]:
    """Return everything wrong with several documents, and where they contradict each other.

    strict, against: as for one document.

    >>> len(pia.check_all(["評価書.yaml", "評価書.yaml"])) == len(pia.check("評価書.yaml"))
    True
    """
    from pia.workspace.checking import check_all as check_each

    named = [d if isinstance(d, Document | Path | str) else document_of(d) for d in documents]
    return check_each(named, strict=strict, against=against)


def edit(
    path: Path | str,
    assignments: Mapping[str, Any],
    *,
    inline: bool = False,
    fragment: bool = False,
    dry_run: bool = False,
) -> "Edit":
    """Change a source by addresses and keep every other byte of it; return what was changed.

    path: of a document, of `pia.yaml` or of a file of `共通/`. assignments: address → value. A
    value is a text, a date, a number, a list, a dict with Japanese keys, a part of the model, or
    the Path of a file that holds the text; None empties, `pia.REMOVE` removes, `pia.Before(id)`
    moves a block before another, and a dict at the id of no block yet adds one. `{{ 名 }}` in a
    text is a name.
    inline: a text that a variable or fragment gives is written out. fragment: the variable or
    fragment itself is changed. dry_run: nothing is written.
    All assignments are made or none. Raises PiaError for a file that cannot be read, and
    RefusedError, the file untouched, for an address that is unknown or ambiguous, an option that
    the form does not have, a block that is still referred to, and a text of a name where neither
    inline nor fragment is set.

    >>> done = pia.edit("評価書.yaml", {"事務.対象人数": "1,000人未満"}, dry_run=True)
    >>> [change.address for change in done.changes]
    ['事務.対象人数']
    """
    from pia.edits import planned
    from pia.source.files import existing
    from pia.writing import held_if_there, write_bytes

    found = existing(Path(path)) or Path(path)
    with held_if_there(None if dry_run else found):
        done = planned(found, assignments, inline=inline, fragment=fragment)
        if not dry_run:
            for file, data in done.files.items():
                write_bytes(file, data)
    return done


def sources(paths: Iterable[Path]) -> list[Path]:
    """Return the sources that paths mean, of a folder its documents, old versions left out.

    Raises PiaError for a path that does not exist and a folder without a document.
    """
    from pia.workspace.folder import sources as sources_of

    return sources_of(paths)


def left_out(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files of folders that no command takes for a document."""
    from pia.workspace.folder import left_out as left_out_of

    return left_out_of(paths)


def by_section(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings with those of blank items as one for each section of a file."""
    from pia.checks.form import by_section as grouped

    yield from grouped(findings)
