"""Whatever becomes of a file that a command reads, the command answers: an exit code that it
promises and no traceback; and a source that is called faultless has lost none of its values.

PIA_MUTANTS=100000 for the whole of each command and file, ten times as many for `check`;
PIA_FUZZ_SEED for other ones.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from invented import PLAN, table
from mutations import mutants

import pia
from pia.cli import cli
from pia.japanese import NoSuchDateError, fold, parse_date
from pia.model.base import Checked
from pia.model.ref import values
from pia.office import workers
from pia.source.paths import templates
from pia.source.reader import BLANKS

CASES = int(os.environ.get("PIA_MUTANTS", "15"))
SEED = int(os.environ.get("PIA_FUZZ_SEED", "1"))
SOURCES = sorted((Path(__file__).parent / "robustness").glob("*.yaml"))
SOURCE = (Path(__file__).parent / "robustness" / "評価書.yaml").read_text(encoding="utf-8")
OLD = SOURCE.replace("税額を決める", "税額を定める").replace("税務課", "市税課")
VERSION = SOURCE.replace("版: R6.10\n", "版: R6.10\n前版: 旧.yaml\n", 1)
WORKSPACE = """\
変数: {市名: 見本市, 所管課: 税務課}
しきい値判断: []
変更箇所: {項目: 短い番号}
"""
RECORD = """\
様式: 意見
版: 記録
文書名: 意見
第三者点検:
- {id: 一, 実施日: 令和8年4月1日, 意見: [{番号: 1, 項目: 全般, 意見: 頻度は, 対応: 修正}]}
住民等の意見聴取:
- {id: 二, 開始日: 令和8年4月1日, 終了日: 令和8年5月1日, 意見: []}
"""
REASON = "{# 重要な変更の例外: 指針第6の2(2) #}{{ 項目 }}を{% if 変更前 %}改めた{% endif %}。\n"
THEME = (
    "色: {見出し: DDEEFF, ラベル: EEEEEE}\n書体: {文書: Noto Sans CJK JP}\nページの下の文: [市]\n"
)
FORM = (templates() / "R6.10" / "kiso.yaml").read_text(encoding="utf-8")
OPTIONS = (templates() / "R6.10" / "options.yaml").read_text(encoding="utf-8")
# What is mutated → its text, and the commands that read it.
TRIED: dict[str, tuple[str, tuple[str, ...]]] = {
    "評価書.yaml": (
        VERSION,
        (
            "diff 旧.yaml 評価書.yaml --format json", "diff 旧.yaml 評価書.yaml --edition 公表",
            "diff 評価書.yaml --append", "diff 評価書.yaml --write-decisions --why",
            "diff 評価書.yaml 旧.yaml --format markdown", "diff 評価書.yaml --tracked -o a.docx",
            "render 評価書.yaml --format html --manifest 目録2.json --force", "freeze 評価書.yaml",
            "render 評価書.yaml --format html --edition 公表 --force", "check . --format github",
            "check 評価書.yaml --strict --against 旧.yaml --format json", "status .", "impact 税 .",
            "set 評価書.yaml 事務.名称=別の名称", "set 評価書.yaml --remove 担当部署 --dry-run",
            "migrate 評価書.yaml --to R6.10 -o 移行.yaml", "derive kiso 評価書.yaml -o 基礎.yaml",
            "publish 評価書.yaml --dry-run", "build . --format html --force", "site . -o サイト",
            "compare 様式.html 評価書.yaml", "review form 評価書.yaml -o 点検.xlsx",
            "review summary 意見.yaml --into 評価書.yaml",
        ),
    ),
    "旧.yaml": (OLD, ("diff 評価書.yaml --format json", "check 評価書.yaml --against 旧.yaml")),
    "pia.yaml": (
        WORKSPACE,
        ("check 評価書.yaml", "threshold --subjects 600 --handlers 9", "diff 評価書.yaml",
         "set pia.yaml 変数.市名=別の市", "impact 市名 ."),
    ),
    "共通/定型.yaml": (
        "保管:\n  庁舎: 市の庁舎\n",
        ("check 名.yaml", "impact 共通.定型.保管.庁舎 .", "freeze 名.yaml"),
    ),
    "評価書.判断.yaml": (
        "", ("check 評価書.yaml", "diff 評価書.yaml --strict", "diff 評価書.yaml --write-decisions",
             "diff 評価書.yaml --append"),
    ),
    "理由/組織.j2": (REASON, ("diff 評価書.yaml --append", "check 評価書.yaml")),
    "目録.json": ("", ("verify 目録.json",)),
    "テーマ.yaml": (THEME, ("render 評価書.yaml --format html --force", "check 評価書.yaml")),
    "templates/R9.1/kiso.yaml": (
        FORM.replace("edition: R6.10", "edition: R9.1"),
        ("items --form kiso --edition R9.1", "check 新版.yaml", "schema kiso --edition R9.1",
         "render --blank kiso --form-edition R9.1 --format html --force", "new kiso 下書き.yaml"),
    ),
    "templates/R9.1/options.yaml": (OPTIONS, ("items --form kiso --edition R9.1",)),
    "意見.yaml": (
        RECORD,
        ("check 意見.yaml", "review add 意見.yaml --from 意見.csv",
         "review summary 意見.yaml --into 評価書.yaml", "render 意見.yaml --format html --force"),
    ),
    "意見.csv": ("番号,項目,意見,提出者\n1,全般,頻度は,委員会\n2,Ⅱ3,\"次の\n行\",住民\n",
               ("review add 意見.yaml --from 意見.csv",)),
    "計画.yaml": (
        PLAN, ("check 計画.yaml", "audit read 計画.yaml", "audit report 計画.yaml -o 報告"),
    ),
    "記録.csv": (table()[:3000], ("audit sample 計画.yaml --log 記録.csv --seed 1",)),
    ".pia/build.json": ("", ("status . --format json",)),
    ".pia/pending-1.json": ('[[".pia-1.ready", "評価書.yaml", ""]]', ("check 評価書.yaml",)),
    "文.txt": ("新しい名称\n{{ 市名 }}\n", ("set 評価書.yaml 事務.名称=@文.txt",)),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file that is mutated, as it should be."""
    folder = tmp_path_factory.mktemp("職場") / "市"
    for name, (text, _) in TRIED.items():
        if text and not name.startswith(".pia"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "名.yaml").write_text(
        "様式: 基礎項目評価書\n事務: {名称: '{{ 共通.定型.保管.庁舎 }}'}\n", "utf-8"
    )
    (folder / "新版.yaml").write_text("様式: 基礎項目評価書\n版: R9.1\n事務: {名称: 税}\n", "utf-8")
    run(folder, "diff 評価書.yaml --write-decisions")
    run(folder, "render 評価書.yaml --format html --manifest 目録.json")
    run(folder, "status .")
    assert {".pia", "目録.json", "評価書.判断.yaml"} <= {p.name for p in folder.iterdir()}
    return folder


