"""Office files are zip archives: the same contents must give the same bytes."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")

Rewrite = Callable[[bytes], bytes]


def settled(data: bytes, stamp: str, rewrites: Mapping[str, Rewrite] | None = None) -> bytes:
    """Return an archive with every trace of the clock replaced.

    stamp: the time that stands in the properties instead, such as `2025-02-13T00:00:00Z`.
    rewrites: what else to change, by the name of the entry.
    """
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == CORE:
                content = CLOCK.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", content)
            elif rewrites and name in rewrites:
                content = rewrites[name](content)
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, content)
    return out.getvalue()
