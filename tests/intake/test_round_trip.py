"""What pia printed comes back exactly, saved again by an office suite too: the examples, and
assessments made up by chance."""

import os
from pathlib import Path
from typing import Any

import pytest
from by_chance import tree
from paper_of import HIROSHIMA, NEYAGAWA, through_office
from reading_back import score

from pia import import_form, load, render
from pia.api.outputs import render_blank
from pia.forms.load import load as form_of
from pia.intake.filled import fill_file
from pia.source.emit import Tree, dump, escaped

EDITION = "R6.10"
FORMS = ("juten", "zenkomoku", "kiso")
# Of each form: 200 in all where nobody waits, enough to notice a slip on a desk.
SEEDS = range(67 if os.environ.get("CI") else 8)
SAVED_AGAIN = range(4 if os.environ.get("CI") else 1)
PICTURES = ("事務の内容図.画像",)  # named after their diagrams


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize("source", [NEYAGAWA, HIROSHIMA], ids=lambda path: path.parent.name)
def test_an_example_comes_back_exactly(source: Path, kind: str, tmp_path: Path) -> None:
    (printed,) = render(source, tmp_path, [kind])
    imported = import_form(printed)
    found = score(load(source), imported, PICTURES)
    assert found.items > 400
    assert found.wrong == ()
    assert imported.is_sure


def test_pictures_come_back_with_their_description(tmp_path: Path) -> None:
    (printed,) = render(HIROSHIMA, tmp_path, ["xlsx"])
    pictures = import_form(printed).result.pictures
    assert list(pictures) == [
        "図/住民基本台帳事務の内容.png",
        "図/本人確認・送付先情報事務の内容.png",
    ]
    assert all(picture.data.startswith(b"\x89PNG") for picture in pictures.values())


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case str():
            return escaped(value)
        case _:
            return str(value)


def _made_up(form: str, seed: int, folder: Path) -> Path:
    """Return the source of an assessment made up by chance."""
    source = folder / f"評価書{seed}.yaml"
    made = _plain(tree(form_of(EDITION, form), seed))
    source.write_text(dump(made, "# 偶然の評価書\n"), encoding="utf-8")
    return source


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_a_made_up_assessment_comes_back_exactly(form: str, seed: int, tmp_path: Path) -> None:
    document = load(_made_up(form, seed, tmp_path))
    kind = "docx" if seed % 2 else "xlsx"
    (printed,) = render(document, tmp_path, [kind])
    found = score(document, import_form(printed))
    assert found.wrong == ()


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize("source", [NEYAGAWA, HIROSHIMA], ids=lambda path: path.parent.name)
def test_an_example_that_an_office_suite_saved_again_comes_back_exactly(
    source: Path, kind: str, tmp_path: Path
) -> None:
    (saved,) = through_office(render(source, tmp_path, [kind]), tmp_path, kind)
    imported = import_form(saved)
    found = score(load(source), imported, PICTURES)
    assert found.items > 400
    assert found.wrong == ()
    assert imported.is_sure


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize("form", FORMS)
def test_made_up_assessments_that_an_office_suite_saved_again_come_back_exactly(
    form: str, kind: str, tmp_path: Path
) -> None:
    sources = [_made_up(form, seed, tmp_path) for seed in SAVED_AGAIN]
    printed = [path for source in sources for path in render(source, tmp_path, [kind])]
    saved = through_office(printed, tmp_path, kind)
    for source, path in zip(sources, saved, strict=True):
        assert score(load(source), import_form(path)).wrong == ()


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", "_x005F_x0041_", "<r>一</r>"])
def test_a_text_that_looks_like_a_code_comes_back_printed_and_filled_in(
    text: str, kind: str, tmp_path: Path
) -> None:
    source = tmp_path / "評価書.yaml"
    said: dict[str, Tree] = {
        "様式": "基礎項目評価書",
        "版": EDITION,
        "事務": {"名称": "課税", "概要": text},
    }
    source.write_text(dump(said, "# 符号"), encoding="utf-8")
    (printed,) = render(source, tmp_path / "出力", [kind])
    (given,) = render_blank("kiso", None, tmp_path, [kind])
    filled, _ = fill_file(source, given, tmp_path / f"記入済み.{kind}")
    for form in (printed, filled):
        assert import_form(form).assessment.office.outline == text
    assert fill_file(source, filled, tmp_path / f"再.{kind}")[1] == []


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_a_text_that_ends_like_a_repeated_label_is_a_text(kind: str, tmp_path: Path) -> None:
    source = tmp_path / "評価書.yaml"
    text = "様式: 基礎項目評価書\n版: R6.10\n事務: {名称: 課税（続き）, 概要: 徴収の（続き）}\n"
    source.write_text(text, encoding="utf-8")
    (printed,) = render(load(source), tmp_path, [kind])
    imported = import_form(printed)
    assert score(load(source), imported).wrong == ()
    assert imported.left == []  # the number of a page whose foot is laid out otherwise, neither


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_rows_of_an_attachment_that_say_one_thing_stay_rows(kind: str, tmp_path: Path) -> None:
    columns = ["番号", "名称", "備考"]
    cells = [("1", "甲", "あ"), (None, "乙", None), ("3", None, None), (None, None, "う")]
    rows = [
        {name: cell for name, cell in zip(columns, row, strict=True) if cell}
        for row in (*cells, ("4", "丁", "え"))
    ]
    attached = [
        {"id": "一", "題名": "別紙（１）", "列": columns, "行": rows, "備考": "以上"},
        {"id": "二", "題名": "別紙（２）", "列": columns[:2], "行": [{"番号": "1"}]},
    ]
    source = tmp_path / "評価書.yaml"
    made = tree(form_of(EDITION, "juten"), 1) | {"別紙": attached}
    source.write_text(dump(_plain(made), "# 偶然の評価書\n"), encoding="utf-8")
    (printed,) = render(source, tmp_path, [kind])
    back = import_form(printed).assessment.attachments
    assert [(each.title, each.remarks) for each in back] == [
        ("別紙（１）", "以上"),
        ("別紙（２）", None),
    ]
    assert [list(each.rows) for each in back] == [rows, [{"番号": "1"}]]


LONG = "\n".join(f"{n}行目の記載が、ここに書いてある。" for n in range(1, 131))
RUNNING = "続けて書いた記載" * 300


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_rows_of_tables_that_go_over_a_page_are_one_row_again(kind: str, tmp_path: Path) -> None:
    made = _plain(tree(form_of(EDITION, "juten"), 1))
    texts = [("短い", LONG), (RUNNING, "なし"), (LONG, RUNNING), ("前", "後")]
    changed = [
        {
            "変更日": "令和7年2月13日",
            "項目": f"Ⅰ－{n}\n②事務の内容",
            "変更前の記載": before,
            "変更後の記載": after,
            "提出時期": "事後",
        }
        for n, (before, after) in enumerate(texts, start=1)
    ]
    names = ["番号", "名称", "備考"]
    cells = [("1", "甲", LONG), (None, RUNNING, "う"), (None, None, LONG), ("2", "乙", None)]
    rows = [{k: v for k, v in zip(names, row, strict=True) if v} for row in cells]
    attached = [{"id": "一", "題名": "別紙（１）", "列": names, "行": rows, "備考": "以上"}]
    source = tmp_path / "評価書.yaml"
    source.write_text(dump(made | {"変更箇所": changed, "別紙": attached}, "# 長い表\n"), "utf-8")
    (printed,) = render(source, tmp_path, [kind])
    back = import_form(printed)
    assert score(load(source), back).wrong == ()
    assert [list(each.rows) for each in back.assessment.attachments] == [rows]
