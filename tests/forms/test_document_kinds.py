"""A kind of document is a root model, a line of the register and a form file: all else follows."""

from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from documents import write
from handbook_page import pages

import pia
from pia.cli import cli
from pia.drafts import skeleton
from pia.errors import PiaError
from pia.forms.load import editions, whole
from pia.model.root import KINDS, DocumentKind
from pia.schema import schema

FORM = """\
form: notice
edition: 試行
model: 回覧
number: 様式A
name: 回覧
title: 回覧
source: 試行
foot: ［試行］
parts:
- title: 用件
  sheet: 用件
  items:
  - {address: 件名, required: always}
  - {address: 発信者, required: always}
  - {address: 発信日, required: never}
  - {number: ①, address: 急ぎ, required: always, significant: true}
  - {address: 本文, required: when 急ぎ is NOW}
- number: Ⅰ
  title: 回す先
  sheet: 回す先
  items:
  - {address: 人数, derive: count 回す先, required: never}
  - title: 先
    per: 回す先
    items:
    - {address: 名前, place: heading, required: always}
    - {address: 印, required: never}
"""
OPTIONS = "Urgency: [NOW, {SOON: 今週}]\nSeen: [READ, ANSWERED]\n"
GUIDANCE = "件名: {書くこと: 何の知らせかを書きます。}\n"
SOURCE = """\
様式: 回覧
件名: 防災訓練
発信者: 総務課
発信日: 令和7年2月13日
急ぎ: 今週
本文: 集まってください。
回す先:
- {id: 住民, 名前: 住民課, 印: [読んだ, {返事をした: 行きます}]}
- {id: 税務, 名前: 税務課}
"""


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that keeps the form of the kind beside its documents."""
    monkeypatch.setitem(KINDS, "回覧", DocumentKind("notices:Notice", "notices:CHECKS"))
    folder = tmp_path / "templates" / "試行"
    folder.mkdir(parents=True)
    for name, text in (("notice", FORM), ("options", OPTIONS), ("guidance", GUIDANCE)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_form_is_whole() -> None:
    (form,) = whole("試行", Path("templates").absolute())
    assert form.root.__name__ == "Notice"


def test_a_source_of_it_is_read_and_checked(workspace: Path) -> None:
    document = pia.load(write(workspace, SOURCE))
    assert document.content.caption() == ("防災訓練", "総務課", date(2025, 2, 13))
    assert pia.check(document.path) == []


def test_what_its_form_asks_and_lacks_is_told(workspace: Path) -> None:
    text = SOURCE.replace("今週\n", "至急\n").replace("本文: 集まってください。\n", "")
    path = write(workspace, text.replace("防災訓練", "") + "事務: {名称: 訓練}\n")
    assert {(f.code, f.address) for f in pia.check(path)} == {
        ("未知の項目", "事務"),
        ("未記入", "件名"),
        ("未記入", "本文"),
    }


def test_its_own_checks_are_asked_and_those_of_an_assessment_are_not(workspace: Path) -> None:
    path = write(workspace, SOURCE.replace("集まってください。", "こんにちは。"))
    assert [f.address for f in pia.check(path)] == ["本文"]


def test_its_options_are_those_of_its_edition(workspace: Path) -> None:
    (found,) = pia.check(write(workspace, SOURCE.replace("今週\n", "来週\n")))
    assert found.code == "未知の選択肢"
    assert "今週 / 至急" in found.hint


def test_it_has_a_schema_that_takes_the_source(workspace: Path) -> None:
    description = schema(pia.load(write(workspace, SOURCE)).form)
    data = {"様式": "回覧", "急ぎ": "今週", "回す先": [{"id": "税務", "印": ["読んだ"]}]}
    jsonschema.validate(data, description)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "事務": {}}, description)


def test_it_has_a_draft_that_is_clean(workspace: Path) -> None:
    form = pia.load(write(workspace, SOURCE)).form
    draft = skeleton(form, "notice.schema.json")
    assert "# 何の知らせかを書きます。" in draft
    assert "①急ぎ ※（必須）\n# 選択肢: 至急 / 今週\n" in draft
    assert not [f for f in pia.check(write(workspace, draft, "草案.yaml")) if f.is_error]


def test_it_has_pages_for_staff(workspace: Path) -> None:
    written = pages(pia.load(write(workspace, SOURCE)).form)
    assert [*written] == ["01_用件.md", "02_Ⅰ回す先.md", "README.md"]
    assert "記入: 「急ぎ」が「至急」のとき必須" in written["01_用件.md"]


@pytest.mark.parametrize("name", ["html", "xlsx", "docx", "pdf"])
def test_it_is_printed(name: str, workspace: Path) -> None:
    (file,) = pia.render(write(workspace, SOURCE), workspace / "出力", [name])
    if name == "html":
        text = file.read_text(encoding="utf-8")
        for words in ("防災訓練", "先2", "税務課", "行きます", "令和7年2月13日"):
            assert words in text


def test_its_secrets_are_black_in_the_published_edition(workspace: Path) -> None:
    secret = "非公表:\n- {項目: 本文, 理由: 内輪の話}\n"
    path = write(workspace, SOURCE + secret)
    (file,) = pia.render(path, workspace / "出力", ["html"], edition="公表")
    text = file.read_text(encoding="utf-8")
    assert "集まってください" not in text
    assert "防災訓練" in text


def test_the_newest_edition_of_a_form_is_that_which_has_it(workspace: Path) -> None:
    assert pia.load(write(workspace, "様式: 重点項目評価書\n")).form.edition == editions()[-1]
    assert pia.load(write(workspace, SOURCE)).form.edition == "試行"


def test_what_only_assessments_have_is_told_and_no_traceback(workspace: Path) -> None:
    path = write(workspace, SOURCE)
    with pytest.raises(PiaError, match="文書の種類違い"):
        _ = pia.load(path).assessment
    result = CliRunner().invoke(cli, ["derive", "kiso", str(path), "-o", "基礎.yaml"])
    assert result.exit_code != 0
    assert not isinstance(result.exception, AttributeError | AssertionError | TypeError)


@pytest.mark.parametrize(
    "line",
    [
        "check .",
        "render . -o 出力",
        "build . -o 出力",
        "status .",
        "status . --format json",
        "site . -o 出力",
        "freeze 評価書.yaml",
        "publish 評価書.yaml -o 公表 --dry-run",
        "set 評価書.yaml 件名=避難訓練",
        "set 評価書.yaml 件名=避難訓練 --dry-run",
        "diff 評価書.yaml",
        "check 評価書.yaml --against",
        "derive kiso 評価書.yaml -o 基礎.yaml",
        "migrate 評価書.yaml --to R6.10 -o 移.yaml",
    ],
)
def test_every_command_takes_it_or_says_why_not(line: str, workspace: Path) -> None:
    write(workspace, SOURCE)
    (workspace / "pia.yaml").touch()
    result = CliRunner().invoke(cli, line.split())
    assert result.exit_code in (0, 1, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit), line


def test_its_values_are_set_by_their_address(workspace: Path) -> None:
    path = write(workspace, SOURCE)
    result = CliRunner().invoke(cli, ["set", str(path), "回す先[税務].印=読んだ", "急ぎ=至急"])
    assert result.exit_code == 0, result.output
    text = path.read_text(encoding="utf-8")
    assert "急ぎ: 至急" in text
    assert "読んだ" in text.rpartition("税務")[2]
