"""A manifest proves which source made a file."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from pia.cli import cli

EXAMPLE = Path(__file__).parents[1] / "examples" / "neyagawa"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with what was made of it: a web page and a manifest."""
    shutil.copytree(EXAMPLE, tmp_path / "元")
    (tmp_path / "元" / "テーマ.yaml").write_text("色: {ラベル: DDDDDD}\n", encoding="utf-8")
    words = ["--format", "html", "--manifest", str(tmp_path / "目録.json")]
    made = run("render", str(tmp_path / "元" / "令和7年版.yaml"), "-o", str(tmp_path), *words)
    assert made.exit_code == 0, made.output
    return tmp_path


def test_it_names_everything_that_went_in_and_came_out(folder: Path) -> None:
    (entry,) = json.loads((folder / "目録.json").read_text(encoding="utf-8"))["文書"]
    sources = [each["ファイル"] for each in entry["正本"]]
    assert sources[0] == "元/令和7年版.yaml"
    assert {"元/pia.yaml", "元/共通/委託.yaml", "元/テーマ.yaml"} <= set(sources)
    assert "元/令和6年版.yaml" not in sources
    assert [each["ファイル"] for each in entry["出力"]] == ["令和7年版.html"]


def test_files_that_are_as_they_were_are_verified(folder: Path) -> None:
    result = run("verify", str(folder / "目録.json"))
    assert result.exit_code == 0
    assert "不一致 0 件" in result.output


@pytest.mark.parametrize("name", ["令和7年版.html", "元/令和7年版.yaml", "元/共通/委託.yaml"])
def test_a_file_that_changed_since_is_named(folder: Path, name: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    result = run("verify", str(folder / "目録.json"))
    assert result.exit_code == 1
    assert f"[目録との不一致] 「{name}」" in result.output


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    (folder / "令和7年版.html").unlink()
    result = run("verify", str(folder / "目録.json"))
    assert result.exit_code == 1
    assert "[目録のファイルなし] 「令和7年版.html」" in result.output


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"manifest": 9}', "様式: 重点項目評価書"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "目録.json"
    file.write_text(text, encoding="utf-8")
    result = run("verify", str(file))
    assert result.exit_code == 2
    assert "[目録の形]" in result.output


def test_equal_sources_give_equal_manifests(folder: Path) -> None:
    before = (folder / "目録.json").read_bytes()
    words = ["--format", "html", "--manifest", str(folder / "目録.json")]
    run("render", str(folder / "元" / "令和7年版.yaml"), "-o", str(folder), *words)
    assert (folder / "目録.json").read_bytes() == before


def test_for_residents_it_names_no_hidden_picture_and_no_fragment(tmp_path: Path) -> None:
    (tmp_path / "共通").mkdir()
    for name in ("配置.png", "流れ.png"):
        Image.new("L", (4, 2)).save(tmp_path / name)
    (tmp_path / "共通" / "監視.yaml").write_text("文: 巡回する。\n", encoding="utf-8")
    (tmp_path / "pia.yaml").write_text("", encoding="utf-8")
    (tmp_path / "評価書.yaml").write_text(
        "様式: 全項目評価書\n事務: {内容: '{{ 共通.監視.文 }}'}\n"
        "事務の内容図: [{id: 甲, 画像: 配置.png}, {id: 乙, 画像: 流れ.png}]\n"
        "非公表:\n- {項目: '事務の内容図[甲]', 理由: 警備}\n- {項目: 事務.内容, 理由: 警備}\n",
        encoding="utf-8",
    )
    listing = tmp_path / "目録.json"
    words = ["--format", "html", "--edition", "公表", "--manifest", str(listing)]
    made = run("render", str(tmp_path / "評価書.yaml"), "-o", str(tmp_path), *words)
    assert made.exit_code == 0, made.output
    (entry,) = json.loads(listing.read_text(encoding="utf-8"))["文書"]
    assert [each["ファイル"] for each in entry["正本"]] == ["評価書.yaml", "流れ.png"]
    assert entry["名前を載せない正本"] > 0
    assert run("verify", str(listing)).exit_code == 0


def test_the_submitted_edition_names_them_all(folder: Path) -> None:
    (entry,) = json.loads((folder / "目録.json").read_text(encoding="utf-8"))["文書"]
    assert "名前を載せない正本" not in entry
