"""A publication is whole or is not, and can be proved later."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import pia
from pia import RefusedError
from pia.cli import cli
from pia.office import publication
from pia.renderers import xlsx
from pia.source import pending
from pia.workspace import git as workspace_git

EXAMPLES = Path(__file__).parents[2] / "examples"
KILLS = int(os.environ.get("PIA_KILLS", "5"))
FILES = {f"{e}/令和7年版.{f}" for e in ("提出", "公表") for f in ("xlsx", "docx", "html", "pdf")}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "neyagawa", tmp_path / "市")
    return tmp_path / "市" / "令和7年版.yaml"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_set_holds_both_editions_the_frozen_version_and_a_manifest(source: Path) -> None:
    (source.parent / "テーマ.yaml").write_text("色: {ラベル: DDDDDD}\n", encoding="utf-8")
    (published,) = pia.publish([source])
    assert published.folder == source.parent / "出力/令和7年版/2025-02-13"
    assert names(published.folder) == FILES | {"令和7年版.確定.yaml", "目録.json", "テーマ.yaml"}
    assert pia.load(source).assessment.predecessor == (
        "出力/令和7年版/2025-02-13/令和7年版.確定.yaml"
    )
    assert [str(f) for f in pia.check(source, strict=True, against="")] == []
    again = run("publish", source)
    assert (again.exit_code, "（作成済み）" in again.output) == (0, True)


def test_a_set_is_proved_later_whatever_became_of_the_workspace(source: Path) -> None:
    (published,) = pia.publish([source])
    change(source.parent / "pia.yaml", "寝屋川市", "別の市")
    (source.parent / "テーマ.yaml").write_text("色: {ラベル: DDDDDD}\n", encoding="utf-8")
    shutil.rmtree(source.parent / "共通")
    result = run("verify", published.folder / "目録.json")
    assert result.exit_code == 0, result.output
    assert "不一致 0 件" in result.output


@pytest.mark.parametrize("name", ["公表/令和7年版.html", "令和7年版.確定.yaml"])
def test_what_was_changed_since_is_named(source: Path, name: str) -> None:
    (published,) = pia.publish([source])
    change(published.folder / name, "住民基本台帳", "住民台帳")
    result = run("verify", published.folder / "目録.json")
    assert result.exit_code == 1
    assert f"[目録との不一致] 「{name}」" in result.output


@pytest.mark.parametrize("name", ["公表/令和7年版.html", "令和7年版.確定.yaml"])
def test_a_manifest_that_was_changed_along_proves_nothing(source: Path, name: str) -> None:
    from pia.office.manifest import _sha256

    (published,) = pia.publish([source])
    before = _sha256(published.folder / name)
    change(published.folder / name, "住民基本台帳", "住民台帳")
    change(published.folder / "目録.json", before, _sha256(published.folder / name))
    result = run("verify", published.folder / "目録.json")
    assert result.exit_code == 1
    code = "書き換えられた確定版" if name.endswith(".yaml") else "確定版との不一致"
    assert f"[{code}]" in result.output


def test_a_file_of_decisions_must_be_complete(source: Path) -> None:
    assert run("diff", source, "--write-decisions").exit_code == 0
    result = run("publish", source)
    assert (result.exit_code, "[公表前の判断]" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("公表日: 令和7年2月13日", "承認日: 令和7年2月13日", "公表日"),
        ("対象人数: 10万人以上30万人未満", "対象人数:", "未記入"),
        ("名称: 住民基本台帳に関する事務", "名称: 住民台帳に関する事務", "変更箇所にない変更"),
    ],
)
def test_what_is_not_ready_is_not_published(source: Path, old: str, new: str, code: str) -> None:
    change(source, old, new)
    before = source.read_bytes()
    result = run("publish", source)
    assert result.exit_code == 1
    assert code in result.output
    assert source.read_bytes() == before
    assert not (source.parent / "出力").exists() or names(source.parent / "出力") == set()


def test_a_dry_run_tries_all_and_leaves_nothing(source: Path) -> None:
    before = names(source.parent)
    result = run("publish", source, "--dry-run")
    assert (result.exit_code, "書いていません" in result.output) == (0, True)
    assert names(source.parent) == before


def test_another_content_of_the_same_day_is_refused(source: Path) -> None:
    pia.publish([source])
    change(source, "大阪府", "兵庫県") if "大阪府" in source.read_text("utf-8") else None
    change(source.parent / "pia.yaml", "寝屋川市", "別の市")
    with pytest.raises(RefusedError):
        pia.publish([source])


def test_where_one_is_not_ready_none_is_published(source: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "hiroshima", tmp_path / "他")
    other = tmp_path / "他" / "令和6年版.yaml"
    change(other, "公表日: 令和6年12月25日", "承認日: 令和6年12月25日")
    with pytest.raises(RefusedError):
        pia.publish([source, other])
    assert not (source.parent / "出力").exists()


TAG = "公表/令和7年版/2025-02-13"


@pytest.fixture
def repository(source: Path) -> Path:
    for words in (["init", "-q"], ["config", "user.name", "a"], ["config", "user.email", "a@b.c"]):
        subprocess.run(["git", "-C", str(source.parent), *words], check=True)
    (source.parent / ".gitignore").write_text("/出力/\n", encoding="utf-8")
    git(source.parent, "add", "-A")
    git(source.parent, "commit", "-qm", "one")
    return source


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=false", *words]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_a_publication_is_one_commit_and_a_tag(repository: Path) -> None:
    assert run("publish", repository, "--git").exit_code == 0
    folder = repository.parent
    assert git(folder, "tag").strip() == TAG
    assert git(folder, "log", "--oneline").count("\n") == 2
    committed = git(folder, "show", "--name-only", "--format=").splitlines()
    assert "出力/令和7年版/2025-02-13/目録.json" in committed
    assert "令和7年版.yaml" in committed
    assert git(folder, "status", "--porcelain") == ""


def test_a_dirty_index_is_refused(repository: Path) -> None:
    (repository.parent / "メモ.txt").write_text("x", encoding="utf-8")
    git(repository.parent, "add", "メモ.txt")
    result = run("publish", repository, "--git")
    assert (result.exit_code, "[Gitへの記録]" in result.output) == (1, True)
    assert not (repository.parent / "出力").exists()


WRITING = ("add", "commit-tree", "update-ref")  # what changes a repository, in this order


def is_recorded_once(repository: Path) -> bool:
    folder = repository.parent
    commit, tagged = (git(folder, "rev-parse", name) for name in ("HEAD", TAG))
    log = git(folder, "log", "--oneline").count("\n")
    return (commit, log, git(folder, "status", "--porcelain")) == (tagged, 2, "")


@pytest.mark.parametrize("done", [0, 1])
@pytest.mark.parametrize("last", WRITING)
def test_a_record_that_is_killed_is_completed_by_the_next(
    repository: Path, monkeypatch: pytest.MonkeyPatch, last: str, done: int
) -> None:
    """It ended with a commit without a tag, or with files that were staged and then refused."""
    run_git = workspace_git.run

    def until(folder: Path, words: Sequence[str], *more: Any) -> bytes:
        said = run_git(folder, words, *more) if words[0] != last or done else b""
        if words[0] == last:
            raise Killed
        return said

    with monkeypatch.context() as patched:
        patched.setattr(workspace_git, "run", until)
        with pytest.raises(Killed):
            pia.publish([repository], record=True)
    before = git(repository.parent, "log", "--oneline").count("\n")
    tags = len(git(repository.parent, "tag").split())
    assert before - 1 == tags == (1 if (last, done) == ("update-ref", 1) else 0)
    pia.publish([repository], record=True)
    assert is_recorded_once(repository)


@pytest.mark.parametrize("kept", ["create", "update"])
def test_a_transaction_of_git_that_is_torn_is_completed_by_the_next(
    repository: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    run_git = workspace_git.run

    def torn(folder: Path, words: Sequence[str], name: str, given: bytes = b"") -> bytes:
        if words[0] != "update-ref":
            return run_git(folder, words, name, given)
        lines = [line for line in given.splitlines(True) if line.startswith(kept.encode())]
        run_git(folder, words, name, b"".join(lines))
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(workspace_git, "run", torn)
        with pytest.raises(Killed):
            pia.publish([repository], record=True)
    pia.publish([repository], record=True)
    assert is_recorded_once(repository)


def test_a_lock_that_git_left_is_named(repository: Path) -> None:
    lock = repository.parent / ".git/index.lock"
    lock.touch()
    result = run("publish", repository, "--git")
    assert (result.exit_code, f"{lock} があります" in result.output) == (1, True)
    lock.unlink()
    assert run("publish", repository, "--git").exit_code == 0
    assert is_recorded_once(repository)


def test_a_name_that_git_takes_for_no_tag_is_recorded(repository: Path) -> None:
    odd = repository.with_name("住民 基本[1].yaml")
    odd.write_bytes(repository.read_bytes())
    assert run("publish", odd, "--git").exit_code == 0
    assert git(repository.parent, "tag").strip() == "公表/住民_基本_1]/2025-02-13"


def test_a_tag_of_another_publication_is_named_and_nothing_is_recorded(repository: Path) -> None:
    folder = repository.parent
    git(folder, "tag", TAG)
    result = run("publish", repository, "--git")
    assert result.exit_code == 1
    assert f"札「{TAG}」" in result.output
    assert git(folder, "log", "--oneline").count("\n") == 1
    git(folder, "tag", "-d", TAG)
    assert run("publish", repository, "--git").exit_code == 0
    assert is_recorded_once(repository)


def state(source: Path) -> str:
    """Return what a reader finds: the old state, the new one, or a mixture of both."""
    folder = source.parent / "出力/令和7年版/2025-02-13"
    first = pia.load(source).assessment.predecessor
    is_there = folder.exists()
    names_it = "2025-02-13" in str(pia.load(source).assessment.predecessor)
    if is_there:
        assert pia.verify(folder / "目録.json") == (10, [])
        assert json.loads((folder / "目録.json").read_text("utf-8"))["文書"]
    if is_there == names_it or (names_it and "2025-02-13" not in str(first)):
        return "新" if names_it else "旧"
    return "混在"


def left_over(source: Path) -> list[str]:
    found = [*source.parent.rglob(".pia-*"), *source.parent.rglob("pending-*")]
    return [path.name for path in found]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_publication_that_is_killed_is_whole_or_is_not(source: Path) -> None:
    """Whatever reads first finds the old state or the new one. PIA_KILLS=100 for the whole test."""
    command = [sys.executable, "-c", "from pia.cli import main; main()", "publish", str(source)]
    before, chance = source.read_bytes(), random.Random(2)
    folder = source.parent / "出力/令和7年版/2025-02-13"
    begun = time.monotonic()
    assert subprocess.run(command, check=False).returncode == 0
    longest = 1.1 * (time.monotonic() - begun)
    seen = set()
    for _ in range(KILLS):
        shutil.rmtree(source.parent / "出力")
        source.write_bytes(before)
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, longest))
        running.send_signal(signal.SIGKILL)
        running.wait()
        seen.add(state(source))
        (source.parent / "出力").mkdir(exist_ok=True)
    assert seen <= {"旧", "新"}
    assert subprocess.run(command, check=False).returncode == 0
    assert state(source) == "新"
    assert pia.check(source, strict=True) == []
    assert [p.name for p in folder.parent.iterdir() if not p.name.startswith(".")] == ["2025-02-13"]
    assert left_over(source) == []


class Killed(BaseException):
    """Ends a publication where it stands, as a kill does."""


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_what_is_announced_is_in_place_for_whoever_reads_next(
    source: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    done: list[object] = []
    move = pending._move

    def until(each: pending.PendingFile) -> None:
        if len(done) == moves:
            raise Killed
        done.append(each)
        move(each)

    with monkeypatch.context() as patched:
        patched.setattr(pending, "_move", until)
        # What is ready stays, as it does when a process ends.
        patched.setattr("pia.office.publication.shutil.rmtree", lambda *words, **more: None)
        with contextlib.suppress(Killed):
            pia.publish([source])
    assert len(done) == moves
    assert state(source) == "新"
    assert left_over(source) == []


def test_what_was_not_announced_leaves_the_old_state(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*words: object) -> tuple[Path, bytes]:
        raise Killed

    before = source.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(publication, "journal", killed)
        with pytest.raises(Killed):
            pia.publish([source])
    assert (state(source), source.read_bytes()) == ("旧", before)
    assert left_over(source) == []


def test_what_somebody_edited_after_a_kill_is_not_written_over(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(move: pending.PendingFile) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(pending, "_move", killed)
        patched.setattr("pia.office.publication.shutil.rmtree", lambda *words, **more: None)
        with pytest.raises(Killed):
            pia.publish([source])
    change(source, "大阪府", "兵庫県") if "大阪府" in source.read_text("utf-8") else None
    with source.open("a", encoding="utf-8") as file:
        file.write("# 書き足した\n")
    edited = source.read_bytes()
    pia.load(source)
    assert source.read_bytes() == edited
    assert left_over(source) == []


def test_several_documents_are_published_as_one(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = source.with_name("二つ目.yaml")
    other.write_bytes(source.read_bytes())
    done: list[pending.PendingFile] = []
    move = pending._move

    def until(each: pending.PendingFile) -> None:
        if len(done) == 3:
            raise Killed
        done.append(each)
        move(each)

    with monkeypatch.context() as patched:
        patched.setattr(pending, "_move", until)
        patched.setattr("pia.office.publication.shutil.rmtree", lambda *words, **more: None)
        with pytest.raises(Killed):
            pia.publish([source, other])
    assert "2025-02-13" in str(pia.load(other).assessment.predecessor)
    assert state(source) == "新"
    assert left_over(source) == []


def test_a_workbook_changes_nothing_for_the_next(source: Path) -> None:
    before = dict(xlsx.NORMAL)
    pia.render(source, source.parent / "out", ["xlsx"])
    assert before == xlsx.NORMAL


def test_a_theme_brings_nothing_but_its_pictures_into_a_set(source: Path) -> None:
    folder = source.parent
    (folder.parent / "秘密.txt").write_text("秘密", encoding="utf-8")
    (folder / "テーマ.yaml").write_text(
        "ページの下の文: [pia.yaml, ../秘密.txt, 令和6年版.yaml]\n", encoding="utf-8"
    )
    before = {p: p.read_bytes() for p in folder.parent.rglob("*") if p.is_file() and p != source}
    (published,) = pia.publish([source])
    assert names(published.folder) == FILES | {"令和7年版.確定.yaml", "目録.json", "テーマ.yaml"}
    assert {p: d for p, d in before.items() if p.read_bytes() != d} == {}
