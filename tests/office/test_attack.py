"""The attack of `test_secrets` on whole commands: every file that is made for the public, what the
commands say while they make it, and the versions that a site tells of.

A document of which about half is hidden is frozen; the version at hand hides as much again of
other words, so that what one version hides the other would tell. PIA_ATTACKS=20 for more of it.
"""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from html import unescape
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from documents import write
from needs import require
from reading import READERS
from test_published_files import laid_bare, spellings
from test_secrets import FORMS, Attack, written

import pia
from pia.cli import cli
from pia.forms.load import named
from pia.model.published import letters
from pia.office import publication, workers
from pia.workspace import freezing

ROUNDS = int(os.environ.get("PIA_ATTACKS", "1"))
TRIED = FORMS if "PIA_ATTACKS" in os.environ else ("juten",)
PRINTED = "--format xlsx,docx,html,pdf --edition 公表"
TABLES = ("table", "markdown", "html", "docx", "xlsx")


def run(folder: Path, words: str, *, checked: bool = False) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(workers, "_processes", lambda tasks: nullcontext(None))
        if not checked:
            patch.setattr(publication, "check_all", lambda *_, **__: [])
        result = CliRunner().invoke(cli, words.split(" "))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def revised(folder: Path, attack: Attack, known: set[str]) -> set[str]:
    """Write the version at hand: other words at half of the public places, and half of those
    hidden now, whole; return the words that must not be seen. known: the public words before."""
    file = folder / "評価書.yaml"
    text = file.read_text("utf-8")
    public = [a for a, w in attack.words.items() if w in known]
    secret: set[str] = set()
    data = yaml.safe_load(text)
    hidden = list(data["非公表"])
    for address in attack.chance.sample(public, len(public) // 2):
        new = attack.word()
        text = text.replace(f": {attack.words[address]}\n", f": {new}\n", 1)
        if f": {new}\n" in text and attack.chance.random() < 0.5:
            hidden.append({"項目": address, "理由": "警備"})
            secret.add(new)
    data = yaml.safe_load(text)
    data |= {"非公表": hidden, "前版": "旧.yaml"}
    data["表紙"]["公表日"] = "令和6年1月1日"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6), "utf-8")
    return secret


