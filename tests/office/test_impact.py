"""What a variable, a fragment, an address or a wording reaches."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from documents import write

import pia
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


@pytest.fixture
def changed(office: Path) -> Path:
    """The office, of which `pia.yaml` was changed since the last commit."""
    write(office, HEAD + "担当部署: {部署: '{{ 課 }}'}\n", "四.yaml")
    for words in (
        ["init", "-q"],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", "-C", str(office), *words], check=True)
    write(office, "変数:\n  課: 市民窓口課\n  長: '{{ 課 }}長'\n", "pia.yaml")
    return office


def table_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_changes_of_all_documents_stand_in_one_table_each_once(changed: Path) -> None:
    file = changed / "判断.csv"
    words = ["impact", "課", str(changed), "--against", "HEAD", "-o", str(file)]
    result = CliRunner().invoke(cli, words)
    assert (result.exit_code, "判断する変更" in result.output) == (0, True), result.output
    lines = table_of(file)
    assert [(line["変更前"], line["変更後"]) for line in lines] == [("市民課", "市民窓口課")] * 2
    shared, significant = (line["評価書と番地"].splitlines() for line in lines)
    assert {place.partition(" | ")[0] for place in shared} == {"一.yaml", "四.yaml"}
    assert [place.partition(" | ")[0] for place in significant] == ["二.yaml"]
    assert "三.yaml" not in file.read_text("utf-8-sig")


def test_a_table_is_read_back_into_the_decisions_of_every_document(changed: Path) -> None:
    file = changed / "判断.csv"
    CliRunner().invoke(cli, ["impact", "課", str(changed), "--against", "HEAD", "-o", str(file)])
    lines = table_of(file)
    for line in lines:
        line["提出時期"], line["説明"] = "事後", "=組織名の変更のため"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    file.write_text(out.getvalue(), encoding="utf-8-sig")
    result = CliRunner().invoke(cli, ["decide", str(file)])
    assert result.exit_code == 0, result.output
    for name in ("一", "二", "四"):
        found = pia.diff("HEAD", changed / f"{name}.yaml")
        made = [e for e in found.decisions.entries if e.timing]
        assert made
        assert {e.explanation for e in made} == {"=組織名の変更のため"}
    assert not (changed / "三.判断.yaml").exists()
    words = ["impact", "課", str(changed), "--against", "HEAD", "-o"]
    assert CliRunner().invoke(cli, [*words, str(file)]).exit_code == 1  # what was written stays
    later = changed / "次.csv"
    assert CliRunner().invoke(cli, [*words, str(later)]).exit_code == 0
    assert {line["提出時期"] for line in table_of(later)} == {"事後"}
    assert all(line["説明"].startswith("'=") for line in table_of(later))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00"])
def test_another_file_is_no_table(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text, "判断.csv")
    with pytest.raises(pia.PiaError, match="判断の表ではないファイル"):
        pia.decide_all(file)
