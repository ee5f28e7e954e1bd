"""Whatever becomes of a file that a command reads, the command answers: an exit code that it
promises and no traceback; and a source that is called faultless has lost none of its values.

PIA_MUTANTS=100000 for the whole: as many for each command and for each file beside the source,
however many of their tries have them, and ten times as many for `check`. PIA_FUZZ_SEED for other
ones.
"""

import os
import pickle
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from functools import lru_cache
from importlib import import_module
from itertools import islice
from math import ceil, inf
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result
from invented import PLAN, table
from kept_folder import KeptFolder
from mutations import mutants
from test_robustness import is_told

import pia
from pia.cli import cli
from pia.document import Document
from pia.errors import Finding, PiaError
from pia.forms import edition, load
from pia.intake import differences, reading, recognition
from pia.japanese import NoSuchDateError, fold, parse_date
from pia.model.base import Checked
from pia.model.ref import values
from pia.office import workers
from pia.records.audit import sampling
from pia.renderers import RENDERERS
from pia.source.files import templates
from pia.source.reader import BLANKS

CASES = int(os.environ.get("PIA_MUTANTS", "15"))
LEAST = 15  # of one command that reads one file
SECONDS = 10  # of a processor, for one command
SEED = int(os.environ.get("PIA_FUZZ_SEED", "1"))
SOURCES = sorted((Path(__file__).parent / "robustness").glob("*.yaml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in SOURCES}
SOURCE = TEXTS["評価書"]
OLD = SOURCE.replace("税額を決める", "税額を定める").replace("税務課", "市税課")
OLD = OLD.replace("令和7年4月1日 # 予定", "令和6年4月1日").partition("変更箇所:")[0] + (
    "別紙:\n" + SOURCE.partition("別紙:\n")[2]
)
VERSION = SOURCE.replace("版: R6.10\n", "版: R6.10\n前版: 前.yaml\n", 1)
WORKSPACE = """\
変数: {市名: 見本市, 所管課: 税務課}
しきい値判断: []
変更箇所: {項目: 短い番号}
"""
REASON = "{# 重要な変更の例外: 指針第6の2(2) #}{{ 項目 }}を{% if 変更前 %}改めた{% endif %}。\n"
NEW = "様式: 基礎項目評価書\n版: R9.1\n表紙: {公表日: 令和7年4月1日}\n事務: {名称: 税}\n"
LOG = "".join(table().splitlines(keepends=True)[:20])
# What is mutated beside a source is tried with a short one, which every file reaches too.
SHORT_OLD = TEXTS["基礎"].replace("番号: 1", "番号: 7").replace("4月1日", "3月1日")
SHORT = SHORT_OLD.replace("版: R6.10\n", "版: R6.10\n前版: 前の手当.yaml\n").replace("3月", "5月")
SHORT = SHORT.replace("郵送", "{{ 市名 }}から郵送").replace("課税ファイル", "手当ファイル")
SHORT = SHORT.replace("税システム", "'{{ 共通.定型.保管.庁舎 }}のシステム'")
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
            "publish 評価書.yaml --dry-run", "compare 評価書.docx 評価書.yaml",
            "review form 評価書.yaml -o 点検.xlsx", "review summary 意見.yaml --into 評価書.yaml",
        ),
    ),
    "基礎/基礎.yaml": (
        TEXTS["基礎"],
        ("render 基礎/基礎.yaml --format xlsx,docx,pdf --force", "build . --format html",
         "site . -o サイト", "publish 基礎/基礎.yaml --dry-run"),
    ),
    "旧の手当.yaml": (
        SHORT_OLD, ("diff 旧の手当.yaml 手当.yaml", "check 手当.yaml --against 旧の手当.yaml"),
    ),
    "前の手当.yaml": ("", ("diff 手当.yaml --format json", "check 手当.yaml")),
    "pia.yaml": (
        WORKSPACE,
        ("check 手当.yaml", "threshold --subjects 600 --handlers 9", "diff 手当.yaml",
         "set pia.yaml 変数.市名=別の市", "impact 市名 ."),
    ),
    "共通/定型.yaml": (
        "保管:\n  庁舎: 市の庁舎\n",
        ("check 名.yaml", "check 手当.yaml", "impact 共通.定型.保管.庁舎 .", "freeze 名.yaml"),
    ),
    "手当.判断.yaml": (
        "", ("check 手当.yaml", "diff 手当.yaml --strict", "diff 手当.yaml --write-decisions",
             "diff 手当.yaml --append"),
    ),
    "理由/組織.j2": (REASON, ("diff 手当.yaml --append", "check 手当.yaml")),
    "目録.json": ("", ("verify 目録.json",)),
    "テーマ.yaml": (THEME, ("render 手当.yaml --format html --force", "check 手当.yaml")),
    "templates/R9.1/kiso.yaml": (
        FORM.replace("edition: R6.10", "edition: R9.1"),
        ("items --form kiso --edition R9.1", "check 新版.yaml", "schema kiso --edition R9.1",
         "render --blank kiso --form-edition R9.1 --format html --force", "new kiso 下書き.yaml"),
    ),
    "templates/R9.1/options.yaml": (OPTIONS, ("items --form kiso --edition R9.1",)),
    "意見.yaml": (
        TEXTS["意見"],
        ("check 意見.yaml", "review add 意見.yaml --from 意見.csv --round 一",
         "review summary 意見.yaml --into 評価書.yaml", "render 意見.yaml --format html --force"),
    ),
    "意見.csv": ("番号,項目,意見,提出者\n1,全般,頻度は,委員会\n2,Ⅱ3,\"次の\n行\",住民\n",
               ("review add 意見.yaml --from 意見.csv --round 一",)),
    "計画.yaml": (PLAN, ("audit sample 計画.yaml --log 記録.csv --seed 1", "check 計画.yaml")),
    "調査/計画.yaml": (PLAN, ("audit read 調査/計画.yaml", "audit report 調査/計画.yaml -o 報告")),
    "記録.csv": (LOG, ("audit sample 計画.yaml --log 記録.csv --seed 1",)),
    # What an office remembers is tried in one of a single document: all of it is made again.
    ".支所/.pia/build.json": ("", ("status .支所 --format json", "build .支所 --format html")),
    ".支所/.pia/site.json": ("", ("site .支所 -o .支所/サイト",)),
    ".支所/サイト/.pia-site.json": ("", ("site .支所 -o .支所/サイト",)),
    ".pia/pending-1.json": ('[[".pia-1.ready", "評価書.yaml", ""]]', ("check 手当.yaml",)),
    "文.txt": ("新しい名称\n{{ 市名 }}\n", ("set 手当.yaml 表紙.評価書名=@文.txt",)),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> KeptFolder:
    """A folder with every file that is mutated, as it should be."""
    folder = tmp_path_factory.mktemp("職場") / "市"
    for name, (text, _) in TRIED.items():
        if text and not name.startswith(".pia"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    named = NEW.replace("版: R9.1\n", "").replace("税", "'{{ 共通.定型.保管.庁舎 }}'")
    (folder / "名.yaml").write_text(named, encoding="utf-8")
    for name, text in (("旧.yaml", OLD), ("手当.yaml", SHORT), ("新版.yaml", NEW)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".支所").mkdir()
    (folder / ".支所" / "pia.yaml").write_text(WORKSPACE, encoding="utf-8")
    for words in (
        "freeze 旧.yaml -o 前.yaml", "freeze 旧の手当.yaml -o 前の手当.yaml",
        "diff 評価書.yaml --write-decisions", "diff 手当.yaml --write-decisions",
        "diff 手当.yaml --append",
        "diff 評価書.yaml --append", "render 評価書.yaml --format docx --manifest 目録.json -o .",
        "audit sample 調査/計画.yaml --log 記録.csv --seed 1", "build . --format html",
        "site . -o サイト", "status .", "freeze 基礎/基礎.yaml -o .支所/評価書.yaml",
        "build .支所 --format html", "site .支所 -o .支所/サイト",
        "status .支所",
    ):  # fmt: skip
        run(folder, words)
    assert [name for name in TRIED if not (folder / name).exists()] == [".pia/pending-1.json"]
    return KeptFolder(folder)


def answered(folder: Path, words: str) -> Result:
    """Run a command in a folder; what is no exit is raised."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(workers, "_processes", lambda tasks: nullcontext(None))
        result = CliRunner().invoke(cli, words.split(" "))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "出力の失敗" not in result.output, result.output  # a traceback of a renderer, told
    return result


def run(folder: Path, words: str) -> None:
    assert answered(folder, words).exit_code in (0, 1, 2)


TRIES = [(name, words) for name, (_, commands) in TRIED.items() for words in commands]


def test_every_command_has_something_to_do(office: KeptFolder) -> None:
    codes = {words: answered(office.folder, words).exit_code for _, words in TRIES}
    office.put_back()
    assert [words for words, code in codes.items() if code == 2] == []


def share(name: str, words: str) -> int:
    """Return how many mutants fall to one command that reads one file."""
    alike = sum(other.split(" ")[0] == words.split(" ")[0] for _, other in TRIES)
    readers = inf if name == "評価書.yaml" else len(TRIED[name][1])
    return max(min(CASES, LEAST), ceil(CASES / min(alike, readers)))


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do once what no mutant changes: print a layout as it was printed before (equal layouts give
    equal bytes), read the same printed form, start the engine that reads logs."""
    for module, function in RENDERERS.values():
        render = getattr(import_module(module), function)
        monkeypatch.setattr(f"{module}.{function}", _remembering(render))
    monkeypatch.setattr(recognition, "_read", _remembering(recognition._read))
    monkeypatch.setattr(differences, "read", _remembering(reading.read))
    running = duckdb.connect(":memory:", config={"threads": 1})
    monkeypatch.setattr(sampling, "connect", lambda folder: running.cursor())


def _remembering(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes the same of the same; each caller gets what is its own."""
    known = lru_cache(maxsize=20)(lambda packed: pickle.dumps(make(*pickle.loads(packed))))
    return lambda *given: pickle.loads(known(pickle.dumps(given)))


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize(("name", "words"), TRIES)
def test_a_command_answers_whatever_it_reads(
    office: KeptFolder, tmp_path: Path, name: str, words: str
) -> None:
    folder = office.folder
    text = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
    text = text or TRIED[name][0]
    for mutant in islice(mutants(text, SEED), share(name, words)):
        (folder / name).write_bytes(mutant.encode("utf-8", "surrogatepass"))
        if name.startswith("templates"):
            _forget_forms()
        try:
            begun = time.process_time()
            run(folder, words)
            assert time.process_time() - begun < SECONDS
        except Exception as error:
            error.add_note(f"{words}: {shutil.copytree(folder, tmp_path / 'failed') / name}")
            raise
        finally:
            office.put_back()


def _forget_forms() -> None:
    for module in (load, edition):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


APART = ("様式", "版", "前版", "変数", "共通", "確定", "非公表", "未分類")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_source_without_errors_has_lost_no_value(tmp_path: Path, source: Path) -> None:
    file, faultless, count = tmp_path / "評価書.yaml", 0, CASES * 10 // len(SOURCES)
    for mutant in islice(mutants(source.read_text("utf-8"), SEED, most=1), count):
        data = mutant.encode("utf-8", "surrogatepass")
        file.write_bytes(data)
        document, findings = _checked(file)
        assert all(is_told(finding, data) for finding in findings), mutant
        if document is None or any(finding.is_error for finding in findings):
            continue
        faultless += 1
        said = set(_said(document.content))
        lost = [text for text in _written(mutant) if fold(text) not in said]
        assert lost == [], mutant
    assert faultless


def _checked(file: Path) -> tuple[Document | None, list[Finding]]:
    try:
        document = pia.load(file)
    except PiaError as error:
        return None, list(error.findings)
    return document, pia.check(document)


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
