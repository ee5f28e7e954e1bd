"""`pia audit sample`: what is drawn, who may look at it, and where it lies."""

import builtins
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from invented import PLAN, ROWS, log, plan, row

from pia.cli import cli
from pia.errors import PiaError
from pia.records.audit import audit_store
from pia.records.audit.audit_store import SampleFile
from pia.records.audit.sampling import SampleOptions, draw_samples

FOLDER = Path("調査/令和8年度")


def drawn(folder: Path, *logs: Path, **options: Any) -> SampleFile:
    path = folder / "計画.yaml"
    if not path.exists():
        plan(folder)
    draw_samples(
        path, logs or [log(folder)], SampleOptions(**{"seed": "1", **options}), lambda _: None
    )
    return audit_store.read(folder / FOLDER / audit_store.file_name("住基"))


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["audit", *words])


def test_the_sample_has_the_people_that_the_plan_asks_for(tmp_path: Path) -> None:
    found = drawn(tmp_path)
    assert len({case.subject for case in found.cases}) == 5
    assert {case.contents["宛名番号"] for case in found.cases} <= {r[4] for r in ROWS}
    assert {case.terminal for case in found.cases} <= {"T01", "T02", "T11"}


def test_the_same_seed_draws_the_same_from_any_format(tmp_path: Path) -> None:
    """Neither the order of the rows nor the encoding matters."""
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        plan(folder)
    turned = second / "逆順.csv"
    turned.write_bytes(log(first).read_bytes().decode("cp932").encode())
    lines = turned.read_text(encoding="utf-8").splitlines()
    turned.write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    assert drawn(first).cases == drawn(second, turned).cases


