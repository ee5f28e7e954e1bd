"""The same thing told in two ways by documents of one office: found where it is, and nowhere else.

The documents are the examples and copies of them for another 事務, each with one slip made at
random; PIA_SLIPS=100 tries as many of each family.
"""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import write

import pia
from pia.errors import Finding

EXAMPLES = Path(__file__).parents[2] / "examples"
SLIPS = int(os.environ.get("PIA_SLIPS", "4"))
FAMILIES = {
    "ほかの評価書と違う名前",
    "ほかの評価書と違う内容",
    "なくなった部署",
    "片方だけにある移転",
    "そろっていない段落",
}
HEAD = "様式: 重点項目評価書\n版: R6.10\n表紙: {評価書番号: N, 評価実施機関名: 見本市長}\n"
Slip = Callable[[str, random.Random], str]


def office(folder: Path, example: str, newest: str) -> tuple[Path, Path]:
    """Copy an example, and make of its newest version another document for another 事務."""
    shutil.copytree(EXAMPLES / example, folder / example)
    first = folder / example / newest
    text = first.read_text("utf-8").replace(
        "名称: 住民基本台帳に関する事務", "名称: 印鑑に関する事務"
    )
    text = re.sub(r"評価書番号: \"?1\"?", "評価書番号: 2", text)
    text = re.sub(r"^前版: .*\n", "", text, flags=re.MULTILINE)
    return first, write(first.parent, text, "二つ目.yaml")


def told(*paths: Path) -> list[Finding]:
    return [f for f in pia.check_all(paths) if f.code in FAMILIES]


NEWEST = {"neyagawa": "令和7年版.yaml", "hiroshima": "令和6年版.yaml"}


@pytest.mark.parametrize("example", NEWEST)
def test_a_document_copied_for_another_office_is_told_of_nothing(
    tmp_path: Path, example: str
) -> None:
    first, second = office(tmp_path, example, NEWEST[example])
    assert [str(f) for f in told(first, second)] == []


def _lines(text: str, pattern: str) -> list[re.Match[str]]:
    body = text.index("事務:")
    changes = text.index("\n変更箇所:") if "\n変更箇所:" in text else len(text)
    found = re.finditer(pattern, text, re.MULTILINE)
    return [m for m in found if body < m.start() < changes]


def _drift(text: str, chance: random.Random) -> str:
    """Leave a word out of the middle of a long sentence, or put one in."""
    start = text.index("\n特定個人情報ファイル:")
    end = text.index("\n開示請求・問合せ:")
    found = [m for m in _lines(text, r"^ +[^\-#:{}|\n]{60,}。$") if start < m.start() < end]
    line = chance.choice(found)
    middle = line.start() + (line.end() - line.start()) // 2
    word = chance.choice(["原則として", "速やかに", "必ず"])
    return text[:middle] + word + text[middle:]


def _persons(text: str, chance: random.Random) -> str:
    line = chance.choice(_lines(text, r"^    対象となる本人の数: (?!1万人未満).*$"))
    return text[: line.start()] + "    対象となる本人の数: 1万人未満" + text[line.end() :]


def _renamed(text: str, chance: random.Random) -> str:
    """Give a system a name with another sign in it."""
    line = chance.choice(_lines(text, r"^  名称: [^\n（{]+(?=システム)"))
    return text[: line.end()] + "・" + text[line.end() :]


def _subjects(text: str, chance: random.Random) -> str:
    text = re.sub(r"^  対象人数: .*$", "  対象人数: 1,000人未満", text, flags=re.MULTILINE)
    return text.replace("印鑑に関する事務", "住民基本台帳に関する事務")


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        (_drift, "そろっていない段落"),
        (_persons, "ほかの評価書と違う内容"),
        (_renamed, "ほかの評価書と違う名前"),
        (_subjects, "ほかの評価書と違う内容"),
    ],
)
@pytest.mark.parametrize("example", NEWEST)
def test_one_slip_is_one_finding_that_names_both_places(
    tmp_path: Path, example: str, slip: Slip, code: str
) -> None:
    first, second = office(tmp_path, example, NEWEST[example])
    clean, chance = second.read_text("utf-8"), random.Random(7)
    missed = noise = 0
    for _ in range(SLIPS):
        second.write_text(slip(clean, chance), encoding="utf-8")
        found = told(first, second)
        missed += code not in {f.code for f in found}
        noise += len(found) - (code in {f.code for f in found})
        for finding in found:
            both = finding.file + finding.message
            assert first.name in both
            assert second.name in both
            assert finding.position
    assert (missed, noise) == (0, 0)


def test_most_documents_are_right(tmp_path: Path) -> None:
    write(tmp_path, "", "pia.yaml")
    for n, name in enumerate(("甲株式会社", "甲株式会社", "株式会社甲")):
        text = HEAD.replace("N", str(n)) + FILE.replace("委託先名: 甲", f"委託先名: {name}")
        write(
            tmp_path,
            text.replace("甲株", "見本商事株").replace("会社甲", "会社見本商事"),
            f"{n}.yaml",
        )
    (finding,) = told(*sorted(tmp_path.glob("?.yaml")))
    assert (finding.code, Path(finding.file).name) == ("ほかの評価書と違う名前", "2.yaml")
    assert "0.yaml:" in finding.message


