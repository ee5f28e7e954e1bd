"""`pia render` and `pia check` as commands: what they print and how they exit."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from documents import DRAFT, write
from PIL import Image

from pia.cli import cli
from pia.layout.tree import Layout
from pia.renderers import html


def pia(*words: str | Path) -> Result:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_render_names_the_file_it_wrote_and_counts_the_findings(draft: Path) -> None:
    result = pia("render", draft, "-o", draft.parent / "out", "--format", "xlsx")
    written = draft.parent / "out/評価書.xlsx"
    assert result.exit_code == 0
    assert result.stdout == f"{written}（{written.stat().st_size:,} バイト）\n"
    assert "確認事項が" in result.stderr
    assert "pia check" in result.stderr


def test_render_exits_0_in_spite_of_errors(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n")
    assert pia("check", path).exit_code == 1
    assert pia("render", path, "-o", tmp_path, "--format", "xlsx").exit_code == 0


def test_render_writes_every_format_unless_told_otherwise(draft: Path) -> None:
    assert pia("render", draft, "-o", draft.parent / "out").exit_code == 0
    written = sorted(path.suffix for path in (draft.parent / "out").iterdir())
    assert written == [".docx", ".html", ".pdf", ".xlsx"]


def test_render_takes_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "中", name="一.yaml")
    write(tmp_path / "中", name="二.yaml")
    assert pia("render", tmp_path / "中", "-o", tmp_path / "out", "--format", "xlsx").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["一.xlsx", "二.xlsx"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ない.yaml"], "[ファイルなし]"),
        (["評価書.yaml", "--format", "odt"], "「odt」という出力形式はありません"),
        (["評価書.yaml", "-o", "評価書.yaml"], "評価書.xlsx"),
        (["空"], "[文書なし]"),
    ],
)
def test_what_keeps_render_from_writing_exits_2(
    words: list[str], said: str, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(draft.parent)
    Path("空").mkdir()
    result = pia("render", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["空", "評価書.yaml"]


def test_a_target_that_cannot_be_written_is_told_with_its_name(draft: Path) -> None:
    (draft.parent / "out/評価書.xlsx").mkdir(parents=True)
    result = pia("render", draft, "-o", draft.parent / "out", "--force")
    assert result.exit_code == 2
    assert "評価書.xlsx" in result.stderr
    assert [path.name for path in (draft.parent / "out").iterdir()] == ["評価書.xlsx"]


def test_a_workbook_of_somebody_else_is_kept_unless_forced(draft: Path) -> None:
    other = draft.parent / "評価書.xlsx"
    other.write_bytes(b"PK")
    result = pia("render", draft, "-o", draft.parent)
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert other.read_bytes() == b"PK"
    forced = pia("render", draft, "-o", draft.parent, "--force", "--format", "xlsx")
    assert forced.exit_code == 0
    assert other.read_bytes() != b"PK"


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--strict"], 1)])
def test_check_exits_1_when_there_is_an_error(words: list[str], code: int, draft: Path) -> None:
    result = pia("check", draft, *words)
    assert result.exit_code == code
    assert f"{draft}:" in result.stdout


def test_check_ends_with_the_numbers_of_errors_and_warnings(draft: Path) -> None:
    *lines, last = pia("check", draft).stdout.splitlines()
    assert last == f"誤り 0 件、注意 {len(lines)} 件"
    *lines, last = pia("check", draft, "--strict").stdout.splitlines()
    assert last == f"誤り {len(lines)} 件、注意 0 件"


def test_check_prints_json_as_promised(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n")
    found = json.loads(pia("check", path, "--format", "json").stdout)
    (error,) = [f for f in found if f["severity"] == "error"]
    keys = ["file", "line", "column", "code", "severity", "address", "item", "message", "hint"]
    assert list(error) == keys
    assert (error["line"], error["column"], error["code"]) == (4, 3, "未知の選択肢")
    assert error["address"] == "事務.対象人数"
    assert error["file"] == str(path)


def test_check_annotates_the_lines_of_a_review(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n")
    lines = pia("check", path, "--format", "github").stdout.splitlines()
    assert [line for line in lines if line.startswith("::error ")] == [
        line for line in lines if f"::error file={path},line=4,col=3,title=未知の選択肢::" in line
    ]
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)


@pytest.mark.parametrize("words", [[], ["check"], ["render"], ["check", "a", "--format", "x"]])
def test_wrong_usage_exits_2(words: list[str]) -> None:
    assert pia(*words).exit_code == 2


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_explains_itself_in_japanese(command: str) -> None:
    result = pia(command, "--help")
    assert result.exit_code == 0
    assert "。" in result.stdout


def test_one_document_that_fails_keeps_no_other_from_its_form(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("様式: 重点項目評価書\n事務: [\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("様式: 重点項目評価書\n", encoding="utf-8")
    line = ["render", str(tmp_path), "-o", str(tmp_path / "out"), "--format", "html"]
    result = CliRunner().invoke(cli, line)
    assert result.exit_code == 2
    assert "[YAMLの書き方]" in result.output
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["b.html"]


def test_a_renderer_that_fails_is_told_and_the_others_go_on(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(layout: Layout) -> bytes:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(html, "render", render)
    other = draft.with_name("乙.yaml")
    other.write_bytes(draft.read_bytes())
    result = pia("render", draft, other, "-o", draft.parent / "out", "--format", "xlsx,html")
    assert result.exit_code != 0
    assert result.output.count("[出力の失敗]") == 2
    assert sorted(file.suffix for file in (draft.parent / "out").iterdir()) == [".xlsx", ".xlsx"]


PHOTOS = [
    ("MPO", "RGB", "図.jpg"),
    ("JPEG", "CMYK", "図.jpg"),
    ("PNG", "RGBA", "図.jpg"),
    ("PNG", "I;16", "図.png"),
    ("JPEG", "L", "図.png"),
]


@pytest.mark.parametrize(("form", "mode", "name"), PHOTOS)
def test_ordinary_pictures_reach_every_format(
    tmp_path: Path, form: str, mode: str, name: str
) -> None:
    Image.new(mode, (40, 20)).save(tmp_path / name, form)
    (tmp_path / "テーマ.yaml").write_text(f"ロゴ: {{画像: {name}}}\n", encoding="utf-8")
    text = f"様式: 全項目評価書\n事務の内容図: [{{id: 図, 画像: {name}}}]\n"
    path = write(tmp_path, text)
    assert "画像" not in pia("check", path).stdout.replace("事務の内容図", "")
    assert pia("render", path, "-o", tmp_path / "out").exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_a_day_long_ago_stops_no_format(tmp_path: Path) -> None:
    path = write(tmp_path, "様式: 重点項目評価書\n表紙: {公表日: 0999-12-31}\n")
    assert pia("render", path, "-o", tmp_path / "out").exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) == 4