def answered(folder: Path, words: str) -> Result:
    """Run a command in a folder; what is no exit is raised."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(workers, "_processes", lambda tasks: nullcontext(None))
        result = CliRunner().invoke(cli, words.split(" "))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run(folder: Path, words: str) -> None:
    assert answered(folder, words).exit_code in (0, 1, 2)


TRIES = [(name, words) for name, (_, commands) in TRIED.items() for words in commands]


@pytest.mark.parametrize(("name", "words"), TRIES)
def test_a_command_answers_whatever_it_reads(
    office: Path, tmp_path: Path, name: str, words: str
) -> None:
    text = (office / name).read_text(encoding="utf-8") if (office / name).exists() else ""
    text = text or TRIED[name][0]
    for n, mutant in enumerate(islice(mutants(text, SEED), CASES)):
        folder = tmp_path / str(n)
        shutil.copytree(office, folder)
        (folder / name).write_bytes(mutant.encode("utf-8", "surrogatepass"))
        try:
            run(folder, words)
        except Exception as error:
            error.add_note(f"{words}: {folder / name}")
            raise
        shutil.rmtree(folder)


APART = ("様式", "版", "前版", "変数", "共通", "確定", "非公表", "未分類")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_source_without_errors_has_lost_no_value(tmp_path: Path, source: Path) -> None:
    file, faultless, share = tmp_path / "評価書.yaml", 0, CASES * 10 // len(SOURCES)
    for mutant in islice(mutants(source.read_text("utf-8"), SEED, most=1), share):
        file.write_bytes(mutant.encode("utf-8", "surrogatepass"))
        if any(finding.is_error for finding in pia.check(file)):
            continue
        faultless += 1
        said = set(_said(pia.load(file).content))
        lost = [text for text in _written(mutant) if fold(text) not in said]
        assert lost == [], mutant
    assert faultless


def _written(text: str) -> Iterator[str]:
    """Yield the texts of a source as another reader of YAML finds them, names and days left out;
    nothing where it finds no mapping, since slips are mended, or breaks a line where YAML 1.2
    does not."""
    if re.search("[\x85\u2028\u2029]", text):
        return
    try:
        data = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return
    for key, value in data.items():
        if fold(key) not in APART:
            yield from (t for t in _leaves(value) if "{{" not in t and not _is_day(t))


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except NoSuchDateError:
        return True


def _leaves(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                if fold(key) != "id":
                    yield from _leaves(inner)
        case list():
            for inner in value:
                yield from _leaves(inner)
        case str() if value.strip() not in BLANKS:
            yield value


def _said(content: Any) -> Iterator[str]:
    """Yield every text that a document says, folded."""
    for value in values(content):
        for one in value.value if isinstance(value.value, tuple) else (value.value,):
            match one:
                case Checked(option=option, text=text):
                    yield fold(str(option))
                    yield fold(text or "")
                case dict():
                    yield from map(fold, one.values())
                case date():
                    continue
                case _:
                    yield fold(str(one))
