"""A zip package of an office file, opened with bounds: nothing of it can exhaust the machine."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from pia.errors import PiaError
from pia.intake.messages import IntakeMessages
from pia.source.files import plain, reason
from pia.source.messages import SourceMessages

LARGEST_FILE = 100 * 2**20  # bytes
WORKBOOK, CONTENTS = "xl/workbook.xml", "[Content_Types].xml"
PROPERTIES = "docProps/custom.xml"
MOST_PARTS = 5_000
LARGEST_PART = 80 * 2**20  # bytes, unpacked
LARGEST_STREAM = 40 * 2**20  # bytes of a PDF, unpacked
ZLIB = b"\x78"  # what is packed so begins with it
LARGEST_WHOLE = 240 * 2**20
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Element = Any


def data_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises PiaError when it cannot be read or is too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refused(path.name, IntakeMessages.TOO_LARGE, limit=_megabytes(LARGEST_FILE))
        return plain(path).read_bytes()
    except OSError as error:
        message = SourceMessages.CANNOT_READ
        found = message.finding(name=path.name, reason=reason(error), file=str(path))
        raise PiaError(found) from error


def refused(name: str, message: IntakeMessages, limit: str = "") -> PiaError:
    """Return the error that a file cannot be read. limit: what it exceeds."""
    return PiaError(message.finding(name=name, file=name, limit=limit))


def check_streams(data: bytes, name: str) -> None:
    """Raise PiaError when a stream of a PDF is larger, once unpacked, than any form has. A stream
    packed twice is unpacked twice."""
    for start in re.finditer(rb"stream\r?\n", data):
        end = data.find(b"endstream", start.end())
        packed = data[start.end() : end if end >= 0 else len(data)]
        once = _unpacked(packed, name)
        if once[:1] == ZLIB:
            _unpacked(once, name)


def _unpacked(packed: bytes, name: str) -> bytes:
    """Return what a stream says, nothing where it is packed in another way."""
    if packed[:1] != ZLIB:
        return b""
    try:
        found = zlib.decompressobj().decompress(packed, LARGEST_STREAM + 1)
    except zlib.error:
        return b""
    if len(found) > LARGEST_STREAM:
        raise refused(name, IntakeMessages.TOO_LARGE, limit=_megabytes(LARGEST_STREAM))
    return found


STRICT = "{http://purl.oclc.org/ooxml/"  # begins the spaces of a form that few programs write


class Package:
    """The parts of an office file by name. Raises PiaError for one that cannot be opened or that
    is larger, once unpacked, than any form."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if data.startswith(OLE):
            locked = ENCRYPTED in data
            raise refused(name, IntakeMessages.LOCKED if locked else IntakeMessages.OLD_OFFICE)
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
            entries = self.archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refused(name, IntakeMessages.BROKEN) from error
        if len(entries) > MOST_PARTS:
            raise refused(name, IntakeMessages.TOO_LARGE, limit=f"{MOST_PARTS:,} 個の部品")
        if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise self._too_large(LARGEST_WHOLE)
        self.names = [entry.filename for entry in entries]
        self.known = set(self.names)

    def __contains__(self, part: str) -> bool:
        return part in self.known

    def read(self, part: str) -> bytes:
        """Return a part; what its size in the table of contents says is not believed."""
        try:
            with self.archive.open(part) as stream:
                data = stream.read(LARGEST_PART + 1)
        except RuntimeError as error:
            raise refused(self.name, IntakeMessages.LOCKED) from error
        except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, zlib.error) as error:
            raise refused(self.name, IntakeMessages.BROKEN) from error
        if len(data) > LARGEST_PART:
            raise self._too_large(LARGEST_PART)
        return data

    def xml(self, part: str) -> Element:
        """Return the root of a part. Raises PiaError when it is no XML or declares entities."""
        data = self.read(part)
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise refused(self.name, IntakeMessages.BROKEN)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise refused(self.name, IntakeMessages.BROKEN) from error
        if str(root.tag).startswith(STRICT):
            raise refused(self.name, IntakeMessages.STRICT)
        return root

    def events(self, part: str, *tags: str) -> Iterator[Element]:
        """Yield elements of the tags as they end, each forgotten once it was looked at."""
        data = self.read(part)
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise refused(self.name, IntakeMessages.BROKEN)
        stream = etree.iterparse(
            BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        )
        try:
            for _, element in stream:
                yield element
                element.clear()
        except etree.XMLSyntaxError as error:
            raise refused(self.name, IntakeMessages.BROKEN) from error

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return id → (kind, target, whether outside) of what a part refers to."""
        folder, listed = part.rpartition("/")[0], relations_of(part)
        if listed not in self:
            return {}
        return {
            str(r.get("Id")): (
                str(r.get("Type")).rpartition("/")[2],
                resolved(folder, str(r.get("Target"))),
                r.get("TargetMode") == "External",
            )
            for r in self.xml(listed)
        }

    def _too_large(self, limit: int) -> PiaError:
        return refused(self.name, IntakeMessages.TOO_LARGE, limit=_megabytes(limit))


def _megabytes(size: int) -> str:
    return f"{size // 2**20} MB"


def relations_of(part: str) -> str:
    """Return the part that lists what a part refers to."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def resolved(folder: str, target: str) -> str:
    """Return a target as the name of a part, `../media/image1.png` seen from its folder."""
    if target.startswith("/"):
        return target.lstrip("/")
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def properties(package: Package) -> dict[str, str]:
    """Return the custom properties of a file, and its category, by name."""
    found: dict[str, str] = {}
    if PROPERTIES in package:
        for entry in package.xml(PROPERTIES):
            found[str(entry.get("name"))] = "".join(entry.itertext())
    if "docProps/core.xml" in package:
        for entry in package.xml("docProps/core.xml"):
            found[str(entry.tag).rpartition("}")[2]] = "".join(entry.itertext())
    return found
