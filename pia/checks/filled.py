"""What every check looks at: a form with its answers, read once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pia.forms.definition import Form
from pia.forms.paths import without_ids
from pia.forms.walk import Answer, Block, answers_in, unfold
from pia.japanese import fold
from pia.model.assessment import Assessment, PersonalFile
from pia.model.base import Checked, Option, OptionT
from pia.model.ref import Ref, Spot
from pia.model.root import Root

FILES = Ref(Assessment, lambda a: a.files)


@dataclass
class Filled:
    """A form filled in with a document: an assessment, or another kind."""

    form: Form
    content: Root

    @property
    def assessment(self) -> Assessment:
        """The assessment, for the checks that only documents of this kind are given to."""
        assert isinstance(self.content, Assessment)
        return self.content

    @property
    def whole(self) -> Spot[Assessment]:
        """The assessment as the place where all others begin."""
        return Spot(self.assessment)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The parts of the form with what stands below them."""
        return unfold(self.form, self.content)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Every printed item in printed order, those of blank blocks left out."""
        return tuple(answer for block in self.blocks for answer in answers_in(block))

    def files(self) -> Iterator[Spot[PersonalFile]]:
        """Yield every 特定個人情報ファイル."""
        return self.whole.each(FILES)

    def prints(self, address: str) -> bool:
        """Return whether the form prints what stands at an address, ids or not."""
        return self.form.prints(without_ids(address))


def is_ticked(boxes: tuple[Checked[OptionT], ...] | None, *options: Option) -> bool:
    """Return whether all the options are among the ticked boxes."""
    return {*options} <= {box.option for box in boxes or ()}


NOTHING = re.compile(r"[-－―—ー・。()]*((特に|該当(事項)?(は)?)?(なし|無し|ない))?[-。()]*")


def says_something(text: str | None) -> bool:
    """Return whether a text says more than that there is nothing to say (`－`, `該当なし`)."""
    return NOTHING.fullmatch(fold(text or "")) is None
