"""Every character of Unicode, and every variant that the font of the PDF knows, in documents: it
comes out of each format as it went in, or is refused by its name and line.

Some hundred are tried each time. PIA_CHARACTERS=all tries all of them, some minutes long, and
writes what came of it to `characters.yaml`; that is due whenever the font changes.
"""

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from fontTools.ttLib import TTFont
from needs import require
from reading import READERS

import pia
from pia.layout.glyphs import FONT, of_the_package
from pia.renderers import rendered
from pia.source.files import BAD
from pia.workspace.printing import layout_of

ALL = os.environ.get("PIA_CHARACTERS") == "all"
RECORD = Path(__file__).with_name("characters.yaml")
EACH = 4000 if ALL else 300  # characters of a document
LINE = 20
FENCE = "亜"  # between any two of them, so that none is a part of another
HEAD = "様式: 重点項目評価書\n版: R6.10\n事務:\n  名称: 税\n  内容: |2-\n"
FIRST = HEAD.count("\n") + 1
# Signs that have nothing to be seen: the page has no need of them, nor has what is read from it.
UNSEEN = ("Cf", "Zs", "Zl", "Zp", "Cc", "Cn", "Co", "Cs")
FILLERS = "\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
NEAR = 100  # words; the lines of the form stand between those of the document
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
CODES = re.compile(r"U\+([0-9A-F]{4,6})")


def characters() -> list[str]:
    """Return every assigned character that a source may hold, white space left out."""
    every = (c for c in map(chr, range(0x20, 0x110000)) if unicodedata.category(c) not in UNSEEN)
    apart = (*FILLERS, FENCE)
    return [c for c in every if not (BAD.match(c) or SELECTORS.match(c) or c in apart)]


def variants() -> list[str]:
    """Return every variant that the font knows."""
    return [
        chr(code) + chr(selector)
        for selector, known in sorted(of_the_package().variants.items())
        for first, last in known
        for code in range(first, last + 1)
        if chr(code) != FENCE
    ]


def documents() -> Iterator[list[str]]:
    every = [*characters(), *variants()]
    if not ALL:
        every = every[:: len(every) // EACH]
    for start in range(0, len(every), EACH):
        yield every[start : start + EACH]


@dataclass
class Tried:
    """What became of a document's characters."""

    printed: int = 0
    refused: int = 0

    def add(self, folder: Path, letters: Sequence[str]) -> None:
        file = folder / "評価書.yaml"
        lines = written(file, letters)
        document = pia.load(file)
        assert not [f for f in document.findings if f.is_error]
        for name, read in READERS.items():
            assert lost(letters, read(rendered(layout_of(document), name))) == [], name
        told = {f for f in pia.check(file) if f.code in ("印刷できない文字", "印刷できない異体字")}
        missing = set()
        for found in told:
            cluster = "".join(chr(int(code, 16)) for code in CODES.findall(str(found)))
            missing.add(cluster)
            assert found.position is not None
            assert cluster in lines[found.position.line - FIRST]
        refused = {c for cluster in missing for c in (cluster, *cluster)}
        left = [c for c in letters if c not in refused]
        written(file, left)
        data = rendered(layout_of(pia.load(file)), "pdf")
        text = extracted(data)
        for c in lost(left, text):  # twice for two glyphs, or as Unicode says what it is made of
            assert c in text or set(unicodedata.normalize("NFC", c)) <= set(text), c
        self.printed += len(left)
        self.refused += len(letters) - len(left)


def written(file: Path, letters: Sequence[str]) -> list[str]:
    lines = [
        FENCE + FENCE.join(letters[at : at + LINE]) + FENCE for at in range(0, len(letters), LINE)
    ]
    file.write_text(HEAD + "".join(f"    {line}\n" for line in lines), "utf-8", newline="\n")
    return lines


def extracted(data: bytes) -> str:
    """Return the text of a PDF; the signs that poppler puts around what goes right to left are its
    own."""
    command = [require("pdftotext"), "-raw", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return re.sub("[\u202a-\u202e]", "", text)


def lost(letters: Sequence[str], text: str) -> list[str]:
    """Return the characters that a text lacks at their place among the others."""
    at, words, found = -1, "".join(text.split()).split(FENCE), []
    for letter in letters:
        try:
            at = words.index(letter, at + 1, at + NEAR)
        except ValueError:
            found.append(letter)
    return found


def font() -> str:
    package, name = FONT
    return str(TTFont(files(package).joinpath(name), lazy=True)["name"].getDebugName(5))


@pytest.mark.long
def test_every_character_comes_out_or_is_refused(tmp_path: Path) -> None:
    tried = Tried()
    for letters in documents():
        tried.add(tmp_path, letters)
    assert tried.printed > 100
    assert tried.refused > 100
    if ALL:
        told = {"書体": font(), "Unicode": unicodedata.unidata_version, **asdict(tried)}
        RECORD.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")


def test_all_characters_were_tried_with_this_font() -> None:
    known = yaml.safe_load(RECORD.read_text("utf-8"))["書体"]
    assert known == font(), "PIA_CHARACTERS=all is due: the font is another one"
