"""No command replaces a file that it did not write, whatever it writes to and however it is asked.

Every parameter of every command that names a file or a folder stands in one of the two lists
below: what is read, and what is written, with a call that would replace somebody's file there.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import click
import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from documents import write
from invented import log, plan
from PIL import Image

import pia
from pia.cli import cli

VERSION = """\
様式: 重点項目評価書
版: R6.10
表紙: {評価書番号: 1, 評価書名: 税, 公表日: 令和7年2月13日}
事務: {名称: 新しい税の事務}
"""
READ = {
    *(("check", "paths"), ("render", "paths"), ("render", "given"), ("publish", "paths")),
    *(("build", "folder"), ("status", "folder"), ("impact", "folder"), ("verify", "listing")),
    ("site", "folder"),
    *(("compare", "form"), ("compare", "file"), ("derive", "source"), ("migrate", "source")),
    *(("freeze", "file"), ("import", "files"), ("init", "printed"), ("review form", "source")),
    *(("review add", "table"), ("review summary", "record"), ("audit sample", "first")),
    ("decide", "table"),
    *(("audit sample", "more"), ("audit read", "books"), ("audit report", "plan")),
}
# Written by addresses, every other byte kept: the verbs for editing a source.
EDITED = {
    *(("set", "file"), ("edit", "path"), ("import", "source"), ("review add", "record")),
    *(("review summary", "source"), ("audit sample", "plan"), ("audit read", "plan")),
    ("audit dispose", "plan"),
}


@dataclass(frozen=True)
class Call:
    """words: with `{}` for what the parameter gets. file: what would be written, seen from there.

    by: the parameter. again: whether the command may write over what it wrote itself.
    forced: whether it knows --force.
    """

    by: tuple[str, str]
    words: str
    file: str
    again: bool = True
    forced: bool = True

    def __str__(self) -> str:
        return f"{' '.join(self.by)} {self.file}"


def calls() -> Iterator[Call]:
    for name in ("xlsx", "docx", "html", "pdf"):
        word = f"render 版.yaml -o {{}} --format {name}"
        yield Call(("render", "folder"), word, f"出力/版.{name}")
        yield Call(("build", "target"), f"build . -o {{}} --format {name}", f"出力/版.{name}")
        yield Call(("audit report", "folder"), f"audit report 計画.yaml -o {{}} --format {name}",
                   f"出力/計画_令和8年度_報告書.{name}")  # fmt: skip
    yield Call(("render", "folder"), "render --blank kiso -o {} --format html", "出力/kiso.html")
    yield Call(("render", "folder"), "render 版.yaml --into 様式.xlsx -o {}", "a.xlsx", again=False)
    listing = "render 版.yaml -o 出力 --format html --manifest {}"
    yield Call(("render", "listing"), listing, "a.json")
    for name in ("txt", "md", "json", "xlsx", "docx", "html"):
        style = "table" if name == "txt" else "markdown" if name == "md" else name
        words = f"diff 旧.yaml 版.yaml --format {style} -o {{}}"
        yield Call(("diff", "file"), words, f"a.{name}", name != "txt")
    yield Call(("diff", "file"), "diff 旧.yaml 版.yaml --tracked -o {}", "a.docx")
    yield Call(("diff", "file"), "diff 旧.yaml 版.yaml --format json -o {}", "a.yaml", again=False)
    for name in ("txt", "json", "csv", "xlsx", "html", "ics"):
        style = "table" if name == "txt" else name
        yield Call(("status", "file"), f"status . --format {style} -o {{}}", f"a.{name}",
                   name not in ("txt", "csv"))  # fmt: skip
    yield Call(("impact", "file"), "impact 税 . --against 前版 -o {}", "a.csv", again=False)
    yield Call(("site", "target"), "site . -o {}", "出力/index.html")
    yield Call(("schema", "file"), "schema juten -o {}", "a.json")
    yield Call(("schema", "file"), "schema juten -o {}", "a.yaml", again=False)
    for name in ("txt", "json", "html"):
        report = "import 様式.xlsx -o 新 --report {}"
        yield Call(("import", "report"), report, f"a.{name}")
    shut = {"again": False, "forced": False}
    yield Call(("import", "output"), "import 様式.xlsx -o {}", "a.yaml", **shut)
    yield Call(("import", "output"), "import 様式.xlsx -o {}", "出力/様式.yaml", **shut)
    yield Call(("new", "file"), "new kiso {}", "a.yaml", **shut)
    yield Call(("derive", "file"), "derive kiso 版.yaml -o {}", "a.yaml", **shut)
    yield Call(("migrate", "file"), "migrate 版.yaml --to R6.10 -o {}", "a.yaml", **shut)
    yield Call(("freeze", "target"), "freeze 版.yaml -o {}", "a.yaml", forced=False)
    yield Call(("review form", "file"), "review form 版.yaml -o {}", "a.xlsx", **shut)
    yield Call(("init", "folder"), "init {}", "出力/pia.yaml", forced=False)


CALLS = list(calls())
ALIKE = {".xlsx": "Excel", ".docx": "Word", ".yaml": "文書", ".csv": "表", ".txt": "表"}
APART = {("publish", "folder")}  # writes a folder whole or not at all: tests/office


def parameters() -> Iterator[tuple[str, str]]:
    """Yield every parameter that names a file or folder, with its command."""
    groups: list[tuple[str, click.Command]] = [("", cli)]
    for name, command in groups:
        if isinstance(command, click.Group):
            groups += [(f"{name} {n}".strip(), c) for n, c in command.commands.items()]
        for parameter in command.params:
            if isinstance(parameter.type, click.Path):
                yield name, str(parameter.name)


def test_every_parameter_that_names_a_file_is_tried() -> None:
    found = list(parameters())
    assert len(found) > 30
    assert sorted(found) == sorted(READ | EDITED | APART | {call.by for call in CALLS})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the calls read."""
    folder = tmp_path_factory.mktemp("職場") / "市"
    write(folder, "変数: {課: 税務課}\n", "pia.yaml")
    write(folder, "文: 定型の文\n", "共通/市.yaml")
    write(folder, VERSION, "版.yaml")
    write(folder, VERSION.replace("新しい", "古い"), "旧.yaml")
    (form,) = pia.render(folder / "旧.yaml", folder, ["xlsx"])
    form.rename(folder / "様式.xlsx")
    plan(folder)
    log(folder)
    run(folder, "audit sample 計画.yaml --log 記録.csv --seed 1", code=0)
    fill_in(folder)
    run(folder, "audit read 計画.yaml " + next(folder.glob("調査/*/*.xlsx")).as_posix(), code=0)
    return folder


