"""Where the values of a YAML text end; the tree of a source only knows where they begin."""

from dataclasses import dataclass, field

import yaml

from pia.errors import Position

BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended. key: where the key at hand begins, and ends."""

    start: int
    is_mapping: bool
    key: tuple[int, int] | None = None


@dataclass
class Marks:
    """Indices into one text."""

    text: str
    _values: dict[int, int] = field(default_factory=dict)
    _entries: dict[int, int] = field(default_factory=dict)
    _scalars: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lines = [0, *(n + 1 for n, c in enumerate(self.text) if c == "\n")]
        self._open: list[_Open] = []
        self._last = 0
        for event in yaml.parse(self.text, Loader=BaseLoader):
            self._take(event)

    def index(self, position: Position) -> int:
        return self._lines[position.line - 1] + position.column - 1

    def line_start(self, line: int) -> int:
        """Return where a line (from 0) begins."""
        return self._lines[line]

    def value_end(self, key: int) -> int:
        """Return where the value ends whose key begins at an index."""
        return self._values[key]

    def entry_end(self, start: int) -> int:
        """Return where the entry of a list ends that begins at an index."""
        return self._entries[start]

    def scalar_end(self, start: int) -> int:
        return self._scalars[start]

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent() | yaml.AliasEvent():
                start, end = _span(event)
                self._last = max(self._last, len(self.text[:end].rstrip()), start)
                self._leaf(start, max(start, len(self.text[:end].rstrip())))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                start, _ = _span(event)
                self._open.append(_Open(start, isinstance(event, yaml.MappingStartEvent)))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                closed, (start, end) = self._open.pop(), _span(event)
                if self.text[start:end] in ("}", "]"):
                    self._last = end
                self._ended(closed.start, self._last)

    def _leaf(self, start: int, end: int) -> None:
        above = self._open[-1] if self._open else None
        if above and above.is_mapping and above.key is None:
            above.key = (start, end)
            self._scalars[start] = end
        else:
            self._ended(start, end)

    def _ended(self, start: int, end: int) -> None:
        """Note the end of a value or entry."""
        if not self._open:
            return
        above = self._open[-1]
        if not above.is_mapping:
            self._entries[start] = end
        elif above.key is not None:
            self._values[above.key[0]] = max(end, self._colon(above.key[1]))
            above.key = None

    def _colon(self, key_end: int) -> int:
        """Return the index behind the colon of a key."""
        return self.text.find(":", key_end) + 1


def _span(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index
