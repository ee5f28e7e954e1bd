"""A document: source, form and assessment joined, faulty leaves set aside."""

import unicodedata
from pathlib import Path

import pytest
from documents import write
from PIL import Image

import pia
from pia.document import Document, load
from pia.errors import PiaError

HEAD = "様式: 重点項目評価書\n"


def document(folder: Path, text: str) -> Document:
    return load(write(folder, HEAD + text))


def said(found: Document) -> list[str]:
    """The findings of the source as `line address code`."""
    return [
        f"{f.position.line if f.position else ''} {f.address} {f.code}".replace("  ", " ")
        for f in found.findings
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("事務: {名称: a, 対象人数: 3人}", ["2 事務.対象人数 未知の選択肢"]),
        ("事務: {名称: a, 名前: b}", ["2 事務.名前 未知の項目"]),
        ("事務: [a]", ["2 事務 値の形"]),
        ("事務: {名称: [a]}", ["2 事務.名称 値の形"]),
        ("事務: {名称: {a: b}}", ["2 事務.名称 値の形"]),
        ('事務: {名称: "a\\nb"}', ["2 事務.名称 値の形"]),
        ("表紙: {公表日: 未定}", ["2 表紙.公表日 日付の書き方"]),
        ("表紙: {公表日: 令和7年2月30日}", ["2 表紙.公表日 存在しない日付"]),
        ("システム: {id: a}", ["2 システム 値の形"]),
        ("システム: [a]", ["2 システム[1] 値の形"]),
        ("システム: [{名称: a}]", ["2 システム[1].id idなし"]),
        ("システム: [{id: a b}]", ["2 システム[a b].id idの文字"]),
        ("システム: [{id: [a]}]", ["2 システム[1].id 値の形"]),
        ("システム: [{id: Ａ１}, {id: A1}]", ["2 重複したid"]),
        (
            "システム: [{id: a, 他のシステムとの接続: [x, 庁内連携システム, y]}]",
            [
                "2 システム[a].他のシステムとの接続[1] 未知の選択肢",
                "2 システム[a].他のシステムとの接続[3] 未知の選択肢",
            ],
        ),
        (
            "システム: [{id: a, 他のシステムとの接続: [{税務システム: x}]}]",
            ["2 システム[a].他のシステムとの接続[1] 記入欄のない選択肢"],
        ),
        ("変更箇所: [{id: a, 項目: b}]", ["2 変更箇所[a].id 未知の項目"]),
        ("前版: ../a.yaml", ["2 前版 外への参照"]),
        ("前版: /etc/hosts", ["2 前版 外への参照"]),
        ("前版: C:\\旧版", ["2 前版 外への参照"]),
        ("前版: HEAD:/etc/hosts", ["2 前版 参照先なし"]),
        ("前版: HEAD~3", []),
        ("前版: HEAD~1:評価書.yaml", []),
        ("事務:\n  名称：税\n  対象人数：3人", ["3 事務 全角のコロン", "4 事務 全角のコロン"]),
        ("担当部署:\n  部署:税務課", ["3 担当部署 コロンの後の空白"]),
        ("担当部署: 部署：税務課", ["2 担当部署 値の形"]),
    ],
)
def test_every_fault_is_shown_at_its_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert said(document(tmp_path, text)) == expected


def test_a_faulty_leaf_hides_nothing_else(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        "事務: {名称: 税, 対象人数: 3人}\n"
        "システム:\n- {名称: 一}\n- 文字\n"
        "- {id: b, 名称: 二, 他のシステムとの接続: [x, 税務システム, y]}\n",
    )
    assert len(found.findings) == 5
    assert found.assessment.office.name == "税"
    assert [(s.id, s.name) for s in found.assessment.systems] == [("1", "一"), ("b", "二")]
    assert [str(box.option) for box in found.assessment.systems[1].connections or ()] == [
        "税務システム"
    ]


def test_keys_and_options_of_another_width_are_understood(tmp_path: Path) -> None:
    found = document(tmp_path, "事　務: {対象人数: １万人以上１０万人未満}\n")
    assert found.findings == []
    assert found.assessment.office.subjects == "1万人以上10万人未満"


def test_a_box_whose_bracket_is_left_blank_is_ticked(tmp_path: Path) -> None:
    text = "システム: [{id: a, 他のシステムとの接続: [{その他: }]}]"
    (system,) = document(tmp_path, text).assessment.systems
    assert [(box.option.name, box.text) for box in system.connections or ()] == [("OTHER", None)]


def test_a_source_that_names_no_form_says_so(tmp_path: Path) -> None:
    found = load(write(tmp_path, "事務: {名称: a}"))
    assert [f.code for f in found.findings] == ["様式なし"]


