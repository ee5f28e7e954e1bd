from pathlib import Path

import pytest
from versions_in_yaml import compared, judge_of

from pia.changes.amendments import STANDARD, RowOptions
from pia.changes.decisions import Decisions, read
from pia.changes.judge import Judge, Need
from pia.changes.report import Diff, as_dict, build, table
from pia.model.choices import Timing

STORAGE = "特定個人情報ファイル[甲].保管・消去.保管場所"
SOURCE = (
    "担当部署: {{部署: {0}}}\n特定個人情報ファイル: [{{id: 甲, 保管・消去: {{保管場所: {1}}}}}]"
)
ENTRY = f"判断:\n- 対象: {STORAGE}\n  変更前: 金庫\n  変更後: 部屋\n"
EXCEPTION = "  提出時期: 事後\n  理由: リスクの軽減\n"


def judge(tmp_path: Path, decisions: str = "") -> Judge:
    """The judge of two changes: 担当部署 without a mark, 保管場所 with ※."""
    path = tmp_path / "評価書.判断.yaml"
    if decisions:
        path.write_text(decisions, encoding="utf-8")
    comparison = compared(SOURCE.format("総務課", "金庫"), SOURCE.format("税務課", "部屋"))
    return judge_of(comparison, read(path) if decisions else Decisions(path), tmp_path)


def diff(tmp_path: Path, decisions: str = "", options: RowOptions = STANDARD) -> Diff:
    return build(judge(tmp_path, decisions), options)


def rows(found: Diff) -> list[tuple[Timing, Need]]:
    return [(row.timing, row.need) for row in found.rows]


def codes(found: Diff) -> list[str]:
    return [finding.code for finding in found.findings]


def test_without_decisions_the_proposals_stand(tmp_path: Path) -> None:
    assert rows(diff(tmp_path)) == [(Timing.AFTER, Need.NEEDLESS), (Timing.BEFORE, Need.NEEDED)]
    assert diff(tmp_path).summary().startswith("変更 2 件（事前 1、事後 1。判断が必要 1、")


def test_a_decision_settles_its_row_with_its_reason(tmp_path: Path) -> None:
    found = diff(tmp_path, ENTRY + EXCEPTION + "  説明: 扉を二重にした。\n")
    row = found.rows[1]
    assert (row.timing, row.need, row.explanation) == (Timing.AFTER, Need.DONE, "扉を二重にした。")
    assert found.findings == ()


def test_a_standing_reason_gives_the_explanation(tmp_path: Path) -> None:
    found = diff(tmp_path, ENTRY + "  提出時期: 事後\n  理由: 現状の明文化\n")
    assert "従前から" in found.rows[1].explanation


@pytest.mark.parametrize("reason", ["", "  理由: その他の項目の変更\n", "  説明: 急いだため。\n"])
def test_a_marked_item_afterwards_needs_a_reason_that_excepts_it(
    tmp_path: Path, reason: str
) -> None:
    found = diff(tmp_path, f"{ENTRY}  提出時期: 事後\n{reason}")
    assert codes(found) == ["※の項目の事後の理由"]
    assert rows(found)[1] == (Timing.BEFORE, Need.NEEDED)
    assert not found.fails(strict=False)
    assert found.fails(strict=True)


@pytest.mark.parametrize(("names", "told"), [("甲", ""), ("甲乙", "同じ変更が 2 項目にあります。")])
def test_a_decision_that_is_missing_tells_how_many_items_it_is_for(
    tmp_path: Path, names: str, told: str
) -> None:
    one = "{{id: {0}, 保管・消去: {{保管場所: {1}}}}}"
    old, new = (
        f"特定個人情報ファイル: [{', '.join(one.format(name, place) for name in names)}]"
        for place in ("金庫", "部屋")
    )
    path = tmp_path / "評価書.判断.yaml"
    path.write_text("判断: []\n", encoding="utf-8")
    found = build(judge_of(compared(old, new), read(path)), STANDARD).findings
    (finding,) = [f for f in found if f.code == "判断なし"]
    assert ("同じ変更が" in finding.message) is bool(told)
    assert told in finding.message


def test_an_item_without_a_mark_may_follow_afterwards_without_a_reason(tmp_path: Path) -> None:
    entry = "判断:\n- 対象: 担当部署.部署\n  変更前: 総務課\n  変更後: 税務課\n  提出時期: 事後\n"
    found = diff(tmp_path, entry)
    assert rows(found)[0] == (Timing.AFTER, Need.DONE)
    assert codes(found) == ["判断なし"]


