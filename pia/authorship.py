"""Whether a file is as `pia` wrote it, so that writing over it loses nothing of anybody's.

Office files and pages bear a seal that breaks when somebody edits them.
"""

import hashlib
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

PROPERTIES = "docProps/"
CUSTOM = "docProps/custom.xml"
SEAL = re.compile(rb"[0-9a-f]{64}")
PAGE_SEAL = re.compile(rb"<!-- pia [0-9a-f]{64} -->\n\Z")
PDF_MAKER, PDF_END = b"/Creator(Typst ", b"%%EOF"
SOURCES = (".yaml", ".yml")
OPENING = 12  # bytes at the beginning that tell one kind of text from another


def is_ours(old: bytes, new: bytes, suffix: str) -> bool:
    """Return whether a file may give way to a new one. suffix: of its name, in lower case.

    A PDF that somebody annotated or signed has grown by a second end, or was made anew by
    another program. Of a table or other text only its beginning tells; a source never gives way.
    """
    match suffix:
        case ".xlsx" | ".docx":
            return is_as_written(old)
        case ".html":
            found = PAGE_SEAL.search(old)
            return found is not None and found[0] == page_seal(old[: found.start()])
        case ".pdf":
            return PDF_MAKER in old and old.count(PDF_END) == 1
        case _:
            return suffix not in SOURCES and old[:OPENING] == new[:OPENING]


def page_seal(page: bytes) -> bytes:
    """Return the comment that closes an HTML page."""
    return f"<!-- pia {hashlib.sha256(page).hexdigest()} -->\n".encode()


def archive_seal(entries: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of all entries of an office file but its properties."""
    digest = hashlib.sha256()
    for name in sorted(entries):
        if not name.startswith(PROPERTIES):
            digest.update(f"{name}\0{len(entries[name])}\0".encode())
            digest.update(entries[name])
    return digest.hexdigest()


def is_as_written(data: bytes) -> bool:
    """Return whether an office file bears our seal unbroken, in its properties or its comment."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
            comment = archive.comment
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
        return False
    found = SEAL.search(entries.get(CUSTOM, b"")) or SEAL.search(comment)
    return found is not None and found[0].decode() == archive_seal(entries)
