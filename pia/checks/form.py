"""A form filled in, which every check looks at; and what the form asks: keys and options that it
has, items that it wants filled, texts that fit; and 非公表 that would black out nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.definition import Form, Item, Placement, Style, Verb
from pia.forms.index import without_ids
from pia.forms.load import forms
from pia.forms.messages import FormMessages
from pia.forms.walk import Answer, Block, Place, answers_in, is_required, unfold, value_at
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment, PersonalFile
from pia.model.base import Checked, Kind, Option, OptionT, Part, keys_of
from pia.model.choices import RedactionBasis, Submitted
from pia.model.published import has
from pia.model.ref import Ref, Spot, Value, by_place, says_nothing
from pia.model.root import Redaction, Root

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


# A row of Excel is at most 409.5 pt high, 27 lines of 10 pt; what is beyond is cut in print. A
# cell of 40 characters to the line then holds about 1,000, far less than the 32,767 that Excel
# stores. Running text and the cells of tables are split into rows and know no limit.
LONGEST = 1_000
NAME = Ref(Assessment, lambda whole: whole.cover.name)
PUBLISHED = Ref(Assessment, lambda whole: whole.cover.published)
REIWA = 2018  # the year before 令和1
FAR = 10  # years beyond the edition; nobody publishes a form as old as that


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for every key and every option that the form does not have, for every
    required item without an answer, and for every text that its cell cannot hold."""
    yield from _keys(filled.form, filled.content, "", "")
    for answer in filled.answers:
        yield from _options(filled.form, answer)
        yield from _too_long(answer.address, _in_one_cell(answer))
        if is_missing(answer) and not _is_in_blank_block(answer):
            yield CheckMessages.NOT_FILLED.finding(address=answer.address)
    yield from _empty_lists(filled)


def is_missing(answer: Answer) -> bool:
    return not answer.is_given and is_required(answer.item.required, answer.context)


