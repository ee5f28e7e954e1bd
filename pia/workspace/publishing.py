"""What keeps a document from being published."""

from collections.abc import Iterator
from pathlib import Path

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.checks.redactions import check as redactions
from pia.document import Document
from pia.errors import Finding, in_order
from pia.forms.told import Told, rows_about_black
from pia.layout.theme import theme_of
from pia.model.base import Kind
from pia.model.published import CHANGES, doubtful, hidden_from, published, texts_of
from pia.model.ref import values
from pia.source.paths import shown

NOT_PRINTED = (Kind.IMAGE, Kind.ADDRESSES, Kind.REFERENCE)


def faults(document: Document) -> list[Finding]:
    """Return the errors of the source, and of what it says is 非公表: nothing is published while
    it is not certain what has to be black."""
    found = list(document.findings)
    if document.content.redactions:
        filled = Filled(document.form, document.content)
        told = rows_about_black(document.form, document.content)
        amiss = [*redactions(filled), *_rows(told), *_doubts(document, told), *_name(document)]
        found += map(document.locate, amiss)
    return [finding for finding in in_order(found) if finding.is_error]


def _rows(told: Told) -> Iterator[Finding]:
    for n in told.unknown:
        address = f"{CHANGES.address}[{n}]"
        yield CheckMessages.ROW_MAY_TELL.finding(place=address, address=address)


def _doubts(document: Document, told: Told) -> Iterator[Finding]:
    """Yield a finding for each text that may say a secret in other letters."""
    doubt, message = doubtful(document.content), CheckMessages.MAY_BE_SECRET
    for value in values(published(document.content, told.telling)):
        texts = () if value.kind in NOT_PRINTED else texts_of(value.value)
        for words in filter(None, map(doubt, texts)):
            yield message.finding(text=words, address=value.address)
    theme = theme_of(Path(shown(document.names.root, document.path)))
    theme = theme.retold(hidden_from(document.content))
    for words in filter(None, map(doubt, (theme.logo_text, *theme.foot))):
        yield message.finding(text=words, file=str(document.path))


def _name(document: Document) -> Iterator[Finding]:
    """Yield a finding if the name of the outputs would say a secret."""
    name = document.path.stem
    if hidden_from(document.content)(name) != name:
        yield CheckMessages.NAME_TELLS.finding(name=document.path.name, file=str(document.path))
