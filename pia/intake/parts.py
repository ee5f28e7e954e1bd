"""The parts of an office file that is written on: changed, put in, taken out."""

import zipfile
from collections.abc import Collection
from io import BytesIO
from itertools import count
from posixpath import dirname, relpath
from typing import Any

from lxml import etree

from pia.forms.imprint import NAME
from pia.intake.package import (
    CONTENTS,
    PROPERTIES,
    WORKBOOK,
    Package,
    relations_of,
    resolved,
)

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Parts:
    """The parts of a package as they are by now; what was not put in stays as it was."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()

    def __contains__(self, part: str) -> bool:
        return (part in self.changed or part in self.package) and part not in self.dropped

    @property
    def names(self) -> list[str]:
        """The parts that there are."""
        known = [*self.package.names, *sorted(self.changed.keys() - self.package.known)]
        return [name for name in known if name not in self.dropped]

    def read(self, part: str) -> bytes:
        return self.changed[part] if part in self.changed else self.package.read(part)

    def xml(self, part: str) -> Any:
        """Return the root of a part, to be put back when it was changed."""
        if part in self.changed:
            return etree.fromstring(self.changed[part])
        return self.package.xml(part)

    def put(self, part: str, data: bytes | Any) -> None:
        self.dropped.discard(part)
        self.changed[part] = (
            data
            if isinstance(data, bytes)
            else etree.tostring(data, xml_declaration=True, encoding="UTF-8", standalone=True)
        )

    def free(self, part: str) -> str:
        """Return a name of no part yet, with a number where that has one: `xl/media/image3.png`."""
        stem, dot, suffix = part.rpartition(".")
        stem, n = stem.rstrip("0123456789"), 1
        while f"{stem}{n}{dot}{suffix}" in self:
            n += 1
        return f"{stem}{n}{dot}{suffix}"

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another one, and return the id under which it does."""
        listed = relations_of(part)
        root = self.xml(listed) if listed in self else etree.Element(f"{RELATIONS}Relationships")
        name = free_id(root)
        values = {"Id": name, "Type": f"{KINDS}/{kind}"}
        values["Target"] = relpath(target, dirname(part) or ".")
        etree.SubElement(root, f"{RELATIONS}Relationship", values)
        self.put(listed, root)
        return name

    def unrelate(self, part: str, names: Collection[str]) -> None:
        """Let a part refer no longer to what it names so, and take out what nothing else does."""
        root = self.xml(relations_of(part))
        for entry in [entry for entry in root if entry.get("Id") in names]:
            root.remove(entry)
            target = resolved(dirname(part), str(entry.get("Target")))
            self.put(relations_of(part), root)
            if target in self and not self._is_named(target):
                self.dropped.add(target)

    def _is_named(self, part: str) -> bool:
        """Return whether any part refers to one."""
        listed = {n for n in (*self.package.names, *self.changed) if n.endswith(".rels")}
        for each in listed:
            folder = dirname(dirname(each))
            targets = (resolved(folder, str(entry.get("Target"))) for entry in self.xml(each))
            if part in targets:
                return True
        return False

    def declare(self, part: str, kind: str) -> None:
        """Say of what kind a part is that was put in."""
        root = self.xml(CONTENTS)
        etree.SubElement(root, f"{TYPES}Override", PartName=f"/{part}", ContentType=kind)
        self.put(CONTENTS, root)

    def add_picture(self, folder: str, data: bytes, suffix: str) -> str:
        """Put a picture in and return its part. suffix: `png` or `jpeg`."""
        part = self.free(f"{folder}/media/image1.{suffix}")
        self.put(part, data)
        root = self.xml(CONTENTS)
        known = {str(entry.get("Extension")).lower() for entry in root}
        if suffix not in known:
            entry = etree.Element(f"{TYPES}Default", Extension=suffix)
            entry.set("ContentType", f"image/{suffix}")
            root.insert(0, entry)
            self.put(CONTENTS, root)
        return part

    def drop(self, part: str) -> None:
        """Take out a part that Excel makes anew, and all that names it."""
        if part not in self:
            return
        self.dropped.add(part)
        for listed in (CONTENTS, relations_of(WORKBOOK)):
            root = self.xml(listed)
            for entry in list(root):
                name = entry.get("PartName") or resolved("xl", str(entry.get("Target")))
                if name.lstrip("/") == part:
                    root.remove(entry)
            self.put(listed, root)

    def forget(self) -> None:
        """Take out what a rendered file remembers, which is not what it says from now on."""
        if PROPERTIES not in self:
            return
        root = self.xml(PROPERTIES)
        if stale := [entry for entry in root if str(entry.get("name")).startswith(NAME)]:
            for entry in stale:
                root.remove(entry)
            self.put(PROPERTIES, root)

    def data(self) -> bytes:
        """Return the package; the content of every part that was not put stays byte for byte."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for info in self.package.archive.infolist():
                if info.filename not in self.dropped:
                    target.writestr(info, self.read(info.filename))
            for part in sorted(self.changed.keys() - self.package.known):
                info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, self.changed[part])
        return out.getvalue()


def free_id(relations: Any) -> str:
    """Return an id that none of some relations has."""
    taken = {str(entry.get("Id")) for entry in relations}
    return next(f"rId{n}" for n in count(1) if f"rId{n}" not in taken)
