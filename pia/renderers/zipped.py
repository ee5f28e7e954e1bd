"""Office files are zip archives: the same contents give the same bytes, and carry a seal that
breaks when somebody edits them by hand."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pia.authorship import CUSTOM, archive_seal

EPOCH = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
SEAL_NAME = "pia"
OPEN_SEAL = "0" * 64

Rewrite = Callable[[bytes], bytes]


def settled(data: bytes, stamp: str, rewrites: Mapping[str, Rewrite] | None = None) -> bytes:
    """Return an archive with every trace of the clock replaced, and sealed: in its properties
    where they have a place for the seal, else in the comment of the archive.

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
        seal = archive_seal(entries).encode()
        entries[CUSTOM] = entries[CUSTOM].replace(OPEN_SEAL.encode(), seal)
    return _packed(entries)


def _packed(entries: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        if CUSTOM not in entries:
            archive.comment = f"{SEAL_NAME} {archive_seal(entries)}".encode()
        for name, content in entries.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
