"""Counts and words that stand in brackets behind another value: `（ 60 ）件`."""

import re

from pia.forms.definition import Item, Placement
from pia.intake.texts import BESIDE, GAP, Doubts, Reading
from pia.japanese import fold
from pia.model.base import Kind

COUNT = re.compile(rf"[（(]{GAP}([\d,，０-９]*){GAP}(?:[）)]{GAP}件|件{GAP}[）)])")


def count(text: str) -> Reading:
    bare = fold(text.replace(BESIDE, "")).removesuffix("件").strip("()").replace(",", "")
    if not bare:
        return Reading(None)
    return Reading(bare) if bare.isdecimal() else Reading(None, Doubts.NUMBER, (text,))


def counted(text: str) -> Reading:
    """Return the count of `（ 60 ）件` somewhere in a text."""
    match = COUNT.search(text)
    return count(match[1]) if match else Reading(None)


def bracketed(label: str, text: str) -> Reading:
    """Return what stands in `（label： … ）` somewhere in a text."""
    opened = re.search(rf"[（(]{GAP}{re.escape(label)}{GAP}[：:]", text)
    if opened is None:
        return Reading(None)
    inner = text[opened.end() :].replace(BESIDE, "").rstrip()
    is_closed = inner.endswith(("）", ")"))
    inner = inner.removesuffix("）").removesuffix(")")
    if not inner.strip(" 　\n"):
        return Reading(None)
    doubt = Doubts.LINE if "\n" in inner else "" if is_closed else Doubts.NOT_CLOSED
    return Reading(inner.replace("\n", ""), doubt)


def without_behind(item: Item, text: str) -> str:
    """Return a text without the values of items that stand behind it."""
    for child in item.items:
        if child.place is not Placement.INLINE:
            continue
        if child.kind is Kind.COUNT:
            text = COUNT.sub("", text, count=1)
        else:
            text = re.split(rf"[（(]{GAP}{re.escape(child.label)}{GAP}[：:]", text)[0]
    return text
