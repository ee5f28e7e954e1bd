"""What stays together on a page, in the formats that are paged by the program that shows them."""

from collections.abc import Iterator, Sequence

from pia.layout.tree import Boxes, Bracketed, Choice, Content, Grid, Heading, Node, Row, Words

SHORT, LONGEST = 150, 1500  # characters of a row that stays on one page: of prose, of answers
MOST_ROWS = 9  # at the end of a sheet


def is_whole(row: Row) -> bool:
    """Return whether a row stays on one page: an answer with its options, or few words."""
    is_prose = any(isinstance(part, Words | Bracketed) for part in row.contents)
    length = sum(len(text) for part in row.contents for text in _texts(part))
    return length <= (SHORT if is_prose else LONGEST)


def _texts(part: Content) -> Iterator[str]:
    match part:
        case Words(text=text):
            yield text
        case Choice(chosen=chosen, options=options):
            yield from (chosen, *options)
        case Boxes(groups=groups):
            yield from (str(box) for group in groups for box in group.boxes)
        case _:
            yield str(part)


def tail_of(nodes: Sequence[Node]) -> int:
    """Return how many nodes at the end stay together, so that no row has a page to itself."""
    count, rows = 0, 0
    for node in reversed(nodes):
        match node:
            case Heading(level=level) if level > 1:
                rows += 1
            case Grid(lines=lines) if all(line.whole for line in lines):
                rows += len(lines)
            case _:
                break
        if rows > MOST_ROWS:
            break
        count += 1
    return count if count < len(nodes) else 0
