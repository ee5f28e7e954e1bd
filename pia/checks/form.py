"""What stands in a source although its form has no place for it."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.errors import Finding
from pia.forms.definition import Form
from pia.forms.messages import FormMessages
from pia.forms.walk import Answer
from pia.model.base import Checked, Option, Part, keys_of


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for every key and every option that the form does not have."""
    yield from _keys(filled.form, filled.assessment, "", "")
    for answer in filled.answers:
        yield from _options(filled.form, answer)


def _keys(form: Form, part: Part, address: str, pattern: str) -> Iterator[Finding]:
    """Walk the given keys. pattern: the address without ids, as the form counts it."""
    for key, name in keys_of(type(part)).items():
        value = getattr(part, name)
        if name not in part.model_fields_set or value in (None, ()):
            continue
        here, counted = f"{address}.{key}".strip("."), f"{pattern}.{key}".strip(".")
        if not form.prints(counted):
            message = FormMessages.NOT_IN_FORM
            yield message.finding(key=key, form=form.number, address=here)
            continue
        if isinstance(value, Part):
            yield from _keys(form, value, here, counted)
        elif isinstance(value, tuple):
            for n, entry in enumerate(value, start=1):
                if isinstance(entry, Part):
                    inner = f"{here}[{getattr(entry, 'id', n)}]"
                    yield from _keys(form, entry, inner, counted)


def _options(form: Form, answer: Answer) -> Iterator[Finding]:
    if not answer.item.offered:
        return
    offered = {o.option for o in answer.item.offered}
    for option in chosen(answer.value):
        if option not in offered:
            known = " / ".join(o.text for o in answer.item.offered)
            yield FormMessages.NOT_OFFERED.finding(
                text=str(option), form=form.number, known=known, address=answer.address
            )


def chosen(value: object) -> list[Option]:
    """Return the options of a choice or of ticked boxes."""
    if isinstance(value, Option):
        return [value]
    boxes = value if isinstance(value, tuple) else ()
    return [box.option for box in boxes if isinstance(box, Checked)]