def _empty_lists(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for every list of the document itself that has nothing in it: a form
    without any 特定個人情報ファイル prints nothing."""
    listed: dict[str, bool] = {}
    for block in _repeated(filled.blocks):
        key = block.place.section.per
        listed[key] = listed.get(key, True) and _is_blank(block)
    for key in (key for key, is_empty in listed.items() if is_empty):
        yield CheckMessages.NO_ENTRY.finding(key=key, address=key)


def _is_in_blank_block(answer: Answer) -> bool:
    """Whether nothing is written in the block of an answer, which then counts as no block: what
    is said of its list says enough."""
    places = [place for place in answer.trail if isinstance(place, Place)]
    is_block = bool(places) and places[-1].section.style is Style.BLOCK
    return is_block and says_nothing(answer.context)


def _is_blank(block: Block) -> bool:
    answers = (child for child in block.children if isinstance(child, Answer))
    first = next(answers, None) if block.place.section.style is Style.BLOCK else None
    return block.place.blank or (first is not None and says_nothing(first.context))


def _repeated(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of the lists that stand in no other block and that a form cannot lack."""
    for block in blocks:
        if block.place.section.per:
            if block.place.section.style in (Style.PART, Style.ANNEX, Style.BLOCK):
                yield block
        else:
            yield from _repeated(c for c in block.children if isinstance(c, Block))


def _keys(form: Form, part: Part, address: str, pattern: str) -> Iterator[Finding]:
    """Walk the given keys. pattern: the address without ids, as the form counts it."""
    for key, name in keys_of(type(part)).items():
        value = getattr(part, name)
        if name not in part.model_fields_set or value in (None, ()):
            continue
        here, counted = f"{address}.{key}".strip("."), f"{pattern}.{key}".strip(".")
        if not form.prints(counted):
            message = FormMessages.NOT_IN_FORM
            yield message.finding(key=key, form=form.number, address=here)
            continue
        if isinstance(value, Part):
            yield from _keys(form, value, here, counted)
        elif isinstance(value, tuple):
            for n, entry in enumerate(value, start=1):
                if isinstance(entry, Part):
                    inner = f"{here}[{getattr(entry, 'id', n)}]"
                    yield from _keys(form, entry, inner, counted)


def _options(form: Form, answer: Answer) -> Iterator[Finding]:
    if not answer.item.offered:
        return
    offered = {o.option for o in answer.item.offered}
    for option in chosen(answer.value):
        if option not in offered:
            known = " / ".join(o.text for o in answer.item.offered)
            yield FormMessages.NOT_OFFERED.finding(
                text=str(option), form=form.number, known=known, address=answer.address
            )


def chosen(value: object) -> list[Option]:
    """Return the options of a choice or of ticked boxes."""
    if isinstance(value, Option):
        return [value]
    boxes = value if isinstance(value, tuple) else ()
    return [box.option for box in boxes if isinstance(box, Checked)]


def _in_one_cell(answer: Answer) -> Iterator[str]:
    """Yield what is printed in one cell: brackets, values beside another value, the title of a
    別紙 and the heads of its columns."""
    value, item = answer.value, answer.item
    if item.kind is Kind.COLUMNS:
        yield from value or ()
    elif isinstance(value, tuple):
        yield from (box.text for box in value if isinstance(box, Checked) and box.text)
    elif isinstance(value, str) and (_is_beside_another(item) or _is_title(answer)):
        yield value


def _is_beside_another(item: Item) -> bool:
    return item.place in (Placement.BOX, Placement.INLINE)


def _is_title(answer: Answer) -> bool:
    *_, last = answer.trail
    return (
        isinstance(last, Place)
        and last.section.style is Style.ATTACHMENT
        and answer.item.kind is Kind.LINE
    )


def _too_long(address: str, texts: Iterable[str]) -> Iterator[Finding]:
    for length in (len(text) for text in texts if len(text) > LONGEST):
        message = CheckMessages.TOO_LONG
        yield message.finding(length=f"{length:,}", limit=f"{LONGEST:,}", address=address)


def boxes(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for every item that is filled in although a box says it does not apply,
    and for every ticked box whose bracket is empty."""
    for answer in filled.answers:
        if answer.is_given and answer.item.is_own and (box := _excluding(answer)):
            yield CheckMessages.FILLED_BELOW_BOX.finding(box=box, address=answer.address)
        yield from _brackets(answer)


def _excluding(answer: Answer) -> Option | None:
    """Return the ticked box for which the form does not want this item."""
    for term in answer.item.required.conditions:
        if term.verb is Verb.LACKS:
            boxes = value_at(answer.context, term.keys)
            return next((option for option in term.options if is_ticked(boxes, option)), None)
    return None


def _brackets(answer: Answer) -> Iterator[Finding]:
    for box in answer.value if isinstance(answer.value, tuple) else ():
        if isinstance(box, Checked) and box.option.bracket and not (box.text or "").strip():
            option = answer.item.text_of(box.option)
            yield CheckMessages.EMPTY_BRACKET.finding(option=option, address=answer.address)


def cover(filled: Filled) -> Iterator[Finding]:
    yield from _name(filled)
    yield from _day(filled)


def _name(filled: Filled) -> Iterator[Finding]:
    """Compare the name on the cover with the names of the forms of its edition."""
    form, name = filled.form, fold(filled.whole[NAME] or "")
    others = set(forms(form.edition, form.folder.parent).values()) - {form.name}
    for other in sorted(others):
        if fold(other) in name and fold(form.name) not in name:
            address = filled.whole.at(NAME)
            message = CheckMessages.NAME_OF_ANOTHER_FORM
            yield message.finding(other=other, form=form.name, address=address)


def _day(filled: Filled) -> Iterator[Finding]:
    day, year = filled.whole[PUBLISHED], _year_of(filled.form.edition)
    if day is not None and year and day.year > year + FAR:
        address = filled.whole.at(PUBLISHED)
        yield CheckMessages.FAR_DAY.finding(day=wareki(day), years=FAR, address=address)


def _year_of(edition: str) -> int:
    """Return the year in which an edition such as R6.10 began, 0 where its name tells none."""
    found = re.match(r"R(\d+)", edition)
    return REIWA + int(found[1]) if found else 0


def by_section(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings with those of blank items as one for each section of a file, in the
    place of the first."""
    blanks: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if _is_unfilled(finding):
            blanks.setdefault(_section(finding), []).append(finding)
    for finding in findings:
        alike = blanks.get(_section(finding), []) if _is_unfilled(finding) else []
        if len(alike) < 2:
            yield finding
        elif finding is alike[0]:
            message = f"記入が必要な {len(alike)} 項目が空いています。"
            hint = "一つずつ見るには --all を付けてください。"
            yield replace(finding, item=_section(finding)[1], message=message, hint=hint)


def _is_unfilled(finding: Finding) -> bool:
    return finding.code == CheckMessages.NOT_FILLED.code


def _section(finding: Finding) -> tuple[str, str]:
    return finding.file, finding.item.partition(" ")[0]


REDACTIONS = Ref(Root, lambda root: root.redactions)
ITEM = Ref(Redaction, lambda redaction: redaction.item)
WORDS = Ref(Redaction, lambda redaction: redaction.words)
REASON = Ref(Redaction, lambda redaction: redaction.reason)
BASIS = Ref(Redaction, lambda redaction: redaction.basis)


def redactions(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for a place or words that the document does not have, and for silence about
    the reason, or the paragraph of the law that allows it."""
    known = by_place(filled.content) if filled.content.redactions else {}
    for redaction in Spot(filled.content).each(REDACTIONS):
        yield from _nothing_hidden(known.get(redaction[ITEM] or "", []), redaction)
        if not redaction[REASON]:
            yield CheckMessages.NO_REASON_TO_REDACT.finding(address=redaction.at(REASON))
        yield from _basis(filled, redaction)


def _nothing_hidden(values: Sequence[Value], redaction: Spot[Redaction]) -> Iterator[Finding]:
    place, words = redaction[ITEM], redaction[WORDS]
    if not values:
        message = CheckMessages.NO_PLACE_TO_REDACT
        yield message.finding(text=place or "", address=redaction.at(ITEM))
    elif words and not any(has(v.value, words) for v in values):
        message = CheckMessages.NO_WORDS_TO_REDACT
        yield message.finding(text=words, place=place, address=redaction.at(WORDS))


def _basis(filled: Filled, redaction: Spot[Redaction]) -> Iterator[Finding]:
    """規則第10条第1項 (`Law.HIDDEN`) covers crime and tax investigation, 第2項 what would hamper
    the management; a form 2 published for the first time may use only the former
    (`Law.HIDDEN_AT_FIRST`)."""
    if not isinstance(filled.content, Assessment):
        return
    if redaction[BASIS] is None:
        yield CheckMessages.NO_BASIS_TO_REDACT.finding(address=redaction.at(BASIS))
    elif redaction[BASIS] is RedactionBasis.SAFETY and _is_first_of_kiso(filled):
        message = CheckMessages.WRONG_BASIS_TO_REDACT
        yield message.finding(basis=redaction[BASIS], address=redaction.at(BASIS))


def _is_first_of_kiso(filled: Filled) -> bool:
    """Whether a form 2 has neither a former version nor a row of what changed since."""
    assessment = filled.assessment
    is_first = not assessment.predecessor and not assessment.changes
    return filled.form.id == Submitted.KISO.name.lower() and is_first
