"""What can contradict or be missing in an assessment, one module per family."""

from collections.abc import Callable, Iterator

from pia.checks import consistency, form, handed_on
from pia.checks.form import Filled
from pia.errors import Finding
from pia.forms.definition import Form
from pia.model.root import Root, checks_of

Check = Callable[[Filled], Iterator[Finding]]

# What the form wants; then what contradicts itself, as far as the form prints it.
SHAPE: tuple[Check, ...] = (form.check, form.redactions)
CONSISTENCY: tuple[Check, ...] = (
    form.cover,
    handed_on.outsourcing,
    handed_on.sharing,
    handed_on.network,
    form.boxes,
    consistency.numbers,
    consistency.days,
    consistency.risks,
    consistency.threshold,
    handed_on.attachments,
)


def check(form_: Form, content: Root) -> list[Finding]:
    """Return the findings of every family that concerns a document, each with its address.

    Those of the shape concern all kinds of document; the others are those that its kind has.
    """
    filled = Filled(form_, content)
    found = [finding for family in SHAPE for finding in family(filled)]
    found += [
        finding
        for family in checks_of(form_.kind)
        for finding in family(filled)
        if filled.prints(finding.address)
    ]
    return found
