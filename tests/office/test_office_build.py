"""A build does what is due and nothing else, and leaves nothing half done."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import write
from rich.cells import cell_len

import pia
from pia.cli import cli
from pia.office import building
from pia.office.building import Built
from pia.office.summary import folded

HEAD = "様式: 基礎項目評価書\n版: R6.10\n事務:\n  名称: "
KILLS = int(os.environ.get("PIA_KILLS", "5"))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write(tmp_path, "変数:\n  甲: 一\n  乙: 二\n", "pia.yaml")
    write(tmp_path, "文: '{{ 甲 }}'\n", "共通/f.yaml")
    write(tmp_path, HEAD + "'{{ 甲 }}'\n", "評価書/01.yaml")
    write(tmp_path, HEAD + "'{{ 乙 }}'\n", "評価書/02.yaml")
    write(tmp_path, HEAD + "'{{ 共通.f.文 }}'\n", "評価書/03.yaml")
    return tmp_path


def build(office: Path, **options: object) -> Built:
    return pia.build(office, formats=["html"], **options)  # type: ignore[arg-type]


def made(built: Built) -> list[str]:
    return [Path(each.source).stem for each in built.done if each.is_new]


def test_the_second_build_makes_nothing(office: Path) -> None:
    assert made(build(office)) == ["01", "02", "03"]
    assert sorted(p.name for p in (office / "出力/評価書").iterdir()) == [
        "01.html",
        "02.html",
        "03.html",
    ]
    assert made(build(office)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("pia.yaml", "甲: 一", "甲: 壱", ["01", "03"]),
        ("pia.yaml", "乙: 二", "乙: 弐\n  丙: 三", ["02"]),
        ("pia.yaml", "変数:", "共通:\n  f: {文: 別}\n変数:", ["03"]),
        ("pia.yaml", "変数:", "しきい値判断: []\n変数:", ["01", "02", "03"]),
        ("共通/f.yaml", "'{{ 甲 }}'", "新", ["03"]),
        ("評価書/02.yaml", "事務:", "# 注\n事務:", ["02"]),
        ("評価書/02.yaml", "'{{ 乙 }}'", "'{{ 丁 }}'", ["02"]),
    ],
)
def test_only_the_documents_that_use_what_changed_are_made(
    office: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    build(office)
    path = office / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert made(build(office)) == expected
    assert made(build(office)) == []


def test_a_name_that_is_defined_at_last_is_seen(office: Path) -> None:
    write(office, HEAD + "'{{ 丁 }}'\n", "評価書/02.yaml")
    assert build(office).fails
    write(office, "変数:\n  甲: 一\n  乙: 二\n  丁: 四\n", "pia.yaml")
    built = build(office)
    assert (made(built), built.fails) == (["02"], False)
    assert "四" in (office / "出力/評価書/02.html").read_text(encoding="utf-8")


def test_a_theme_and_another_edition_of_the_output_concern_every_document(office: Path) -> None:
    build(office)
    write(office, "色: {ラベル: DDDDDD}\n", "テーマ.yaml")
    assert made(build(office)) == ["01", "02", "03"]
    assert made(build(office, edition="公表")) == ["01", "02", "03"]


def test_an_output_that_is_gone_is_made_again_and_one_edited_by_hand_is_kept(office: Path) -> None:
    build(office)
    (office / "出力/評価書/01.html").unlink()
    edited = office / "出力/評価書/02.html"
    edited.write_text("手で直した", encoding="utf-8")
    built = build(office)
    assert made(built) == ["01", "02"]
    assert built.fails
    assert edited.read_text(encoding="utf-8") == "手で直した"
    assert not build(office, force=True).fails


@pytest.mark.parametrize("word", ["\\ud800", '"}'])
def test_a_memory_that_pia_cannot_have_written_is_not_used(office: Path, word: str) -> None:
    build(office)
    memory = office / ".pia" / "build.json"
    text = memory.read_text("utf-8")
    memory.write_text(text.replace('"wanted": "', f'"wanted": "{word}', 1), "utf-8")
    assert "03" in made(build(office))


@pytest.mark.parametrize("place", ["published", "name", "source"])
def test_a_memory_that_was_changed_is_told_to_nobody(office: Path, place: str) -> None:
    build(office)
    expected = pia.status(office, "json")
    memory = office / ".pia" / "build.json"
    text = memory.read_text("utf-8")
    memory.write_text(text.replace(f'"{place}": "', f'"{place}": "誰か', 1), "utf-8")
    assert memory.read_text("utf-8") != text
    assert pia.status(office, "json") == expected


def test_one_broken_document_stops_no_other(office: Path) -> None:
    write(office, "様式: [\n", "評価書/02.yaml")
    built = build(office)
    assert built.fails
    assert sorted(p.name for p in (office / "出力/評価書").iterdir()) == ["01.html", "03.html"]
    result = CliRunner().invoke(cli, ["build", str(office), "--format", "html"])
    assert result.exit_code == 1
    assert "[YAMLの書き方]" in result.output
    assert "作成 0 件、変更なし 2 件、出力できないもの 1 件" in result.output


def test_errors_are_told_again_where_nothing_changed(office: Path) -> None:
    write(office, HEAD + "x\n  対象人数: 多い\n", "評価書/02.yaml")
    for _ in range(2):
        result = CliRunner().invoke(cli, ["build", str(office), "--format", "html"])
        assert result.exit_code == 1
        assert "評価書/02.yaml:5:3 [未知の選択肢]" in result.output


def test_outputs_are_the_same_in_processes_threads_and_one_by_one(office: Path) -> None:
    build(office)
    expected = {p.name: p.read_bytes() for p in (office / "出力/評価書").iterdir()}
    for n, executor in enumerate([None, f"{__name__}:threads"]):
        build(office, target=office / f"別{n}", executor=executor)
        found = {p.name: p.read_bytes() for p in (office / f"別{n}/評価書").iterdir()}
        assert found == expected


def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2)


def test_two_workers_of_a_cluster_do_the_same_work(office: Path) -> None:
    build(office)
    expected = {p.name: p.read_bytes() for p in (office / "出力/評価書").iterdir()}
    built = build(office, target=office / "別", executor="pia.office.cluster:dask")
    assert {p.name: p.read_bytes() for p in (office / "別/評価書").iterdir()} == expected
    assert made(built) == ["01", "02", "03"]


@pytest.mark.parametrize("named", ["ない.モジュール:f", "json", "json:ない"])
def test_an_executor_that_does_not_exist_is_told(office: Path, named: str) -> None:
    with pytest.raises(pia.PiaError, match="実行役の指定"):
        build(office, executor=named)


def test_a_damaged_cache_is_no_obstacle(office: Path) -> None:
    build(office)
    (office / ".pia/build.json").write_text('{"version": 1, "documents": {"a": 1}}', "utf-8")
    assert made(build(office)) == ["01", "02", "03"]


def test_a_document_that_is_gone_is_named_and_its_output_stays(office: Path) -> None:
    build(office)
    (office / "評価書/01.yaml").unlink()
    assert build(office).gone == ["評価書/01.yaml"]
    assert (office / "出力/評価書/01.html").is_file()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_build_that_is_killed_leaves_no_half_file_and_the_next_completes(office: Path) -> None:
    """PIA_KILLS=200 for the whole test."""
    for n in range(12):
        write(office, HEAD + f"事務{n}\n", f"評価書/k{n:02}.yaml")
    command = [sys.executable, "-c", "from pia.cli import main; main()", "build", str(office)]
    chance = random.Random(1)
    for _ in range(KILLS):
        running = subprocess.Popen([*command, "--format", "html,xlsx"], stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 2.5))
        running.send_signal(signal.SIGKILL)
        running.wait()
        for page in (office / "出力").rglob("*.html"):
            assert page.read_bytes().endswith(b" -->\n")
    assert subprocess.run([*command, "--format", "html,xlsx"], check=False).returncode == 0
    names = [p.name for p in (office / "出力/評価書").iterdir()]
    assert sorted(names) == sorted(
        f"{p.stem}.{f}" for f in ("html", "xlsx") for p in (office / "評価書").iterdir()
    )


def test_the_watch_sees_what_is_saved(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pia.office import watching

    def save(seconds: float) -> None:
        write(office, "変数: {甲: 新}\n", "pia.yaml")

    monkeypatch.setattr("time.sleep", save)
    assert list(zip(range(1), watching.changes(office, office / "出力"), strict=False)) == [
        (0, None)
    ]


def test_facts_come_out_of_the_cache(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(office)
    monkeypatch.setattr(building, "make", None)
    assert [Path(f.source).stem for f in building.survey_facts(office)] == ["01", "02", "03"]


def test_processes_begin_after_this_one_has_set_a_pdf(office: Path) -> None:
    """A copy of a process with the threads of the typesetter would wait for them without end."""
    command = [sys.executable, "-c", AFTER_A_PDF, str(office)]
    assert subprocess.run(command, check=False, timeout=120).returncode == 0


AFTER_A_PDF = """
import sys
from pathlib import Path
import pia
if __name__ == "__main__":
    office = Path(sys.argv[1])
    pia.render(office / "評価書/01.yaml", office / "一つ", ["pdf"], force=True)
    assert not pia.build(office, formats=["pdf"]).fails
"""


def test_long_names_are_folded_to_the_terminal() -> None:
    rows = [("結果", "評価書"), ("作成", "とても長い名前のフォルダー/令和7年版.yaml")]
    shown = list(folded(rows, 30))
    assert all(cell_len(line) <= 30 for line in shown)
    assert "".join(map(str.strip, shown[1:])).endswith(rows[1][1])
    assert list(folded(rows, None))[1].endswith(rows[1][1])
