"""An office's looks: colours, fonts, logo and foot lines, from a theme file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Theme:
    """How documents look. Colours are RRGGBB.

    heading, label: fills of headings and of labels. line: borders. ink: text.
    font: of Excel and Word. web_fonts: of HTML, the first that a reader has. logo_text: what is
    read out for the logo. foot: lines at the foot of each page.
    """

    heading: str = "C6E0B4"
    label: str = "E2EFDA"
    line: str = "000000"
    ink: str = "000000"
    font: str = "ＭＳ Ｐゴシック"
    web_fonts: tuple[str, ...] = ()
    logo: Path | None = None
    logo_text: str = ""
    foot: tuple[str, ...] = ()


def standard() -> Theme:
    """Return the theme that comes with the package."""
    return Theme()
