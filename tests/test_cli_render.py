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
    assert "未記入" in result.stderr
    assert "pia check" in result.stderr


def test_render_exits_0_in_spite_of_errors(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n")
    assert pia("check", path).exit_code == 1
    assert pia("render", path, "-o", tmp_path, "--format", "xlsx").exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("様式: [\n", []),
        (DRAFT + "  対象人数: 多い\n", ["--edition", "公表"]),
        (DRAFT.replace("図書館", "図\U000f0000館"), ["--format", "pdf"]),
    ],
)
def test_render_exits_1_when_a_file_was_not_written(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    assert pia("render", write(tmp_path, text), "-o", tmp_path / "out", *words).exit_code == 1


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


def test_a_target_that_cannot_be_written_is_told_and_the_others_are_written(draft: Path) -> None:
    (draft.parent / "out/評価書.xlsx").mkdir(parents=True)
    result = pia("render", draft, "-o", draft.parent / "out", "--force", "--format", "xlsx,html")
    assert result.exit_code == 1
    assert "評価書.xlsx" in result.stderr
    written = sorted(path.name for path in (draft.parent / "out").iterdir())
    assert written == ["評価書.html", "評価書.xlsx"]
    nowhere = pia("render", draft, "-o", draft, "--format", "xlsx")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "評価書.xlsx" in nowhere.stderr


@pytest.mark.parametrize("name", ["xlsx", "docx", "html", "pdf"])
def test_a_file_of_somebody_else_is_kept_unless_forced(draft: Path, name: str) -> None:
    other = draft.parent / f"評価書.{name}"
    other.write_bytes(b"PK")
    words = ("render", draft, "-o", draft.parent, "--format", name)
    result = pia(*words)
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert other.read_bytes() == b"PK"
    assert pia(*words, "--force").exit_code == 0
    assert other.read_bytes() != b"PK"
    draft.write_text(DRAFT + "  評価実施機関名: x\n", encoding="utf-8")
    assert pia(*words).exit_code == 0  # what it wrote itself it replaces


def test_a_word_document_edited_by_hand_is_kept(draft: Path) -> None:
    from docx import Document

    words = ("render", draft, "-o", draft.parent, "--format", "docx")
    assert pia(*words).exit_code == 0
    edited = Document(str(draft.parent / "評価書.docx"))
    edited.add_paragraph("手で書いた")
    edited.save(str(draft.parent / "評価書.docx"))
    before = (draft.parent / "評価書.docx").read_bytes()
    draft.write_text(DRAFT + "  評価実施機関名: x\n", encoding="utf-8")
    assert pia(*words).exit_code == 1
    assert (draft.parent / "評価書.docx").read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["schema", "juten", "-o", "評価書.yaml"],
        ["render", "評価書.yaml", "--format", "html", "--manifest", "評価書.yaml"],
        ["diff", "評価書.yaml", "評価書.yaml", "--format", "json", "-o", "評価書.yaml"],
        ["diff", "評価書.yaml", "評価書.yaml", "--format", "json", "-o", "図.png"],
        ["diff", "評価書.yaml", "評価書.yaml", "--tracked", "-o", "手製.docx", "--format", "docx"],
    ],
)
def test_no_command_writes_over_what_no_command_wrote(
    words: list[str], draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(draft.parent)
    for name in ("図.png", "手製.docx"):
        Path(name).write_bytes(b"PK\x03\x04 or a picture")
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    result = pia(*words)
    assert result.exit_code == 1
    assert "[上書きしないファイル]" in result.stderr
    assert {name: Path(name).read_bytes() for name in before} == before


def test_what_a_command_wrote_it_may_write_again(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(draft.parent)
    write(draft.parent, DRAFT.replace("図書館", "公園"), "新.yaml")
    for new in ("評価書.yaml", "新.yaml"):
        for name in ("a.json", "a.md", "a.xlsx", "a.docx", "a.html"):
            assert pia("diff", "評価書.yaml", new, "-o", name).exit_code == 0
        assert pia("render", new, "--format", "html", "--manifest", "目録.json").exit_code == 0
    for form in ("kiso", "juten"):
        assert pia("schema", form, "-o", "s.json").exit_code == 0


def test_errors_are_named_as_errors_with_what_stands_empty(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n")
    result = pia("render", path, "-o", tmp_path, "--format", "xlsx")
    assert result.exit_code == 0
    assert "[未知の選択肢]" in result.stderr
    assert "誤り 1 件、未記入" in result.stderr
    (empty,) = [line for line in result.stderr.splitlines() if "空欄で出力しました" in line]
    assert "対象人数" in empty


def test_documents_of_one_name_go_to_folders_that_mirror_theirs(tmp_path: Path) -> None:
    for folder in ("01_住基", "02_税"):
        write(tmp_path / folder, name="令和7年版.yaml")
    out = tmp_path / "out"
    assert pia("render", tmp_path, "-o", out, "--format", "html").exit_code == 0
    written = sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html"))
    assert written == ["01_住基/令和7年版.html", "02_税/令和7年版.html"]


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--strict"], 1)])
def test_check_exits_1_when_there_is_an_error(words: list[str], code: int, draft: Path) -> None:
    result = pia("check", draft, *words)
    assert result.exit_code == code
    assert f"{draft}:" in result.stdout


def test_check_ends_with_the_numbers_of_errors_and_warnings(draft: Path) -> None:
    *lines, last = pia("check", draft, "--all").stdout.splitlines()
    assert last == f"誤り 0 件、注意 {len(lines)} 件"
    *lines, last = pia("check", draft, "--strict", "--all").stdout.splitlines()
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
    assert result.exit_code == 1
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
