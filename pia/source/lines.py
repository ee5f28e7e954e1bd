"""Where lines begin and end, and members with them, in a text with `\\n` as its line end."""

from pia.source.scalars import Manner
from pia.source.written import KEEP, UNSET, Holder, Leaf, Member, Written


class Lines:
    """The lines of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        return found if found >= 0 else len(self.text)

    def is_inline(self, member: Member) -> bool:
        """Return whether something else stands before a member on its line, such as a dash."""
        return bool(self.text[self.line_start(member.start) : member.start].strip(" "))

    def content_end(self, member: Member) -> int:
        assert member.node is not None
        return max(
            member.value_at if member.key_span[0] >= 0 else 0, end_of(member.node, self.text)
        )

    def end(self, member: Member) -> int:
        """Return the end of the last line of a member, the comment behind it with it."""
        end = self.content_end(member)
        leaf = last_leaf(member)
        if leaf is not None and KEEP.match(self.text, leaf.start) and leaf.end > 0:
            return leaf.end - 1 if self.text[leaf.end - 1] == "\n" else leaf.end
        return self.line_end(end)


def end_of(node: Written, text: str) -> int:
    """Return where the last sign of a node stands, blank lines of a block text left out."""
    return node.start + len(text[node.start : node.end].rstrip("\n"))


def last_leaf(member: Member) -> Leaf | None:
    """Return the last scalar of a member as written; None where it will be another."""
    node: Written | None = member.node
    while member.new is UNSET and isinstance(node, Holder) and node.written:
        member = node.written[-1]
        node = member.node
    return node if member.new is UNSET and isinstance(node, Leaf) else None


def manner_of(root: Holder, text: str) -> Manner:
    """Return how a file is indented, told by its first mapping and list."""
    indent = dashes = None
    todo = [(root, 0)]
    while todo and (indent is None or dashes is None):
        holder, column = todo.pop()
        for member in holder.written:
            inner = member.node
            if isinstance(inner, Holder) and not inner.is_flow and inner.written:
                first = inner.written[0].start
                here = first - text.rfind("\n", 0, first) - 1
                if holder.is_mapping and inner.is_mapping:
                    indent = indent or here - column
                elif holder.is_mapping and dashes is None:
                    dashes = here - column
                todo.append((inner, here))
    return Manner(indent or 2, dashes or 0)