def test_a_source_that_had_to_be_mended_is_refused_with_all_that_was_found(tmp_path: Path) -> None:
    with pytest.raises(PiaError) as caught:
        document(tmp_path, "事務：\n  名称: '{{ なし }}'\n  対象人数: 3人\n")
    codes = [finding.code for finding in caught.value.findings]
    assert codes == ["全角のコロン", "未定義の名前", "未知の選択肢"]


def test_names_that_had_to_be_mended_are_refused_too(tmp_path: Path) -> None:
    write(tmp_path, "変数：\n  市名: 見本市\n", "pia.yaml")
    with pytest.raises(PiaError) as caught:
        document(tmp_path, "事務: {名称: '{{ 市名 }}'}\n")
    assert [finding.code for finding in caught.value.findings] == ["全角のコロン"]


def test_a_form_that_does_not_exist_hides_no_other_fault(tmp_path: Path) -> None:
    with pytest.raises(PiaError) as caught:
        load(write(tmp_path, "様式: なし\n事務: '{{ なし }}'\n事務: x\n"))
    codes = [finding.code for finding in caught.value.findings]
    assert codes == ["未知の様式", "未定義の名前", "重複した項目"]


NFC = unicodedata.normalize("NFC", "ガイド.yaml")
NFD = unicodedata.normalize("NFD", "ガイド.yaml")


@pytest.mark.parametrize("name", [NFC, NFD])
def test_a_predecessor_is_found_whatever_the_unicode_form(tmp_path: Path, name: str) -> None:
    write(tmp_path, HEAD, NFD)
    found = document(tmp_path, f"前版: {name}\n")
    assert found.findings == []
    assert (tmp_path / str(found.assessment.predecessor)).is_file()


IMAGE = "様式: 全項目評価書\n事務の内容図: [{id: a, 画像: '%s', 代替テキスト: b}]\n"


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("図/a.png", []),
        ("図\\a.png", []),
        ("図/b.jpg", []),
        ("図/c.png", ["画像の形式"]),
        ("図/d.png", ["参照先なし"]),
        ("図", ["参照先なし"]),
        ("../a.png", ["外への参照"]),
        ("/etc/passwd", ["外への参照"]),
        ("https://example.jp/a.png", ["参照先なし"]),
    ],
)
def test_only_an_image_of_the_workspace_is_used(
    tmp_path: Path, written: str, codes: list[str]
) -> None:
    folder = tmp_path / "図"
    folder.mkdir()
    for name in ("a.png", "b.jpg"):
        Image.new("RGB", (4, 3)).save(folder / name)
    (folder / "c.png").write_bytes(b"GIF89a")
    found = load(write(tmp_path, IMAGE % written))
    assert [finding.code for finding in found.findings] == codes
    image = found.assessment.diagrams[0].image
    assert (image is None) == bool(codes)
    assert image is None or (tmp_path / image).is_file()


def _told(folder: Path, body: str) -> list[str]:
    """Line and code of the errors of a source."""
    found = pia.load(write(folder, f"様式: 重点項目評価書\n版: R6.10\n{body}")).findings
    return [f"{f.position.line if f.position else '?'} {f.code}" for f in found if f.is_error]


@pytest.mark.parametrize(
    "body",
    ["事務:\n  名称: !include x\n", "事務:\n  内容: !!python/x y\n", "事務:\n  名称: !!int 7\n"],
)
def test_a_tag_is_told_and_not_dropped(tmp_path: Path, body: str) -> None:
    assert _told(tmp_path, body) == ["4 YAMLの書き方"]


@pytest.mark.parametrize("text", ["1,0", "10,00", ",100", "1,,000", "1.0"])
def test_a_comma_stands_between_thousands(tmp_path: Path, text: str) -> None:
    body = f"特定個人情報ファイル:\n- id: 台帳\n  委託:\n    件数: '{text}'\n"
    assert _told(tmp_path, body) == ["6 件数の書き方"]


def test_a_text_of_digits_stays_a_text(tmp_path: Path) -> None:
    path = write(tmp_path, "様式: 重点項目評価書\n事務:\n  名称: 007\n")
    assert pia.load(path).assessment.office.name == "007"


def test_twins_in_another_width_are_told_before_one_is_dropped(tmp_path: Path) -> None:
    twins = "非公表:\n- 項目: 表紙\n  理由: a\n非 公表:\n- 項目: 事務\n  理由: b\n"
    assert "6 重複した項目" in _told(tmp_path, twins)
    path = write(tmp_path, f"様式: 重点項目評価書\n{twins}事務: {{名称: 秘密}}\n")
    with pytest.raises(pia.PiaError):
        pia.render(path, tmp_path, ["html"], edition="公表")
