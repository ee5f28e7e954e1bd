"""Values that a form prints but a source need not state, because they follow from others."""

from collections.abc import Callable, Sequence
from typing import Any

from pia.model import threshold as rule
from pia.model.assessment import Assessment
from pia.model.base import Part, keys_of
from pia.model.choices import ThresholdResult


def value_at(part: Part, keys: Sequence[str]) -> Any:
    """Return what stands under the Japanese keys below a part."""
    value: Any = part
    for key in keys:
        kind: type[Part] = type(value)
        value = getattr(value, keys_of(kind)[key])
    return value


def count(assessment: Assessment, context: Part, address: str) -> int | None:
    """Return the 件数 of a list: its entries, those with a 別紙 counting as the rows of it."""
    rows: dict[str, int] = {
        attachment.id: len(attachment.rows) for attachment in assessment.attachments
    }
    entries = value_at(context, address.split("."))
    return sum(rows.get(getattr(entry, "attachment", ""), 1) for entry in entries) or None


def threshold(assessment: Assessment, context: Part, address: str) -> ThresholdResult | None:
    """Return しきい値判断結果, once all that it follows from is given."""
    answers = assessment.threshold
    return rule.result(assessment.office.subjects, answers.handlers, answers.incident)


RULES: dict[str, Callable[[Assessment, Part, str], object]] = {
    "count": count,
    "threshold": threshold,
}


def derive(rule: str, assessment: Assessment, context: Part) -> object:
    """Return the value that a rule of a form file, such as `count 委託.委託事項`, gives."""
    name, _, address = rule.partition(" ")
    return RULES[name](assessment, context, address)
