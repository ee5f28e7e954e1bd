"""Model and forms in both directions: nothing is printed twice, forgotten or unknown."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import pia
from pia.forms.definition import Form, Section
from pia.forms.load import editions, forms, load, named, printable, unprinted, whole
from pia.japanese import fold
from pia.model import Assessment

EVERY_FORM = [(edition, form) for edition in editions() for form in forms(edition)]


def every_form() -> Iterator[Form]:
    for edition, form in EVERY_FORM:
        yield load(edition, form)


def test_the_model_has_the_fields_that_these_tests_are_about() -> None:
    found = list(printable(Assessment))
    assert len(found) > 250
    assert "特定個人情報ファイル.リスク対策.使用.不正な複製.リスクに対する措置の内容" in found
    assert len(EVERY_FORM) >= 3


@pytest.mark.parametrize(("edition", "name"), EVERY_FORM)
def test_a_form_has_what_its_items_print_and_no_more(edition: str, name: str) -> None:
    form = load(edition, name)
    printed = Counter(item.address for _, item in form.items() if item.is_own)
    assert len(printed) > 5
    for address in printable(form.root):
        assert printed[address] == int(form.prints(address)), address


def test_every_field_is_printed_by_a_form_of_the_newest_edition() -> None:
    newest = whole(named("重点項目評価書").edition)
    assert {"kiso", "juten", "zenkomoku"} <= {form.id for form in newest}
    assert [finding.message for finding in unprinted(newest)] == []


@pytest.mark.parametrize(("edition", "name"), EVERY_FORM)
def test_an_option_is_offered_once_by_an_item(edition: str, name: str) -> None:
    form = load(edition, name)
    items = [item for _, item in form.items() if item.offered]
    assert len(items) > 15 or form.root is not Assessment
    for item in items:
        texts = [offered.text for offered in item.offered]
        assert len(texts) == len(set(texts)), item.address


def test_every_option_of_the_model_is_offered_by_some_form() -> None:
    items = [item for form in every_form() for _, item in form.items()]
    offered = {(type(o.option), o.option) for item in items for o in item.offered}
    options = {type(o.option) for item in items for o in item.offered}
    assert len(options) > 30
    missing = [o for kind in options for o in kind if (kind, o) not in offered]
    # しきい値判断結果 without a voluntary assessment is what form 2 derives.
    assert set(missing) <= {
        "基礎項目評価の実施が義務付けられる",
        "特定個人情報保護評価の実施が義務付けられない",
    }


def official_texts() -> set[str]:
    """Return the labels, titles and options that only form files and the model may hold."""
    texts: set[str] = set()
    for form in every_form():
        texts |= {section.title for _, section in form.sections()}
        for _, item in form.items():
            texts |= {item.label, item.note, item.fixed, *(o.text for o in item.offered)}
    return {fold(text) for text in texts - keys() if len(text) >= 4}


def keys() -> set[str]:
    roots = {form.root for form in every_form()}
    return {key for root in roots for address in printable(root) for key in address.split(".")}


def literals(path: Path) -> Iterator[str]:
    """Yield the string literals of a module, docstrings and addresses left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = (node.value for node in constants if id(node) not in docs)
    known = keys()
    for text in texts:
        if isinstance(text, str) and not known.issuperset(text.split(".")):
            yield fold(text)


def test_no_module_outside_the_model_holds_an_official_text() -> None:
    package = Path(pia.__file__).parent
    modules = [path for path in package.rglob("*.py") if path.parent.name != "model"]
    official = official_texts()
    assert len(modules) > 20
    assert fold("特に力を入れている") in official
    long = [text for text in official if len(text) >= 8]
    for path in modules:
        is_prose = path.name == "messages.py"
        for literal in literals(path):
            assert literal not in official, f"{path.name}: {literal}"
            assert is_prose or not any(text in literal for text in long), f"{path.name}: {literal}"


@pytest.mark.parametrize(("edition", "name"), EVERY_FORM)
def test_sections_of_one_part_are_numbered_in_order(edition: str, name: str) -> None:
    for part in load(edition, name).parts:
        sections = [child for child in part.children if isinstance(child, Section)]
        numbers = [int(section.number) for section in sections if section.number]
        assert numbers == list(range(1, len(numbers) + 1)), part.title
