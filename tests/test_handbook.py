"""The pages for staff are those generated, and tell of every item once."""

import re
from pathlib import Path

import pytest
from golden_files import assert_golden
from handbook_page import contents, folder_of, pages

from pia.forms.definition import Form
from pia.forms.edition import guidance
from pia.forms.load import editions, forms, load, whole

DOCS = Path(__file__).parents[1] / "docs" / "書き方"
FORMS = [load(edition, form) for edition in editions() for form in forms(edition)]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def folder(form: Form) -> Path:
    return DOCS / form.edition / folder_of(form)


@each_form
def test_the_pages_in_docs_are_those_generated(form: Form) -> None:
    written = pages(form)
    assert len(written) > 1
    for name, text in written.items():
        assert_golden(str(folder(form) / name), text)
    assert {file.name for file in folder(form).iterdir()} == set(written)


@pytest.mark.parametrize("edition", editions())
def test_every_edition_has_a_page_that_leads_to_its_forms(edition: str) -> None:
    text = contents(whole(edition))
    assert_golden(str(DOCS / edition / "README.md"), text)
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) == len(forms(edition))
    assert all((DOCS / edition / link).is_file() for link in links)


@each_form
def test_every_item_is_told_of_where_it_is_written(form: Form) -> None:
    text = "".join(pages(form).values())
    for _, item in form.items():
        if item.is_own:
            place = " ＞ ".join(f"`{key}`" for key in item.address.split("."))
            assert text.count(f"- 書く場所: {place}\n") == 1
            assert guidance(form.folder)[item.address].write in text
            assert all(f"  - {offered.text}" in text for offered in item.offered)


@each_form
def test_the_index_leads_to_every_page_and_back(form: Form) -> None:
    written = pages(form)
    links = re.findall(r"\]\(([^)]+\.md)\)", written["README.md"])
    assert sorted(links) == sorted(set(written) - {"README.md"})
    assert all("](README.md)" in text for name, text in written.items() if name in links)


@pytest.mark.parametrize(
    "page", [*sorted(DOCS.parent.glob("*.md")), DOCS / "README.md"], ids=lambda page: page.name
)
def test_no_link_of_a_page_leads_nowhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []
