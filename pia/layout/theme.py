"""An office's looks: colours, fonts, logo and foot lines, from a theme file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """How documents look. Colours are RRGGBB.

    heading, label: fills of headings and of labels. line: borders. ink: text.
    font: of Excel and Word. web_fonts: CSS font-family. foot: lines at the foot of each page.
    """

    heading: str = "C6E0B4"
    label: str = "E2EFDA"
    line: str = "000000"
    ink: str = "000000"
    font: str = "ＭＳ Ｐゴシック"
    web_fonts: str = ""
    foot: tuple[str, ...] = ()


def standard() -> Theme:
    """Return the theme that comes with the package."""
    return Theme()