def fill_in(folder: Path) -> None:
    (path,) = folder.glob("調査/*/*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[5]]
    for line in range(6, sheet.max_row + 1):
        for n, text in enumerate(("書類と照合できた", "住民異動届", "担当係長甲")):
            sheet.cell(line, len(heads) - 3 + n, text)
    book.save(path)


def run(folder: Path, words: str, *, code: int | None = None) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(cli, words.split())
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert code is None or result.exit_code == code, result.output
    return result


@pytest.fixture
def place(office: Path, tmp_path: Path) -> Path:
    return shutil.copytree(office, tmp_path / "市")


def called(call: Call) -> str:
    """The words of a call; what is written in a folder is asked for by the folder."""
    return call.words.format(call.file.partition("/")[0])


def theirs() -> dict[str, bytes]:
    """Files that somebody may have under a name."""
    book, paper, picture = BytesIO(), BytesIO(), BytesIO()
    openpyxl.Workbook().save(book)
    docx.Document().save(paper)
    Image.new("L", (2, 2)).save(picture, "PNG")
    texts = {"文書": "様式: 重点項目評価書\n", "表": "項目,変更前\n", "JSON": '{"a": 1}', "空": ""}
    return {
        "Excel": book.getvalue(), "Word": paper.getvalue(), "画像": picture.getvalue(),
        **{kind: text.encode() for kind, text in texts.items()},
    }  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_what_somebody_else_made_is_never_replaced(place: Path, call: Call) -> None:
    target = place / call.file
    known = theirs()
    alike = ALIKE.get(target.suffix, "JSON")
    kinds = known if call == CALLS[2] else dict.fromkeys(("文書", alike))
    for kind, data in ((kind, known[kind]) for kind in kinds):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        result = run(place, called(call))
        assert target.read_bytes() == data, (kind, result.output)
        if call.by[0] != "init":  # says what it leaves, and goes on
            assert result.exit_code in (1, 2), (kind, result.output)
            assert target.name in result.output or target.parent.name in result.output


@pytest.mark.parametrize("call", [c for c in CALLS if c.again or c.forced], ids=str)
def test_what_the_command_itself_wrote_gives_way_and_the_rest_when_forced(
    place: Path, call: Call
) -> None:
    target = place / call.file
    first = run(place, called(call))
    assert target.exists(), first.output
    if call.again:
        shutil.rmtree(place / "新", ignore_errors=True)
        assert run(place, called(call)).exit_code == first.exit_code
    if call.forced:
        made = target.read_bytes()
        target.write_bytes(b"other")
        shutil.rmtree(place / "新", ignore_errors=True)
        assert run(place, f"{called(call)} --force").exit_code == first.exit_code
        assert target.read_bytes() == made


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.html", "版.pdf", "a.md", "a.csv"])
def test_what_was_edited_by_hand_is_kept(place: Path, name: str) -> None:
    words = {
        "a.md": "diff 旧.yaml 版.yaml -o a.md",
        "a.csv": "status . --format csv -o a.csv",
        "版.pdf": "render 版.yaml -o . --format pdf",
    }.get(name, f"diff 旧.yaml 版.yaml -o {name}")
    run(place, words)
    file = place / name
    match file.suffix:
        case ".xlsx":
            book = openpyxl.load_workbook(file)
            book.worksheets[0]["A1"] = "手で直した"
            book.save(file)
        case ".docx":
            paper = docx.Document(str(file))
            paper.add_paragraph("手で直した")
            paper.save(str(file))
        case ".pdf":
            file.write_bytes(file.read_bytes() + b"\n1 0 obj\nendobj\n%%EOF\n")
        case _:
            text = file.read_text("utf-8")
            file.write_text(text.replace("税", "手で直した") + "手で直した\n", "utf-8")
    edited = file.read_bytes()
    text = (place / "版.yaml").read_text("utf-8")
    (place / "版.yaml").write_text(text.replace("新しい", "改めた"), "utf-8")
    assert run(place, words).exit_code == 1
    assert file.read_bytes() == edited


@pytest.mark.parametrize(
    "words",
    [
        "render 版.yaml -o 出力 --format html --manifest 版.yaml",
        "diff 旧.yaml 版.yaml --format json -o 旧.yaml",
        "diff 旧.yaml 版.yaml --tracked -o 様式.xlsx",
        "import 様式.xlsx -o 新 --report 様式.xlsx",
        "import 様式.xlsx --into 版.yaml --report 版.yaml --dry-run",
        "render 版.yaml --into 様式.xlsx -o 様式.xlsx",
        "status . --format json -o pia.yaml",
        "schema juten -o 共通/市.yaml",
        "review form 版.yaml -o 様式.xlsx",
    ],
)
def test_what_a_command_reads_is_not_what_it_writes(place: Path, words: str) -> None:
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    assert run(place, words).exit_code in (1, 2)
    assert {p: d for p, d in before.items() if p.read_bytes() != d} == {}
