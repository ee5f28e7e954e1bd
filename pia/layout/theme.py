"""An office's looks: colours, fonts, logo and foot lines, from a theme file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from pia.errors import Finding, Messages, PiaError, Severity, excerpt
from pia.source.files import OutsideError, find, kept_inside, templates
from pia.source.images import pixels
from pia.source.messages import SourceMessages
from pia.source.names import THEME
from pia.source.nodes import Location
from pia.source.read_as import Record, read_as, wrong

ERROR = Severity.ERROR


class LayoutMessages(Messages):
    BAD_COLOUR = (
        "色の書き方",
        ERROR,
        "「{text}」を色として読めません。",
        "「C6E0B4」のように6桁の16進数（RRGGBB）で書いてください。",
    )
    BAD_FONT = (
        "書体の名前",
        ERROR,
        "「{text}」を書体の名前として使えません。",
        "「ＭＳ Ｐゴシック」のように60字以内の名前だけを書いてください。",
    )
    LONG_FOOT = (
        "長いページの下の文",
        ERROR,
        "ページの下の文が合わせて {length} 字あり、Excel のページの下に入りません。",
        "合わせて {most} 字以内にしてください。",
    )
    PALE = (
        "読みにくい色",
        ERROR,
        "文字の色 {ink} と地の色 {ground} の明るさの比が {ratio} しかありません。",
        "弱視の人にも読めるよう、比が 4.5 以上になる色にしてください。",
    )


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


def _colour(text: str) -> str:
    if not COLOUR.fullmatch(text):
        raise wrong(LayoutMessages.BAD_COLOUR, text=excerpt(text))
    return text.lstrip("#").upper()


def _font(text: str) -> str:
    if not FONT.fullmatch(text):
        raise wrong(LayoutMessages.BAD_FONT, text=excerpt(text))
    return text


def _foot(lines: tuple[str, ...]) -> tuple[str, ...]:
    if (length := sum(map(len, lines))) > MAX_FOOT:
        raise wrong(LayoutMessages.LONG_FOOT, length=str(length), most=str(MAX_FOOT))
    return lines


def _listed(value: object) -> object:
    """Take one text for a list of one."""
    return [value] if isinstance(value, str) else value


Colour = Annotated[str, AfterValidator(_colour)]
Font = Annotated[str, AfterValidator(_font)]


class _Colours(Record):
    heading: Colour = Field("", alias="見出し")
    label: Colour = Field("", alias="ラベル")
    line: Colour = Field("", alias="罫線")
    ink: Colour = Field("", alias="文字")


class _Fonts(Record):
    font: Font = Field("", alias="文書")
    web_fonts: Annotated[tuple[Font, ...], BeforeValidator(_listed)] = Field((), alias="HTML")


class _Logo(Record):
    logo: str = Field("", alias="画像")
    logo_text: str = Field("", alias="説明")


class _ThemeFile(Record):
    """A theme file. The fields of its parts are called as those of the theme."""

    colours: _Colours = Field(_Colours(), alias="色")
    fonts: _Fonts = Field(_Fonts(), alias="書体")
    logo: _Logo = Field(_Logo(), alias="ロゴ")
    foot: Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_foot)] = Field(
        (), alias="ページの下の文"
    )

    def changes(self) -> dict[str, Any]:
        """Return the fields of a theme that the file sets, the logo by its name."""
        parts = [self.colours, self.fonts, self.logo]
        own = self.model_dump(exclude_unset=True, include={"foot"})
        return own | {
            k: v for part in parts for k, v in part.model_dump(exclude_unset=True).items()
        }


@cache
def standard() -> Theme:
    """Return the theme that comes with the package."""
    return _changed(Theme(), templates() / "theme.yaml")


def theme_of(workspace: Path) -> Theme:
    """Return the theme of a workspace: the standard one with what its own file changes.

    Raises PiaError with the places of everything wrong in that file.
    """
    own = kept_inside(workspace, workspace / THEME)
    return _changed(standard(), own) if own.is_file() else standard()


def _changed(base: Theme, file: Path) -> Theme:
    reading = read_as(_ThemeFile, file)
    changes, found = reading.value.changes(), list(reading.findings)
    if name := changes.pop("logo", ""):
        picture = _picture(name, file.parent)
        if isinstance(picture, Finding):
            found.append(reading.finding(picture, ("ロゴ", "画像")))
        else:
            changes["logo"] = picture
    theme = replace(base, **changes)
    found += (reading.finding(pale, location) for location, pale in _pale(theme))
    if found:
        raise PiaError(*found)
    return theme


def _picture(name: str, folder: Path) -> bytes | Finding:
    """Return the logo, or what is wrong with it."""
    try:
        file = find(folder, folder, name)
    except OutsideError:
        return SourceMessages.OUTSIDE.finding(name=name, root=folder.name)
    if file is None:
        return SourceMessages.NOT_FOUND.finding(name=name)
    return pixels(file) or SourceMessages.NOT_AN_IMAGE.finding(name=name)


def _pale(theme: Theme) -> Iterator[tuple[Location, Finding]]:
    """Yield a finding, with its location, for each fill on which the text could not be read."""
    grounds = {"見出し": theme.heading, "ラベル": theme.label, "文字": "FFFFFF"}
    for key, ground in grounds.items():
        ratio = contrast(theme.ink, ground)
        if ratio < CONTRAST:
            message = LayoutMessages.PALE
            found = message.finding(ink=theme.ink, ground=ground, ratio=f"{ratio:.1f}")
            yield ("色", key), found


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
