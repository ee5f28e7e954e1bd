"""What goes and what comes in `{…}` and `[…]`."""

import re
from collections.abc import Iterator
from itertools import groupby

from pia.source import scalars
from pia.source.lines import Lines
from pia.source.order import runs
from pia.source.splice import Splice
from pia.source.written import Holder, Member, value_of


def bracketed(holder: Holder, stay: list[Member], lines: Lines, outermost: int) -> Iterator[Splice]:
    """Yield the splices of a mapping or list in brackets. outermost: where the first one opens."""
    yield from _going(holder, stay, lines)
    yield from _as_comments(holder, lines, outermost)
    for anchor, added in runs(holder, stay):
        texts = [_text(member, holder) for member in added]
        if anchor is not None:
            assert anchor.node is not None
            at = max(anchor.node.end, anchor.value_at if holder.is_mapping else 0)
            yield Splice(at, at, "".join(f", {text}" for text in texts))
        else:
            at = holder.bracket + 1
            yield Splice(at, at, ", ".join(texts) + (", " if stay else ""))


def _text(member: Member, holder: Holder) -> str:
    text = scalars.inline(value_of(member), in_flow=True)
    if not holder.is_mapping:
        return text or "null"
    return f"{scalars.inline(member.new_key or member.key, in_flow=True)}: {text}"


def _going(holder: Holder, stay: list[Member], lines: Lines) -> Iterator[Splice]:
    staying, members = {id(member) for member in stay}, holder.written
    for goes, run in groupby(range(len(members)), lambda n: id(members[n]) not in staying):
        places = list(run)
        if goes:
            yield _gone(members, places[0], places[-1], lines)


def _gone(members: list[Member], first: int, last: int, lines: Lines) -> Splice:
    """Return the splice that takes out neighbours with one of the commas beside them."""
    start, end = members[first].start, lines.content_end(members[last])
    if last + 1 < len(members):
        gap = lines.text[end : members[last + 1].start]
        end = members[last + 1].start if "#" not in gap else end + gap.index(",") + 1
    elif first > 0:
        before = lines.content_end(members[first - 1])
        start = before if "#" not in lines.text[before:start] else start
    return Splice(start, end, "")


def _as_comments(holder: Holder, lines: Lines, outermost: int) -> Iterator[Splice]:
    """Yield what goes as a comment above the line where the brackets begin."""
    for member in holder.written:
        if member.is_gone and member.heading:
            at = lines.line_start(outermost)
            indent = re.compile(" *").match(lines.text, at)
            kept = " ".join(lines.text[member.start : lines.content_end(member)].split())
            yield Splice(at, at, f"{indent[0] if indent else ''}# {member.heading} {kept}\n")
