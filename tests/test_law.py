"""Every provision is followed somewhere, and the page for staff says by what."""

import pytest
from golden_files import assert_golden
from law_page import PAGE, page, places

from pia.forms.edition import guidance
from pia.forms.load import editions, forms, load
from pia.model.law import Law


@pytest.mark.parametrize("law", Law, ids=lambda law: law.name)
def test_a_provision_is_named_by_what_follows_it(law: Law) -> None:
    assert places(law)


def test_no_provision_is_listed_twice() -> None:
    assert len({law.citation for law in Law}) == len(Law) > 10


def test_the_forms_belong_to_the_guideline() -> None:
    assert str(Law.FORMS).startswith("特定個人情報保護評価指針 様式")
    known = [load(edition, name) for edition in editions() for name in forms(edition)]
    official = [form for form in known if form.number.startswith("様式")]
    assert len(official) >= 3
    for form in official:
        assert form.source.startswith(f"特定個人情報保護評価指針 {form.number}"), form.id


def test_the_guidance_says_soon_where_the_law_does() -> None:
    known = [load(edition, name) for edition in editions() for name in forms(edition)]
    folders = {form.folder for form in known if form.number.startswith("様式")}
    assert folders
    for folder in folders:
        written = guidance(folder)
        assert "速やかに公表" in written["表紙.公表日"].write
        assert "速やかに評価" in written["規則第９条第２項の適用.適用した理由"].write


def test_the_page_of_provisions_is_fresh() -> None:
    assert_golden(str(PAGE), page())
