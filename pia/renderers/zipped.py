"""Office files are zip archives: the same contents give the same bytes, and carry a seal that
breaks when somebody edits them by hand."""

import hashlib
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
PROPERTIES = "docProps/"
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
SEAL_NAME = "pia"
OPEN_SEAL = "0" * 64
SEAL = re.compile(rb"[0-9a-f]{64}")

Rewrite = Callable[[bytes], bytes]


def settled(data: bytes, stamp: str, rewrites: Mapping[str, Rewrite] | None = None) -> bytes:
    """Return an archive with every trace of the clock replaced, and sealed if it has a seal.

    stamp: the time that stands in the properties instead, such as `2025-02-13T00:00:00Z`.
    rewrites: what else to change, by the name of the entry.
    """
    with ZipFile(BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for name, rewrite in (rewrites or {}).items():
        entries[name] = rewrite(entries[name])
    if CORE in entries:
        entries[CORE] = CLOCK.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", entries[CORE])
    if CUSTOM in entries:
        seal = _seal(entries).encode()
        entries[CUSTOM] = entries[CUSTOM].replace(OPEN_SEAL.encode(), seal)
    return _packed(entries)


def is_as_written(path: Path) -> bool:
    """Return whether a file bears our seal unbroken, so that writing over it loses nothing."""
    try:
        with ZipFile(path) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError):
        return False
    found = SEAL.search(entries.get(CUSTOM, b""))
    return found is not None and found[0].decode() == _seal(entries)


def _seal(entries: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of all entries but the properties."""
    digest = hashlib.sha256()
    for name in sorted(entries):
        if not name.startswith(PROPERTIES):
            digest.update(f"{name}\0{len(entries[name])}\0".encode())
            digest.update(entries[name])
    return digest.hexdigest()


def _packed(entries: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in entries.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
