"""Texts that stand in several places get names, and the source says the same by them."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from paper_of import EXAMPLES, NEYAGAWA

import pia
from pia.cli import cli
from pia.intake.suggest import suggestions


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = pia.render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["xlsx"])
    return path


def test_names_tell_what_they_would_save(printed: Path) -> None:
    found = suggestions([pia.import_form(printed)])
    office = next(each for each in found if each.text == "市民サービス部（戸籍・住基担当）")
    assert office.name == "部署"
    assert len(office.places) == 8
    assert office.saved == 7 * len(office.text)
    assert any(each.name.startswith("共通.") and "\n" in each.text for each in found)
    assert [each.saved for each in found] == sorted((s.saved for s in found), reverse=True)
    assert len({each.name for each in found}) == len(found)


def test_nothing_is_named_unless_told(printed: Path, tmp_path: Path) -> None:
    target = tmp_path / "評価書.yaml"
    command = ["import", str(printed), "-o", str(target), "--suggest"]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 0
    assert "{{ 部署 }} 8 箇所" in told.output
    assert "{{ 部署 }}" not in target.read_text(encoding="utf-8")


def test_a_source_with_names_says_the_same(printed: Path, tmp_path: Path) -> None:
    target = tmp_path / "評価書.yaml"
    told = CliRunner().invoke(cli, ["import", str(printed), "-o", str(target), "--apply"])
    assert told.exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert text.count("{{ 部署 }}") == 8
    assert re.search(r"^変数:\n  部署: 市民サービス部（戸籍・住基担当）$", text, re.MULTILINE)
    assert pia.diff(NEYAGAWA, target).rows == ()
    assert [f for f in pia.check(target) if f.is_error] == []
    pia.edit(target, {"担当部署.部署": "市民部"}, fragment=True, dry_run=True)


def test_texts_of_several_documents_are_found_and_frozen_with_them(tmp_path: Path) -> None:
    former = EXAMPLES / "neyagawa" / "令和6年版.yaml"
    forms = [pia.render(each, tmp_path, ["xlsx"])[0] for each in (NEYAGAWA, former)]
    command = ["import", *map(str, forms), "-o", str(tmp_path / "評価書"), "--apply"]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 0
    (folder,) = [path for path in (tmp_path / "評価書").iterdir() if path.is_dir()]
    for path, example in ((folder / "令和7年版.yaml", NEYAGAWA),):
        assert "{{ 共通." in path.read_text(encoding="utf-8")
        assert pia.diff(example, path).rows == ()


def test_what_several_documents_say_becomes_a_fragment_of_the_workspace(
    printed: Path, tmp_path: Path
) -> None:
    office = tmp_path / "職場"
    pia.init(office)
    other = tmp_path / "印鑑.yaml"
    other.write_bytes(NEYAGAWA.read_bytes())
    changes = {"表紙.評価書番号": "2", "事務.名称": "印鑑登録に関する事務", "前版": pia.REMOVE}
    names = NEYAGAWA.parent / "pia.yaml"
    (tmp_path / "pia.yaml").write_bytes(names.read_bytes())
    for folder in NEYAGAWA.parent.glob("共通"):
        shutil.copytree(folder, tmp_path / "共通")
    pia.edit(other, changes)
    (second,) = pia.render(other, tmp_path, ["docx"])
    command = ["import", str(printed), str(second), "-o", str(office / "評価書"), "--apply"]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 0, told.output
    shared = office / "共通" / "取り込み.yaml"
    assert str(shared) in told.output
    assert "市民サービス部（戸籍・住基担当）" in shared.read_text(encoding="utf-8")
    frozen = sorted((office / "評価書").glob("*/*.yaml"))
    assert len(frozen) == 2
    for path, source in zip(frozen, (NEYAGAWA, other), strict=True):
        assert "{{ 共通.取り込み.部署 }}" in path.read_text(encoding="utf-8")
        assert pia.diff(source, path).rows == ()
    for path in frozen:  # the next versions are opened, and use what the office shares
        opened = opened_from(path)
        assert pia.load(opened).assessment.department.name == "市民サービス部（戸籍・住基担当）"
    pia.edit(shared, {"部署": "市民部"})
    names_now = {pia.load(opened_from(path)).assessment.department.name for path in frozen}
    assert names_now == {"市民部"}


def opened_from(frozen: Path) -> Path:
    """Begin the next version as the page says: without its seal and the names it carries."""
    text = frozen.read_text(encoding="utf-8")
    for key in ("確定", "変数", "共通"):
        text = re.sub(rf"^{key}:.*\n(?:(?: .*)?\n)*", "", text, flags=re.MULTILINE)
    target = frozen.with_name("次の版.yaml")
    target.write_text(text, encoding="utf-8")
    return target
