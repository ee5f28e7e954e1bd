"""非公表: what the published edition blacks out."""

from pia.model import choices
from pia.model.base import Choice, Line, Part, Prose, key

BLACK = "█"
BAR = BLACK * 4  # what stands for a value that is no text


class Redaction(Part):
    """Words, or a whole value, that residents do not get to see, and why.

    項目 is an address, of a value or of all that stands below it; without 語 all of it is meant.
    根拠 is the paragraph of 規則第10条 that allows it.
    """

    item: Line | None = key("項目")
    words: Line | None = key("語")
    reason: Prose | None = key("理由")
    basis: Choice[choices.RedactionBasis] | None = key("根拠")
