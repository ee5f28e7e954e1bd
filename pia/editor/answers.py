"""What the page is told: documents, what is wrong with them, what changed, what was said."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pia
from pia.document import Document
from pia.editor import view
from pia.editor.desk import Desk
from pia.editor.page_data import pages
from pia.errors import PiaError
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.choices import Response, Submitter
from pia.model.comments import CommentRound, ReviewRecord, ReviewRound
from pia.model.root import completed

SHOWN = 200  # hits of a search
AROUND = 30  # characters on each side of a hit
BLANK = "未記入"


def documents(desk: Desk) -> dict[str, Any]:
    """Return the documents of the workspace, what is wrong and what is due with each."""
    due = {each["path"]: "、".join(each["due"]) for each in register(desk)}
    lines = (_line(desk, path) for path in desk.documents())
    return {"documents": [{**line, "due": due.get(line["path"], "")} for line in lines]}


def register(desk: Desk) -> list[dict[str, Any]]:
    """Return the register of the office, each entry with its path and what is due in words."""
    from pia.office.building import survey_facts
    from pia.office.register import register as register_of

    try:
        entries = register_of(survey_facts(desk.root, lambda what, steps: None), date.today())
    except PiaError:
        return []
    return [{"path": entry.facts.source, "due": entry.due} for entry in entries]


def _line(desk: Desk, file: Path) -> dict[str, Any]:
    line = {"path": desk.name(file), "name": "", "form": "", "published": "", "due": ""}
    try:
        loaded = pia.load(file)
    except PiaError as error:
        return {**line, "errors": len(error.findings), "blanks": 0}
    found = pia.check(loaded)
    if isinstance(loaded.content, Assessment):
        cover = loaded.content.cover
        line["name"] = cover.name or ""
        line["published"] = wareki(cover.published) if cover.published else "下書き"
    blanks = sum(f.code == BLANK for f in found)
    errors = sum(f.is_error for f in found)
    return {**line, "form": loaded.form.name, "errors": errors, "blanks": blanks}


def document(desk: Desk, name: str) -> dict[str, Any]:
    """Return everything the page needs to show a document and to edit it.

    What is wrong with it and its guidance are asked for afterwards, so that the page need not wait
    for them.
    """
    loaded, base = desk.document(name)
    fields, blocks = view.listed(loaded)
    last, following = desk.journal.last(name), desk.journal.next(name)
    content = loaded.content
    return {
        "path": name,
        "hash": base,
        "name": (content.cover.name if isinstance(content, Assessment) else "") or "",
        "pages": pages(loaded, {field.host for field in fields}),
        "fields": [_with_picture(name, field.as_dict()) for field in fields],
        "blocks": blocks,
        "undo": last.label if last else None,
        "redo": following.label if following else None,
        "readonly": desk.readonly,
        "progress": view.progress(fields),
    }


def guidance(desk: Desk, name: str) -> dict[str, Any]:
    """Return what stands in the guidance about the items of a document."""
    loaded, _ = desk.document(name)
    return {"guidance": view.advice(loaded)}


def check(desk: Desk, name: str) -> dict[str, Any]:
    """Return what is wrong with a document and how far it is filled."""
    loaded, base = desk.document(name)
    fields, _ = view.listed(loaded)
    return {"hash": base, **state(loaded, fields)}


def state(document: Document, fields: Sequence[view.EditorField]) -> dict[str, Any]:
    """Return the findings of a document, and how far each part is filled."""
    found = [finding.as_dict() for finding in pia.check(document)]
    return {"findings": found, "progress": view.progress(fields)}


def _with_picture(name: str, field: dict[str, Any]) -> dict[str, Any]:
    if field["kind"] == Kind.IMAGE.value and field["value"]:
        field["picture"] = f"/api/image?path={quote(name)}&name={quote(field['value'])}"
    return field


def progress(desk: Desk) -> dict[str, Any]:
    """Return how far the build at hand is: documents done, of how many, and the last one."""
    at = desk.progress
    return {"done": at.done, "steps": at.steps, "what": at.what}


def search(desk: Desk, text: str) -> dict[str, Any]:
    """Return the items of all documents that have a text, an item's name or its place."""
    wanted = fold(text)
    found: list[dict[str, str]] = []
    for path in desk.documents() if wanted else ():
        try:
            loaded = pia.load(path)
        except PiaError:
            continue
        for each in view.listed(loaded)[0]:
            words = each.value if isinstance(each.value, str) else str(each.value or "")
            if len(found) < SHOWN and wanted in fold(f"{each.title} {words}"):
                shown = _around(words, text)
                found.append({"path": desk.name(path), "item": each.title, "text": shown})
    return {"found": found}


def _around(words: str, text: str) -> str:
    start = max(0, words.find(text) - AROUND)
    return words[start : start + len(text) + 2 * AROUND].replace("\n", " ")


def diff(desk: Desk, name: str) -> dict[str, Any]:
    """Return the rows against 前版, the questions still open, and the standing reasons."""
    from pia.changes.judge import Need
    from pia.changes.report import as_json

    found = pia.diff(None, desk.file(name))
    judge = found.judge
    needed = {address for address, v in judge.verdicts.items() if v.need is Need.NEEDED}
    questions = [
        {
            "key": question.addresses[0],
            "items": question.items,
            "before": question.words.before,
            "after": question.words.after,
            "why": str(question.proposal.ground),
        }
        for question in judge.questions
        if needed & set(question.addresses)
    ]
    known = sorted(judge.reasons.known())
    reasons = [{"name": name, "provision": judge.reasons.provision(name)} for name in known]
    rows = json.loads(as_json([found]))["rows"]
    for row, amendment in zip(rows, found.rows, strict=True):
        row["marked"] = [list(text.runs()) for text in (amendment.before, amendment.after)]
    told = {"rows": rows, "summary": found.summary()}
    return {**told, "questions": questions, "reasons": reasons}


def reviews(desk: Desk, name: str) -> dict[str, Any]:
    """Return the comments on a document that the records of the workspace hold, and the files
    that could not be read, whatever they are."""
    stem = desk.file(name).name
    rounds: list[dict[str, Any]] = []
    unread: list[str] = []
    for other in desk.documents():
        try:
            loaded = pia.load(other)
            record = completed(loaded.form.kind, loaded.content, other)
        except PiaError:
            unread.append(desk.name(other))
            continue
        if isinstance(record, ReviewRecord):
            every = (*record.reviews, *record.hearings)
            about = (r for r in every if stem in (record.assessment, r.before, r.after))
            rounds += [{"record": desk.name(other), **_round(each)} for each in about]
    options = {"responses": list(Response), "submitters": list(Submitter)}
    return {"rounds": rounds, "unread": unread, **options}


def _round(told: CommentRound) -> dict[str, Any]:
    comments = [
        {
            "number": str(comment.number or ""),
            "item": comment.item or "",
            "text": comment.text or "",
            "done": str(comment.response or ""),
            "answer": comment.answer or "",
            "changed": comment.changed or "",
        }
        for comment in told.comments
    ]
    has_submitter = isinstance(told, ReviewRound)
    name = told.name or told.id
    return {"id": told.id, "name": name, "comments": comments, "has_submitter": has_submitter}
