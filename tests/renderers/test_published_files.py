"""The bare form for the 委員会; for residents contents, the meaning of ※, and no secrets."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reading import FORMATS, pdf, read, squeezed

import pia
from pia.errors import PiaError
from pia.layout.tree import Contents, Heading, Layout
from pia.renderers import rendered
from pia.workspace.printing import layout_of

SECRET, BODY = "甲乙丙警備会社", "株式会社丁戊"
SOURCE = """\
様式: FORM
表紙: {評価書番号: 1, 評価書名: 秘の事務, 評価実施機関名: 見本市秘長, 特記事項: 秘}
事務: {名称: 秘の事務, 内容: 巡回は秘による。, 対象人数: 1万人以上10万人未満}
システム: [{id: 秘, 名称: 秘システム, 機能: 巡回, 他のシステムとの接続: [その他: 秘]}]
事務の内容図: [{id: 図, 題名: 秘の図, 画像: 秘.png, 代替テキスト: 秘の流れ, 備考: 秘}]
特定個人情報ファイル:
- id: 秘
  ファイル名: 秘ファイル
  記録項目: [氏名, 秘]
  委託: {委託の有無: 委託する, 委託事項: [{id: 一, 名称: 保守, 委託先名: 先}]}
- {id: 乙, ファイル名: 二つ目のファイル}
変更箇所:
- {変更日: 令和7年1月1日, 項目: 秘, 変更後の記載: 秘に委託, 対象: [事務.内容]}
別紙: [{id: 表, 題名: 秘一覧, 列: [秘], 行: [{秘: 秘}], 備考: 秘}]
非公表:
- {項目: 事務.内容, 語: 秘, 理由: 警備のため}
- {項目: "特定個人情報ファイル[秘].委託.委託事項[一].委託先名", 理由: 警備のため}
"""
THEME = f"ロゴ: {{画像: 図.png, 説明: {SECRET}}}\nページの下の文: [{SECRET}]\n"
SOURCE = SOURCE.replace("秘", SECRET).replace("委託先名: 先", f"委託先名: {BODY}")
FORMS = ("重点項目評価書", "全項目評価書")


def source(folder: Path, form: str = FORMS[0]) -> Path:
    for name in ("図.png", f"{SECRET}.png"):
        Image.new("RGB", (40, 20), "white").save(folder / name)
    (folder / "テーマ.yaml").write_text(THEME, encoding="utf-8")
    file = folder / "評価書.yaml"
    file.write_text(SOURCE.replace("FORM", form), encoding="utf-8")
    return file


def layout(folder: Path, edition: str, form: str = FORMS[0]) -> Layout:
    return layout_of(pia.load(source(folder, form)), edition)


def laid_bare(data: bytes) -> Iterator[bytes]:
    """Yield a file and everything packed in it, unpacked."""
    yield data
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from laid_bare(archive.read(name))
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            yield stream


def spellings(text: str) -> list[bytes]:
    """The ways in which office files and PDFs write a text."""
    utf16 = text.encode("utf-16-be")
    entities = "".join(f"&#{ord(c)};" for c in text)
    escapes = text.encode("unicode_escape")
    plain = [text.encode(), utf16, text.encode("utf-16-le"), entities.encode(), escapes]
    return [*plain, utf16.hex().encode(), utf16.hex().upper().encode()]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_not_public_reaches_no_byte_of_the_published_file(
    tmp_path: Path, form: str, name: str
) -> None:
    made = layout(tmp_path, "公表", form)
    data = rendered(made, name)
    for secret in (SECRET, BODY):
        assert not [s for s in spellings(secret) for part in laid_bare(data) if s in part]
        assert squeezed(secret) not in read(made, name)
    assert "███" in read(made, name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_submitted_file_says_all_of_it(tmp_path: Path, name: str) -> None:
    text = read(layout(tmp_path, "提出"), name)
    assert SECRET in text
    assert BODY in text
    assert "███" not in text


def test_the_search_for_secrets_would_find_them(tmp_path: Path) -> None:
    made = layout(tmp_path, "提出", FORMS[1])
    for name in FORMATS:
        parts = list(laid_bare(rendered(made, name)))
        assert any(s in part for s in spellings(SECRET) for part in parts), name


@pytest.mark.parametrize("edition", ["提出", "公表"])
def test_only_the_published_edition_explains_the_mark(tmp_path: Path, edition: str) -> None:
    made = layout(tmp_path, edition)
    assert made.significance
    for name in set(FORMATS) - {"html"}:
        assert (squeezed(made.significance) in read(made, name)) == (edition == "公表")


def test_the_web_page_explains_the_mark_in_any_edition(tmp_path: Path) -> None:
    made = layout(tmp_path, "提出")
    assert squeezed(made.significance) in read(made, "html")


def test_the_published_contents_list_every_part_and_section(tmp_path: Path) -> None:
    made = layout(tmp_path, "公表")
    nodes = [node for sheet in made.sheets for node in sheet.nodes]
    (contents,) = [node for node in nodes if isinstance(node, Contents)]
    headings = [n for n in nodes if isinstance(n, Heading) and n.level in (1, 2)]
    listed = [entry.text for entry in contents.entries]
    assert listed == [heading.label.text for heading in headings]
    assert "Ⅱ　特定個人情報ファイルの概要　（２）二つ目のファイル" in listed


def test_a_form_without_a_list_of_parts_gets_contents_when_published(tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    file.write_text("様式: 基礎項目評価書\n", encoding="utf-8")
    document = pia.load(file)
    assert [s.name for s in layout_of(document, "公表").sheets][1] == "目次"
    assert "目次" not in [s.name for s in layout_of(document, "提出").sheets]


def test_the_contents_of_the_pdf_give_the_page_of_each_heading(tmp_path: Path) -> None:
    made = layout(tmp_path, "公表")
    text = squeezed(pdf(rendered(made, "pdf"), made))
    assert re.search(r"Ⅰ基本情報\.+4１．", text)


@pytest.mark.parametrize(
    "redactions",
    [
        "非公表: [{項目: 事務.内容, 語: ない語, 理由: a}]",
        "非公表: [{項目: 事務.ない項目, 語: 巡回, 理由: a}]",
        "非公表: {項目: 事務.内容}",
        "非公表: [{箇所: 事務.内容, 語: 巡回, 理由: a}]",
        "非公表: []\n非公表: [{項目: 事務.内容, 理由: a}]",
    ],
)
def test_nothing_is_published_while_what_is_not_public_is_in_doubt(
    tmp_path: Path, redactions: str
) -> None:
    file = tmp_path / "評価書.yaml"
    text = f"様式: 重点項目評価書\n事務: {{内容: 巡回する。}}\n{redactions}\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PiaError):
        pia.render(file, tmp_path, ["html"], edition="公表")
    assert pia.render(file, tmp_path, ["html"])


@pytest.mark.parametrize("edition", ["提出", "公表"])
def test_what_a_picture_file_holds_beside_its_picture_reaches_no_output(
    tmp_path: Path, edition: str
) -> None:
    file, info = source(tmp_path, FORMS[1]), PngInfo()
    info.add_itxt("Author", "撮影者", zip=True)
    for name in ("図.png", f"{SECRET}.png"):
        Image.new("RGB", (4, 2)).save(tmp_path / name, pnginfo=info)
        with (tmp_path / name).open("ab") as end:
            end.write("撮影者".encode())
    made = layout_of(pia.load(file), edition)
    for name in FORMATS:
        parts = list(laid_bare(rendered(made, name)))
        assert not [s for s in spellings("撮影者") for part in parts if s in part]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_derived_from_what_is_black(tmp_path: Path, name: str) -> None:
    file = tmp_path / "評価書.yaml"
    file.write_text(
        "様式: 基礎項目評価書\n事務: {対象人数: 30万人以上}\n"
        "しきい値判断: {取扱者数: 500人未満, 重大事故: 発生なし}\n"
        "非公表: [{項目: 事務.対象人数, 理由: 警備}]\n",
        encoding="utf-8",
    )
    document = pia.load(file)
    assert "義務付けられる" in read(layout_of(document, "提出"), "docx")
    made = layout_of(document, "公表")
    assert "████" in read(made, name)


def test_a_row_that_names_a_black_item_in_words_is_black(tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    file.write_text(
        "様式: 重点項目評価書\n事務: {内容: 甲社が巡回する。}\n"
        "変更箇所: [{項目: Ⅰ 1 ②事務の内容, 変更前の記載: 乙社が巡回する。}]\n"
        "非公表: [{項目: 事務.内容, 理由: 警備}]\n",
        encoding="utf-8",
    )
    text = read(layout_of(pia.load(file), "公表"), "html")
    assert "乙社" not in text
    assert "乙社" in read(layout_of(pia.load(file), "提出"), "html")
