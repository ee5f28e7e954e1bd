"""What is told of characters that no font has, and how the fonts are asked about them; the names
of files, formats and fonts."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from workbooks import layout, row

from pia.errors import PiaError
from pia.layout import glyphs
from pia.layout.theme import standard
from pia.layout.tree import Column, Heading, Label, Layout, Records, Row, Table, Words
from pia.renderers import (
    file_name,
    known,
    pages_of,
    pdf,
    rendered,
    spare_fonts_of,
    typesetting,
)
from pia.renderers.pdf import missing, texts

LACKING = "\U0002ffff"


class Fonts:
    """Fonts that lack some characters, and some only beside others; they count what is asked."""

    def __init__(self, *lacking: str) -> None:
        self.lacking, self.asked = lacking, list[str]()

    def can_set(self, text: str) -> bool:
        self.asked.append(text)
        return not any(each in text for each in self.lacking)


def told(made: Layout, fonts: Fonts) -> list[tuple[str, str]]:
    return [(found.words, found.address) for found in missing(made, fonts.can_set)]


def placed(address: str, text: str) -> Row:
    return Row(Label("項目"), (Words(text),), address=address)


def test_each_place_of_each_character_that_is_missing_is_told_in_order() -> None:
    made = layout(placed("甲", f"税{LACKING}😀"), placed("乙", f"😀{LACKING}{LACKING}"))
    assert told(made, Fonts(LACKING)) == [(LACKING, "甲"), (LACKING, "乙")]
    assert told(made, Fonts(LACKING, "😀")) == [
        ("😀", "甲"),
        ("😀", "乙"),
        (LACKING, "甲"),
        (LACKING, "乙"),
    ]
    (first, *_) = missing(made, Fonts(LACKING).can_set)
    assert "U+2FFFF" in first.message
    assert told(layout(row("項目", "税😀")), Fonts()) == []


def test_a_list_and_a_table_tell_the_entry_that_a_character_stands_in() -> None:
    rows = (("一", "二"), ("三", LACKING))
    columns = (Column(Label("甲"), 1), Column(Label("乙"), 1))
    made = layout(Table(columns, rows, address="表"), Records(("一", LACKING), address="録"))
    assert told(made, Fonts(LACKING)) == [(LACKING, "表[2]"), (LACKING, "録[2]")]


def test_a_text_of_the_form_has_no_place_unless_the_document_has_it_too() -> None:
    assert told(layout(foot=LACKING), Fonts(LACKING)) == [(LACKING, "")]
    made = layout(placed("甲", LACKING), foot=LACKING)
    assert told(made, Fonts(LACKING)) == [(LACKING, "甲")]


def test_characters_that_cannot_be_set_beside_each_other_are_both_told() -> None:
    made = layout(placed("甲", f"税{LACKING}😀"), placed("乙", LACKING))
    assert told(made, Fonts(f"{LACKING}😀")) == [("😀", "甲"), (LACKING, "甲"), (LACKING, "乙")]


def test_a_character_of_somebodys_machine_is_missing_whatever_the_font_says() -> None:
    for own in ("\ue000", "\uf8ff", "\U000f0000", "\U0010ffff"):
        fonts = Fonts()
        assert told(layout(placed("甲", f"税{own}")), fonts) == [(own, "甲")]
        assert not any(own in text for text in fonts.asked)


def test_few_missing_among_many_are_found_by_halves() -> None:
    many = sorted(glyphs.rare(set(map(chr, range(0x20000, 0x20200)))))
    assert len(many) > 200
    fonts = Fonts(many[7])
    assert told(layout(placed("甲", "".join(many))), fonts) == [(many[7], "甲")]
    assert len(fonts.asked) < 30


def test_every_text_of_a_layout_is_asked_about_with_its_address() -> None:
    made = layout(Heading(1, Label("部", "※"), address="部"), placed("甲", "答え"), foot="［様式］")
    looks = replace(standard(), logo_text="市章", foot=("見本市",))
    found = list(texts(replace(made, theme=looks)))
    assert found[:6] == [
        ("", t) for t in ("評価書名", "甲市長", "題名", "［様式］", "市章", "見本市")
    ]
    assert ("部", "部　※") in found
    assert ("甲", "答え") in found
    assert ("甲", "項目") in found


def test_formats_are_named_once_in_their_order_and_no_other() -> None:
    assert known([" xlsx", "pdf ", "xlsx"]) == ("xlsx", "pdf")
    assert [file_name("評価書", name) for name in ("xlsx", "pdf", "pdfa")] == [
        "評価書.xlsx",
        "評価書.pdf",
        "評価書.pdfa.pdf",
    ]
    with pytest.raises(PiaError, match=r"未知の出力形式.*xlsx、docx、html、pdf、pdfa"):
        known(["xlsx", "odt"])


def test_a_fault_of_a_renderer_is_told_and_a_refusal_stays_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(error: Exception) -> PiaError:
        def render(made: Layout) -> bytes:
            raise error

        monkeypatch.setattr("pia.renderers.html.render", render)
        with pytest.raises(PiaError) as raised:
            rendered(layout(), "html")
        return raised.value

    refusal = PiaError()
    assert failing(refusal) is refusal
    (found,) = failing(ValueError("誤り")).findings
    assert found.code == "出力の失敗"
    assert "ValueError: 誤り" in found.message


def test_pages_and_fonts_are_those_of_a_pdf_alone(tmp_path: Path) -> None:
    said = b"/Type/Pages/Count 12/Kids /BaseFont/ABCDEF+HanaMinB /BaseFont/ABCDEF+IPAmjMincho"
    for name, pages, fonts in (("a.pdf", 12, ["IPAmj明朝", "花園明朝B"]), ("a.docx", None, [])):
        (tmp_path / name).write_bytes(said)
        assert pages_of(tmp_path / name) == pages
        assert spare_fonts_of(tmp_path / name) == fonts
    (tmp_path / "b.pdf").write_bytes(b"")
    assert pages_of(tmp_path / "b.pdf") is None
    assert spare_fonts_of(tmp_path / "b.pdf") == []


@pytest.mark.parametrize(
    ("platform", "folders"),
    [
        ("win32", ["windows/Fonts", "local/Microsoft/Windows/Fonts"]),
        ("darwin", ["/Library/Fonts", "home/Library/Fonts"]),
        ("linux", ["/usr/share/fonts", "/usr/local/share/fonts", "home/.local/share/fonts"]),
    ],
)
def test_fonts_are_sought_where_a_system_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folders: list[str]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.setenv("WINDIR", str(tmp_path / "windows"))
    assert typesetting.folders_of_machine() == tuple(tmp_path / folder for folder in folders)


def test_fonts_are_found_by_their_names_in_any_folder_whatever_their_case(tmp_path: Path) -> None:
    for name in ("一/IPAMJM.TTF", "二/深/HanaMinA.ttf", "other.ttf", "HanaMinB.ttf.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    typesetting.installed.cache_clear()
    found = typesetting.installed((tmp_path / "なし", tmp_path))
    assert found == (tmp_path / "二/深/HanaMinA.ttf", tmp_path / "一/IPAMJM.TTF")


def test_what_was_set_before_is_dropped_before_each_document_and_each_time_it_is_set_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pdf.render(layout(row("項目", "答え")))  # before the first document there is nothing to drop
    dropped: list[None] = []
    monkeypatch.setattr(pdf, "forget", lambda: dropped.append(None))
    pdf.render(layout(row("項目", "答え")))
    assert len(dropped) == 1
    columns = (Column(Label("項目"), 1), Column(Label("記載"), 6))
    torn = ("甲乙丙丁戊己庚辛壬癸" * 3, "長い記載。" * 100)
    pdf.render(layout(Table(columns, (*[("上", "の行")] * 43, torn))))
    assert len(dropped) == 3


def test_to_drop_what_was_set_as_many_others_are_set_as_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("typst.compile", lambda *_, sys_inputs, **__: seen.append(sys_inputs["n"]))
    typesetting.forget()
    assert len(set(seen)) == len(seen) > typesetting.REMEMBERED
