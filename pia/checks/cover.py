"""表紙: the name of the form in the name of the document, and days that can hardly be meant."""

import re
from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.load import forms
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment
from pia.model.ref import Ref

NAME = Ref(Assessment, lambda whole: whole.cover.name)
PUBLISHED = Ref(Assessment, lambda whole: whole.cover.published)
REIWA = 2018  # the year before 令和1
FAR = 10  # years beyond the edition; nobody publishes a form as old as that


def check(filled: Filled) -> Iterator[Finding]:
    yield from _name(filled)
    yield from _day(filled)


def _name(filled: Filled) -> Iterator[Finding]:
    """Compare the name on the cover with the names of the forms of its edition."""
    form, name = filled.form, fold(filled.whole[NAME] or "")
    others = set(forms(form.edition, form.folder.parent).values()) - {form.name}
    for other in sorted(others):
        if fold(other) in name and fold(form.name) not in name:
            address = filled.whole.at(NAME)
            message = CheckMessages.NAME_OF_ANOTHER_FORM
            yield message.finding(other=other, form=form.name, address=address)


def _day(filled: Filled) -> Iterator[Finding]:
    day, year = filled.whole[PUBLISHED], _year_of(filled.form.edition)
    if day is not None and year and day.year > year + FAR:
        address = filled.whole.at(PUBLISHED)
        yield CheckMessages.FAR_DAY.finding(day=wareki(day), years=FAR, address=address)


def _year_of(edition: str) -> int:
    """Return the year in which an edition such as R6.10 began, 0 where its name tells none."""
    found = re.match(r"R(\d+)", edition)
    return REIWA + int(found[1]) if found else 0
