"""What a site says of one document, as plain data: versions, items with their history, changes.

This is the open data of the site; its pages, its search and its feeds are made of nothing else.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from pia.changes.amendments import paragraphs
from pia.changes.compare import CHANGES, names
from pia.changes.report import Diff
from pia.document import Document
from pia.forms.find import rows_about_black
from pia.forms.index import title
from pia.forms.walk import Answer, text_of, walk
from pia.japanese import wareki
from pia.layout.marks import runs_of
from pia.model.base import Checked, Kind
from pia.model.published import addresses_in, published
from pia.office.site_versions import Shown
from pia.renderers import STANDARD
from pia.workspace.diff import alone
from pia.workspace.folder import (
    EDITION,
    FORM,
    NAME,
    NUMBER,
    ORGANISATION,
    PUBLISHED_KEY,
    options_of,
)
from pia.workspace.printing import without_secrets

Json = dict[str, Any]
LENGTH = 12  # hexadecimal digits of a page's name
FIGURE = "（図）"


def slug_of(version: Shown, source: str) -> str:
    """Return the name of a document's folder on the site: form and number, or form and a digest
    of its source where the number does not do for an address."""
    document = version.document
    number = str(published(document.content).model_dump(include={"cover"})["cover"]["number"] or "")
    plain = number.isascii() and number.isalnum()
    return f"{document.form.id}-{number if plain else digest(source)}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def data_of(slug: str, versions: Sequence[Shown]) -> Json:
    """Return all that a site says of a document, its newest version first."""
    items = [_items(version) for version in versions]
    newest = _caption(versions[0])
    return {
        "$schema": "../schema.json",
        "識別": slug,
        **newest,
        "版の一覧": [{"識別": v.key, **_caption(v), "出力": files(slug, v.key)} for v in versions],
        "項目": _histories(versions, items),
        "変更": [_changes(older, newer) for newer, older in pairwise(versions)],
    }


def files(slug: str, key: str) -> dict[str, str]:
    """Return the files of a version by their format, as seen from the folder of its document."""
    return {name: f"{key}/{slug}-{key}.{name}" for name in STANDARD}


def _caption(version: Shown) -> Json:
    document = version.document
    content = published(document.assessment)
    name, organisation, _ = content.caption()
    return {
        FORM: document.form.name,
        EDITION: document.form.edition,
        NUMBER: content.cover.number or "",
        NAME: name,
        ORGANISATION: organisation,
        PUBLISHED_KEY: version.day.isoformat(),
    }


def _items(version: Shown) -> dict[str, Answer]:
    """Return what stands in a version by the addresses of the source, as residents get it."""
    document = version.document
    whole = document.assessment.model_copy(update={"changes": ()})
    black = published(document.assessment, _telling(document)).model_copy(update={"changes": ()})
    shown = addresses_in(document.content)
    written = {shown(a.address): a.address for a in walk(document.form, whole)}
    return {
        written.get(a.address, a.address): a
        for a in walk(document.form, black)
        if a.item.is_own and a.is_given
    }


def _telling(document: Document) -> Sequence[int]:
    return rows_about_black(document.form, document.content).telling


def _histories(versions: Sequence[Shown], items: Sequence[dict[str, Answer]]) -> list[Json]:
    """Return every item with what stood there in which version, in the order of the newest."""
    found: list[Json] = []
    pages: set[str] = set()
    for address in dict.fromkeys(address for each in items for address in each):
        newest = next(each[address] for each in items if address in each)
        page = digest(newest.address)
        while page in pages:
            page = digest(page)
        pages.add(page)
        history = [
            _said(version, each.get(address)) for version, each in zip(versions, items, strict=True)
        ]
        found.append(
            {
                "ページ": f"item/{page}.html",
                "番地": newest.address,
                "項目": title(newest),
                "種類": newest.item.kind.value,
                "重要な変更の対象": newest.item.significant,
                "履歴": history,
            }
        )
    return found


def _said(version: Shown, answer: Answer | None) -> Json:
    if answer is None:
        return {"版": version.key, "番地": None, "値": None, "文": ""}
    text, value = _text(version, answer), _value(answer)
    return {"版": version.key, "番地": answer.address, "値": value, "文": text}


def _text(version: Shown, answer: Answer) -> str:
    """Return what a reader sees in the place of an item; a figure by what tells it from others."""
    if answer.item.kind is Kind.IMAGE:
        path = version.document.path.parent / str(answer.value)
        picture = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        return f"{FIGURE}{picture[:LENGTH]}"
    return "\n".join(paragraphs(answer))


def _value(answer: Answer) -> Any:
    """Return a value as data: what is a list stays one."""
    if answer.item.numbered:
        return names(answer)
    match answer.value:
        case date() as day:
            return day.isoformat()
        case int() as count:
            return count
        case tuple() as entries:
            return [_entry(answer, entry) for entry in entries]
        case _ if answer.item.kind is Kind.IMAGE:
            return FIGURE
        case value:
            return text_of(answer.item, value)


def _entry(answer: Answer, entry: object) -> Any:
    match entry:
        case Checked(option=option, text=text):
            chosen = {"選択肢": answer.item.text_of(option)}
            return chosen | ({"記載": text} if text else {})
        case dict():
            return dict(entry)
        case _:
            return str(entry)


def _changes(older: Shown, newer: Shown) -> Json:
    """Return the rows that two versions differ in, without what either of them hides."""
    found = alone(older.document, newer.document, options_of(newer.document))
    found = without_secrets(found, [newer.document, older.document])
    return {"前の版": older.key, "版": newer.key, "行": list(_rows(found, newer, older))}


def _rows(found: Diff, newer: Shown, older: Shown) -> Iterator[Json]:
    shown = [addresses_in(version.document.content) for version in (newer, older)]
    for row in found.rows:
        addresses = [shown[1](shown[0](address)) for address in row.addresses]
        yield {
            "番地": [a for a in addresses if not a.startswith(CHANGES)],
            "項目": row.item,
            "変更前": _pieces(row.before),
            "変更後": _pieces(row.after),
        }


def _pieces(text: str) -> list[Json]:
    """Return a text in pieces, those that changed marked as such."""
    return [{"文": piece, "違い": changed} for piece, changed in runs_of(text)]


def day_of(version: Json) -> str:
    """Return the day of a version as it is read: 令和7年2月13日."""
    return wareki(date.fromisoformat(version[PUBLISHED_KEY]))