def text_of(path: Path) -> str:
    data, name = path.read_bytes(), path.suffix.lstrip(".")
    if name == "pdf":
        command = [require("pdftotext"), "-raw", "-", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode(
            "utf-8", "replace"
        )
    if name in READERS:
        return READERS[name](data)
    return unescape(re.sub("<[^>]*>", "", data.decode("utf-8", "replace")))


def found_in(paths: Iterator[Path], words: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each word that a file tells, with the file: in its name, its text or its bytes."""
    sought = {word: (letters(word), spellings(word)) for word in words}
    for path in paths:
        text = letters(path.name + text_of(path))
        parts = list(laid_bare(path.read_bytes()))
        for word, (plain, ways) in sought.items():
            if plain in text or any(way in part for way in ways for part in parts):
                yield path.name, word


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", TRIED)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_command_tells_the_public_a_secret(tmp_path: Path, form: str, round_: int) -> None:
    attack = Attack(named(form), random.Random(f"office {form} {round_}"))
    source, secret, public = written(attack, tmp_path)
    freezing.freeze(pia.load(source), [], tmp_path / "旧.yaml")
    secret |= revised(tmp_path, attack, public)
    freezing.freeze(pia.load(source), [], tmp_path / "新.yaml")
    shutil.rmtree(tmp_path / ".pia", ignore_errors=True)
    said = run(tmp_path, f"render 新.yaml 旧.yaml -o 公開/1 {PRINTED} --manifest 公開/1/目録.json")
    said += run(tmp_path, "build . -o 公開/2 --format html --edition 公表")
    for style in TABLES:
        words = f"diff 旧.yaml 評価書.yaml --edition 公表 --format {style} -o 公開/表.{style}"
        said += run(tmp_path, words)
    said += run(tmp_path, "site . -o 公開/3")
    said += run(tmp_path, "publish 評価書.yaml -o 一式")
    for made in (tmp_path / "一式").rglob("公表"):
        shutil.move(made, tmp_path / "公開/4")
    (tmp_path / "公開" / "画面.txt").write_text(said, "utf-8")
    assert len(list(files(tmp_path / "公開"))) > 8, said
    assert list(found_in(files(tmp_path / "公開"), secret)) == []


def test_the_search_through_files_would_find_a_secret(tmp_path: Path) -> None:
    attack = Attack(named("juten"), random.Random(0))
    _, secret, _ = written(attack, tmp_path)
    run(tmp_path, "render 評価書.yaml -o 提出 --format xlsx,docx,html,pdf")
    seen = {path for path, _ in found_in(files(tmp_path / "提出"), secret)}
    assert len(seen) == 4


# How another document comes of one.
MADE = {
    "derived": ("derive kiso 評価書.yaml -o 新.yaml",),
    "migrated": ("migrate 評価書.yaml --to R6.10 -o 新.yaml",),
    "a workbook imported": (
        "render 評価書.yaml --format xlsx -o 提出",
        "import 提出/評価書.xlsx --into 評価書.yaml",
        "migrate 評価書.yaml --to R6.10 -o 新.yaml",
    ),
    "a document imported": (
        "render 評価書.yaml --format docx -o 提出",
        "import 提出/評価書.docx --into 評価書.yaml",
        "migrate 評価書.yaml --to R6.10 -o 新.yaml",
    ),
}


@pytest.mark.parametrize("way", MADE)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_what_is_made_of_a_document_hides_what_it_hides(
    tmp_path: Path, way: str, round_: int
) -> None:
    attack = Attack(named("juten"), random.Random(f"made {way} {round_}"))
    _, secret, _ = written(attack, tmp_path)
    for words in MADE[way]:
        run(tmp_path, words)
    run(tmp_path, f"render 新.yaml -o 公開 {PRINTED}")
    assert len(list(files(tmp_path / "公開"))) == 4
    assert list(found_in(files(tmp_path / "公開"), secret)) == []


WRONG = """\
様式: 重点項目評価書
版: R6.10
表紙: {評価書番号: 2, 評価書名: 手当, 公表日: 令和7年2月13日}
非公表:
- 項目: 特定個人情報ファイル[手当].保管・消去.保管場所
  語: 極秘棟
  理由: 警備
  根拠: 規則第10条第2項
- 項目: 特定個人情報ファイル[手当].基本情報.対象となる本人の数
  理由: 警備
  根拠: 規則第10条第2項
- 項目: 特定個人情報ファイル[手当].基本情報.保有開始日
  理由: 警備
  根拠: 規則第10条第2項
- 項目: 特定個人情報ファイル[手当].委託.件数
  理由: 警備
  根拠: 規則第10条第2項
事務: {名称: 極祕棟の事務, 内容: "極秘棟 {{ 極秘棟 }}𓀀と"}
特定個人情報ファイル:
- id: 手当
  ファイル名: 手当ファイル
  基本情報: {対象となる本人の数: 極秘数12345人, 保有開始日: 極秘日より前}
  委託: {件数: 極秘件, 極秘棟: a}
  保管・消去: {保管場所: 地下の極秘棟}
極秘棟: x
"""


@pytest.mark.parametrize(
    "words",
    ["render 評価書.yaml --edition 公表 -o 公開", "build . --edition 公表 -o 公開 --format html",
     "diff 評価書.yaml 評価書.yaml --edition 公表", "publish 評価書.yaml", "site . -o サイト"],
)  # fmt: skip
def test_what_keeps_a_document_from_the_public_is_told_without_the_secret(
    tmp_path: Path, words: str
) -> None:
    write(tmp_path, WRONG)
    text = WRONG.replace("版: R6.10\n", "版: R6.10\n確定: {公表日: 2025-02-13, 内容: a}\n")
    write(tmp_path, text, "確定/評価書.確定.yaml")
    told = run(tmp_path, words, checked=True)
    assert not re.search("極[秘祕]", told), told
    assert "█" in told
    made = files(tmp_path / "公開") if (tmp_path / "公開").exists() else iter(())
    assert not [path for path in made if "極" in text_of(path)]
    assert "極秘数12345人" in run(tmp_path, "check 評価書.yaml")
