import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pia import PiaError, check, diff, render
from pia.changes.judge import StandingReasons
from pia.workspace.diff import write_decisions
from pia.workspace.tables import append_rows

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

SOURCE = "様式: 重点項目評価書\n担当部署: {{部署: '{{{{ 所管課 }}}}{0}'}}\n"


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    subprocess.run(["git", "-C", str(folder), *name, *arguments], check=True, capture_output=True)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace below the top of a repository: one commit, and a later 所管課."""
    folder = tmp_path / "評価"
    folder.mkdir()
    write(folder, "", "総務課")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    write(folder, "", "区政課")
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, more: str, office: str) -> None:
    (folder / "評価書.yaml").write_text(SOURCE.format(more), encoding="utf-8")
    (folder / "pia.yaml").write_text(f"変数: {{所管課: {office}}}\n", encoding="utf-8")


def rows(old: str | None, new: str) -> list[str]:
    return [f"{row.before} → {row.after}" for row in diff(old, new).rows]


def test_a_revision_brings_the_variables_of_its_time(office: Path) -> None:
    assert rows("HEAD:評価書.yaml", "評価書.yaml") == ["総務課 → 区政課"]


def test_a_renamed_office_is_known_by_its_variable(office: Path) -> None:
    (row,) = diff("HEAD:評価書.yaml", "評価書.yaml").rows
    assert row.proposal.kind.name == "OFFICE"


def test_both_versions_may_be_revisions(office: Path) -> None:
    git(office, "commit", "-qam", "two")
    assert rows("HEAD~1:評価書.yaml", "HEAD:評価書.yaml") == ["総務課 → 区政課"]


def test_nothing_is_written_beside_a_revision(office: Path) -> None:
    for write_to in (append_rows, write_decisions):
        with pytest.raises(PiaError, match="Git から取り出した版"):
            write_to("HEAD:評価書.yaml", "HEAD:評価書.yaml")


def test_the_predecessor_may_be_a_revision(office: Path) -> None:
    path = office / "評価書.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "前版: HEAD\n", encoding="utf-8")
    assert rows(None, "評価書.yaml") == ["総務課 → 区政課"]


def test_the_predecessor_may_be_a_file_beside_the_document(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "旧.yaml").write_text("担当部署: {部署: 庶務課}\n", encoding="utf-8")
    path = office / "評価書.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "前版: 旧.yaml\n", encoding="utf-8")
    monkeypatch.chdir(office.parent)
    assert rows(None, "評価/評価書.yaml") == ["庶務課 → 区政課"]


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("HEAD~9:評価書.yaml", "版の取り出し"),
        ("--output=x:評価書.yaml", "版の取り出し"),
        ("HEAD:ない.yaml", "ファイルなし"),
        ("ない.yaml", "ファイルなし"),
        (None, "前版なし"),
    ],
)
def test_a_version_that_cannot_be_had_is_a_finding(
    office: Path, old: str | None, code: str
) -> None:
    with pytest.raises(PiaError) as caught:
        diff(old, "評価書.yaml")
    assert [finding.code for finding in caught.value.findings] == [code]


def test_a_fault_of_the_old_version_names_its_revision(office: Path) -> None:
    (office / "評価書.yaml").write_text("様式: [", encoding="utf-8")
    git(office, "commit", "-qam", "broken")
    write(office, "", "区政課")
    with pytest.raises(PiaError) as caught:
        diff("HEAD:評価書.yaml", "評価書.yaml")
    assert caught.value.findings[0].file == "HEAD:評価書.yaml"


def test_outside_a_repository_there_are_no_revisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "", "総務課")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(PiaError, match="版の取り出し"):
        diff("HEAD:評価書.yaml", "評価書.yaml")


def test_git_runs_no_program_that_the_repository_names(office: Path) -> None:
    """A received folder may bring filters, hooks, monitors and signature programs."""
    hook = f"touch {office.parent}/RAN; cat"
    (office.parent / ".gitattributes").write_text("* filter=evil export-subst\n", encoding="utf-8")
    git(office.parent, "add", "-A")
    git(office.parent, "commit", "-qm", "attributes")
    for key in ("filter.evil.smudge", "filter.evil.process", "core.fsmonitor", "core.pager"):
        git(office, "config", key, hook)
    git(office, "config", "gpg.program", hook)
    git(office, "config", "log.showSignature", "true")
    git(office, "config", "core.hooksPath", str(office.parent / "hooks"))
    (office.parent / "hooks").mkdir()
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        script = office.parent / "hooks" / name
        script.write_text(f"#!/bin/sh\n{hook}\n", encoding="utf-8")
        script.chmod(0o755)
    (office.parent / "RAN").unlink(missing_ok=True)
    write(office, "", "戸籍課")
    assert rows("HEAD:評価書.yaml", "評価書.yaml") == ["区政課 → 戸籍課"]
    live = office / "次.yaml"
    live.write_text("様式: 重点項目評価書\n前版: 評価書.yaml\n", encoding="utf-8")
    assert "動く前版" in {finding.code for finding in check(live)}
    assert not (office.parent / "RAN").exists()


def test_a_live_former_version_that_is_committed_is_offered_as_a_revision(office: Path) -> None:
    git(office, "commit", "-qam", "two")
    live = office / "次.yaml"
    live.write_text("様式: 重点項目評価書\n前版: 評価書.yaml\n", encoding="utf-8")
    (found,) = [f for f in check(live) if f.code == "動く前版"]
    (offered,) = re.findall("「([0-9a-f]+:評価書.yaml)」", found.hint)
    assert rows(offered, "評価書.yaml") == ["総務課 → 区政課"]  # the name of its time
    write(office, "変更", "区政課")
    (found,) = [f for f in check(live) if f.code == "動く前版"]
    assert "Git の版" not in found.hint


def test_pictures_and_fragments_of_a_revision_come_along_and_links_stay_away(
    office: Path,
) -> None:
    (office / "共通").mkdir()
    (office / "共通/f.yaml").write_text("文: 旧\n", encoding="utf-8")
    (office / "外.yaml").symlink_to("/etc/passwd")
    write(office, "{{ 共通.f.文 }}", "総務課")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "two")
    (office / "共通/f.yaml").write_text("文: 新\n", encoding="utf-8")
    assert rows("HEAD:評価書.yaml", "評価書.yaml") == ["総務課旧 → 総務課新"]


@pytest.mark.parametrize("name", ["テーマ.yaml", "理由/外.j2"])
def test_no_link_leads_out_of_the_workspace(office: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "外" / Path(name).name
    outside.parent.mkdir()
    outside.write_text("色: {ラベル: DDDDDD}\n", encoding="utf-8")
    (office / name).parent.mkdir(exist_ok=True)
    (office / name).symlink_to(outside)

    def reads() -> object:
        render("評価書.yaml", office / "出力", ["html"])
        return StandingReasons(office).known()

    with pytest.raises(PiaError, match="外への参照"):
        reads()
