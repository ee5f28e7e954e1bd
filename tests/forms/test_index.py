"""What `pia items` lists."""

import json

import pytest
from click.testing import CliRunner

from pia import items
from pia.cli import cli
from pia.forms.index import Listed, Sort


def listed(form: str, path: str) -> Listed:
    (found,) = [entry for entry in items(form).entries if entry.path == path]
    return found


def test_an_item_tells_its_address_number_star_and_options() -> None:
    assert listed("juten", "Ⅰ5.①実施の有無").as_dict() == {
        "address": "情報連携.実施の有無",
        "kind": "item",
        "label": "実施の有無",
        "number": "①",
        "significant": True,
        "options": ["実施する", "実施しない", "未定"],
    }


@pytest.mark.parametrize(
    ("form", "path", "address"),
    [
        ("juten", "Ⅱ 特定個人情報ファイルの概要", "特定個人情報ファイル"),
        ("juten", "Ⅱ6. 特定個人情報の保管・消去", "特定個人情報ファイル.保管・消去.保管場所"),
        ("zenkomoku", "Ⅱ6. 特定個人情報の保管・消去", "特定個人情報ファイル.保管・消去"),
        ("zenkomoku", "Ⅲ3.リスク４ 特定個人情報ファイルが不正に複製されるリスク",
         "特定個人情報ファイル.リスク対策.使用.不正な複製"),
        ("juten", "Ⅰ3. 特定個人情報ファイル名", "特定個人情報ファイル.ファイル名"),
        ("juten", "Ⅰ 基本情報", ""),
    ],
)  # fmt: skip
def test_the_address_of_a_section_is_what_its_items_have_in_common(
    form: str, path: str, address: str
) -> None:
    entry = listed(form, path)
    assert (entry.kind, entry.address, entry.options) == (Sort.SECTION, address, ())


def test_attachments_are_told_from_sections() -> None:
    attachments = [e for e in items("zenkomoku").entries if e.kind is Sort.ATTACHMENT]
    assert [e.number or e.label for e in attachments] == [
        "（別添１）",
        "（別添２）",
        "（別添３）",
        "別紙",
    ]
    assert [e for e in items("kiso").entries if e.kind is Sort.ATTACHMENT] == []


@pytest.mark.parametrize(("form", "count"), [("kiso", 52), ("juten", 132), ("zenkomoku", 233)])
def test_every_item_that_prints_a_field_is_listed_once(form: str, count: int) -> None:
    addresses = [e.address for e in items(form, None, "R6.10").entries if e.kind is Sort.ITEM]
    assert len(addresses) == len(set(addresses)) == count


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["items", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_a_line_for_each_entry() -> None:
    code, out, _ = run("--form", "juten")
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == len(items("juten").entries)
    assert "特定個人情報ファイル.入手・使用.使用目的\tⅡ3.③使用目的 ※" in lines


def test_the_command_finds_one_entry_or_names_the_candidates() -> None:
    assert run("--form", "juten", "--find", "Ⅱ３③")[0] == 0
    code, out, error = run("--form", "juten", "--find", "その必要性 その妥当性", "--format", "json")
    assert (code, error) == (1, "")
    assert len(json.loads(out)) >= 1
    code, _, error = run("--form", "juten", "--find", "法令上の根拠")
    assert code == 1
    assert "候補 4 件" in error


def test_a_heading_that_is_found_shows_what_stands_below_it() -> None:
    arguments = ("--form", "kiso", "--find", "対象人数")
    code, out, _ = run(*arguments)
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == [
        "—",
        "事務.対象人数",
        "しきい値判断.対象人数の時点",
    ]
    assert len(json.loads(run(*arguments, "--format", "json")[1])) == 1


def test_a_form_or_edition_that_does_not_exist_is_told() -> None:
    code, out, error = run("--form", "簡易")
    assert (code, out) == (2, "")
    assert "未知の様式" in error
    assert run("--form", "juten", "--edition", "R1.1")[0] == 2
