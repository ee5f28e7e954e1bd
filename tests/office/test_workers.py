"""A worker that dies takes nobody's work with it."""

import os
import signal
import sys
from importlib import import_module
from multiprocessing import parent_process
from pathlib import Path

import dask
import pytest
from click.testing import CliRunner
from documents import write

import pia
from pia.cli import cli
from pia.office import building, cluster, site, site_document
from pia.office.building import BuildTask, Done, make

HEAD = "様式: 基礎項目評価書\n版: R6.10\n事務:\n  名称: 課税{}\n"
NAMES = [f"{n:02}" for n in range(6)]
MARK = "止めた"  # whether a worker has died, beside the folder of the documents


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of six documents, on a machine of two cores."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for name in NAMES:
        write(tmp_path, HEAD.format(name), f"評価書/{name}.yaml")
    return tmp_path


def made_or_dead(task: BuildTask) -> Done:
    """Do the work of a document; the process that gets 02 dies."""
    if task.path.stem == "02":
        _die()
    return make(task)


def made_or_dead_once(task: BuildTask) -> Done:
    """Do the work of a document; the process that is the first to get 02 dies."""
    mark = task.path.parents[1] / MARK
    if task.path.stem == "02" and not mark.exists():
        mark.touch()
        _die()
    return make(task)


def page_or_dead_once(task: site_document.SiteTask) -> site_document.Made | None:
    """Make the pages of a document; the process that is the first to get 02 dies."""
    mark = task.path.parents[1] / MARK
    if task.path.stem == "02" and not mark.exists():
        mark.touch()
        _die()
    return site_document.make(task)


def page_or_dead(task: site_document.SiteTask) -> site_document.Made | None:
    """Make the pages of a document; the process that gets 02 dies."""
    if task.path.stem == "02":
        _die()
    return site_document.make(task)


def _die() -> None:
    assert parent_process() is not None, "the parent would have died"
    if sys.platform == "win32":
        os._exit(9)
    os.kill(os.getpid(), signal.SIGKILL)


def written(office: Path) -> list[str]:
    return sorted(path.stem for path in (office / "出力/評価書").glob("*.html"))


def test_a_worker_that_was_ended_leaves_nothing_undone(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "make", made_or_dead_once)
    assert not pia.build(office, formats=["html"]).fails
    assert (office / MARK).exists()
    assert written(office) == NAMES


def test_a_document_that_no_worker_survives_is_named_and_stops_no_other(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(building, "make", made_or_dead)
        result = CliRunner().invoke(cli, ["build", str(office), "--format", "html"])
    assert result.exit_code == 1
    assert "評価書/02.yaml [止められた処理]" in result.output
    assert written(office) == [name for name in NAMES if name != "02"]
    again = pia.build(office, formats=["html"])  # with more memory
    assert [Path(each.source).stem for each in again.done if each.is_new] == ["02"]
    assert written(office) == NAMES


def test_a_worker_of_a_cluster_that_was_ended_leaves_nothing_undone(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_module("distributed")  # its settings must be there before one of them is changed
    monkeypatch.setattr(building, "make", made_or_dead_once)
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        built = pia.build(office, formats=["html"], executor="pia.office.cluster:dask")
    assert not built.fails
    assert (office / MARK).exists()
    assert written(office) == NAMES


def test_a_worker_of_a_cluster_here_keeps_no_samples_of_what_it_did() -> None:
    with cluster.dask() as executor:
        enabled = executor.submit(dask.config.get, "distributed.worker.profile.enabled").result()
    assert enabled is False


@pytest.mark.filterwarnings("error")
def test_two_clusters_here_stand_beside_each_other() -> None:
    with cluster.dask() as one, cluster.dask() as other:
        assert [executor.submit(int, "7").result() for executor in (one, other)] == [7, 7]


def test_the_register_is_shown_without_a_document_that_no_worker_survives(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(building, "make", made_or_dead)
        listed = {Path(facts.source).stem: facts for facts in building.survey_facts(office)}
    assert sorted(listed) == NAMES
    assert [name for name, facts in listed.items() if facts.errors] == ["02"]
    assert not any(facts.errors for facts in building.survey_facts(office))


def test_a_site_is_whole_though_a_worker_was_ended(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = contents_of(office, "ふつう")
    (office / ".pia/site.json").unlink()
    monkeypatch.setattr(site, "make", page_or_dead_once)
    assert contents_of(office, "途中で") == expected
    assert (office / MARK).exists()


def contents_of(office: Path, name: str) -> dict[str, bytes]:
    target = office / name
    pia.site(office, target)
    found = target.rglob("*")
    return {str(p.relative_to(target)): p.read_bytes() for p in found if p.is_file()}


def test_there_is_no_site_without_a_document_that_no_worker_survives(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "make", page_or_dead)
    with pytest.raises(pia.PiaError, match="止められた処理"):
        pia.site(office, office / "公表")
