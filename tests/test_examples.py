"""The examples are what a clerk reads first: they are sound."""

from pathlib import Path

import pytest

import pia
from pia.model.comments import ReviewRecord
from pia.workspace.folder import sources

EXAMPLES = Path(__file__).parents[1] / "examples"
RECORDS = {"ota": "意見", "tsurumi": "計画", "yokohama": "指摘"}
PAPERS = [
    path
    for path in sorted(EXAMPLES.glob("*/*.yaml"))
    if path.name != "pia.yaml" and "共通" not in path.parts
]
DOCUMENTS = [path for path in PAPERS if path.parent.name not in RECORDS]


def test_there_are_two_examples_in_two_versions() -> None:
    assert {path.parent.name for path in DOCUMENTS} == {"hiroshima", "neyagawa"}
    assert len(DOCUMENTS) == 4


def test_every_kind_of_paper_has_an_example() -> None:
    papers = {path.parent.name: path.stem for path in PAPERS if path not in DOCUMENTS}
    assert papers == RECORDS


@pytest.mark.parametrize("name", RECORDS)
def test_a_paper_is_printed_in_every_format(name: str, tmp_path: Path) -> None:
    written = pia.render(EXAMPLES / name / f"{RECORDS[name]}.yaml", tmp_path)
    assert [path.suffix for path in written] == [".xlsx", ".docx", ".html", ".pdf"]


def test_comments_show_what_the_versions_of_their_round_say() -> None:
    record = pia.load(EXAMPLES / "ota/意見.yaml").content
    assert isinstance(record, ReviewRecord)
    first = record.reviews[0].comments[0]
    assert "区の用意した媒体だけを使わせます。" in (first.changed or "")
    assert "区の用意した媒体だけを使わせます。" not in (first.place or "")
    assert record.reviews[1].comments[1].changed == "修正なし"


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_ready_for_publication(path: Path) -> None:
    assert [str(finding) for finding in pia.check(path, strict=True)] == []


@pytest.mark.parametrize("name", ["hiroshima", "neyagawa"])
def test_a_folder_means_its_newest_version(name: str) -> None:
    (newest,) = sources([EXAMPLES / name])
    assert pia.load(newest).assessment.predecessor is not None


@pytest.mark.parametrize("name", ["hiroshima", "neyagawa", *RECORDS])
def test_an_example_says_that_it_is_not_the_citys_own(name: str) -> None:
    readme = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    assert "市の文書そのものではありません" in readme


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_fills_its_form(path: Path) -> None:
    document = pia.load(path)
    assert len(document.assessment.files) == 3
    assert document.assessment.changes
    assert document.form.id == {"hiroshima": "zenkomoku", "neyagawa": "juten"}[path.parent.name]