@pytest.mark.parametrize(
    "reason",
    [
        "形式的な変更",
        "組織名の変更",
        "リスクを変動させない変更",
        "リスクの軽減",
        "現状の明文化",
        "法令改正",
        "緊急時",
    ],
)
def test_each_reason_that_excepts_names_its_provision(tmp_path: Path, reason: str) -> None:
    found = diff(tmp_path, f"{ENTRY}  提出時期: 事後\n  理由: {reason}\n")
    assert codes(found) == []
    assert "指針第6の2(2)" in found.rows[1].explanation or "規則第9条第2項" in (
        found.rows[1].explanation
    )


def test_an_emergency_is_told_of_soon_afterwards(tmp_path: Path) -> None:
    found = diff(tmp_path, f"{ENTRY}  提出時期: 事後\n  理由: 緊急時\n")
    assert "速やかに提出・公表" in found.rows[1].explanation


def test_a_reason_of_the_workspace_may_except_too(tmp_path: Path) -> None:
    (tmp_path / "理由").mkdir()
    text = "{# 重要な変更の例外: 指針第6の2(2) #}\n{{ 項目 }}を改めた。"
    (tmp_path / "理由" / "市の理由.j2").write_text(text, encoding="utf-8")
    found = diff(tmp_path, ENTRY + "  提出時期: 事後\n  理由: 市の理由\n")
    assert (codes(found), found.rows[1].explanation) == ([], "Ⅱ（１）6. ①保管場所を改めた。")


def test_what_nobody_needs_to_decide_explains_itself(tmp_path: Path) -> None:
    assert diff(tmp_path).rows[0].explanation.startswith("重要な変更の対象となる項目の変更ではない")


def test_a_stale_decision_counts_no_longer_and_says_what_changed(tmp_path: Path) -> None:
    text = (ENTRY + EXCEPTION).replace("変更後: 部屋", "変更後: 書庫")
    found = diff(tmp_path, text)
    assert rows(found)[1] == (Timing.BEFORE, Need.NEEDED)
    (finding,) = found.findings
    assert (finding.code, finding.position.line if finding.position else 0) == ("古い判断", 5)
    assert "判断したとき: 金庫 → 書庫　今: 金庫 → 部屋" in finding.message


def test_open_rows_are_marked_wherever_they_are_printed(tmp_path: Path) -> None:
    timings = [row[4] for row in table(diff(tmp_path)).rows]
    assert timings == ["事後", "事前（未判断）"]
    stale = diff(tmp_path, (ENTRY + EXCEPTION).replace("部屋", "書庫"))
    assert table(stale).rows[1][4] == "事前（要再判断）"


def test_a_whole_revision_may_come_before_and_then_nothing_is_open(tmp_path: Path) -> None:
    found = diff(tmp_path, "提出時期: 事前\n")
    assert rows(found) == [(Timing.BEFORE, Need.NEEDLESS), (Timing.BEFORE, Need.DONE)]
    assert found.findings == ()


def test_a_whole_revision_afterwards_settles_no_marked_item(tmp_path: Path) -> None:
    found = diff(tmp_path, "提出時期: 事後\n")
    assert rows(found)[1] == (Timing.BEFORE, Need.NEEDED)
    assert codes(found) == ["判断なし"]


def test_decisions_on_another_former_version_are_not_used(tmp_path: Path) -> None:
    found = diff(tmp_path, f"前版: 令和4年8月10日（照合 0123456789ab）\n{ENTRY}{EXCEPTION}")
    assert rows(found)[1] == (Timing.BEFORE, Need.NEEDED)
    assert codes(found) == ["前版の違う判断"]
    assert found.fails(strict=True)
    same = f"前版: {judge(tmp_path).former}\n{ENTRY}{EXCEPTION}"
    assert codes(diff(tmp_path, same)) == []


def test_a_missing_decision_is_found_at_its_item(tmp_path: Path) -> None:
    (finding,) = diff(tmp_path).findings
    assert (finding.code, finding.address, finding.position) == ("判断なし", STORAGE, None)


@pytest.mark.parametrize(("strict", "fails"), [(False, False), (True, True)])
def test_only_the_strict_fail_while_a_decision_is_missing(
    tmp_path: Path, strict: bool, fails: bool
) -> None:
    found = diff(tmp_path)
    assert found.fails(strict=strict) is fails
    assert len(found.open_points(strict=strict)) == int(strict)


def test_the_promised_keys_are_printed(tmp_path: Path) -> None:
    printed = as_dict([diff(tmp_path)])["rows"]
    assert isinstance(printed, list)
    assert printed[1] | {"根拠": ""} == {
        "address": STORAGE,
        "項目": "Ⅱ（１）6. ①保管場所",
        "変更前の記載": "金庫",
        "変更後の記載": "部屋",
        "提出時期": "事前",
        "提出時期に係る説明": "",
        "重要な変更の対象": True,
        "判断": "要",
        "根拠": "",
    }
    assert "規則第11条" in printed[1]["根拠"]
