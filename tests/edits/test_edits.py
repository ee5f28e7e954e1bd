"""Addresses set, added, moved and removed in a document; all that is not named stays."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from documents import write

import pia
from pia.model.assessment import System
from pia.model.base import Checked
from pia.model.choices import Means

HEAD = "様式: 重点項目評価書\n版: R6.10\n"
SYSTEMS = f"""{HEAD}システム:
- id: 甲 # 一つ目
  名称: 甲システム
- id: 乙
  名称: 乙システム
"""


def after(folder: Path, text: str, assignments: dict[str, Any], **options: bool) -> str:
    path = write(folder, text)
    pia.edit(path, assignments, **options)
    return path.read_text(encoding="utf-8")


def refusal(folder: Path, text: str, assignments: dict[str, Any], **options: bool) -> str:
    """Return the code of the refusal of an edit that leaves the file as it was."""
    path = write(folder, text)
    with pytest.raises(pia.RefusedError) as caught:
        pia.edit(path, assignments, **options)
    assert path.read_text(encoding="utf-8") == text
    (finding,) = caught.value.findings
    assert finding.file == str(path)
    return finding.code


def test_a_value_is_set_where_it_stands(tmp_path: Path) -> None:
    text = f"{HEAD}事務:\n  # 名\n  名称: '図書館' # 注\n"
    assert after(tmp_path, text, {"事務.名称": "博物館"}) == text.replace("図書館", "博物館")


def test_a_key_finds_its_place_in_the_order_of_the_form(tmp_path: Path) -> None:
    text = f"{HEAD}事務:\n  名称: 図書館\n  対象人数: 1,000人未満\n担当部署: {{}}\n"
    done = after(tmp_path, text, {"事務.内容": "貸す。\n返す。", "表紙.公表日": date(2025, 2, 13)})
    assert done == (
        f"{HEAD}表紙:\n  公表日: 令和7年2月13日\n事務:\n  名称: 図書館\n  内容: |\n    貸す。\n"
        "    返す。\n  対象人数: 1,000人未満\n担当部署: {}\n"
    )


def test_decisions_are_no_document_to_be_set(tmp_path: Path) -> None:
    path = tmp_path / "評価書.判断.yaml"
    path.write_text("判断: []\n", encoding="utf-8")
    with pytest.raises(pia.RefusedError) as caught:
        pia.edit(path, {"提出時期": "事後"})
    assert [finding.code for finding in caught.value.findings] == ["評価書でないファイル"]


def test_the_same_value_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}事務:\n  内容: |\n    貸す。\n")
    done = pia.edit(path, {"事務.内容": "貸す。"})
    assert (done.changes, dict(done.files)) == ((), {})


def test_none_empties_and_the_marker_removes(tmp_path: Path) -> None:
    text = f"{HEAD}事務:\n  名称: 図書館 # 注\n  内容: |\n    貸す。\n"
    values = {"事務.名称": None, "事務.内容": pia.REMOVE}
    assert after(tmp_path, text, values) == f"{HEAD}事務:\n  名称: # 注\n"


def test_a_block_is_added_moved_and_removed(tmp_path: Path) -> None:
    added = after(tmp_path, SYSTEMS, {"システム[丙]": {"名称": "丙システム"}})
    assert added == f"{SYSTEMS}- id: 丙\n  名称: 丙システム\n"
    moved = after(tmp_path, added, {"システム[丙]": pia.Before("甲")})
    assert moved.index("丙") < moved.index("甲") < moved.index("乙")
    assert sorted(moved) == sorted(added)
    assert after(tmp_path, moved, {"システム[丙]": pia.REMOVE}) == SYSTEMS


def test_a_part_of_the_model_is_written_with_its_japanese_keys(tmp_path: Path) -> None:
    system = System(id="丙", name="丙システム", functions="貸す。")
    assert after(tmp_path, SYSTEMS, {"システム[丙]": system}) == (
        f"{SYSTEMS}- id: 丙\n  名称: 丙システム\n  機能: 貸す。\n"
    )


def test_boxes_are_ticked_with_their_words(tmp_path: Path) -> None:
    text = (
        f"{HEAD}特定個人情報ファイル:\n- id: 台帳\n  入手・使用:\n    入手方法:\n    - 紙 # 窓口\n"
    )
    boxes = ["紙", {"その他": "窓口"}, "電子メール"]
    given = after(tmp_path, text, {"特定個人情報ファイル[台帳].入手・使用.入手方法": boxes})
    assert given == f"{text}    - その他: 窓口\n    - 電子メール\n"
    document = pia.load(tmp_path / "評価書.yaml")
    assert document.assessment.files[0].use.means == (
        Checked(Means.PAPER),
        Checked(Means.OTHER, "窓口"),
        Checked(Means.EMAIL),
    )


def test_a_draft_may_hold_what_check_faults(tmp_path: Path) -> None:
    after(tmp_path, HEAD, {"表紙.公表日": "令和7年2月30日"})
    assert "存在しない日付" in [f.code for f in pia.check(tmp_path / "評価書.yaml")]


@pytest.mark.parametrize(
    ("assignments", "code"),
    [
        ({"事務.名前": "x"}, "番地なし"),
        ({"事務.名称.下": "x"}, "番地なし"),
        ({"": "x"}, "番地なし"),
        ({"システム[": "x"}, "番地なし"),
        ({"委託先": "x"}, "番地なし"),
        ({"システム.名称": "x"}, "番地のあいまいさ"),
        ({"システム[丙].名称": "x"}, "まとまりなし"),
        ({"システム[丙].名称": "x", "システム[丁].id": "丁"}, "まとまりなし"),
        ({"事務.対象人数": "百人"}, "未知の選択肢"),
        ({"事務.名称": ["x"]}, "値の形"),
        ({"システム[甲]": "x"}, "値の形"),
        ({"システム[甲]": {"名前": "x"}}, "未知の項目"),
        ({"システム[丙]": pia.REMOVE}, "番地なし"),
        ({"事務.内容": pia.REMOVE}, "番地なし"),
        ({"事務.名称": "\x07"}, "使えない文字"),
        ({"事務.内容": "良い", "事務.名前": "x"}, "番地なし"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_done(
    tmp_path: Path, assignments: dict[str, Any], code: str
) -> None:
    assert refusal(tmp_path, f"{SYSTEMS}事務:\n  名称: 図書館\n", assignments) == code


def test_twins_are_ambiguous(tmp_path: Path) -> None:
    text = f"{HEAD}システム:\n- id: 甲\n- id: 甲\n"
    assert refusal(tmp_path, text, {"システム[甲].名称": "x"}) == "番地のあいまいさ"


def test_the_only_entry_needs_no_id(tmp_path: Path) -> None:
    text = f"{HEAD}システム:\n- id: 甲\n"
    assert after(tmp_path, text, {"システム.名称": "x"}) == f"{text}  名称: x\n"


def test_a_source_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, f"{HEAD}事務：\n", {"事務.名称": "x"}) == "全角のコロン"


def test_a_block_that_is_referred_to_stays(tmp_path: Path) -> None:
    text = (
        f"{HEAD}特定個人情報ファイル:\n- id: 台帳\n  提供・移転:\n    提供先:\n    - id: 国\n"
        "      別紙: 一覧\n別紙:\n- id: 一覧\n  題名: 提供先\n"
    )
    gone = {"別紙[一覧]": pia.REMOVE}
    assert refusal(tmp_path, text, gone) == "使われている場所の削除"
    both = gone | {"特定個人情報ファイル[台帳].提供・移転.提供先[国].別紙": pia.REMOVE}
    assert "一覧" not in after(tmp_path, text, both)


NAMES = f"""{HEAD}変数:
  課: 図書課
