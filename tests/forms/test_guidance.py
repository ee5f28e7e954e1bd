"""Every item has guidance of its own, and no guidance speaks of an item that no form has."""

from collections.abc import Iterator

import pytest

from pia.forms.definition import Form
from pia.forms.guidance import guidance
from pia.forms.load import editions, forms, load
from pia.model.assessment import Assessment
from pia.model.base import Part, keys_of, shape_of

FORMS = [load(edition, form) for edition in editions() for form in forms(edition)]
HEAD = {"変数", "共通", "非公表"}


def own(form: Form) -> list[str]:
    return [item.address for _, item in form.items() if item.is_own]


def addresses(part: type[Part], above: str = "") -> Iterator[str]:
    """Every leaf, list and id of the model."""
    for key, name in keys_of(part).items():
        here = f"{above}.{key}".strip(".")
        shape = shape_of(part, name)
        if shape.part is None or shape.repeated:
            yield here
        if shape.part is not None:
            yield from addresses(shape.part, here)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_item_says_what_to_write_and_what_reviewers_ask(form: Form) -> None:
    known = guidance(form.edition)
    assert len(own(form)) > 50
    assert [a for a in own(form) if a not in known or not known[a].ask] == []


@pytest.mark.parametrize("edition", editions())
def test_no_guidance_is_orphaned(edition: str) -> None:
    known = {*addresses(Assessment), *HEAD}
    assert [address for address in guidance(edition) if address not in known] == []


@pytest.mark.parametrize("edition", editions())
def test_every_list_says_what_one_entry_is_and_every_id_what_it_names(edition: str) -> None:
    known = guidance(edition)
    assert [a for a in addresses(Assessment) if a not in known] == []


@pytest.mark.parametrize("edition", editions())
def test_what_to_write_differs_from_item_to_item(edition: str) -> None:
    """Only what means the same in another form or list may read the same."""
    texts = [entry.write for entry in guidance(edition).values()]
    assert len(texts) - len(set(texts)) <= 10


@pytest.mark.parametrize("edition", editions())
def test_guidance_is_short_whole_sentences_of_one_line(edition: str) -> None:
    for address, entry in guidance(edition).items():
        for text in filter(None, (entry.write, entry.ask)):
            assert text.endswith("。"), address
            assert "\n" not in text, address
            assert len(text) <= 120, address
