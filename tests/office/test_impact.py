"""What a variable, a fragment, an address or a wording reaches."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from documents import write

from pia.cli import cli

HEAD = "様式: 重点項目評価書\n版: R6.10\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write(tmp_path, "変数:\n  課: 市民課\n  長: '{{ 課 }}長'\n", "pia.yaml")
    write(tmp_path, "書庫: '{{ 課 }}の書庫'\n", "共通/保管.yaml")
    write(tmp_path, HEAD + "担当部署: {部署: '{{ 課 }}', 所属長の役職名: '{{ 長 }}'}\n", "一.yaml")
    files = "特定個人情報ファイル:\n- id: a\n  保管・消去: {保管場所: '{{ 共通.保管.書庫 }}'}\n"
    write(tmp_path, HEAD + files, "二.yaml")
    write(tmp_path, HEAD + "事務: {内容: 市民課の仕事}\n", "三.yaml")
    return tmp_path


def run(office: Path, what: str) -> Result:
    return CliRunner().invoke(cli, ["impact", what, str(office), "--format", "json"])


def reached(office: Path, what: str) -> list[str]:
    result = run(office, what)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    return [f"{Path(f['file']).stem} {f['address']} {f['by']}" for f in found]


@pytest.mark.parametrize("what", ["課", "{{ 課 }}"])
def test_a_variable_reaches_items_through_variables_and_fragments(office: Path, what: str) -> None:
    assert [one for one in reached(office, what) if one.endswith("name")] == [
        "一 担当部署.部署 name",
        "一 担当部署.所属長の役職名 name",
        "二 特定個人情報ファイル[a].保管・消去.保管場所 name",
    ]


def test_a_fragment_file_reaches_what_uses_its_texts(office: Path) -> None:
    assert reached(office, "共通.保管") == ["二 特定個人情報ファイル[a].保管・消去.保管場所 name"]


@pytest.mark.parametrize(
    "address", ["特定個人情報ファイル[a].保管・消去.保管場所", "担当部署.部署"]
)
def test_an_address_is_found_in_every_document(office: Path, address: str) -> None:
    assert [one.split()[-1] for one in reached(office, address)] == ["address"]
    assert len(reached(office, "特定個人情報ファイル.保管・消去.保管場所")) == 1


def test_a_wording_is_found_whatever_its_width_and_where_it_comes_from(office: Path) -> None:
    assert [one.split()[0] for one in reached(office, "市民課の")] == ["三", "二"]


def test_a_document_that_cannot_be_read_is_named(office: Path) -> None:
    write(office, "様式: [\n", "四.yaml")
    result = run(office, "課")
    assert (result.exit_code, "四.yaml" in result.stderr) == (1, True)
