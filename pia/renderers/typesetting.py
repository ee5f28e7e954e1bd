"""Templates → PDF by Typst, with a font that comes in a wheel and free fonts of this machine.

The font in the wheel has 45,000 characters. 文字情報基盤 has kanji of names and places beyond it,
and an office that writes such names has a font of them: it is used for those characters alone.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import typst

from pia.source.paths import templates

FONT = "noto_cjk_sans_jp_regular"
Standard = Literal["ua-1", "a-2a"]
ACCESSIBLE: Standard = "ua-1"
ARCHIVAL: Standard = "a-2a"
REMEMBERED = 10  # compilations for which Typst keeps what it laid out, 70 MB for a document
# Family → its file and what people call it, in the order in which they are asked.
SPARE = {
    "IPAmjMincho": ("ipamjm.ttf", "IPAmj明朝"),
    "HanaMinA": ("HanaMinA.ttf", "花園明朝A"),
    "HanaMinB": ("HanaMinB.ttf", "花園明朝B"),
}
FOLDER = "spare"
BASE = re.compile(rb"/BaseFont/[A-Z]{6}\+(\w+)")  # as Typst writes it


def spare(folder: Path) -> tuple[str, ...]:
    """Return the families of `SPARE` that this machine has, their files laid into a folder.

    Typst takes every font of a folder: it is shown one that has these alone.
    """
    place = folder / FOLDER
    if not place.exists():
        place.mkdir()
        for file in installed(folders_of_machine()):
            _lay(file, place)
    told = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[place]
    ).families()
    return tuple(family for family in SPARE if family in told)


def names_in(data: bytes) -> list[str]:
    """Return what people call the spare fonts that a PDF has."""
    used = set(BASE.findall(data))
    return [name for family, (_, name) in SPARE.items() if family.encode() in used]


def _lay(file: Path, place: Path) -> None:
    try:
        (place / file.name).symlink_to(file)
    except OSError:  # Windows lets few people make links
        shutil.copyfile(file, place / file.name)


@cache
def installed(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files of `SPARE` that stand anywhere in folders of fonts."""
    sought = {file.casefold() for file, _ in SPARE.values()}
    found = {file.name.casefold(): file for file in _files(folders)}
    return tuple(found[name] for name in sorted(sought & found.keys()))


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            yield from (Path(parent, name) for name in sorted(names))


def folders_of_machine() -> tuple[Path, ...]:
    """Return where this machine keeps fonts: its own, and those that its user installed."""
    with suppress(RuntimeError):  # a user without a home
        home = Path.home()
        if sys.platform == "win32":
            own = Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts")
            return Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), own
        if sys.platform == "darwin":
            return Path("/Library/Fonts"), home / "Library" / "Fonts"
        own = home / ".local" / "share" / "fonts"
        return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own
    return (Path("/usr/share/fonts"),)


def forget() -> None:
    """Let Typst drop the documents before, so that a folder of them fits into memory."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    for n in range(REMEMBERED + 1):
        typst.compile(b"#sys.inputs.n", font_paths=fonts, sys_inputs={"n": str(n)})


def copied(name: str, folder: Path) -> Path:
    """Copy a template to where Typst may read, which is nowhere else."""
    return Path(shutil.copyfile(templates() / "pdf" / name, folder / name))


def set_in(template: Path, inputs: Mapping[str, str], standard: Standard) -> bytes:
    """Return the PDF, with spare fonts of this machine only where the one in the wheel is not
    enough: what it can set alone is the same on every machine."""
    try:
        return _compiled(template, inputs, standard)
    except typst.TypstError:
        if not (families := spare(template.parent)):
            raise
        return _compiled(template, inputs, standard, families)


def _compiled(
    template: Path, inputs: Mapping[str, str], standard: Standard, families: Sequence[str] = ()
) -> bytes:
    data, warnings = typst.compile_with_warnings(
        template,
        root=template.parent,
        font_paths=_fonts(template.parent / FOLDER) if families else _fonts(),
        format="pdf",
        pdf_standards=[standard],
        sys_inputs={**inputs, "spare": json.dumps(families)},
        timestamp=0,
    )
    if warnings:
        raise RuntimeError("; ".join(warning.message for warning in warnings))
    return bytes(data)


@lru_cache(maxsize=2)
def _fonts(*folders: Path) -> typst.Fonts:
    """Return the font of the package, those of the engine and those of folders; to look through
    them takes longer than to set a page."""
    with as_file(files(FONT)) as own:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[own, *folders]
        )


def can_set_in(folder: Path) -> Callable[[str], bool]:
    """Return what tells whether the fonts have every character of a text. folder: to work in."""
    return lambda text: _can_set(text, folder)


def _can_set(text: str, folder: Path) -> bool:
    try:
        set_in(copied("probe.typ", folder), {"text": text}, ACCESSIBLE)
    except typst.TypstError:
        return False
    return True