担当部署:
  部署: "{{{{ 課 }}}}"
  所属長の役職名: "{{{{ 課 }}}}長（本館）"
"""


def test_a_text_of_a_name_is_not_written_out_unless_asked(tmp_path: Path) -> None:
    change = {"担当部署.部署": "市民課"}
    assert refusal(tmp_path, NAMES, change) == "差し込みの中の文章"
    assert after(tmp_path, NAMES, change, inline=True) == NAMES.replace('"{{ 課 }}"', '"市民課"')
    assert after(tmp_path, NAMES, change, fragment=True) == NAMES.replace("図書課", "市民課")


def test_the_words_around_a_name_change_and_the_name_stays(tmp_path: Path) -> None:
    done = after(tmp_path, NAMES, {"担当部署.所属長の役職名": "図書課の長（別館）"})
    assert done == NAMES.replace("}}長（本館）", "}}の長（別館）")


def test_the_answer_says_who_else_uses_the_text(tmp_path: Path) -> None:
    write(tmp_path, "変数:\n  課: 図書課\n", "pia.yaml")
    write(tmp_path, f'{HEAD}事務:\n  名称: "{{{{ 課 }}}}の事務"\n', "別.yaml")
    path = write(tmp_path, f'{HEAD}担当部署:\n  部署: "{{{{ 課 }}}}"\n')
    done = pia.edit(path, {"担当部署.部署": "市民課"}, fragment=True)
    assert {str(use) for use in done.uses} == {
        "別.yaml の 事務.名称",
        "評価書.yaml の 担当部署.部署",
    }
    assert (tmp_path / "pia.yaml").read_text(encoding="utf-8") == "変数:\n  課: 市民課\n"
    assert pia.load(tmp_path / "別.yaml").assessment.office.name == "市民課の事務"


def test_the_names_of_a_workspace_are_edited_too(tmp_path: Path) -> None:
    path = write(tmp_path, "変数:\n  課: 図書課 # 注\n", "pia.yaml")
    pia.edit(path, {"変数.課": "市民課", "変数.係": "窓口係"})
    assert path.read_text(encoding="utf-8") == "変数:\n  課: 市民課 # 注\n  係: 窓口係\n"


def test_a_dry_run_writes_nothing_and_tells_all(tmp_path: Path) -> None:
    path = write(tmp_path, SYSTEMS)
    done = pia.edit(path, {"システム[甲].名称": "新"}, dry_run=True)
    assert path.read_text(encoding="utf-8") == SYSTEMS
    assert [(c.address, c.before, c.after) for c in done.changes] == [
        ("システム[甲].名称", "甲システム", "新")
    ]
