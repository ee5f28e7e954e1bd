"""A form in a small notation, one line per section and item, to be compared by eye.

    Ⅱ 特定個人情報ファイルの概要 *特定個人情報ファイル      repeated for each entry of the list
      3 特定個人情報の入手・使用
        ③使用目的 (prose) ※ !                            ※ on the item itself, must be filled
        ⑤再委託の許諾方法 (prose) ?                       must be filled when a rule says so
        特定個人情報ファイル名 (text) =                   printed here again

`※` stands where an item is significant, printed beside it or inherited.
"""

from collections.abc import Iterator

from pia.forms.definition import Form, Item, Placement, Section
from pia.model.base import Kind

OPTIONS = (Kind.CHOICE, Kind.CHECKS)


def skeleton(form: Form) -> str:
    lines = [f"{form.title} {form.foot}"]
    for part in form.parts:
        lines += _section(part, 0)
    return "\n".join(lines) + "\n"


def _section(section: Section, depth: int) -> Iterator[str]:
    words = [f"{section.number} {section.title}".strip(), section.mark]
    words += [f"*{section.per}"] if section.per else []
    words += [f"{first}～{last}" for first, last in section.ranges]
    yield "  " * depth + " ".join(filter(None, words))
    for child in section.children:
        if isinstance(child, Section):
            yield from _section(child, depth + 1)
        else:
            yield from _item(child, depth + 1)


def _item(item: Item, depth: int) -> Iterator[str]:
    marks = [
        "※" if item.significant else "",
        _required(item),
        "=" if item.keys and not item.is_own else "",
    ]
    yield "  " * depth + " ".join([item.number + item.label, _kind(item), *filter(None, marks)])
    if item.note:
        yield "  " * (depth + 1) + f"「{item.note}」"
    for below in item.items:
        yield from _item(below, depth + 1)


def _kind(item: Item) -> str:
    if item.fixed:
        return f"「{item.fixed}」"
    if item.kind not in OPTIONS:
        return f"({item.derive or item.kind.value})"
    groups = [
        (f"{group.label}: " if group.label else "")
        + " / ".join(o.text + "()" * o.option.bracket for o in group.offered)
        for group in item.groups
    ]
    boxed = "on the heading " if item.place is Placement.HEADING else ""
    return f"{boxed}{item.kind.value}{{{' | '.join(groups)}}}"


def _required(item: Item) -> str:
    return "!" if item.required.always else "?" if item.required.conditions else ""
