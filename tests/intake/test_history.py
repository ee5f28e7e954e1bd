"""Several forms of one document become a chain of versions with the same ids throughout."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from paper_of import EXAMPLES, NEYAGAWA

from pia import PiaError, check, load, render
from pia.cli import cli
from pia.intake import import_all
from pia.workspace.freezing import import_chains
from pia.workspace.versions import broken, is_sealed

FORMER = EXAMPLES / "neyagawa" / "令和6年版.yaml"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("out")
    return [*render(NEYAGAWA, folder, ["xlsx"]), *render(FORMER, folder, ["docx"])]


def test_two_versions_become_a_chain_ordered_by_the_day_of_publication(
    printed: list[Path], tmp_path: Path
) -> None:
    written, _ = import_all(printed, tmp_path)
    sources = [path for path in written if path.suffix == ".yaml"]
    assert [path.name for path in sources] == ["令和6年版.yaml", "令和7年版.yaml"]
    assert {path.parent.name for path in sources} == {"1_住民基本台帳に関する事務"}
    former, latter = map(load, sources)
    assert latter.assessment.predecessor == "令和6年版.yaml"
    assert former.assessment.predecessor is None
    assert [s.id for s in latter.assessment.systems] == [s.id for s in former.assessment.systems]
    assert [f.id for f in latter.assessment.files] == [f.id for f in former.assessment.files]


def test_the_versions_are_frozen_and_stay_where_they_are(
    printed: list[Path], tmp_path: Path
) -> None:
    done = import_chains(printed, tmp_path)
    sources = [path for path in done.written if path.suffix == ".yaml"]
    assert len(sources) == 2
    assert done.open == []
    assert all(path.exists() for path in done.written)
    for path in sources:
        assert is_sealed(load(path))
        assert broken(load(path)) is None
    kinds = {f.code for f in check(sources[-1])}
    assert kinds & {"動く前版", "確定していない前版", "確定版の変化"} == set()


def test_what_was_filed_is_held_against_the_versions(printed: list[Path], tmp_path: Path) -> None:
    assert import_chains(printed, tmp_path / "一致").amiss == []
    book = openpyxl.load_workbook(printed[0])
    counts = [
        c for row in book["Ⅰ基本情報"].iter_rows() for c in row if c.value == "10万人以上30万人未満"
    ]
    assert len(counts) == 1
    counts[0].value = "1万人以上10万人未満"
    untold = tmp_path / printed[0].name
    book.save(untold)
    command = ["import", str(untold), str(printed[1]), "-o", str(tmp_path / "不一致")]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 1
    assert "公表した変更箇所と版の違いが合わない" in told.output
    assert "対象人数" in told.output


def test_two_assessments_of_one_office_do_not_meet_in_a_folder(
    printed: list[Path], tmp_path: Path
) -> None:
    other = render(EXAMPLES / "hiroshima" / "令和6年版.yaml", tmp_path / "様式", ["docx"])
    done = import_chains([*printed, *other], tmp_path / "評価書")
    folders = {path.parent.name for path in done.written if path.suffix == ".yaml"}
    name = "1_住民基本台帳に関する事務"
    assert folders == {f"{name}_重点項目評価書", f"{name}_全項目評価書"}


def test_forms_that_share_half_of_their_name_are_asked_about(
    printed: list[Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[0])
    for row in book["表紙"].iter_rows():
        for cell in row:
            if cell.value == "1":
                cell.value = "2"
    other = tmp_path / "別の番号.xlsx"
    book.save(other)
    command = ["import", str(other), str(printed[1]), "-o", str(tmp_path / "評価書")]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 2
    assert "同じ評価書か不確か" in told.output
    assert other.name in told.output
    assert printed[1].name in told.output
    assert not (tmp_path / "評価書").exists()
    for option, count in (("--same", 1), ("--apart", 2)):
        target = tmp_path / option
        done = CliRunner().invoke(cli, [*command[:-1], str(target), option])
        assert done.exit_code in (0, 1), done.output
        assert len([path for path in target.iterdir() if path.is_dir()]) == count


def test_nothing_is_written_over_nor_without_order(printed: list[Path], tmp_path: Path) -> None:
    import_all(printed, tmp_path)
    command = ["import", *map(str, printed), "-o", str(tmp_path)]
    assert CliRunner().invoke(cli, command).exit_code == 2
    (twin,) = render(NEYAGAWA, tmp_path / "twin", ["docx"])
    with pytest.raises(PiaError, match=r"版の順序.*令和7年版") as caught:
        import_all([printed[0], twin], tmp_path / "other")
    assert len(caught.value.findings) == 1
    assert not (tmp_path / "other").exists()
