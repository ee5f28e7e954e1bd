"""One call of `pia.edit`: the files that it touches, and what it says about them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pia.document import Document, loaded
from pia.edits.drawn import DrawnText, Redrawing, within
from pia.edits.messages import EditMessages
from pia.edits.outcome import REMOVE, Before, Changed, Edit
from pia.edits.references import MOST, check_blocks, check_name
from pia.edits.targets import Target, Targets
from pia.edits.uses import Home, NameUse, home, uses
from pia.edits.values import Values
from pia.errors import Finding, PiaError, RefusedError, excerpt
from pia.japanese import fold
from pia.source.edit import Add, EditedFile, Move, Operation, Put, Remove, read_for_edit
from pia.source.files import bytes_of
from pia.source.names import FRAGMENTS, WORKSPACE_FILE, Names
from pia.source.nodes import Node, child
from pia.source.written import UNSET, Holder, Member, plain


class EditPlan:
    """One call: the files that it touches, and what it says about them."""

    def __init__(self, path: Path, text: str, *, inline: bool, fragment: bool) -> None:
        self.path = path
        self.is_inline, self.is_fragment = inline, fragment
        self.data: dict[Path, bytes] = {}
        self.drafts: dict[Path, EditedFile] = {}
        self.changes: list[Changed] = []
        self.uses: dict[NameUse, None] = {}
        self.removed: list[str] = []
        self.set: dict[tuple[Path, tuple[Any, ...]], Any] = {}
        self.draft = self._draft(path)
        self.document = None if _holds_names(path) else loaded(read_for_edit(self.data[path], path))
        refuse_sealed(self.document)
        self.targets = Targets(self.draft.root, self.document.form if self.document else None)
        self.values = Values(self.targets.fields)

    def all(self, assignments: Mapping[str, Any]) -> Edit:
        for address, value in sorted(assignments.items(), key=_blocks_first):
            try:
                self._make(address.strip(), value)
            except PiaError as error:
                raise RefusedError(*(self._placed(f, address) for f in error.findings)) from error
        files = {path: self._result(path) for path in self.drafts}
        if self.removed and self.document is not None:
            after = loaded(read_for_edit(files[self.path], self.path))
            check_blocks(self.document, after, self.removed)
        changed = {path: data for path, data in files.items() if data != self.data[path]}
        return Edit(self.path, tuple(self.changes), tuple(self.uses), changed, self.data)

    def _draft(self, path: Path) -> EditedFile:
        if path not in self.drafts:
            self.data[path] = bytes_of(path)
            self.drafts[path] = EditedFile(read_for_edit(self.data[path], path))
        return self.drafts[path]

    def _result(self, path: Path) -> bytes:
        return self.drafts[path].result(self.data[path])

    def _placed(self, finding: Finding, address: str) -> Finding:
        if self.document is None:
            return finding.within(str(self.path), None)
        return self.document.locate(replace(finding, address=finding.address or address))

    def _make(self, address: str, value: Any) -> None:
        target = self.targets.find(address)
        if target.missing and not _creates(target, value):
            message = EditMessages.NO_BLOCK
            remedy = self._known_ids(target)
            name = target.missing.rpartition("[")[2].rstrip("]")
            raise RefusedError(message.finding(place=target.missing, id=name, remedy=remedy))
        if isinstance(value, Before):
            self._move(target, value)
        elif value is REMOVE:
            self._remove(target)
        else:
            self._set(target, value)

    def _known_ids(self, target: Target) -> str:
        listed = target.missing.rpartition("[")[0]
        holder = self._written(self.targets.find(listed))
        entries = plain(holder) if isinstance(holder, Holder) else holder
        known = [str(e["id"]) for e in entries or () if isinstance(e, dict) and e.get("id")]
        return f"今あるもの: {'、'.join(known)}。" if known else ""

    def _set(self, target: Target, value: Any) -> None:
        new = value if target.shape is None else self.values.data(value, target.shape, target.bare)
        if target.missing:
            new = {"id": new}
        elif target.is_entry and isinstance(new, dict):
            new = self._with_id(new, target)
        if (redrawn := self._redrawn(target, new)) is not None:
            new = redrawn
        before = self._before(target)
        if target.is_new or target.missing:
            keys = target.location[: _index_of_last_entry(target)]
            self._change(
                self.path, target, before, Add(keys, new, None, target.orders, is_prose=True), new
            )
        else:
            put = Put(target.location, new, target.orders, is_prose=True)
            self._change(self.path, target, before, put, new)

    def _with_id(self, new: dict[str, Any], target: Target) -> dict[str, Any]:
        """Return a block that bears the id of its address, unless it says another itself."""
        if "id" in new or not self._has_ids(target):
            return new
        return {"id": target.id, **new}

    def _has_ids(self, target: Target) -> bool:
        assert target.shape is not None
        return target.shape.part is not None and "id" in target.shape.part.model_fields

    def _redrawn(self, target: Target, new: Any) -> Any:
        """Return new data with the names that may stay. Raises RefusedError where one may not."""
        old = self._composed(target)
        if old is None or new is None:
            return new
        redrawing = Redrawing(keeps=self.is_fragment, drawn=[])
        redrawn = redrawing.of(old, new)
        for drawn in redrawing.drawn:
            if self.is_fragment:
                self._edit_name(drawn)
            elif not self.is_inline:
                raise self._elsewhere(drawn, target.address)
        return redrawn

    def _composed(self, target: Target) -> Node | None:
        if self.document is None or target.is_new or target.missing:
            return None
        node: Node | None = self.document.source.root
        for step in target.official:
            node = child(node, step)
        return node

    def _home(self, name: str) -> Home | None:
        assert self.document is not None
        return home(self.document.names, name)

    def _elsewhere(self, drawn: DrawnText, address: str) -> RefusedError:
        name = drawn.names[0]
        origin = self._home(name)
        found = self._uses(origin) if origin else []
        own = self.path.resolve(), address
        others = [str(use) for use in found if (use.file.resolve(), use.address) != own]
        shown = "、".join(others[:MOST]) or "なし"
        more = f" ほか {len(others) - MOST} 箇所" if len(others) > MOST else ""
        message = EditMessages.ELSEWHERE
        place = origin.place if origin else "差し込み元"
        return RefusedError(message.finding(name=excerpt(name), home=place, uses=shown + more))

    def _uses(self, origin: Home) -> list[NameUse]:
        assert self.document is not None
        return uses(origin, self.document.names.root)

    def _edit_name(self, drawn: DrawnText) -> None:
        """Write a new text where the name that gives the old one is defined."""
        span, new = within(drawn)
        origin = self._home(span.name)
        if origin is None:
            raise self._elsewhere(drawn, "")
        redrawing = Redrawing(keeps=True, drawn=[])
        text = redrawing.of(origin.text, new)
        for inner in redrawing.drawn:
            self._edit_name(inner)
        if redrawing.drawn:
            return
        path = origin.file.path
        draft = self._draft(path)
        target = Target(origin.location, origin.location, ".".join(map(str, origin.location)))
        for use in self._uses(origin):
            self.uses.setdefault(use)
        self._change(path, target, origin.text.raw, Put(origin.location, text, is_prose=True), text)
        assert draft is self.drafts[path]

    def _before(self, target: Target) -> Any:
        return None if target.is_new or target.missing else self._plain(target)

    def _plain(self, target: Target) -> Any:
        found = self._written(target)
        return plain(found) if not isinstance(found, str | list | dict) else found

    def _written(self, target: Target) -> Any:
        """Return what stands at a target by now."""
        node: Any = self.draft.root
        for step in target.location:
            if isinstance(node, Holder):
                found = node.member(step) if isinstance(step, str) else node.numbered[step]
                node = None if found is None else _inside(found)
            elif isinstance(node, dict | list):
                node = node[int(step)] if isinstance(node, list) else node.get(str(step))
            else:
                return None
        return node

    def _change(
        self, path: Path, target: Target, before: Any, change: Operation, after: Any
    ) -> None:
        key = (path, target.location)
        if key in self.set and self.set[key] != after and not target.is_new:
            raise RefusedError(EditMessages.ACROSS.finding(name=target.address))
        self.set[key] = after
        self._draft(path).make(change)
        if _bare(before) != _bare(after):
            self.changes.append(Changed(path, target.address, before, after))

    def _remove(self, target: Target) -> None:
        before = self._before(target)
        if target.is_new or (self._written(target) is None and not self._is_key(target)):
            message = EditMessages.NO_ADDRESS
            raise RefusedError(message.finding(place=excerpt(target.address), remedy=""))
        self.removed.append(target.address)
        if target.shape is None:
            check_name(self._names(), self.path, target.location, target.address)
        self._change(self.path, target, before, Remove(target.location), None)

    def _is_key(self, target: Target) -> bool:
        """Return whether the key of a target is written, if only with a blank behind it."""
        *above, last = target.location
        node: Any = self.draft.root
        for step in above:
            found = None
            if isinstance(node, Holder):
                found = node.member(step) if isinstance(step, str) else node.numbered[int(step)]
            node = _inside(found) if found else None
        return isinstance(node, Holder) and isinstance(last, str) and node.member(last) is not None

    def _move(self, target: Target, before: Before) -> None:
        if not target.is_entry or target.is_new:
            message = EditMessages.NO_ADDRESS
            raise RefusedError(message.finding(place=excerpt(target.address), remedy=""))
        place: int | None = None
        if before.id:
            listed = target.address.rpartition("[")[0]
            other = self.targets.find(f"{listed}[{before.id}]")
            if other.is_new:
                message = EditMessages.NO_ADDRESS
                raise RefusedError(message.finding(place=other.address, remedy=""))
            place = int(other.location[-1])
        self.drafts[self.path].make(Move(target.location, place))
        self.changes.append(Changed(self.path, target.address, None, None))

    def _names(self) -> Names:
        return self.document.names if self.document else Names.around(self.draft.source)


def _inside(member: Member) -> Any:
    """Return what a member holds by now: what is written there, or the data that it gets."""
    return member.node if member.new is UNSET else member.new


def refuse_sealed(document: Document | None) -> None:
    """Raise RefusedError for a frozen version: what is past stands still."""
    if document is not None and document.sealed is not None:
        path = document.path
        raise RefusedError(EditMessages.SEALED.finding(name=path.name, file=str(path)))


def _holds_names(path: Path) -> bool:
    return path.name == WORKSPACE_FILE or path.absolute().parent.name == FRAGMENTS


def _blocks_first(pair: tuple[str, Any]) -> bool:
    """Sort the assignments that make a block before those that write into it."""
    return not pair[0].strip().endswith("].id")


def _creates(target: Target, value: Any) -> bool:
    """Return whether an assignment says that its block shall be made: `システム[新].id=新`."""
    is_id = target.official[-1] == "id" and not isinstance(target.official[-2], str)
    name = target.missing.rpartition("[")[2].rstrip("]")
    return is_id and isinstance(value, str) and fold(value) == fold(name)


def _index_of_last_entry(target: Target) -> int:
    return max(n for n, step in enumerate(target.location) if isinstance(step, int))


def _bare(value: Any) -> Any:
    return value.rstrip("\n") if isinstance(value, str) else value
