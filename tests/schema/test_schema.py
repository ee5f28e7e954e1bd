"""The schema against an independent validator and an independent reader of YAML."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from golden_files import assert_golden
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pia.forms.definition import Form
from pia.forms.index import fields
from pia.forms.load import editions, forms, load, named
from pia.schema import schema, text
from pia.source.files import schemas

ROOT = Path(__file__).parents[2]
FORMS = [load(edition, form) for edition in editions() for form in forms(edition)]


def names_a_form(path: Path) -> bool:
    """Whether a file is an assessment, and not what lies beside one."""
    text = path.read_text(encoding="utf-8")
    return any(f"\n様式: {form.name}\n" in f"\n{text}" for form in FORMS)


EXAMPLES = [path for path in sorted(ROOT.glob("examples/*/*.yaml")) if names_a_form(path)]
BAD = ROOT / "tests" / "bad"

# What a schema can see; the rest (syntax, names, files, contradictions) only pia check sees.
OF_ITS_KIND = (
    "未知の項目",
    "様式にない項目",
    "未知の選択肢",
    "様式にない選択肢",
    "記入欄のない選択肢",
    "値の形",
    "日付の書き方",
    "件数の書き方",
    "idなし",
    "idの文字",
)


def read(text: str) -> Any:
    """Read YAML as an editor does; what it takes for a date is a text in JSON."""
    return json.loads(json.dumps(YAML(typ="safe").load(text), default=str))


def faults(form: Form, text: str) -> list[str]:
    validator = Draft202012Validator(schema(form))
    return [error.json_path for error in validator.iter_errors(read(text))]


def juten(text: str) -> list[str]:
    return faults(named("juten"), text)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.edition}-{form.id}")
def test_the_schema_in_the_repository_is_the_one_generated(form: Form) -> None:
    assert_golden(str(schemas() / form.edition / f"{form.id}.schema.json"), text(form))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_it_is_a_schema_of_the_2020_12_draft(form: Form) -> None:
    Draft202012Validator.check_schema(schema(form))


def test_there_are_examples_of_two_forms() -> None:
    names = {read(path.read_text(encoding="utf-8"))["様式"] for path in EXAMPLES}
    assert {"重点項目評価書", "全項目評価書"} <= names


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_examples_are_valid(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    data = read(source)
    assert faults(named(data["様式"], data["版"]), source) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_not_valid_as_another_form(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    others = [form for form in FORMS if form.name != read(source)["様式"]]
    assert all(faults(form, source) for form in others)


ACCEPTED = [
    "{}",
    "表紙:",
    "表紙: {評価書番号: 1}",
    "表紙: {評価書番号: '１'}",
    "表紙: {公表日: 令和7年2月13日}",
    "表紙: {公表日: 令和元年５月１日}",
    "表紙: {公表日: R7.2.13}",
    "表紙: {公表日: 2025-02-13}",
    "表紙: {公表日: '{{ 公表日 }}'}",
    "事務: {対象人数: '{{ 区分 }}'}",
    "システム: [{id: 住基, 他のシステムとの接続: [税務システム, その他: 宛名]}]",
    "システム: [{id: 住基, 他のシステムとの接続: ['{{ 接続 }}', その他: '{{ 接続 }}']}]",
    "システム: [{id: 住基_ー2}, {id: 2}]",
    "特定個人情報ファイル: [{id: 住基, 委託: {件数: 3}}]",
    "特定個人情報ファイル: [{id: 住基, 委託: {件数: '1,200件'}}]",
    "特定個人情報ファイル: [{id: 住基, 委託: {件数: '{{ 数 }}'}}]",
    "特定個人情報ファイル: [{id: 住基, 記録項目: [個人番号, 2, '{{ 項目 }}']}]",
    "別紙: [{id: 一覧, 列: [番号, 名前], 行: [{番号: 1, 名前: 市}]}]",
    "変数: {課: 市民課, 法令: {番号法: 番号法}}\n共通: {保管: 長い文}",
    "非公表: [{項目: 担当部署.部署, 語: 市民課, 理由: 警備}]",
]


@pytest.mark.parametrize("source", ACCEPTED)
def test_a_draft_is_valid(source: str) -> None:
    assert juten(source) == []


REJECTED = [
    ("表紙: {評価番号: 1}", "$.表紙"),
    ("表紙: {承認日: 令和7年2月13日}", "$.表紙"),
    ("しきい値判断: {重大事故: 発生なし}", "$"),
    ("表紙: {評価書名: [a]}", "$.表紙.評価書名"),
    ('表紙: {評価書名: "a\\nb"}', "$.表紙.評価書名"),
    ("表紙: {公表日: 来月}", "$.表紙.公表日"),
    ("表紙: 市", "$.表紙"),
    ("事務: {対象人数: たくさん}", "$.事務.対象人数"),
    ("事務: {対象人数: 30万人以上}", "$.事務.対象人数"),
    ("システム: {id: 住基}", "$.システム"),
    ("システム: [{名称: 住基}]", "$.システム[0]"),
    ("システム: [{id: }]", "$.システム[0].id"),
    ("システム: [{id: 住基 台帳}]", "$.システム[0].id"),
    ("システム: [{id: 住基、台帳}]", "$.システム[0].id"),
    ("システム: [{id: 住基, 他のシステムとの接続: 税務システム}]", "接続"),
    ("システム: [{id: 住基, 他のシステムとの接続: [税務]}]", "接続[0]"),
    ("システム: [{id: 住基, 他のシステムとの接続: [税務システム: 宛名]}]", "接続[0]"),
    ("特定個人情報ファイル: [{id: 住基, 委託: {件数: 多数}}]", "件数"),
    ("特定個人情報ファイル: [{id: 住基, 委託: {件数: -1}}]", "件数"),
    ("特定個人情報ファイル: [{id: 住基, 記録項目: 個人番号}]", "記録項目"),
    ("別紙: [{id: 一覧, 行: [[1, 市]]}]", "行"),
    ("様式: 全項目評価書", "$.様式"),
    ("版: R9.1", "$.版"),
]


@pytest.mark.parametrize(("source", "place"), REJECTED)
def test_what_pia_check_calls_an_error_is_not_valid(source: str, place: str) -> None:
    found = juten(source)
    assert found
    assert place.replace("$.", "") in found[0].replace("['", ".").replace("']", "")


def test_a_source_that_names_no_form_is_read_as_the_default_and_valid_as_no_other() -> None:
    assert juten("{}") == []
    assert faults(named("kiso"), "{}") == ["$"]
    assert faults(named("kiso"), "様式: 基礎項目評価書") == []


def test_a_reprinted_option_is_valid_as_printed_and_as_the_model_knows_it() -> None:
    for option in ("1,000人未満（任意実施）", "1,000人未満"):
        assert faults(named("kiso"), f"様式: kiso\n事務: {{対象人数: '{option}'}}") == []


def bad_pairs() -> list[Path]:
    """The pairs of its kind; what is not YAML at all an editor marks without a schema."""
    whole = [path.parent / "wrong.yaml" for path in sorted(BAD.glob("*/expected.txt"))]
    pairs = [path for path in whole if path.is_file() and is_yaml(path)]
    return [p for p in pairs if any(f"[{code}]" in told_of(p) for code in OF_ITS_KIND)]


def is_yaml(path: Path) -> bool:
    try:
        read(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError):
        return False
    return True


def told_of(path: Path) -> str:
    """Return what is said of a file itself, and not of another one beside it."""
    lines = (path.parent / "expected.txt").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith(path.name))


def test_there_are_bad_inputs_of_its_kind() -> None:
    found = {code for path in bad_pairs() for code in OF_ITS_KIND if f"[{code}]" in told_of(path)}
    assert found == set(OF_ITS_KIND)


@pytest.mark.parametrize("path", bad_pairs(), ids=lambda path: path.parent.name)
def test_the_bad_inputs_of_its_kind_are_not_valid(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    data = YAML(typ="safe").load(source)
    assert faults(named(data.get("様式") or "juten"), source) != []


def described(node: Any, address: str = "") -> Iterator[tuple[str, Any]]:
    """Yield address → schema of everything under `properties`, entries of lists included."""
    for key, value in node.get("items", node).get("properties", {}).items():
        here = f"{address}.{key}".strip(".")
        yield here, value
        yield from described(value, here)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_item_has_its_printed_label_and_guidance(form: Form) -> None:
    found = dict(described(schema(form)))
    for _, item in form.items():
        if item.is_own:
            assert f"{item.number}{item.label}" in found[item.address]["title"]
            assert ("※" in found[item.address]["title"]) == item.significant
            assert "点検の観点" in found[item.address]["description"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_it_has_the_keys_of_the_form_and_no_others(form: Form) -> None:
    expected = {field.address for top in fields(form) for field in top.walk()}
    boxes = {key for key, value in described(schema(form)) if "title" not in value}
    extra = {"変数", "共通", "確定", "未分類"}
    assert {key for key, _ in described(schema(form))} - boxes - extra == expected
