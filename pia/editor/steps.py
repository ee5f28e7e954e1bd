"""What the page changes: each step through the editor of sources, into the journal."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pia
from pia.document import Document
from pia.editor import answers, view
from pia.editor.desk import Desk, ReadOnlyError, WorkProgress
from pia.editor.messages import EditorMessages
from pia.editor.requests import (
    AddComment,
    AnswerComment,
    BlockEdit,
    Decide,
    Named,
    New,
    Nothing,
    Publish,
    SetValues,
    Turn,
)
from pia.errors import Finding, PiaError
from pia.source.files import kept_inside
from pia.source.nodes import Mapping, Sequence, Text, child, location_of

FOLDER = "評価書"  # of a workspace, where its documents stand
RESERVED = set('/\\:*?"<>|')


class SharedError(Exception):
    """The text stands in a variable or fragment; whether others change too is to be decided."""

    def __init__(self, error: "PiaError | SharedError", uses: Iterable[object] = ()) -> None:
        super().__init__(str(error))
        self.findings: tuple[Finding, ...] = error.findings
        self.uses = [str(use) for use in uses]

    def as_dict(self) -> dict[str, Any]:
        """Return what the page asks the person; uses: the places that would change as well."""
        message = self.findings[0].message
        return {"kind": "shared", "message": message, "uses": self.uses, "findings": []}


def edit(desk: Desk, asked: SetValues) -> dict[str, Any]:
    """Set values, all or none, and return how their fields are now."""
    values = {address: source_value(value) for address, value in asked.changes.items()}
    inline, fragment = asked.how == "inline", asked.how == "fragment"

    def make(path: Path) -> None:
        pia.edit(path, values, inline=inline, fragment=fragment)

    try:
        _changed(desk, asked, "、".join(list(values)[:3]), make)
    except SharedError as error:
        raise SharedError(error, _uses(desk.file(asked.path), values)) from error
    loaded, base = desk.document(asked.path)
    fields, _ = view.listed(loaded)
    told = [f.as_dict() for f in fields if fragment or f.address in asked.changes]
    return {"hash": base, "fields": told, **answers.state(loaded, fields)}


def _uses(path: Path, values: dict[str, Any]) -> Iterable[object]:
    """Return the places that change if the names themselves do."""
    try:
        return pia.edit(path, values, fragment=True, dry_run=True).uses
    except PiaError:
        return ()


def block(desk: Desk, asked: BlockEdit) -> dict[str, Any]:
    """Change a list of blocks, and return the document as it is then."""
    loaded, _ = desk.document(asked.path)
    values = _block_values(loaded, asked)
    _changed(desk, asked, asked.list, lambda path: pia.edit(path, values, inline=True))
    return answers.document(desk, asked.path)


def undo(desk: Desk, asked: Turn) -> dict[str, Any]:
    """Take the last step back, and return the document as it is then."""
    desk.undo(asked.path, asked.base)
    return answers.document(desk, asked.path)


def redo(desk: Desk, asked: Turn) -> dict[str, Any]:
    """Do a step again, and return the document as it is then."""
    desk.redo(asked.path, asked.base)
    return answers.document(desk, asked.path)


def new(desk: Desk, asked: New) -> dict[str, Any]:
    """Begin a document in the folder of the workspace, and return its name."""
    _refuse_to_read_only(desk)
    folder = kept_inside(desk.root, desk.root / FOLDER)
    place = folder if folder.is_dir() else desk.root
    name = asked.name.removesuffix(".yaml")
    if not is_file_name(name):
        raise PiaError(EditorMessages.BAD_NAME.finding(name=name))
    written = pia.new(asked.form, place / f"{name}.yaml")
    return {"path": desk.name(written[0])}


def decide(desk: Desk, asked: Decide) -> dict[str, Any]:
    """Decide one distinct change, and return what is decided by now."""
    _refuse_to_read_only(desk)
    answer = {"提出時期": asked.timing, "理由": asked.reason}
    made = pia.decide(desk.file(asked.path), {asked.key: answer})
    return {"decided": len(made.entries)}


def append(desk: Desk, asked: Named) -> dict[str, Any]:
    """Bring the rows of this revision in 変更箇所 up to date."""
    path = desk.file(asked.path)
    _, base = desk.document(asked.path)
    tally: list[Any] = []
    desk.change(asked.path, base, "変更箇所", lambda _: tally.append(pia.append(path)))
    return {"message": str(tally[0])}


def freeze(desk: Desk, asked: Named) -> dict[str, Any]:
    """Write the frozen version of a document."""
    _refuse_to_read_only(desk)
    return {"message": pia.freeze(desk.file(asked.path)).name}


def comment(desk: Desk, asked: AddComment) -> dict[str, Any]:
    """Add a comment to a record, and return its number."""
    numbers: list[int] = []
    _, base = desk.document(asked.path)

    def make(path: Path) -> None:
        done = pia.say_comment(
            path, asked.item, asked.text, round_id=asked.round, submitter=asked.submitter
        )
        numbers.append(done)

    desk.change(asked.path, base, "意見", make)
    return {"number": numbers[0]}


def answer(desk: Desk, asked: AnswerComment) -> dict[str, Any]:
    """Note what was done for a comment of a record, and the answer of the office."""
    _, base = desk.document(asked.path)

    def make(path: Path) -> None:
        pia.answer_comment(path, asked.number, asked.response, asked.text, round_id=asked.round)

    desk.change(asked.path, base, "意見への回答", make)
    return {"number": asked.number}


def publish(desk: Desk, asked: Publish) -> dict[str, Any]:
    """Publish a document, or tell what that would write."""
    _refuse_to_read_only(desk)
    path = desk.file(asked.path)
    if asked.dry:
        done = pia.publish([path], dry_run=True)
    else:
        done = []
        _, base = desk.document(asked.path)
        desk.change(asked.path, base, "公表", lambda _: done.extend(pia.publish([path])))
    return {"files": [each.folder.name for each in done]}


def build(desk: Desk, asked: Nothing) -> dict[str, Any]:
    """Render every document of the workspace that changed."""
    from pia.api.offices import summary

    _refuse_to_read_only(desk)
    desk.progress = WorkProgress()
    built = pia.build(desk.root, step=desk.progress.step)
    *_, counts = summary(built)
    return {"message": counts, "fails": built.fails}


def _refuse_to_read_only(desk: Desk) -> None:
    if desk.readonly:
        raise ReadOnlyError


def _changed(
    desk: Desk, asked: SetValues | BlockEdit, label: str, make: Callable[[Path], Any]
) -> None:
    """Change a document; a text that a name gives is the person's to decide about."""
    try:
        desk.change(asked.path, asked.base, label, make)
    except PiaError as error:
        from pia.edits.messages import EditMessages

        if any(f.code == EditMessages.ELSEWHERE.code for f in error.findings):
            raise SharedError(error) from error
        raise