FILE = """\
事務: {名称: 税に関する事務, 対象人数: 1万人以上10万人未満}
特定個人情報ファイル:
- id: 税台帳
  ファイル名: 税台帳ファイル
  委託:
    委託の有無: 委託する
    委託事項:
    - {id: 保守, 名称: 保守, 委託先名: 甲}
"""


def test_a_department_that_the_workspace_renamed_is_told_with_its_new_name(tmp_path: Path) -> None:
    write(tmp_path, "変数: {課: 市民窓口課}\n", "pia.yaml")
    old = HEAD.replace("N", "1") + "変数: {課: 市民課}\n担当部署: {部署: '{{ 課 }}'}\n"
    write(tmp_path, old, "旧.yaml")
    write(tmp_path, "前版: 旧.yaml\n" + old.replace("変数: {課: 市民課}\n", ""), "一.yaml")
    other = (
        HEAD.replace("N", "2") + "担当部署: {部署: 市民課}\n事務: {内容: 北市民課と市民窓口課}\n"
    )
    write(tmp_path, other, "二.yaml")
    (finding,) = told(tmp_path / "一.yaml", tmp_path / "二.yaml")
    assert (finding.code, finding.address) == ("なくなった部署", "担当部署.部署")
    assert "今は「市民窓口課」です" in finding.message


def test_a_transfer_that_only_one_side_knows_is_told_at_the_other(tmp_path: Path) -> None:
    write(tmp_path, "", "pia.yaml")
    gives = HEAD.replace("N", "1") + FILE.replace("税", "住民").split("  委託:")[0]
    gives += "  提供・移転:\n    提供・移転の有無: [移転を行っている]\n    移転先:\n"
    gives += "    - {id: 税, 名称: 税務課, 移転先における用途: 税に関する事務}\n"
    takes = HEAD.replace("N", "2") + FILE.split("  委託:")[0]
    takes += "  入手・使用:\n    入手元: [本人又は本人の代理人]\n"
    one, two = write(tmp_path, gives, "一.yaml"), write(tmp_path, takes, "二.yaml")
    (finding,) = told(one, two)
    assert (finding.code, Path(finding.file).name) == ("片方だけにある移転", "二.yaml")
    assert "一.yaml:" in finding.message
    write(tmp_path, takes.replace("代理人]", "代理人, 評価実施機関内の他部署: 住民課]"), "二.yaml")
    assert told(one, two) == []


def test_documents_of_two_cities_are_not_held_against_each_other(tmp_path: Path) -> None:
    write(tmp_path, "", "pia.yaml")
    one = HEAD.replace("N", "1") + FILE.replace("委託先名: 甲", "委託先名: 株式会社見本商事")
    other = one.replace("見本市長", "別市長").replace("株式会社見本商事", "見本商事株式会社")
    paths = write(tmp_path, one, "一.yaml"), write(tmp_path, other, "二.yaml")
    assert told(*paths) == []
    write(
        tmp_path,
        other.replace("別市長", "見本市長").replace("評価書番号: 1", "評価書番号: 2"),
        "二.yaml",
    )
    assert [f.code for f in told(*paths)] == ["ほかの評価書と違う名前"]


def test_what_one_document_says_both_ways_was_meant(tmp_path: Path) -> None:
    write(tmp_path, "", "pia.yaml")
    said = "保管する書類は、施錠できる書庫に入れ、鍵は所属長が管理し、持ち出しは台帳に記録する。"
    other = said.replace("所属長が", "課の長が必ず")
    folder = "  保管・消去: {保管場所: "
    two = FILE.split("  委託:")[0]
    one = HEAD.replace("N", "1") + two + folder + said + "}\n"
    both = HEAD.replace("N", "2") + two.replace("id: 税台帳", "id: 一") + folder + other + "}\n"
    paths = write(tmp_path, one, "一.yaml"), write(tmp_path, both, "二.yaml")
    assert [f.code for f in told(*paths)] == ["そろっていない段落"]
    write(tmp_path, both + "- id: 二\n  ファイル名: 二つ目\n" + folder + said + "}\n", "二.yaml")
    assert told(*paths) == []


NUMBERED = "版: R6.10\n表紙: {評価書番号: 1}\n"


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("様式: 重点項目評価書\n", "様式: 重点項目評価書\n", True),
        ("様式: 重点項目評価書\n", "様式: 基礎項目評価書\n", False),
        ("様式: 全項目評価書\n", "様式: 基礎項目評価書\n", False),
        ("様式: 重点項目評価書\n前版: 二.yaml\n", "様式: 重点項目評価書\n", False),
    ],
)
def test_a_number_is_that_of_one_document_of_a_form_and_its_former_versions(
    tmp_path: Path, one: str, other: str, is_told: bool
) -> None:
    write(tmp_path, "", "pia.yaml")
    paths = [
        write(tmp_path, one + NUMBERED, "一.yaml"),
        write(tmp_path, other + NUMBERED, "二.yaml"),
    ]
    found = [f for f in pia.check_all(paths) if f.code == "同じ評価書番号"]
    assert len(found) == int(is_told)
