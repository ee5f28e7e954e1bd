from pathlib import Path

import pytest

from pia.changes.decisions import Fingerprints, path_beside, read
from pia.changes.decisions_update import Subject, updated
from pia.errors import PiaError
from pia.model.choices import Timing

DAY = "令和7年2月13日"
ONE, TWO = Fingerprints.of("旧", "新"), Fingerprints.of("旧", "別")


def subject(address: str = "事務.名称", fingerprints: Fingerprints = ONE) -> Subject:
    return Subject(address, "Ⅰ1. ①事務の名称", "事後、判断 不要", fingerprints)


def new_file(*subjects: Subject) -> str:
    return updated(None, Path("判断.yaml"), subjects, DAY).decode()


def decided(text: str) -> str:
    """The file with its first decision made by hand, with a remark."""
    head, _, rest = text.partition("\n- ")
    return f"{head}\n- {rest.replace('提出時期:', '提出時期: 事後 # 議会に報告済み', 1)}"


def again(text: str, *subjects: Subject) -> str:
    return updated(text.encode(), Path("判断.yaml"), subjects, DAY).decode()


def test_decisions_stand_beside_their_source() -> None:
    assert path_beside(Path("a/令和7年版.yaml")) == Path("a/令和7年版.判断.yaml")


def test_a_new_file_lists_the_changes_undecided(tmp_path: Path) -> None:
    path = tmp_path / "判断.yaml"
    path.write_text(new_file(subject()), encoding="utf-8")
    found = read(path)
    decision = found.by_address["事務.名称"]
    assert found.day is not None
    assert (found.timing, decision.timing, decision.is_stale(ONE)) == (None, None, False)


def test_new_changes_are_appended_and_nothing_else_is_touched() -> None:
    text = decided(new_file(subject()))
    longer = again(text, subject(), subject("担当部署.部署"))
    assert longer.startswith(text)
    assert "担当部署.部署" in longer.removeprefix(text)


def test_writing_again_changes_nothing() -> None:
    text = decided(new_file(subject()))
    assert again(text, subject()) == text


def test_a_decision_whose_text_changed_is_marked_until_a_person_removes_the_mark(
    tmp_path: Path,
) -> None:
    marked = again(decided(new_file(subject())), subject(fingerprints=TWO))
    assert "議会に報告済み" in marked
    path = tmp_path / "判断.yaml"
    path.write_text(marked, encoding="utf-8")
    assert read(path).by_address["事務.名称"].is_stale(TWO)
    path.write_text(marked.replace("  状態: 要再判断\n", ""), encoding="utf-8")
    assert not read(path).by_address["事務.名称"].is_stale(TWO)


def test_a_change_not_yet_decided_only_follows_its_text() -> None:
    assert "状態" not in again(new_file(subject()), subject(fingerprints=TWO))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_byte_order_mark_and_indentation_stay(mark: str) -> None:
    text = mark + "判断:\r\n  - 対象: 事務.名称 # 注\r\n    提出時期: 事前\r\n"
    longer = again(text, subject("担当部署.部署"))
    assert longer.startswith(text)
    assert "\n" not in longer.replace("\r\n", "")


def test_a_decision_is_stale_once_one_of_its_texts_changed(tmp_path: Path) -> None:
    path = tmp_path / "判断.yaml"
    path.write_text(decided(new_file(subject())), encoding="utf-8")
    decision = read(path).by_address["事務.名称"]
    assert decision.timing is Timing.AFTER
    assert not decision.is_stale(ONE)
    assert decision.is_stale(TWO)


def test_no_file_holds_no_decisions(tmp_path: Path) -> None:
    assert read(tmp_path / "判断.yaml").by_address == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("判断: [", 1),
        ("- 一覧", 1),
        ("判断:\n- 提出時期: 事後", 2),
        ("変更日: R7.2.31\n", 1),
        ("判断: 文", 1),
        ("判断: []\n判断: []", 2),
    ],
)
def test_a_file_that_is_not_sound_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    path = tmp_path / "判断.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PiaError) as caught:
        read(path)
    (finding,) = caught.value.findings
    assert finding.position is not None
    assert finding.position.line == line


def test_a_timing_that_is_none_is_a_finding_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "判断.yaml"
    path.write_text("判断:\n- 対象: 事務.名称\n  提出時期: いつか\n", encoding="utf-8")
    (finding,) = read(path).findings
    assert (finding.code, finding.position.line if finding.position else 0) == (
        "提出時期の書き方",
        3,
    )