def source_value(value: Any) -> Any:
    """Return a value of the page as `pia.edit` takes it: boxes as a source writes them."""
    match value:
        case "" | []:
            return None
        case [{"option": _}, *_]:
            return [_box(box) for box in value]
        case [dict(), *_]:
            return [{key: cell for key, cell in row.items() if cell} for row in value]
        case _:
            return value


def _box(box: dict[str, str]) -> Any:
    option, text = str(box.get("option", "")), str(box.get("text", ""))
    return {option: text} if text else option


def _block_values(document: Document, asked: BlockEdit) -> dict[str, Any]:
    place, new_place = f"{asked.list}[{asked.id}]", f"{asked.list}[{asked.name}]"
    match asked.what:
        case "add":
            return {new_place: {}}
        case "copy":
            return {new_place: {**_as_written(document, place), "id": asked.name}}
        case "rename":
            return {f"{place}.id": asked.name}
        case "remove":
            return {place: pia.REMOVE}
        case "up" | "down":
            return {place: pia.Before(_neighbour(document, asked))}


def _as_written(document: Document, address: str) -> dict[str, Any]:
    """Return a block as plain data, its names not replaced."""
    node: Any = document.source.root
    for step in location_of(document.source.root, address):
        node = child(node, step)
    return _raw(node) if isinstance(node, Mapping) else {}


def _raw(node: Any) -> Any:
    match node:
        case Text(raw=text):
            return text
        case Mapping(entries=entries):
            return {key: _raw(inner) for key, inner in entries.items()}
        case Sequence(items=items):
            return [_raw(item) for item in items]
        case _:
            return None


def _neighbour(document: Document, asked: BlockEdit) -> str:
    """Return the id before which an entry goes; empty for the end."""
    _, blocks = view.listed(document)
    ids = [b["id"] for b in blocks if b["list"] == asked.list and b["id"]]
    here = ids.index(asked.id) if asked.id in ids else 0
    following = max(0, here - 1) if asked.what == "up" else here + 2
    return ids[following] if following < len(ids) else ""


def is_file_name(name: str) -> bool:
    """Return whether a name can be that of a file on every system, and of no hidden one."""
    return bool(name.strip(". ")) and not set(name) & RESERVED and name.isprintable()
