"""A version of an assessment as it is compared: every answer under its address, as a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from pia.forms.definition import Form
from pia.forms.walk import Answer, value_at, walk
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment
from pia.model.base import Checked, Kind

# The table of changes itself and the day of publication are not compared.
CHANGES = "変更箇所"
PUBLISHED = "表紙.公表日"
_MARKED_KANA = re.compile(".[\u3099\u309a]")
_ID = re.compile(r"\[[^\]]*\]")


def without_ids(address: str) -> str:
    """Return an address as a form file counts it."""
    return _ID.sub("", address)


@dataclass(frozen=True)
class Version:
    """An assessment as one form prints it. folder: where the paths of its images start."""

    form: Form
    assessment: Assessment
    folder: Path = Path()

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Every answer that is compared by its address, folded, in printed order."""
        compared = self.assessment.model_copy(update={"changes": ()})
        answers = (a for a in walk(self.form, compared) if a.item.is_own)
        return {fold(a.address): a for a in answers if a.address != PUBLISHED}

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The folded address of every block that an answer stands in."""
        innermost = {key[: key.rindex("]") + 1] for key in self.answers if "]" in key}
        return frozenset(block for key in innermost for block in blocks_around(key))

    @cached_property
    def values(self) -> dict[str, str]:
        """The same keys with the values as texts that are equal when the values are."""
        return {key: self._text(answer) for key, answer in self.answers.items()}

    def _text(self, answer: Answer) -> str:
        item = answer.item
        if item.numbered:
            return "\n".join(sorted(names(answer)))
        if item.kind is Kind.IMAGE and answer.value:
            return _digest(self.folder / answer.value)
        if item.kind is Kind.CHECKS:  # the form prints boxes in its own order
            return "\n".join(sorted(map(text_of_value, answer.value or ())))
        return _composed(text_of_value(answer.value))

    def prints(self, address: str) -> bool:
        """Return whether the form has a place for the address, ids aside."""
        return self.form.prints(without_ids(address))


def blocks_around(address: str) -> Iterator[str]:
    """Yield the addresses of the blocks that an address stands in, the outermost first."""
    for match in re.finditer(r"\]", address):
        yield address[: match.end()]


def names(answer: Answer) -> list[str]:
    """Return the name, or the names of a whole list, that the form prints with their numbers."""
    *listed, last = answer.item.keys
    entries = value_at(answer.context, listed) if listed else [answer.context]
    return [name for entry in entries if (name := value_at(entry, [last]))]


def text_of_value(value: object) -> str:
    """Return a text that is equal for equal values, whatever form prints them."""
    match value:
        case None:
            return ""
        case date():
            return wareki(value)
        case Checked(option=option, text=text):
            return f"{option}\t{text or ''}"
        case tuple():
            return "\n".join(map(text_of_value, value))
        case dict():
            cells = sorted((key, cell) for key, cell in value.items() if cell)
            return "\t".join(f"{key}\t{cell}" for key, cell in cells)
        case _:
            return str(value)


def _composed(text: str) -> str:
    """Return a text with か and a mark of its own as が; on paper both are the same."""
    return _MARKED_KANA.sub(lambda m: normalize("NFC", m[0]), text)


def _digest(path: Path) -> str:
    """Return a text that is equal for equal images; the path where there is no such file."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else str(path)
