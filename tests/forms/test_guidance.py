"""Every item has guidance of its own, and no guidance speaks of an item that no form has."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pia.errors import PiaError
from pia.forms.definition import Form
from pia.forms.edition import Guidance, guidance
from pia.forms.index import fields
from pia.forms.load import editions, folder_of, forms, load, whole
from pia.model.assessment import Assessment

FORMS = [load(edition, form) for edition in editions() for form in forms(edition)]
HEAD = {"変数", "共通", "非公表"}


def own(form: Form) -> list[str]:
    return [item.address for _, item in form.items() if item.is_own]


def known_to(edition: str) -> set[str]:
    """Return every leaf, list and id that a form of the edition has."""
    trees = [fields(form) for form in whole(edition)]
    every = [field for tree in trees for top in tree for field in top.walk()]
    return {field.address for field in every if field.is_leaf or field.shape.repeated}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_item_says_what_to_write_and_what_reviewers_ask(form: Form) -> None:
    known = guidance(form.folder)
    assert len(own(form)) > 5
    assert [a for a in own(form) if a not in known] == []
    if form.root is Assessment:
        assert [a for a in own(form) if not known[a].ask] == []


@pytest.mark.parametrize("edition", editions())
def test_no_guidance_is_orphaned(edition: str) -> None:
    known = {*known_to(edition), *HEAD}
    assert [address for address in guidance(folder_of(edition)) if address not in known] == []


@pytest.mark.parametrize("edition", editions())
def test_every_list_says_what_one_entry_is_and_every_id_what_it_names(edition: str) -> None:
    known = guidance(folder_of(edition))
    assert [a for a in known_to(edition) if a not in known] == []


@pytest.mark.parametrize("edition", editions())
def test_what_to_write_differs_from_item_to_item(edition: str) -> None:
    """Only what means the same in another form or list may read the same."""
    texts = [entry.write for entry in guidance(folder_of(edition)).values()]
    assert len(texts) - len(set(texts)) <= 10


@pytest.mark.parametrize("edition", editions())
def test_guidance_is_short_whole_sentences_of_one_line(edition: str) -> None:
    for address, entry in guidance(folder_of(edition)).items():
        for text in filter(None, (entry.write, entry.ask)):
            assert text.endswith("。"), address
            assert "\n" not in text, address
            assert len(text) <= 120, address


@pytest.fixture
def edition_with(tmp_path: Path) -> Callable[[str], dict[str, Guidance]]:
    """Return the guidance of a made-up edition from the text of its file."""

    def read(text: str) -> dict[str, Guidance]:
        folder = tmp_path / "R99.1"
        folder.mkdir()
        (folder / "guidance.yaml").write_text(text, encoding="utf-8")
        return guidance(folder)

    return read


def test_a_list_may_have_guidance_beside_that_of_its_items(
    edition_with: Callable[[str], dict[str, Guidance]],
) -> None:
    found = edition_with("別紙: {書くこと: 一つ。, 題名: {書くこと: 二つ。, 点検の観点: 三つ。}}")
    assert found == {"別紙": Guidance("一つ。"), "別紙.題名": Guidance("二つ。", "三つ。")}


@pytest.mark.parametrize(
    "text", ["別紙: 乙", "- 別紙", "別紙: {書くこと: [乙]}", "別紙: {", "甲: {書くこと: 乙}"]
)
def test_a_file_that_is_not_sound_is_named(
    text: str, edition_with: Callable[[str], dict[str, Guidance]]
) -> None:
    with pytest.raises(PiaError, match=re.escape("guidance.yaml")):
        edition_with(text)


def test_all_that_is_wrong_is_told_at_once_with_its_place_as_of_a_source(
    edition_with: Callable[[str], dict[str, Guidance]],
) -> None:
    text = "別紙:\n  書くこと: [乙]\n甲:\n  書くこと: 乙\n別紙:\n  書くこと: 丙\n"
    with pytest.raises(PiaError) as error:
        edition_with(text)
    told = [(f.position.line, f.code) for f in error.value.findings if f.position]
    assert told == [(2, "値の形"), (3, "様式ファイルの誤り"), (5, "重複した項目")]


def test_an_edition_without_the_file_has_no_guidance(tmp_path: Path) -> None:
    (tmp_path / "R99.2").mkdir()
    assert guidance(tmp_path / "R99.2") == {}
