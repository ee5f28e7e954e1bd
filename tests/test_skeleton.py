"""A skeleton has every item once, is a sound draft, and becomes a source by taking off `#`."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import pia
from pia.cli import cli
from pia.drafts import RARE, skeleton
from pia.forms.definition import Form
from pia.forms.index import Field, fields
from pia.forms.load import editions, forms, load, named
from pia.schema import schema

FORMS = [load(edition, form) for edition in editions() for form in forms(edition)]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def uncommented(text: str) -> str:
    """Take the `#` off all that is not explanation, in a rare list once more off its options."""
    for _ in range(2):
        text = re.sub(r"^( *)#(?=- |  +[^ ]|[^ #■・\n])", r"\1", text, flags=re.MULTILINE)
    return text


def tree(text: str) -> Any:
    """Read YAML with a reader that refuses a key that stands twice."""
    return YAML(typ="safe").load(text)


def addresses(node: Any, above: str = "") -> list[str]:
    """Every key of a tree by its address without ids, an entry of a list as its keys."""
    if isinstance(node, list):
        return [found for entry in node for found in addresses(entry, above)]
    if not isinstance(node, dict):
        return []
    here = [(f"{above}.{key}".strip("."), value) for key, value in node.items()]
    return [found for address, value in here for found in [address, *addresses(value, address)]]


@each_form
def test_every_key_of_the_form_stands_there_exactly_once(form: Form) -> None:
    wanted = [field.address for top in fields(form) for field in top.walk()]
    found = Counter(addresses(tree(uncommented(skeleton(form, "x.json")))))
    assert len(wanted) > 10
    assert {address: found[address] for address in wanted} == dict.fromkeys(wanted, 1)


@each_form
def test_keys_stand_in_the_order_of_the_form(form: Form) -> None:
    wanted = [field.address for top in fields(form) for field in top.walk()]
    found = addresses(tree(uncommented(skeleton(form, "x.json"))))
    assert [address for address in found if address in set(wanted)] == wanted


@each_form
def test_every_item_has_its_label_its_star_and_its_options(form: Form) -> None:
    text = skeleton(form, "x.json")
    for _, item in form.items():
        if item.is_own:
            star = " ※" if item.significant else ""
            assert re.search(rf"# .*{re.escape(item.number + item.label + star)}（", text)
            assert all(offered.text in text for offered in item.offered)


@each_form
def test_pia_check_has_no_error_to_tell_of_it(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "評価書.yaml"
    path.write_text(skeleton(form, "x.json"), encoding="utf-8")
    found = pia.check(path)
    assert len(found) > 3
    assert [str(finding) for finding in found if finding.is_error] == []


@each_form
def test_editors_find_it_valid_with_and_without_its_comments(form: Form) -> None:
    validator = Draft202012Validator(schema(form))
    for text in (skeleton(form, "x.json"), uncommented(skeleton(form, "x.json"))):
        assert [error.message for error in validator.iter_errors(tree(text))] == []


@each_form
def test_what_stands_there_is_what_is_read(form: Form, tmp_path: Path) -> None:
    """Nothing but the form, its edition and the sample ids comes out of an untouched draft."""
    path = tmp_path / "評価書.yaml"
    path.write_text(skeleton(form, "x.json"), encoding="utf-8")
    content = pia.load(path).content
    given = [value for value in leaves(content.model_dump(by_alias=True)) if value]
    ids = [f"{key}1" for key in sample_lists(form)]
    assert sorted(given) == sorted([form.name, form.edition, *ids])


def leaves(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [leaf for value in node.values() for leaf in leaves(value)]
    if isinstance(node, list | tuple):
        return [leaf for value in node for leaf in leaves(value)]
    return [node]


def sample_lists(form: Form) -> list[str]:
    """Lists of which a draft shows an entry: not those of tables, nor what is never printed."""
    rare = {section.per for _, section in form.sections() if section.style in RARE}
    found = [field for top in fields(form) for field in top.walk() if field.shape.repeated]
    return [
        field.key
        for field in found
        if has_id(field) and field.address not in rare and is_printed(field)
    ]


def is_printed(field: Field) -> bool:
    return any(below.item for below in field.walk())


def has_id(field: Field) -> bool:
    return any(inner.key == "id" for inner in field.fields)


def test_a_text_goes_below_its_bar_and_a_choice_behind_its_colon(tmp_path: Path) -> None:
    text = skeleton(named("juten"), "x.json")
    text = text.replace("  内容: |\n", "  内容: |\n    一行目\n    二行目\n")
    text = text.replace("  対象人数:\n", "  対象人数: 1,000人未満\n")
    text = text.replace("  #- 税務システム\n", "  - 税務システム\n")
    path = tmp_path / "評価書.yaml"
    path.write_text(text, encoding="utf-8")
    assessment = pia.load(path).assessment
    assert assessment.office.description == "一行目\n二行目"
    assert assessment.office.subjects == "1,000人未満"
    assert [str(box.option) for box in assessment.systems[0].connections or ()] == ["税務システム"]


@pytest.mark.parametrize("name", ["juten", "重点項目評価書"])
def test_new_writes_a_draft_and_the_schema_beside_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "評価書.yaml"
    result = CliRunner().invoke(cli, ["new", name, str(path)])
    assert result.exit_code == 0
    line = path.read_text(encoding="utf-8").splitlines()[0]
    named_there = line.removeprefix("# yaml-language-server: $schema=")
    assert (tmp_path / named_there).is_file()
    assert sorted(result.output.split()) == sorted(str(file) for file in tmp_path.iterdir())


def test_new_never_writes_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "評価書.yaml"
    path.write_text("大事な文書", encoding="utf-8")
    result = CliRunner().invoke(cli, ["new", "juten", str(path)])
    assert result.exit_code == 2
    assert "既にあるファイル" in result.output
    assert path.read_text(encoding="utf-8") == "大事な文書"


def test_new_leaves_a_schema_that_lies_there(tmp_path: Path) -> None:
    pia.new("juten", tmp_path / "一.yaml")
    (beside,) = tmp_path.glob("*.json")
    beside.write_text("{}", encoding="utf-8")
    assert pia.new("juten", tmp_path / "二.yaml") == [tmp_path / "二.yaml"]
    assert beside.read_text(encoding="utf-8") == "{}"


def test_new_knows_the_forms_by_id_and_name_and_no_others(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["new", "様式9", str(tmp_path / "評価書.yaml")])
    assert result.exit_code == 2
    assert "未知の様式" in result.output
    assert list(tmp_path.iterdir()) == []
