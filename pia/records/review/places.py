"""What a comment is about → the places of an assessment that it means."""

import re
from dataclasses import dataclass
from functools import cached_property

from pia.document import Document
from pia.forms.edition import aliases
from pia.forms.find import Finder
from pia.japanese import fold

GENERAL = frozenset(map(fold, ("全般", "全体", "制度全般について", "制度全般")))
FILE = re.compile(r"特定個人情報ファイル\[([^\]]*)\]")
ID = re.compile(r"\[[^\]]*\]")


def is_general(written: str) -> bool:
    """Return whether a comment is about the whole assessment, or about none of its items."""
    return fold(written) in GENERAL


def is_about(place: str, address: str) -> bool:
    """Return whether an address is a place, stands below it or around it."""
    return any(
        long == short or long.startswith((f"{short}.", f"{short}["))
        for long, short in ((place, address), (address, place))
    )


@dataclass(frozen=True)
class Places:
    """Finds places in one version of an assessment."""

    document: Document

    @cached_property
    def finder(self) -> Finder:
        form = self.document.form
        return Finder(form, aliases(form.folder))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every address that the version has, and those of what stands around."""
        whole = set(self.document.titles)
        for address in self.document.titles:
            keys = address.split(".")
            whole |= {".".join(keys[:n]) for n in range(1, len(keys))}
        return frozenset(whole)

    def of(self, written: str) -> tuple[str, ...]:
        """Return the addresses that an item means as written, an address or a printed path.

        Several where it stands once for each file and names none of them; none if it is unknown.
        """
        if written.strip() in self.known:
            return (written.strip(),)
        found = self.finder.find(written)
        place = found.entries[0].address if found.certain else ""
        below = [a for a in self.document.titles if place and is_about(place, ID.sub("", a))]
        return tuple(self._of_named_files(below, written))

    def _of_named_files(self, addresses: list[str], written: str) -> list[str]:
        """Return the addresses of the files that the item names, or all if it names none."""
        said = fold(written)
        files = self.document.assessment.files
        named = {file.id for file in files if file.name and fold(file.name) in said}
        if not named:
            return addresses
        return [a for a in addresses if (m := FILE.match(a)) is None or m[1] in named]
