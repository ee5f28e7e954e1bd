"""How the rows of 変更箇所 are written."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pia.forms.paths import TitleStyle


class Context(StrEnum):
    """How much of a text is shown around its changes."""

    CHANGED = "changed"
    ALL = "all"


class Split(StrEnum):
    """What one row tells of: an item, or what stands under one ＜…における措置＞ of it."""

    ITEM = "item"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class RowOptions:
    """How rows are written.

    together: one row for several files that change alike. throughout: one 全般 row for a wording
    that changed in many items. item: one row for a numbered item with all that stands under its
    number.
    """

    context: Context = Context.CHANGED
    style: TitleStyle = TitleStyle.FORM
    split: Split = Split.ITEM
    together: bool = False
    throughout: bool = False
    item: bool = False


STANDARD = RowOptions()


class Choices(NamedTuple):
    """What a call says about how rows are written; None where it says nothing."""

    context: str | None = None
    style: str | None = None
    split: str | None = None
    together: bool | None = None
    throughout: bool | None = None
    item: bool | None = None

    def over(self, options: RowOptions) -> RowOptions:
        """Return the options with what was chosen in the place of what they say."""
        return RowOptions(
            Context(self.context or options.context),
            TitleStyle(self.style or options.style),
            Split(self.split or options.split),
            options.together if self.together is None else self.together,
            options.throughout if self.throughout is None else self.throughout,
            options.item if self.item is None else self.item,
        )


NONE = Choices()
