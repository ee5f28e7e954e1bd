import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from pia.cli import cli

OLD = (
    "様式: 重点項目評価書\n担当部署: {部署: 総務課}\n個人番号の利用: {法令上の根拠: 番号法第9条}\n"
)
NEW = OLD.replace("総務課", "区政課").replace("第9条", "第16条") + "前版: 旧.yaml\n"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "旧.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "新.yaml").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pia(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments])


def test_the_predecessor_is_compared_when_only_one_version_is_given() -> None:
    one, two = pia("新.yaml", "--format", "json"), pia("旧.yaml", "新.yaml", "--format", "json")
    assert one.exit_code == 0
    assert one.stdout == two.stdout
    assert [row["address"] for row in json.loads(one.stdout)["rows"]] == [
        "個人番号の利用.法令上の根拠",
        "担当部署.部署",
    ]


def test_rows_or_none_exit_0_and_strict_exits_1_while_a_decision_is_missing() -> None:
    assert pia("新.yaml").exit_code == 0
    assert pia("旧.yaml", "旧.yaml", "--strict").exit_code == 0
    strict = pia("新.yaml", "--strict")
    assert strict.exit_code == 1
    assert "新.yaml:3:11 [判断なし]" in strict.stderr


def test_strict_is_content_once_everything_is_decided(office: Path) -> None:
    pia("新.yaml", "--write-decisions")
    file = office / "新.判断.yaml"
    text = file.read_text(encoding="utf-8").replace("  提出時期:\n", "  提出時期: 事前\n")
    file.write_text(text, encoding="utf-8")
    assert pia("新.yaml", "--strict").exit_code == 0


def test_the_summary_closes_the_table() -> None:
    assert "変更 2 件（事前 1、事後 1。判断が必要 1、判断済み 0）" in pia("新.yaml").stdout


def test_the_rule_is_shown_on_request() -> None:
    assert "規則第11条" not in pia("新.yaml", "--format", "markdown").stdout
    assert "規則第11条" in pia("新.yaml", "--format", "markdown", "--why").stdout