def test_the_worksheet_of_a_sample_is_the_same_whatever_the_clock_says(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        drawn(folder)
        made += [path.read_bytes() for path in (folder / FOLDER).glob("*.xlsx")]
        time.sleep(2.1)  # zip archives count by two seconds
    assert made[0] == made[1]


def test_a_seed_draws_this_sample_for_ever(tmp_path: Path) -> None:
    """Guards the choice against other versions of the engine, of Python and of this program."""
    found = drawn(tmp_path)
    assert found.drawn == "対象日 令和8年4月3日　時間帯 15:52から16:07まで　端末 T11、T01"
    numbers = [int(case.contents["宛名番号"].removeprefix("ATENA")) for case in found.cases]
    assert numbers == [6840, 2664, 576, 6407, 8062]


def test_operations_on_one_person_count_as_one(tmp_path: Path) -> None:
    rows = [row(n, 宛名番号=f"{n // 20:04d}", ユーザID="u1", 端末ID="T01") for n in range(480)]
    text = PLAN.replace("  - id: 支所\n    端末: [T11]\n", "").replace("人数: 5", "人数: 2")
    plan(tmp_path, text)
    found = drawn(tmp_path, log(tmp_path, rows))
    assert len({case.subject for case in found.cases}) == 2
    assert len(found.cases) > 5
    assert {case.series for case in found.cases} == {1, 2}


def test_another_draw_is_made_where_one_holds_too_few(tmp_path: Path) -> None:
    """Only one of the days has enough people in any quarter of an hour."""
    rows = [r for n, r in enumerate(ROWS) if n >= 960 or n % 40 == 0]
    found = drawn(tmp_path, log(tmp_path, rows))
    noted = yaml.safe_load((tmp_path / "計画.yaml").read_text(encoding="utf-8"))
    (told,) = noted["調査"][0]["システム別"]
    assert told["対象日"] == "令和8年4月3日"
    assert (int(told["対象者数"]), int(told["記録の件数"])) == (5, len(found.cases))
    assert int(told["指定の回"]) >= 1


def test_who_is_audited_is_no_auditor(tmp_path: Path) -> None:
    rows = [row(n, ユーザID="A01") for n in range(1440)]
    assert drawn(tmp_path, log(tmp_path, rows)).auditors == ("担当係長乙",)
    noted = yaml.safe_load((tmp_path / "計画.yaml").read_text(encoding="utf-8"))
    assert int(noted["調査"][0]["システム別"][0]["除いた担当者数"]) == 1


def test_the_plan_holds_nothing_of_the_rows(tmp_path: Path) -> None:
    found = drawn(tmp_path)
    text = (tmp_path / "計画.yaml").read_text(encoding="utf-8")
    assert text.startswith("# 調査の計画\n")
    assert "乱数の種:" in text
    assert not any(value in text for value in found.values())


def test_only_the_owner_may_read_working_files(tmp_path: Path) -> None:
    drawn(tmp_path)
    made = list((tmp_path / "調査").rglob("*"))
    assert len(made) == 3
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert not [path for path in made if path.name.startswith(".")]


def test_the_worksheet_offers_the_results_and_locks_what_was_drawn(tmp_path: Path) -> None:
    found = drawn(tmp_path)
    (path,) = (tmp_path / FOLDER).glob("*.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=6))
    assert [cell.value for cell in rows[0]][: len(found.cases[0].written())] == list(
        found.cases[0].written()
    )
    assert [cell.protection.locked for cell in rows[0]] == [True] * 10 + [False] * 4
    assert sheet.protection.sheet
    assert len(sheet.data_validations.dataValidation) == 3


def test_a_value_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    rows = [row(n, 氏名="=1+1") for n in range(1440)]
    drawn(tmp_path, log(tmp_path, rows))
    (path,) = (tmp_path / FOLDER).glob("*.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [cell for cells in sheet.iter_rows(min_row=6) for cell in cells if cell.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_control_sign_that_a_program_left_in_a_log_is_replaced(tmp_path: Path) -> None:
    rows = [row(n, 氏名="山田\x01\r\n花子", ユーザID="\x1bx1") for n in range(1440)]
    case = drawn(tmp_path, log(tmp_path, rows)).cases[0]
    assert (case.contents["氏名"], case.operator) == ("山田\ufffd\n花子", "\ufffdx1")
    assert run(tmp_path, "read", str(tmp_path / "計画.yaml")).exit_code == 0


def test_no_text_of_a_plan_or_of_a_heading_is_a_formula(tmp_path: Path) -> None:
    text = PLAN
    for word in (
        "既存住民基本台帳システム",
        "住民異動届",
        "担当係長甲",
        "届書を確かめる。",
        "氏名",
    ):
        assert word in text
        text = text.replace(word, f"'={word}'")
    (tmp_path / "計画.yaml").write_text(text, encoding="utf-8")
    heading = log(tmp_path)
    heading.write_text(heading.read_text("cp932").replace("氏名", "=氏名", 1), "cp932")
    drawn(tmp_path, heading)
    (path,) = (tmp_path / FOLDER).glob("*.xlsx")
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert sum(str(cell.value).startswith("=") for cell in cells) > 3
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def repository(folder: Path, ignored: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    (folder / ".gitignore").write_text(ignored, encoding="utf-8")


def test_nothing_is_written_where_git_would_take_it_in(tmp_path: Path) -> None:
    repository(tmp_path, "")
    with pytest.raises(PiaError, match="gitに入る作業フォルダー"):
        drawn(tmp_path)
    assert not (tmp_path / "調査").exists()


def test_a_folder_that_git_ignores_will_do(tmp_path: Path) -> None:
    repository(tmp_path, "/調査/\n")
    assert drawn(tmp_path).cases


def test_a_missing_engine_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "duckdb":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PiaError, match="調査の部品なし"):
        drawn(tmp_path)


def test_broken_rows_end_the_work_unless_they_may_be_left_out(tmp_path: Path) -> None:
    rows = [*ROWS, ("?", *ROWS[0][1:])]
    path = log(tmp_path, rows)
    with pytest.raises(PiaError, match="アクセスログの壊れた行"):
        drawn(tmp_path, path)
    assert not list((tmp_path / "調査").rglob("*.yaml"))
    assert drawn(tmp_path, path, except_broken=True).cases
    noted = yaml.safe_load((tmp_path / "計画.yaml").read_text(encoding="utf-8"))
    assert int(noted["調査"][0]["システム別"][0]["読めない行"]) == 1


def test_several_files_of_one_system_are_read_as_one(tmp_path: Path) -> None:
    whole = drawn(tmp_path, log(tmp_path))
    other = tmp_path / "分けた記録"
    other.mkdir()
    plan(other)
    parts = [log(other, ROWS[:700], "前半.csv"), log(other, ROWS[700:], "後半.csv")]
    assert drawn(other, *parts).cases == whole.cases


def test_the_command_takes_files_behind_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan(tmp_path)
    log(tmp_path, ROWS[:700], "前半.csv")
    log(tmp_path, ROWS[700:], "後半.csv")
    result = run(tmp_path, "sample", "計画.yaml", "--log", "前半.csv", "後半.csv")
    assert result.exit_code == 0, result.output
    assert (tmp_path / FOLDER / audit_store.file_name("住基")).is_file()
