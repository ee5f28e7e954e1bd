"""A source in another edition: what has a place stays, what has none stays as a comment."""

from pathlib import Path

import made_up
import pytest
from click.testing import CliRunner
from documents import write

import pia
from pia.cli import cli

# Edits of the form file of form 3.
OPTIONS = "required: always, options: [UNDER_1000, FROM_1000, FROM_10000, FROM_100000]}"
NO_BODIES = (
    "  - number: 7\n    title: 他の評価実施機関\n    items:\n"
    "    - {address: 他の評価実施機関, required: never, place: wide}\n",
    "",
)
NO_REMARKS = ("  - {address: 表紙.特記事項, required: never, lines: 5}\n", "")
NO_FUNCTIONS = (
    "      - {number: ②, address: 機能, label: システムの機能, required: always}\n",
    "",
)
DROPPED = (
    NO_BODIES,
    NO_REMARKS,
    NO_FUNCTIONS,
)
FEWER = (OPTIONS, "required: always, options: [FROM_100000, {FROM_10000: 10万人未満}]}")
NO_TAX = (
    "他のシステムとの接続, required: always}",
    "他のシステムとの接続, required: always, options: [OFFICE_LINK, {OTHER: ほか}]}",
)


def migrated(folder: Path, text: str, *edits: tuple[str, str]) -> tuple[str, list[str]]:
    """Return the text behind its `版:`, and what is told, as `line: [code] words`."""
    made_up.edition(folder / "templates", *edits)
    path = write(folder, f"版: R6.10\n{text}")
    result = pia.migrate(path, "R9.1")
    told = [f"{f.position.line - 1 if f.position else 0}: [{f.code}]" for f in result.findings]
    assert all(f.file == str(path) for f in result.findings)
    (folder / "新.yaml").write_bytes(result.data)
    assert not [f for f in pia.check(folder / "新.yaml") if f.is_error]
    head, _, body = result.data.decode().partition("\n")
    assert head == "版: R9.1"
    return body, told


FORM = "様式: 重点項目評価書\n"


def test_a_source_that_has_a_place_for_all_changes_only_its_edition(tmp_path: Path) -> None:
    text = FORM + "# 注\n事務:   # 税\n    名称:  '税'\n    内容: |\n        計算\n\n        通知\n"
    assert migrated(tmp_path, text) == (text, [])


def test_an_item_without_a_place_becomes_a_comment(tmp_path: Path) -> None:
    text = f"{FORM}他の評価実施機関: |\n  県\n\n  国\n担当部署:\n  部署: 税務課  # 本庁\n"
    assert migrated(tmp_path, text, *DROPPED) == (
        f"{FORM}# R9.1の様式にない項目:\n# 他の評価実施機関: |\n#   県\n#\n#   国\n"
        "担当部署:\n  部署: 税務課  # 本庁\n",
        ["2: [移せない項目]"],
    )


def test_items_of_blocks_become_comments_in_their_place(tmp_path: Path) -> None:
    text = f"{FORM}システム:\n- id: 甲\n  機能: 計算\n  名称: 甲\n- 機能: |\n    通知\n  id: 乙\n"
    assert migrated(tmp_path, text, *DROPPED) == (
        f"{FORM}システム:\n- id: 甲\n  # R9.1の様式にない項目:\n  # 機能: 計算\n  名称: 甲\n"
        "- # R9.1の様式にない項目:\n  # 機能: |\n  #   通知\n  id: 乙\n",
        ["4: [移せない項目]", "6: [移せない項目]"],
    )


def test_an_item_in_braces_goes_to_a_comment_above_its_line(tmp_path: Path) -> None:
    text = (
        f"{FORM}システム:\n- {{id: 甲, 機能: '計算, 通知', 名称: 甲}}\n- {{id: 乙, 機能: 通知}}\n"
    )
    assert migrated(tmp_path, text, *DROPPED) == (
        f"{FORM}システム:\n# R9.1の様式にない項目: 機能: '計算, 通知'\n- {{id: 甲, 名称: 甲}}\n"
        "# R9.1の様式にない項目: 機能: 通知\n- {id: 乙}\n",
        ["3: [移せない項目]", "4: [移せない項目]"],
    )


def test_an_option_without_a_place_becomes_a_comment(tmp_path: Path) -> None:
    text = f"{FORM}事務:\n  対象人数: 1,000人以上1万人未満 # 推計\n  名称: 税\n"
    assert migrated(tmp_path, text, FEWER) == (
        f"{FORM}事務:\n  # R9.1の様式にない選択肢:\n  # 対象人数: 1,000人以上1万人未満 # 推計\n"
        "  名称: 税\n",
        ["3: [移せない選択肢]"],
    )


def test_a_box_without_a_place_becomes_a_comment(tmp_path: Path) -> None:
    boxes = "  - 庁内連携システム\n  - 税務システム\n"
    text = f"{FORM}システム:\n- id: 甲\n  他のシステムとの接続:\n{boxes}"
    assert migrated(tmp_path, text, NO_TAX) == (
        f"{FORM}システム:\n- id: 甲\n  他のシステムとの接続:\n  - 庁内連携システム\n"
        "  # R9.1の様式にない選択肢:\n  # - 税務システム\n",
        ["6: [移せない選択肢]"],
    )


