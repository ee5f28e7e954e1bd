"""Layout → one self-contained, accessible HTML file."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pia.authorship import page_seal
from pia.layout.marks import BLACKENED, runs_of
from pia.layout.tree import OPTIONS, WITHHELD, Column, Grid, Heading, Layout
from pia.source.files import templates
from pia.source.images import kind


def render(layout: Layout) -> bytes:
    """Return the document as UTF-8, sealed. Equal layouts give equal bytes."""
    style = (templates() / "html" / "style.css").read_text(encoding="utf-8")
    page = _template().render(layout=layout, style=Markup(style)).encode()
    return page + page_seal(page)


@cache
def _template() -> Template:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(templates() / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        OPTIONS=OPTIONS,
        has_title=_has_title,
        can_be_cited=_can_be_cited,
        spoken=_spoken,
        runs_of=runs_of,
        kind_of=_kind_of,
        share=_share,
        data_uri=_data_uri,
    )
    return environment.get_template("form.html.jinja")


def _has_title(layout: Layout) -> bool:
    """Return whether a heading names the whole; a table of changes has none of its own."""
    nodes = (node for sheet in layout.sheets for node in sheet.nodes)
    return any(isinstance(node, Heading) and node.depth == 0 for node in nodes)


def _can_be_cited(layout: Layout) -> bool:
    """Return whether a link stands beside an item: a table of changes has none."""
    nodes = (node for sheet in layout.sheets for node in sheet.nodes)
    lines = (line for node in nodes if isinstance(node, Grid) for line in node.lines)
    return any(line.row.anchor for line in lines)


def _spoken(text: str) -> Markup:
    """Return a text whose blackened stretches are read out as what they are."""
    span = f'<span role="img" aria-label="{WITHHELD}">\\g<0></span>'
    return Markup(BLACKENED.sub(span, str(escape(text))))


def _kind_of(part: object) -> str:
    return type(part).__name__


def _share(column: Column, columns: Sequence[Column]) -> int:
    """Return the width of a column in percent."""
    return round(100 * column.width / sum(each.width for each in columns))


def _data_uri(picture: bytes) -> str:
    return f"data:image/{kind(picture)};base64,{b64encode(picture).decode()}"
