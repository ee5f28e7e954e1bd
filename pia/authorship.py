"""Whether a file is as `pia` wrote it, so that writing over it loses nothing of anybody's.

Office files and pages bear a seal that breaks when somebody edits them. What bears none and
may have been worked on, such as a table in CSV, never gives way to another content. Office files
are zip archives: the same contents give the same bytes, whatever the clock says.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

PROPERTIES = "docProps/"
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
SEAL = re.compile(rb"[0-9a-f]{64}")
SEAL_NAME, OPEN_SEAL = "pia", "0" * 64
EDITION_NAME = "pia-edition"  # tells a published file from one that says everything
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN_XML = "http://schemas.openxmlformats.org/officeDocument/2006"
PROPERTY_KIND = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
EPOCH = (1980, 1, 1, 0, 0, 0)
CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
PAGE_SEAL = re.compile(rb"<!-- pia [0-9a-f]{64} -->\n\Z")
PDF_MAKER, PDF_END = b"/Creator(Typst ", b"%%EOF"
ZIP, PDF = b"PK", b"%PDF-"
PAGES = (".html", ".htm", ".md")
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pia//"


def is_ours(old: bytes, new: bytes, suffix: str) -> bool:
    """Return whether a file may give way to a new one. suffix: of its name, in lower case.

    A PDF that somebody annotated or signed has grown by a second end, or was made anew by
    another program. JSON and calendars are for programs, and give way to their own kind.
    """
    match suffix:
        case ".xlsx" | ".docx":
            return is_as_written(old) and new.startswith(ZIP)
        case _ if suffix in PAGES:
            found = PAGE_SEAL.search(old)
            return found is not None and found[0] == page_seal(old[: found.start()])
        case ".pdf":
            return PDF_MAKER in old and old.count(PDF_END) == 1 and new.startswith(PDF)
        case ".ics":
            return old.startswith(CALENDAR)
        case ".json":
            keys = _keys(old)
            return keys is not None and keys == _keys(new)
        case _:
            return False


def sealed(data: bytes, suffix: str) -> bytes:
    """Return what a command made as it is written to a file of such a name: a page with a seal."""
    if suffix not in PAGES or PAGE_SEAL.search(data):
        return data
    return data + page_seal(data)


def _keys(data: bytes) -> list[str] | None:
    """Return the first keys of a JSON object, or of the first of an array, and the first of its
    `properties`, which tells schemas apart; None for anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return []
    inner = first.get("properties")
    return [*list(first)[:4], *list(inner if isinstance(inner, dict) else ())[:1]]


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
    """Return whether an office file bears our seal unbroken."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
        return False
    found = SEAL.search(entries.get(CUSTOM, b""))
    return found is not None and found[0].decode() == archive_seal(entries)


def settled(data: bytes, stamp: str) -> bytes:
    """Return an archive with every trace of the clock replaced, and sealed where it has a place
    for the seal.

    stamp: the time that stands in the properties instead, such as `2025-02-13T00:00:00Z`.
    """
    with ZipFile(BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    if CORE in entries:
        entries[CORE] = CLOCK.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", entries[CORE])
    if CUSTOM in entries:
        seal = archive_seal(entries).encode()
        entries[CUSTOM] = entries[CUSTOM].replace(OPEN_SEAL.encode(), seal)
    return _packed(entries)


def remembered(edition: str, imprint: Mapping[str, str]) -> dict[str, str]:
    """Return what the properties of a file say of it: place for the seal, edition, imprint."""
    return {SEAL_NAME: OPEN_SEAL, EDITION_NAME: edition, **imprint}


def custom_properties(values: Mapping[str, str]) -> bytes:
    """Return the part of an office file that holds properties."""
    from xml.sax.saxutils import escape, quoteattr  # which bring a client for the web along

    kept = "".join(
        f'<property fmtid="{PROPERTY_KIND}" pid="{n}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(values.items(), start=2)
    )
    spaces = f'xmlns="{OPEN_XML}/custom-properties" xmlns:vt="{OPEN_XML}/docPropsVTypes"'
    return f"{XML_HEAD}<Properties {spaces}>{kept}</Properties>".encode()


def _packed(entries: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in entries.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
