"""`pia audit dispose`: the files are gone, the plan says so, and not before it may."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from test_audit_papers import FOLDER, all_matched, drawn, note

from pia.errors import PiaError
from pia.records.audit.disposal import dispose
from pia.records.audit.reporting import write_report

__all__ = ["drawn"]
DAY = date(2026, 5, 1)
NOT_FOR_WORK = ("業務上と確認できない", "", "担当係長甲", "")


def test_the_files_are_gone_and_the_plan_has_their_hashes(drawn: Path, tmp_path: Path) -> None:
    all_matched(drawn)
    write_report(drawn, tmp_path / "出力", ["html"])
    folder = drawn.parent / FOLDER
    digests = {p.name: f"sha256:{sha256(p.read_bytes()).hexdigest()}" for p in folder.iterdir()}
    done = dispose(drawn, "担当係長乙", DAY)
    noted = yaml.safe_load(drawn.read_text(encoding="utf-8"))["調査"][0]["廃棄"]
    assert not folder.exists()
    assert len(digests) == 2
    assert {entry["ファイル"]: entry["ハッシュ"] for entry in noted["消した電磁的記録"]} == digests
    assert (noted["廃棄日"], noted["廃棄実施者"]) == ("令和8年5月1日", "担当係長乙")
    assert [finding.code for finding in done.findings] == ["消せない写し"]


def test_nothing_goes_before_the_report(drawn: Path) -> None:
    with pytest.raises(PiaError, match="報告前の廃棄"):
        dispose(drawn, "担当係長乙", DAY)
    assert len(list((drawn.parent / FOLDER).iterdir())) == 2


def test_nothing_goes_while_more_may_have_to_be_looked_into(drawn: Path, tmp_path: Path) -> None:
    all_matched(drawn, NOT_FOR_WORK)
    write_report(drawn, tmp_path / "出力", ["html"])
    with pytest.raises(PiaError, match="追加調査の判断なし"):
        dispose(drawn, "担当係長乙", DAY)
    note(drawn, ("調査", 0, "追加調査の判断"), "追加の調査は行わない。")
    with pytest.raises(PiaError, match="原因のない報告"):
        dispose(drawn, "担当係長乙", DAY)
    note(drawn, ("調査", 0, "システム別", 0, "原因"), "確認の手順が守られなかった。")
    note(drawn, ("調査", 0, "システム別", 0, "再発防止策"), "手順を改めて周知する。")
    assert dispose(drawn, "担当係長乙", DAY).files


def test_a_file_that_cannot_be_deleted_is_named_and_nothing_is_noted(
    drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_matched(drawn)
    write_report(drawn, tmp_path / "出力", ["html"])

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "held open")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(PiaError, match="消せないファイル"):
        dispose(drawn, "担当係長乙", DAY)
    assert "廃棄日" not in drawn.read_text(encoding="utf-8")


def test_a_disposal_that_is_stopped_half_way_loses_no_hash(
    drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_matched(drawn)
    write_report(drawn, tmp_path / "出力", ["html"])
    folder = drawn.parent / FOLDER
    digests = {p.name: f"sha256:{sha256(p.read_bytes()).hexdigest()}" for p in folder.iterdir()}
    unlink, gone = Path.unlink, list[Path]()

    def stop(self: Path, missing_ok: bool = False) -> None:
        if self.parent == folder and not self.name.startswith(".pia-") and gone:
            raise KeyboardInterrupt
        gone.extend([self] if self.parent == folder and self.suffix != ".part" else [])
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            dispose(drawn, "担当係長乙", DAY)
    assert len(gone) == 1
    dispose(drawn, "担当係長乙", DAY)
    noted = yaml.safe_load(drawn.read_text(encoding="utf-8"))["調査"][0]["廃棄"]
    assert {entry["ファイル"]: entry["ハッシュ"] for entry in noted["消した電磁的記録"]} == digests
    assert not folder.exists()
