"""規則第5条第1項後段: a form 2 goes beforehand where its form 3 or 4 has a 重要な変更."""

from pathlib import Path

import pytest

import pia
from pia.changes.classify import Ground
from pia.model.choices import Timing
from pia.workspace import diff as workspace_diff

KISO = """\
様式: 基礎項目評価書
版: R6.10
前版: 基礎_前.yaml
表紙: {{評価書番号: {number}, 公表日: {day}}}
事務: {{名称: {name}}}
基礎リスク対策: {{提出する評価書の種類: {submitted}}}
"""
FULL = """\
様式: 重点項目評価書
版: R6.10
前版: 重点_前.yaml
表紙: {{評価書番号: 1, 公表日: {day}}}
特定個人情報ファイル: [{{id: 台帳, 入手・使用: {{使用目的: {purpose}}}, 備考: {remarks}}}]
"""
BOTH = "基礎項目評価書及び重点項目評価書"


def kiso(folder: Path, name: str, submitted: str = BOTH, number: int = 1) -> Path:
    old = KISO.format(name="旧", day="令和6年4月1日", submitted=submitted, number=number)
    new = KISO.format(name=name, day="令和7年4月1日", submitted=submitted, number=number)
    (folder / "pia.yaml").write_text("", encoding="utf-8")
    (folder / "基礎_前.yaml").write_text(old.replace("前版: 基礎_前.yaml\n", ""), encoding="utf-8")
    (folder / "基礎.yaml").write_text(new, encoding="utf-8")
    return folder / "基礎.yaml"


def full(folder: Path, purpose: str = "発行", remarks: str = "備") -> None:
    old = FULL.format(purpose="発行", remarks="備", day="令和6年4月1日")
    new = FULL.format(purpose=purpose, remarks=remarks, day="令和7年4月1日")
    (folder / "重点_前.yaml").write_text(old.replace("前版: 重点_前.yaml\n", ""), encoding="utf-8")
    (folder / "重点.yaml").write_text(new, encoding="utf-8")


def said(path: Path) -> tuple[Timing, Ground, bool]:
    found = pia.diff(None, path)
    (row,) = found.rows
    return row.timing, row.proposal.ground, any("規則第5条第1項後段" in d for d in found.doubts)


def test_no_significant_change_beside_it_leaves_it_afterwards(tmp_path: Path) -> None:
    full(tmp_path, remarks="別の備考")
    assert said(kiso(tmp_path, "新")) == (Timing.AFTER, Ground.NO_MARKS, False)


def test_a_significant_change_beside_it_takes_it_along(tmp_path: Path) -> None:
    full(tmp_path, purpose="交付")
    path = kiso(tmp_path, "新")
    decided = "提出時期: 事前\n変更日: 令和7年4月1日\n判断: []\n"
    (tmp_path / "重点.判断.yaml").write_text(decided, encoding="utf-8")
    timing, rule, _ = said(path)
    assert (timing, rule) == (Timing.BEFORE, Ground.JOINT)


def test_an_undecided_change_beside_it_is_asked_about(tmp_path: Path) -> None:
    full(tmp_path, purpose="交付")
    assert said(kiso(tmp_path, "新")) == (Timing.BEFORE, Ground.MAY_BE_JOINT, True)


def test_one_that_was_published_before_it_and_went_beforehand_is_asked_about(
    tmp_path: Path,
) -> None:
    full(tmp_path)
    path = kiso(tmp_path, "新")
    assert said(path) == (Timing.AFTER, Ground.NO_MARKS, False)
    row = "変更箇所: [{変更日: R7.3.1, 項目: 使用目的, 提出時期: 事前}]\n"
    for name in ("重点.yaml", "重点_前.yaml"):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(row)
    assert said(path) == (Timing.BEFORE, Ground.MAY_BE_JOINT, True)


@pytest.mark.parametrize("timing", [Timing.BEFORE, Timing.AFTER])
def test_one_answer_for_the_revision_settles_what_was_asked_of_it(
    tmp_path: Path, timing: Timing
) -> None:
    path = kiso(tmp_path, "新")
    (tmp_path / "基礎.判断.yaml").write_text(f"提出時期: {timing}\n", encoding="utf-8")
    (row,) = pia.diff(None, path).rows
    assert (row.timing, str(row.need)) == (timing, "済")


@pytest.mark.parametrize(("submitted", "is_asked"), [(BOTH, True), ("基礎項目評価書", False)])
def test_alone_it_is_asked_about_unless_it_is_the_only_one(
    tmp_path: Path, submitted: str, is_asked: bool
) -> None:
    path = kiso(tmp_path, "新", submitted)
    asked = (Timing.BEFORE, Ground.MAY_BE_JOINT, True)
    assert said(path) == (asked if is_asked else (Timing.AFTER, Ground.NO_MARKS, False))


def test_another_number_is_another_office(tmp_path: Path) -> None:
    full(tmp_path, purpose="交付")
    assert said(kiso(tmp_path, "新", number=2)) == (Timing.BEFORE, Ground.MAY_BE_JOINT, True)


def test_documents_that_plainly_have_another_number_are_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(path: Path) -> pia.Document:
        loaded.append(path.name)
        return pia.load(path)

    monkeypatch.setattr(workspace_diff, "load", load)
    full(tmp_path, purpose="交付")
    path = kiso(tmp_path, "新", number=12)
    said(path)
    assert loaded == ["基礎.yaml"]


@pytest.mark.parametrize(
    "written",
    ["'12'", "１２", " 12 # 番号", "{{ 番号 }}", '"\\x31\\x32"', "12 # 評価書番号: 1"],
)
def test_a_number_is_found_however_it_is_written(tmp_path: Path, written: str) -> None:
    full(tmp_path, purpose="交付")
    for name in ("重点.yaml", "重点_前.yaml"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        quoted = f"'{written}'" if "{{" in written else written
        block = f"表紙:\n  評価書番号: {quoted}\n  公表日: "
        text = text.replace("表紙: {評価書番号: 1, 公表日: ", block).replace("日}", "日")
        (tmp_path / name).write_text(text + "変数: {番号: 12}\n", encoding="utf-8")
    assert said(kiso(tmp_path, "新", number=12))[1] is Ground.MAY_BE_JOINT
