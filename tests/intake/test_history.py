"""Several forms of one document become a chain of versions with the same ids throughout."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from paper_of import EXAMPLES, NEYAGAWA

from pia import PiaError, load, render
from pia.cli import cli
from pia.intake import import_all

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


def test_nothing_is_written_over_nor_without_order(printed: list[Path], tmp_path: Path) -> None:
    import_all(printed, tmp_path)
    command = ["import", *map(str, printed), "-o", str(tmp_path)]
    assert CliRunner().invoke(cli, command).exit_code == 2
    (twin,) = render(NEYAGAWA, tmp_path / "twin", ["docx"])
    with pytest.raises(PiaError, match=r"版の順序.*令和7年版") as caught:
        import_all([printed[0], twin], tmp_path / "other")
    assert len(caught.value.findings) == 1
    assert not (tmp_path / "other").exists()
