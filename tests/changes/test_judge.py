from pathlib import Path

import pytest
from versions_in_yaml import compared

from pia.changes.cells import Options
from pia.changes.decisions import Decisions, read
from pia.changes.judge import Judge, Judgement
from pia.changes.reasons import Reasons
from pia.changes.report import Diff, build
from pia.changes.table import Row
from pia.layout.marks import Marked
from pia.model.choices import Timing

STORAGE = "特定個人情報ファイル[甲].保管・消去.保管場所"
SOURCE = (
    "担当部署: {{部署: {0}}}\n特定個人情報ファイル: [{{id: 甲, 保管・消去: {{保管場所: {0}}}}}]"
)


def judge(tmp_path: Path, decisions: str = "") -> Judge:
    """The judge of two changes: 担当部署 without a mark, 保管場所 with ※."""
    path = tmp_path / "評価書.判断.yaml"
    if decisions:
        path.write_text(decisions, encoding="utf-8")
    comparison = compared(SOURCE.format("総務課"), SOURCE.format("税務課"))
    return Judge(comparison, read(path) if decisions else Decisions(path), Reasons(tmp_path))


def diff(tmp_path: Path, decisions: str = "") -> Diff:
    return build(judge(tmp_path, decisions), Options())


def decided(tmp_path: Path, more: str) -> str:
    judged = judge(tmp_path)
    (change,) = (c for c in judged.comparison.changes if c.address == STORAGE)
    prints = judged.fingerprints(change)
    head = f"判断:\n- 対象: {STORAGE}\n"
    return f"{head}  変更前: {prints.before}\n  変更後: {prints.after}\n{more}"


def entries(found: Diff) -> list[tuple[Timing, Judgement]]:
    return [(entry.timing, entry.judgement) for entry in found.entries]


def test_without_decisions_the_proposals_stand(tmp_path: Path) -> None:
    assert entries(diff(tmp_path)) == [
        (Timing.AFTER, Judgement.NEEDLESS),
        (Timing.BEFORE, Judgement.NEEDED),
    ]
    assert diff(tmp_path).summary().startswith("変更 2 件（事前 1、事後 1。判断が必要 1、")


def test_a_decision_settles_its_row_with_its_reason(tmp_path: Path) -> None:
    text = decided(tmp_path, "  提出時期: 事後\n  説明: 扉を二重にした。\n")
    row = diff(tmp_path, text).entries[1]
    assert (row.timing, row.judgement) == (Timing.AFTER, Judgement.DONE)
    assert row.explanation == "扉を二重にした。"


def test_a_standing_reason_gives_the_explanation(tmp_path: Path) -> None:
    text = decided(tmp_path, "  提出時期: 事後\n  理由: 現状の明文化\n")
    assert "従前から" in diff(tmp_path, text).entries[1].explanation


def test_a_stale_decision_counts_no_longer_and_says_so(tmp_path: Path) -> None:
    text = decided(tmp_path, "  提出時期: 事後\n").replace("変更後: ", "変更後: x")
    found = diff(tmp_path, text)
    assert entries(found)[1] == (Timing.BEFORE, Judgement.NEEDED)
    (finding,) = found.findings
    assert (finding.code, finding.position.line if finding.position else 0) == ("古い判断", 5)


def test_a_whole_revision_may_come_before_and_then_nothing_is_open(tmp_path: Path) -> None:
    found = diff(tmp_path, "提出時期: 事前\n")
    assert entries(found) == [
        (Timing.BEFORE, Judgement.NEEDLESS),
        (Timing.BEFORE, Judgement.DONE),
    ]
    assert found.findings == ()


def test_a_whole_revision_afterwards_settles_no_marked_item(tmp_path: Path) -> None:
    found = diff(tmp_path, "提出時期: 事後\n")
    assert entries(found)[1] == (Timing.BEFORE, Judgement.NEEDED)
    assert [finding.code for finding in found.findings] == ["判断なし"]


def test_a_row_of_several_changes_is_open_until_each_is_decided(tmp_path: Path) -> None:
    judged = judge(tmp_path)
    row = Row("全般", Marked("総務課"), Marked("税務課"), judged.comparison.changes)
    entry = judged.entry(row)
    assert (entry.timing, entry.judgement) == (Timing.BEFORE, Judgement.NEEDED)


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
    rows = diff(tmp_path).as_dict()["rows"]
    assert isinstance(rows, list)
    assert rows[1] | {"根拠": ""} == {
        "address": STORAGE,
        "項目": "Ⅱ（１）6. ①保管場所",
        "変更前の記載": "総務課",
        "変更後の記載": "税務課",
        "提出時期": "事前",
        "提出時期に係る説明": "",
        "重要な変更の対象": True,
        "判断": "要",
        "根拠": "",
    }
    assert "規則第11条" in rows[1]["根拠"]
