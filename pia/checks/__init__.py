"""What can contradict or be missing in an assessment, one module per family."""

from collections.abc import Callable, Iterator

from pia.checks import form, required
from pia.errors import Finding
from pia.forms.definition import Form
from pia.model.assessment import Assessment

Check = Callable[[Form, Assessment], Iterator[Finding]]

FAMILIES: tuple[Check, ...] = (form.check, required.check)


def check(form_: Form, assessment: Assessment) -> list[Finding]:
    """Return the findings of every family, each with its address."""
    return [finding for family in FAMILIES for finding in family(form_, assessment)]