def test_all_boxes_in_brackets_may_go(tmp_path: Path) -> None:
    text = f"{FORM}システム:\n- id: 甲\n  他のシステムとの接続: [税務システム, 宛名システム等]\n"
    body, told = migrated(tmp_path, text, NO_TAX)
    assert told == ["4: [移せない選択肢]"] * 2
    assert "他のシステムとの接続: []\n" in body
    assert "# R9.1の様式にない選択肢: 税務システム\n" in body


def test_a_reprinted_option_is_written_as_the_new_edition_prints_it(tmp_path: Path) -> None:
    old, new = tmp_path / "templates", ("R6.10", "R9.1")
    made_up.edition(old, FEWER, name="R8.1")
    made_up.edition(old, (OPTIONS, "required: always, options: [{FROM_10000: 10万人まで}]}"))
    text = f"版: R8.1\n{FORM}事務:\n  対象人数: '１０万人未満'  # 推計\n"
    result = pia.migrate(write(tmp_path, text), new[1])
    assert result.data.decode() == text.replace("R8.1", "R9.1").replace(
        "１０万人未満", "10万人まで"
    )
    assert [f.code for f in result.findings] == ["改められた選択肢"]


def test_a_box_with_words_is_renamed_and_keeps_them(tmp_path: Path) -> None:
    made_up.edition(tmp_path / "templates", NO_TAX, name="R8.1")
    made_up.edition(tmp_path / "templates")
    text = f"版: R8.1\n{FORM}システム:\n- id: 甲\n  他のシステムとの接続:\n  - ほか: 倉庫\n"
    path = write(tmp_path, text)
    assert not [f for f in pia.check(path) if f.is_error]
    result = pia.migrate(path, "R9.1")
    assert result.data.decode() == text.replace("R8.1", "R9.1").replace("ほか", "その他")
    assert [f.code for f in result.findings] == ["改められた選択肢"]


def test_a_source_that_names_no_edition_says_so_afterwards(tmp_path: Path) -> None:
    made_up.edition(tmp_path / "templates")
    for text in (FORM, "{様式: 重点項目評価書}", "版:\n" + FORM, "# 表\n\n" + FORM):
        result = pia.migrate(write(tmp_path, text), "R9.1")
        (tmp_path / "新.yaml").write_bytes(result.data)
        assert pia.load(tmp_path / "新.yaml").form.edition == "R9.1"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b""])
def test_line_ends_and_a_byte_order_mark_stay(data: bytes, tmp_path: Path) -> None:
    made_up.edition(tmp_path / "templates", *DROPPED)
    path = tmp_path / "旧.yaml"
    text = f"版: R6.10\n{FORM}他の評価実施機関: 県\n"
    path.write_bytes(data + text.replace("\n", "\r\n").encode())
    new = f"版: R9.1\n{FORM}# R9.1の様式にない項目:\n# 他の評価実施機関: 県\n"
    assert pia.migrate(path, "R9.1").data == data + new.replace("\n", "\r\n").encode()


def test_a_name_that_stands_for_an_option_is_resolved(tmp_path: Path) -> None:
    text = f"{FORM}変数:\n  人数: 1,000人未満\n事務:\n  対象人数: '{{{{ 人数 }}}}'\n"
    body, told = migrated(tmp_path, text, FEWER)
    assert "  # 対象人数: '{{ 人数 }}'\n" in body
    assert told == ["5: [移せない選択肢]"]


def test_what_cannot_be_rewritten_safely_is_refused(tmp_path: Path) -> None:
    made_up.edition(tmp_path / "templates", *DROPPED)
    path = write(tmp_path, f"{FORM}他の評価実施機関: &a 県\n担当部署: {{部署: *a}}\n")
    with pytest.raises(pia.PiaError, match="移せない書き方"):
        pia.migrate(path, "R9.1")


def test_an_edition_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(pia.PiaError, match="未知の版"):
        pia.migrate(write(tmp_path, FORM), "R1.1")


EXAMPLE = Path(__file__).parents[2] / "examples" / "neyagawa" / "令和7年版.yaml"


def test_a_real_source_stays_as_it_is_in_its_own_edition() -> None:
    result = pia.migrate(EXAMPLE, "R6.10")
    assert (result.data, result.findings) == (EXAMPLE.read_bytes(), ())


def test_nothing_of_a_real_source_is_lost_in_another_edition(tmp_path: Path) -> None:
    made_up.edition(tmp_path / "templates", *DROPPED, NO_TAX)
    path = write(tmp_path, EXAMPLE.read_text(encoding="utf-8"))
    result = pia.migrate(path, "R9.1")
    assert len(result.findings) > 5
    kept = {line.strip(" #") for line in result.data.decode().splitlines()}
    for line in path.read_text(encoding="utf-8").splitlines():
        assert line.strip(" #") in kept or line == "版: R6.10"


def test_the_command_writes_a_new_file_and_tells_what_has_no_place(tmp_path: Path) -> None:
    made_up.edition(tmp_path / "templates", *DROPPED)
    path, target = write(tmp_path, f"{FORM}他の評価実施機関: 県\n"), tmp_path / "新.yaml"
    command = ["migrate", str(path), "--to", "R9.1", "-o", str(target)]
    first = CliRunner().invoke(cli, command)
    assert first.exit_code == 0
    assert "[移せない項目]" in first.output
    assert "# 他の評価実施機関: 県" in target.read_text(encoding="utf-8")
    again = CliRunner().invoke(cli, command)
    assert again.exit_code == 2
