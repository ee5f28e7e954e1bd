"""An office's looks: colours, fonts, logo and foot lines, from a theme file."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pia.errors import Finding, PiaError
from pia.layout.messages import LayoutMessages
from pia.resources import templates
from pia.source import nodes, paths
from pia.source.images import pixels
from pia.source.messages import SourceMessages
from pia.source.nodes import Blank, Location, Mapping, Node, Text
from pia.source.reader import SourceFile, read

FILE = "テーマ.yaml"
COLOUR = re.compile(r"#?[0-9A-Fa-f]{6}")
FONT = re.compile(r"[\w 　・ー().-]{1,60}")
MAX_FOOT = 100  # characters; Excel allows 255 with the page number, and counts each "&" twice
CONTRAST = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True, slots=True)
class Theme:
    """How documents look. Colours are RRGGBB.

    heading, label: fills of headings and of labels. line: borders. ink: text.
    font: of Excel and Word. web_fonts: of HTML, the first that a reader has. logo_text: what is
    read out for the logo. foot: lines at the foot of each page.
    """

    heading: str = ""
    label: str = ""
    line: str = ""
    ink: str = ""
    font: str = ""
    web_fonts: tuple[str, ...] = ()
    logo: bytes | None = None
    logo_text: str = ""
    foot: tuple[str, ...] = ()

    def retold(self, change: Callable[[str], str]) -> "Theme":
        """Return the theme with its texts changed."""
        foot = tuple(map(change, self.foot))
        return replace(self, logo_text=change(self.logo_text), foot=foot)


# Where each field stands in a theme file.
FIELDS: dict[Location, str] = {
    ("色", "見出し"): "heading",
    ("色", "ラベル"): "label",
    ("色", "罫線"): "line",
    ("色", "文字"): "ink",
    ("書体", "文書"): "font",
    ("書体", "HTML"): "web_fonts",
    ("ロゴ", "画像"): "logo",
    ("ロゴ", "説明"): "logo_text",
    ("ページの下の文",): "foot",
}


@cache
def standard() -> Theme:
    """Return the theme that comes with the package."""
    return _changed(Theme(), templates() / "theme.yaml")


def theme_of(workspace: Path) -> Theme:
    """Return the theme of a workspace: the standard one with what its own file changes.

    Raises PiaError with the places of everything wrong in that file.
    """
    own = paths.kept_inside(workspace, workspace / FILE)
    return _changed(standard(), own) if own.is_file() else standard()


def _changed(base: Theme, file: Path) -> Theme:
    source = read(file, may_be_empty=True)
    reader = _Reader(source)
    changes = reader.fields()
    theme = replace(base, **changes)
    reader.findings += _pale(theme, source)
    if reader.findings:
        raise PiaError(*reader.findings)
    return theme


class _Reader:
    """Reads the fields of one theme file and collects what is wrong with it."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.findings = list(source.findings)

    def fields(self) -> dict[str, Any]:
        """Return the fields that the file sets; a key that is left blank sets nothing."""
        found: dict[str, Any] = {}
        for location, node in _leaves(self.source.root):
            is_blank = isinstance(node, Blank)
            if location in FIELDS and not is_blank:
                name = FIELDS[location]
                value = self._value(name, node, location)
                found |= {} if value is None else {name: value}
            elif not is_blank or all(each[: len(location)] != location for each in FIELDS):
                message, key = LayoutMessages.UNKNOWN_LOOK, _written(location)
                known = "、".join(map(_written, FIELDS))
                self._report(message.finding(key=key, known=known), location)
        return found

    def _value(self, name: str, node: Node, location: Location) -> object:
        texts = _texts(node)
        match name:
            case "heading" | "label" | "line" | "ink":
                return self._matching(COLOUR, LayoutMessages.BAD_COLOUR, texts, location)
            case "font":
                return self._matching(FONT, LayoutMessages.BAD_FONT, texts, location)
            case "web_fonts":
                for text in texts:
                    self._matching(FONT, LayoutMessages.BAD_FONT, [text], location)
                return tuple(texts)
            case "logo":
                return self._logo("".join(texts), location)
            case "foot":
                return self._foot(tuple(texts), location)
            case _:
                return "".join(texts)

    def _matching(
        self,
        pattern: re.Pattern[str],
        message: LayoutMessages,
        texts: list[str],
        location: Location,
    ) -> str | None:
        text = texts[0] if len(texts) == 1 else "、".join(texts)
        if pattern.fullmatch(text):
            return text.lstrip("#").upper() if pattern is COLOUR else text
        self._report(message.finding(text=text), location)
        return None

    def _logo(self, text: str, location: Location) -> bytes | None:
        folder = self.source.path.parent
        try:
            found = paths.find(folder, folder, text)
        except paths.OutsideError:
            message = SourceMessages.OUTSIDE
            self._report(message.finding(name=text, root=folder.name), location)
            return None
        picture = pixels(found) if found else None
        if picture is None:
            message = SourceMessages.NOT_AN_IMAGE if found else SourceMessages.NOT_FOUND
            self._report(message.finding(name=text), location)
        return picture

    def _foot(self, lines: tuple[str, ...], location: Location) -> tuple[str, ...]:
        if (length := sum(len(line) for line in lines)) > MAX_FOOT:
            message = LayoutMessages.LONG_FOOT
            self._report(message.finding(length=str(length), most=str(MAX_FOOT)), location)
        return lines

    def _report(self, finding: Finding, location: Location) -> None:
        position = nodes.position_of(self.source.root, location)
        self.findings.append(finding.within(str(self.source.path), position))


def _leaves(node: Node, above: Location = ()) -> Iterator[tuple[Location, Node]]:
    """Yield what stands in a theme file, a list being one leaf."""
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            yield from _leaves(value, (*above, key))
    else:
        yield above, node


def _written(location: Location) -> str:
    return ".".join(map(str, location))


def _texts(node: Node) -> list[str]:
    entries: Sequence[Node] = node.items if isinstance(node, nodes.Sequence) else [node]
    return [entry.text for entry in entries if isinstance(entry, Text)]


def _pale(theme: Theme, source: SourceFile) -> Iterator[Finding]:
    """Yield a finding for each fill on which the text could not be read."""
    grounds = {
        ("色", "見出し"): theme.heading,
        ("色", "ラベル"): theme.label,
        ("色", "文字"): "FFFFFF",
    }
    for location, ground in grounds.items():
        ratio = contrast(theme.ink, ground)
        if ratio < CONTRAST:
            position = nodes.position_of(source.root, location)
            message = LayoutMessages.PALE
            found = message.finding(ink=theme.ink, ground=ground, ratio=f"{ratio:.1f}")
            yield found.within(str(source.path), position)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
