"""The examples are what a clerk reads first: they are sound."""

from pathlib import Path

import pytest

import pia
from pia.workspace.discover import sources

EXAMPLES = Path(__file__).parents[1] / "examples"
DOCUMENTS = [
    path
    for path in sorted(EXAMPLES.glob("*/*.yaml"))
    if path.name != "pia.yaml" and "共通" not in path.parts
]


def test_there_are_two_examples_in_two_versions() -> None:
    assert {path.parent.name for path in DOCUMENTS} == {"hiroshima", "neyagawa"}
    assert len(DOCUMENTS) == 4


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_ready_for_publication(path: Path) -> None:
    assert [str(finding) for finding in pia.check(path, strict=True)] == []


@pytest.mark.parametrize("name", ["hiroshima", "neyagawa"])
def test_a_folder_means_its_newest_version(name: str) -> None:
    (newest,) = sources([EXAMPLES / name])
    assert pia.load(newest).assessment.predecessor is not None


@pytest.mark.parametrize("name", ["hiroshima", "neyagawa"])
def test_an_example_says_that_it_is_not_the_citys_own(name: str) -> None:
    readme = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    assert "市の文書そのものではありません" in readme


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_fills_its_form(path: Path) -> None:
    document = pia.load(path)
    assert len(document.assessment.files) == 3
    assert document.assessment.changes
    assert document.form.id == {"hiroshima": "zenkomoku", "neyagawa": "juten"}[path.parent.name]
