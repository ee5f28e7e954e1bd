"""Files that the page sends and receives: printed forms and pictures."""

from urllib.parse import quote

import pia
from pia.editor.desk import Desk, ReadOnlyError
from pia.editor.journal import digest
from pia.editor.messages import EditorMessages
from pia.errors import PiaError
from pia.source.files import OutsideError, find, kept_inside
from pia.source.images import pixels
from pia.writing import part_name, write_bytes

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
}
FOLDER = "図"
PNG = b"\x89PNG"


def rendered(desk: Desk, name: str, style: str) -> tuple[bytes, str, str]:
    """Return a document in a format, its media type and its file name."""
    loaded, _ = desk.document(name)
    data = pia.render_bytes(loaded, style)
    return data, MEDIA.get(style, "application/octet-stream"), f"{loaded.path.stem}.{style}"


def quoted(name: str) -> str:
    """Return a file name as a header holds it."""
    return quote(name, safe="")


def keep_picture(desk: Desk, name: str, data: bytes) -> str:
    """Keep a picture beside a document, its pixels alone, and return the path to write."""
    if desk.readonly:
        raise ReadOnlyError
    folder = kept_inside(desk.root, desk.file(name).parent / FOLDER)
    given = folder / part_name()
    write_bytes(given, data)
    try:
        drawn = pixels(given)
    finally:
        given.unlink(missing_ok=True)
    if drawn is None:
        raise PiaError(EditorMessages.BAD_PICTURE.finding())
    file = folder / f"{digest(drawn)[:16]}.{'png' if drawn.startswith(PNG) else 'jpg'}"
    if not file.exists():
        write_bytes(file, drawn)
    return f"{FOLDER}/{file.name}"


def picture(desk: Desk, name: str, written: str) -> tuple[bytes, str]:
    """Return the pixels of a picture that a document names, and their media type."""
    path = desk.file(name)
    try:
        found = find(desk.root, path.parent, written)
    except OutsideError:
        found = None
    drawn = pixels(found) if found else None
    if drawn is None:
        raise PiaError(EditorMessages.BAD_PICTURE.finding())
    return drawn, "image/png" if drawn.startswith(PNG) else "image/jpeg"