@pytest.mark.parametrize("name", ["xlsx", "docx", "html", "markdown", "json"])
def test_a_file_is_written_in_the_format_of_its_name(office: Path, name: str) -> None:
    suffix = {"markdown": "md"}.get(name, name)
    result = pia("新.yaml", "-o", f"表.{suffix}", "--format", name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (office / f"表.{suffix}").stat().st_size > 100


def test_the_format_follows_the_name_of_the_file(office: Path) -> None:
    pia("新.yaml", "-o", "表.json")
    assert json.loads((office / "表.json").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("arguments", [("ない.yaml",), ("a", "b", "c"), ("旧.yaml",)])
def test_what_cannot_be_compared_exits_2(arguments: tuple[str, ...]) -> None:
    assert pia(*arguments).exit_code == 2


def test_decided_rows_are_appended_and_counted(office: Path) -> None:
    result = pia("新.yaml", "--append", "--format", "json")
    assert "変更箇所に 1 行を加えました" in result.stderr
    assert json.loads(result.stdout)
    assert (office / "新.yaml").read_text(encoding="utf-8").startswith(NEW)


def test_text_of_a_source_is_text_in_every_format(office: Path) -> None:
    text = NEW.replace("区政課", "'[red]<b>|*課*'")
    (office / "新.yaml").write_text(text, encoding="utf-8")
    assert "[red]<b>|*課*" in pia("新.yaml").stdout
    assert r"\[red\]\<b\>\|\*課\*" in pia("新.yaml", "--format", "markdown").stdout
    assert "<b>|*課*" not in pia("新.yaml", "--format", "html").stdout


@pytest.mark.parametrize(
    ("file", "start"), [("表.md", "| 変更日 |"), ("表.json", "{"), ("表.html", "<!DOCTYPE")]
)
def test_the_name_of_the_output_says_its_format(office: Path, file: str, start: str) -> None:
    assert pia("新.yaml", "-o", file).exit_code == 0
    assert (office / file).read_text(encoding="utf-8").startswith(start)


def test_an_output_of_no_known_format_is_a_usage_error(office: Path) -> None:
    result = pia("新.yaml", "-o", "表.txt")
    assert result.exit_code == 2
    assert "markdown" in result.stderr
    assert not (office / "表.txt").exists()


def test_the_whole_form_is_written_with_tracked_changes(office: Path) -> None:
    assert pia("新.yaml", "--tracked", "-o", "履歴.docx").exit_code == 0
    assert (office / "履歴.docx").read_bytes().startswith(b"PK")


def test_tracked_changes_need_a_word_file() -> None:
    assert pia("新.yaml", "--tracked").exit_code == 2
    assert pia("新.yaml", "--tracked", "-o", "表.xlsx").exit_code == 2


def test_a_faulty_version_is_compared_with_a_warning(office: Path) -> None:
    text = NEW + "情報連携: {実施の有無: たぶん}\n"
    (office / "新.yaml").write_text(text, encoding="utf-8")
    result = pia("新.yaml")
    assert result.exit_code == 0
    assert "変更後の 新.yaml: 読み取れない項目が 1 件あります" in result.stderr
    assert "変更前" not in result.stderr


def test_a_lost_predecessor_leaves_no_doubt_about_the_items(office: Path) -> None:
    (office / "新.yaml").write_text(NEW.replace("前版: 旧", "前版: 無い"), encoding="utf-8")
    assert "読み取れない" not in pia("旧.yaml", "新.yaml").stderr


HIDDEN_OLD = """\
様式: 重点項目評価書
担当部署: {部署: 手本警備課}
個人番号の利用: {法令上の根拠: 見本警備が第9条で行う}
特定個人情報ファイル: [{id: 台帳, 備考: 旧い備考}]
非公表: [{項目: 個人番号の利用.法令上の根拠, 語: 見本警備, 理由: 警備, 根拠: 規則第10条第2項}]
"""
HIDDEN_NEW = """\
様式: 重点項目評価書
前版: 旧.yaml
担当部署: {部署: 新警備課}
個人番号の利用: {法令上の根拠: 見本警備が第16条で行う}
特定個人情報ファイル: [{id: 台帳, 備考: 見本 警備は新しい備考}]
非公表: [{項目: 担当部署.部署, 理由: 警備, 根拠: 規則第10条第2項}]
"""
MARKUP = re.compile(r"<[^>]*>|\*\*|~~")
SECRETS = ("見本警備", "見本 警備", "手本警備課", "新警備課")


@pytest.mark.parametrize("style", ["table", "markdown", "xlsx", "docx", "html"])
def test_for_residents_no_table_says_what_either_version_hides(office: Path, style: str) -> None:
    (office / "旧.yaml").write_text(HIDDEN_OLD, encoding="utf-8")
    (office / "新.yaml").write_text(HIDDEN_NEW, encoding="utf-8")
    result = pia("新.yaml", "--edition", "公表", "--format", style, "-o", f"表.{style}")
    assert result.exit_code == 0, result.output
    data = (office / f"表.{style}").read_bytes()
    texts = [MARKUP.sub("", part.decode("utf-8", "ignore")) for part in laid_bare(data)]
    assert not [s for s in SECRETS for text in texts if s in text]
    assert any("で行う" in text for text in texts)
    assert any("█" in text for text in texts)
    bare = pia("新.yaml", "--format", "markdown").output
    assert [secret for secret in SECRETS if secret in MARKUP.sub("", bare)]


def laid_bare(data: bytes) -> list[bytes]:
    if not data.startswith(b"PK"):
        return [data]
    with ZipFile(BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize("words", [["--format", "json"], ["--tracked", "-o", "a.docx"]])
def test_for_residents_there_is_neither_json_nor_a_tracked_form(words: list[str]) -> None:
    assert pia("新.yaml", "--edition", "公表", *words).exit_code == 2


def test_for_residents_nothing_is_made_while_it_is_in_doubt_what_is_black(office: Path) -> None:
    text = NEW + "非公表: [{項目: 担当部署.ない項目, 理由: 警備}]\n"
    (office / "新.yaml").write_text(text, encoding="utf-8")
    result = pia("新.yaml", "--edition", "公表", "-o", "表.docx")
    assert result.exit_code != 0
    assert "[非公表の箇所なし]" in result.output
    assert not (office / "表.docx").exists()


def test_a_folder_is_compared_document_by_document(office: Path) -> None:
    (office / "独り.yaml").write_text(OLD, encoding="utf-8")
    result = pia(".", "--format", "json")
    rows = json.loads(result.stdout)["rows"]
    assert [row["address"] for row in rows] == ["個人番号の利用.法令上の根拠", "担当部署.部署"]
    assert "独り.yaml: 前版がないため比べません" in result.stderr
    assert result.exit_code == 0


def test_the_decisions_of_a_folder_are_written_beside_each_document(office: Path) -> None:
    (office / "別").mkdir()
    for name in ("旧.yaml", "新.yaml"):
        (office / "別" / name).write_bytes((office / name).read_bytes())
    assert pia(".", "--write-decisions").exit_code == 0
    assert (office / "新.判断.yaml").is_file()
    assert (office / "別" / "新.判断.yaml").is_file()
    rows = json.loads(pia(".", "--format", "json").stdout)["rows"]
    assert {row["file"] for row in rows} == {"新.yaml", str(Path("別", "新.yaml"))}


def test_several_tables_make_one_workbook(office: Path) -> None:
    (office / "別").mkdir()
    for name in ("旧.yaml", "新.yaml"):
        (office / "別" / name).write_bytes((office / name).read_bytes())
    assert pia(".", "-o", "表.xlsx").exit_code == 0
    assert load_workbook(office / "表.xlsx").sheetnames == ["新", "新~2"]


def test_a_revision_without_a_file_is_the_document_at_that_time(office: Path) -> None:
    (office / "新.yaml").write_text(OLD, encoding="utf-8")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "一")):
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(("git", *identity, *words), cwd=office, check=True)
    (office / "新.yaml").write_text(OLD.replace("総務課", "区政課"), encoding="utf-8")
    rows = json.loads(pia("HEAD", "新.yaml", "--format", "json").stdout)["rows"]
    assert [row["変更前の記載"] for row in rows] == ["総務課"]


def test_the_workspace_says_how_its_tables_are_written(office: Path) -> None:
    (office / "pia.yaml").write_text("変更箇所:\n  項目: 短い番号\n", encoding="utf-8")
    rows = json.loads(pia("新.yaml", "--format", "json").stdout)["rows"]
    assert rows[0]["項目"] == "Ⅰ－４ 法令上の根拠"
    rows = json.loads(pia("新.yaml", "--format", "json", "--style", "form").stdout)["rows"]
    assert rows[0]["項目"] == "Ⅰ4. 法令上の根拠"


def test_a_live_former_version_is_compared_with_a_warning_and_never_written_from(
    office: Path,
) -> None:
    (office / "pia.yaml").write_text("変数: {課: 総務課}\n", encoding="utf-8")
    (office / "旧.yaml").write_text(OLD.replace("総務課", "'{{ 課 }}'"), encoding="utf-8")
    shown = pia("旧.yaml", "新.yaml")
    assert (shown.exit_code, "動く前版" in shown.stderr) == (0, True)
    assert pia("旧.yaml", "新.yaml", "--strict").exit_code == 1
    before = (office / "新.yaml").read_bytes()
    for option in ("--append", "--write-decisions"):
        refused = pia("旧.yaml", "新.yaml", option)
        assert (refused.exit_code, refused.stderr.count("動く前版")) == (1, 1)
    assert (office / "新.yaml").read_bytes() == before
    assert not (office / "新.判断.yaml").exists()


def test_a_live_former_version_that_the_source_names_is_an_error_and_nothing_is_written(
    office: Path,
) -> None:
    (office / "pia.yaml").write_text("変数: {課: 総務課}\n", encoding="utf-8")
    (office / "旧.yaml").write_text(OLD.replace("総務課", "'{{ 課 }}'"), encoding="utf-8")
    for target in ("新.yaml", "."):
        result = pia(target, "--format", "markdown")
        assert (result.exit_code, result.stderr.count("動く前版")) == (1, 1)
        assert "区政課" not in result.stdout
    assert pia("新.yaml", "-o", "表.md").exit_code == 1
    assert not (office / "表.md").exists()


def test_a_first_version_in_a_folder_owes_neither_decisions_nor_rows(office: Path) -> None:
    (office / "新.yaml").unlink()
    result = pia(".", "--write-decisions", "--append")
    assert (result.exit_code, result.stderr) == (0, "旧.yaml: 前版がないため比べません\n")


def test_a_misspelt_decision_is_an_error_and_nothing_is_written(office: Path) -> None:
    text = "判断:\n- 対象: 担当部署.部署\n  提出時機: 事前\n"
    (office / "新.判断.yaml").write_text(text, encoding="utf-8")
    before = (office / "新.yaml").read_bytes()
    result = pia("新.yaml", "--append")
    assert result.exit_code == 1
    assert "「提出時期」の誤りではありませんか" in result.stderr
    assert (office / "新.yaml").read_bytes() == before


def test_undecided_rows_are_marked_in_every_format(office: Path) -> None:
    mark = "（未判断）"
    assert "事前（未" in pia("新.yaml").stdout
    pia("新.yaml", "-o", "表.docx")
    assert any(
        mark in text.decode("utf-8", "ignore")
        for text in laid_bare((office / "表.docx").read_bytes())
    )
    assert mark in pia("新.yaml", "--format", "markdown").stdout
    assert mark in pia("新.yaml", "--format", "html").stdout
    pia("新.yaml", "-o", "表.xlsx")
    cells = [c.value for row in load_workbook(office / "表.xlsx").active.rows for c in row]
    assert any(mark in str(cell) for cell in cells)
