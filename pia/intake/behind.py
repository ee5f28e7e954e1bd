"""Counts and words that stand in brackets behind another value: `（ 60 ）件`."""

import re

from pia.forms.definition import Item, Placement
from pia.forms.walk import Answer
from pia.intake.texts import BESIDE, GAP, Doubts, ReadValue
from pia.japanese import fold
from pia.model.base import Kind

COUNT = re.compile(rf"[（(]{GAP}([\d,，０-９]*){GAP}(?:[）)]{GAP}件|件{GAP}[）)])")


def count(text: str) -> ReadValue:
    bare = fold(text.replace(BESIDE, "")).removesuffix("件").strip("()").replace(",", "")
    if not bare:
        return ReadValue(None)
    return ReadValue(bare) if bare.isdecimal() else ReadValue(None, Doubts.NUMBER, (text,))


def counted(text: str) -> ReadValue:
    """Return the count of `（ 60 ）件` somewhere in a text."""
    match = COUNT.search(text)
    return count(match[1]) if match else ReadValue(None)


def bracketed(label: str, text: str) -> ReadValue:
    """Return what stands in `（label： … ）` somewhere in a text."""
    opened = re.search(rf"[（(]{GAP}{re.escape(label)}{GAP}[：:]", text)
    if opened is None:
        return ReadValue(None)
    inner = text[opened.end() :].replace(BESIDE, "").rstrip()
    is_closed = inner.endswith(("）", ")"))
    inner = inner.removesuffix("）").removesuffix(")")
    if not inner.strip(" 　\n"):
        return ReadValue(None)
    doubt = Doubts.LINE if "\n" in inner else "" if is_closed else Doubts.NOT_CLOSED
    return ReadValue(inner.replace("\n", ""), doubt)


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


def tail(answer: Answer, text: str) -> str:
    """Return what stands behind a value in the same cell, `（手数料額、納付方法： … ）`, with the
    words that belong there; empty where nothing does."""
    label, words = re.escape(answer.item.label), str(answer.value or "")
    if answer.item.place is not Placement.INLINE or not label:
        return ""
    found = re.search(rf"\s*[（(]\s*{label}\s*[：:]", text)
    return f"{found[0]}{words}）" if found else ""


def worded(text: str, answer: Answer) -> str:
    """Return a text with the words that stand in a bracket of it put in, one too that only a cell
    below closes."""
    words = tail(answer, text)
    bracket = rf"\s*[（(]\s*{re.escape(answer.item.label)}\s*[：:](?:.*[）)]|.*)"
    return re.sub(bracket, lambda _: words, text, count=1, flags=re.DOTALL) if words else text


def is_open(text: str, answer: Answer) -> bool:
    """Return whether the bracket of words in a text is closed in another cell."""
    return bool(tail(answer, text)) and not text.rstrip().endswith(("）", ")"))


def with_count(text: str, count: str) -> str:
    """Return a text with the count put into its `（　）件`."""
    return re.sub(r"([（(])[\s　\d]*([）)]\s*件|件\s*[）)])", rf"\g<1>　{count}　\g<2>", text)
