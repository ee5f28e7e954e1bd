"""Whatever a form file says is printed, or the file is refused."""

from base64 import b64decode
from datetime import date
from pathlib import Path

import pytest
import yaml
from notices import Seen, Urgency
from test_document_kinds import OPTIONS

from pia.forms.definition import Form, Placement, Style
from pia.forms.load import AS_PARTS, sound
from pia.forms.parse import FaultyFormError
from pia.layout.build import build
from pia.model.base import (
    Checked,
    Checks,
    Choice,
    Columns,
    Count,
    Day,
    Id,
    ImagePath,
    Line,
    Part,
    Prose,
    Records,
    Rows,
    key,
)
from pia.model.root import KINDS, Caption, DocumentKind, Root

HEAD = (
    "form: trial\nedition: 試行\nmodel: 見本\nnumber: 様式A\nname: 見本\ntitle: 見本\n"
    "source: 試行\nfoot: ［試行］\nparts:\n"
)


PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


class Everything(Part):
    """A part with a value of every kind that is printed."""

    id: Id = key("id", ...)
    line: Line | None = key("行字")
    prose: Prose | None = key("文")
    day: Day | None = key("日")
    count: Count | None = key("数")
    choice: Choice[Urgency] | None = key("選")
    checks: Checks[Seen] | None = key("印")
    records: Records | None = key("録")
    image: ImagePath | None = key("絵")
    columns: Columns = key("列", ())
    rows: Rows = key("表", ())
    below: Line | None = key("下")


class Sample(Root):
    """見本"""

    things: tuple[Everything, ...] = key("物", ())

    def caption(self) -> Caption:
        return Caption("見本", "見本市", None)


VALUES = {
    "行字": ("line", "ある行"),
    "文": ("prose", "ある文"),
    "日": ("day", date(2025, 2, 13)),
    "数": ("count", 86420),
    "選": ("choice", Urgency.NOW),
    "印": ("checks", (Checked(Seen.ANSWERED, "ある印"),)),
    "録": ("records", ("ある録",)),
    "絵": ("image", "ある絵.png"),
    "列": ("columns", ("ある列",)),
    "表": ("rows", ({"ある列": "ある升"},)),
}
WORDS = {
    "日": "令和7年2月13日",
    "数": "86420",
    "選": "至急",
    "印": "ある印",
    "録": "ある録",
    "絵": "",
    "列": "ある列",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(KINDS, "見本", DocumentKind("test_sound:Sample", ""))
    (tmp_path / "options.yaml").write_text(OPTIONS, encoding="utf-8")
    (tmp_path / "ある絵.png").write_bytes(b64decode(PIXEL))
    return tmp_path


def form_of(text: str, folder: Path) -> Form | None:
    """Return the form, or None if it is refused."""
    try:
        return sound(yaml.compose(HEAD + text, yaml.BaseLoader), folder)
    except FaultyFormError:
        return None


def printed(form: Form, folder: Path) -> str:
    values = {"below": "ある下", **dict(VALUES.values())}
    document = Sample(things=(Everything(id="甲", **values),))
    layout = build(form, document, folder)
    shown = Shown()
    for sheet in layout.sheets:
        shown.see(sheet)
    return " ".join(shown.texts)


class Shown:
    """Collects the texts of a layout, of whatever nodes it consists."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def see(self, node: object) -> None:
        slots = getattr(type(node), "__dataclass_fields__", {})
        for name in slots:
            if name != "address":
                self.see(getattr(node, name))
        if isinstance(node, tuple | list):
            for entry in node:
                self.see(entry)
        elif isinstance(node, str):
            self.texts.append(node)


def wants(kind: str) -> str:
    return WORDS.get(kind, str(VALUES[kind][1]))


@pytest.mark.parametrize("style", Style)
def test_every_value_is_printed_wherever_it_may_stand(style: Style, folder: Path) -> None:
    taken = refused = 0
    for kind in VALUES:
        for place in Placement:
            for nested in ("", ", items: [{address: 下, required: never}]"):
                item = f"{{address: {kind}, required: never, place: {place.value}{nested}}}"
                if style in AS_PARTS:
                    text = f"- title: 部\n  style: {style.value}\n  per: 物\n  items:\n  - {item}\n"
                else:
                    text = f"- title: 部\n  items:\n  - title: 節\n    style: {style.value}\n"
                    text += f"    per: 物\n    items:\n    - {item}\n"
                form = form_of(text, folder)
                if form is None:
                    refused += 1
                    continue
                taken += 1
                words = printed(form, folder)
                assert wants(kind) in words, (style, kind, place)
                assert not nested or "ある下" in words, (style, kind, place)
    assert refused
    assert taken or style in (Style.CONTENTS, Style.FIGURE, Style.ATTACHMENT)
