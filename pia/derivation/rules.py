"""How form 2 takes over what forms 3 and 4 say, and where it takes each of its items from.

There is one rule for each way; `kiso.yaml` names the rule of each item and is held against the
model. A rule decides nothing that a person must decide: it leaves the value open and says why.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from pia.forms.definition import Form
from pia.forms.file import shape_at
from pia.forms.walk import Answer, is_required, value_at, walk
from pia.model.assessment import Assessment
from pia.model.base import Checked, Option, Part
from pia.model.choices import Audit, Incident, Practice, Submitted
from pia.model.published import has
from pia.model.ref import Ref
from pia.model.root import Redaction


@dataclass(frozen=True)
class Basis:
    """What form 2 is derived from: a form 3 or 4 with its assessment; target: the form 2."""

    form: Form
    assessment: Assessment
    target: Form

    @cached_property
    def _by_item(self) -> dict[str, list[Answer]]:
        found: dict[str, list[Answer]] = {}
        for answer in walk(self.form, self.assessment):
            if answer.item.is_own:
                found.setdefault(answer.item.address, []).append(answer)
        return found

    def answers(self, *addresses: str) -> list[Answer]:
        """Return the answers at the item addresses, one for each file where files repeat them."""
        return [answer for address in addresses for answer in self._by_item.get(address, [])]

    def file_of(self, answer: Answer) -> str:
        """Return what the 特定個人情報ファイル is called in which an answer stands."""
        _, _, rest = answer.address.partition("[")
        name = rest.partition("]")[0]
        names = {file.id: file.name or file.id for file in self.assessment.files}
        return names.get(name, answer.item.label)


@dataclass(frozen=True, slots=True)
class Taken:
    """What form 2 takes over for one item.

    value: None leaves the item to a person. comment: what that person should know.
    origin: the address that says it. also: boxes that may be ticked besides those of the value.
    """

    value: Any = None
    comment: str = ""
    origin: str = ""
    also: frozenset[Option] = field(default_factory=frozenset)


Rule = Callable[[Basis], Taken]

FORM = Ref(Assessment, lambda a: a.form).address
NO_ANSWER = "元の評価書に記入がありません。"
ATTACHMENT = Ref(Assessment, lambda a: a.attachments).key
NO_ATTACHMENT = (
    "元の評価書の別紙に触れています。この様式に別紙はないので、必要なら書き改めてください。"
)


def same(address: str) -> Rule:
    """The same item of the same address, word for word."""

    def rule(basis: Basis) -> Taken:
        value = value_at(basis.assessment, address.split("."))
        refers = isinstance(value, str) and ATTACHMENT in value
        lacks = not basis.target.prints(ATTACHMENT)
        return Taken(value, NO_ATTACHMENT if refers and lacks else "", address)

    return rule


def changed(address: str, comment: str) -> Rule:
    """Another item, word for word, with a word about what a person may change."""

    def rule(basis: Basis) -> Taken:
        value = value_at(basis.assessment, address.split("."))
        return Taken(value, comment if value else NO_ANSWER, address)

    return rule


def renamed(address: str) -> Rule:
    """The same item, the name of the form in it replaced."""

    def rule(basis: Basis) -> Taken:
        name = value_at(basis.assessment, address.split("."))
        value = name and name.replace(basis.form.name, basis.target.name)
        return Taken(value, origin=address)

    return rule


def opened(comment: str) -> Rule:
    """Nothing: a person decides."""
    return lambda basis: Taken(comment=comment)


def weakest(*addresses: str) -> Rule:
    """The weakest answer of all files; options stand from the strongest to the weakest."""

    def rule(basis: Basis) -> Taken:
        asked = [a for a in basis.answers(*addresses) if is_required(a.item.required, a.context)]
        missing = [a for a in asked if not a.is_given]
        if missing:
            return Taken(comment=f"{NO_ANSWER}（{_listed(map(basis.file_of, missing))}）")
        if not asked:
            return Taken()
        options: type[Option] = type(asked[0].value)
        order = list(options)
        last = max(asked, key=lambda answer: order.index(answer.value))
        return Taken(last.value, _differing(basis, asked), last.address)

    return rule


def _differing(basis: Basis, answers: Sequence[Answer]) -> str:
    if len({answer.value for answer in answers}) == 1:
        return ""
    said = _listed(f"{basis.file_of(a)}は「{a.item.text_of(a.value)}」" for a in answers)
    return f"ファイルによって答えが違うため、最も低いものにしました（{said}）。"


def boxes(address: str) -> Rule:
    """The boxes that are ticked for all files."""

    def rule(basis: Basis) -> Taken:
        answers = basis.answers(address)
        if not answers:
            return Taken()
        fewest = min(answers, key=lambda answer: len(_ticked(answer)))
        common = frozenset.intersection(*map(_ticked, answers))
        value = tuple(box for box in fewest.value or () if box.option in common)
        return Taken(value, _partly(basis, answers, common), fewest.address)

    return rule


def _ticked(answer: Answer) -> frozenset[Option]:
    return frozenset(box.option for box in answer.value or ())


def _partly(basis: Basis, answers: Sequence[Answer], common: frozenset[Option]) -> str:
    """Tell of every box that is ticked for some files only."""
    lines = [
        f"「{offered.text}」に○があるのは{_listed(map(basis.file_of, ticked))}だけなので、"
        "○を付けていません。"
        for offered in answers[0].item.offered
        if offered.option not in common
        and (ticked := [a for a in answers if offered.option in _ticked(a)])
    ]
    return "\n".join(lines)


def audits(boxes_at: str, self_check_at: str, audit_at: str) -> Rule:
    """The kinds of 監査: the boxes of each file in form 3, two answers for all in form 4."""

    def rule(basis: Basis) -> Taken:
        if answers := basis.answers(boxes_at):
            return _audits_of_files(basis, answers)
        self_check, audit = (
            next((a.value for a in basis.answers(at)), None) for at in (self_check_at, audit_at)
        )
        done = {Practice.STRONG, Practice.SUFFICIENT}
        value = (Checked(Audit.SELF),) if self_check in done else None
        comment = (
            f"元の評価書は、自己点検を「{self_check or '未記入'}」、監査を「{audit or '未記入'}」"
            "としています。\n内部監査と外部監査のどちらを行っているかを確かめ、加えてください。"
        )
        return Taken(value, comment, self_check_at, frozenset(Audit))

    return rule


def _audits_of_files(basis: Basis, answers: Sequence[Answer]) -> Taken:
    common = frozenset.intersection(*map(_ticked, answers))
    every = frozenset.union(*map(_ticked, answers))
    first = answers[0]
    value = tuple(Checked(o.option) for o in first.item.offered if o.option in common)
    comment = _partly(basis, answers, common) if every else NO_ANSWER
    return Taken(value or None, comment, first.address, every)


def incident(address: str) -> Rule:
    """重大事故 of the past year, from the answer about the past three years, which says it only
    when none happened. Both ask about the whole body."""

    def rule(basis: Basis) -> Taken:
        answers = [answer for answer in basis.answers(address) if answer.is_given]
        happened = [answer for answer in answers if answer.value is Incident.HAPPENED]
        if not answers:
            return Taken(comment=NO_ANSWER)
        if happened:
            name, said = basis.file_of(happened[0]), happened[0].item.text_of(Incident.HAPPENED)
            return Taken(
                comment=f"元の評価書は、過去３年以内について「{said}」としています（{name}）。"
                "\n過去１年以内に発生したかどうかを確かめて書いてください。"
            )
        return Taken(
            Incident.NONE,
            "元の評価書の、過去３年以内についての答えから写しました。その後の発生がないか確かめてください。",
            answers[0].address,
        )

    return rule


def submitted(basis: Basis) -> Taken:
    """The forms to be handed in: form 2 and the one it is derived from."""
    return Taken(Submitted[basis.form.id.upper()], origin=FORM)


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)


FILE = Path(__file__).with_name("kiso.yaml")

# Rules of the item's own address, and rules of the addresses given.
OF_ITSELF: dict[str, Callable[[str], Rule]] = {
    "same": same,
    "renamed": renamed,
    "submitted": lambda _: submitted,
    "open": lambda _: opened(""),
}
OF_OTHERS: dict[str, Callable[..., Rule]] = {
    "weakest": weakest,
    "boxes": boxes,
    "audits": audits,
    "incident": incident,
}


@cache
def table() -> dict[str, Rule]:
    """Return the rule of every item of form 2 by its address; a list counts as one."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> dict[str, Rule]:
    """Return the rules of a table. Raises ValueError for a rule or an address that is not known."""
    data: dict[str, Any] = yaml.safe_load(text)
    return {_known(address): _rule(address, said) for address, said in data.items()}


def _rule(address: str, said: str | dict[str, Any]) -> Rule:
    match said:
        case str() if said in OF_ITSELF:
            return OF_ITSELF[said](address)
        case {"open": str(comment), **rest} if not rest:
            return opened(comment)
        case {"changed": str(other), "comment": str(comment), **rest} if not rest:
            return changed(_known(other), comment)
        case dict() if len(said) == 1:
            ((name, others),) = said.items()
            if name in OF_OTHERS:
                listed = others if isinstance(others, list) else [others]
                return OF_OTHERS[name](*map(_known, listed))
    raise ValueError(f"{FILE.name}: no such rule for {address}: {said}")


def _known(address: str) -> str:
    if shape_at(Assessment, tuple(address.split("."))) is None:
        raise ValueError(f"{FILE.name}: no such address: {address}")
    return address


def derived(basis: Basis) -> dict[str, Taken]:
    """Return what form 2 takes over, by the address of its items; a list counts as one."""
    taken = {address: rule(basis) for address, rule in table().items()}
    return {**taken, REDACTIONS: secrets(basis, taken)}


REDACTIONS = Ref(Assessment, lambda a: a.redactions).address


def secrets(basis: Basis, taken: Mapping[str, Taken]) -> Taken:
    """Return what has to be blacked out in form 2 too, at the addresses of form 2.

    Words are blacked out wherever they stand, so the first place that has them stands for all.
    """
    texts = list(_texts(taken))
    found: list[Redaction] = []
    for redaction in basis.assessment.redactions:
        if redaction.words:
            places = [at for at, _, text in texts if has(text, redaction.words)][:1]
        else:
            places = [at for at, origin, _ in texts if _lies_in(origin, redaction.item or "")]
        found += [redaction.model_copy(update={"item": place}) for place in places]
    return Taken(tuple(found) or None, origin=REDACTIONS)


def _texts(taken: Mapping[str, Taken]) -> Iterator[tuple[str, str, str]]:
    """Yield address in form 2, address in the other form and text of all that is taken over."""
    for address, item in taken.items():
        if type(item.value) is str:
            yield address, item.origin, item.value
        for entry in item.value if isinstance(item.value, tuple) else ():
            if isinstance(entry, Part) and (name := getattr(entry, "name", None)):
                key = type(entry).model_fields["name"].alias
                at = f"{address}[{getattr(entry, 'id', '')}].{key}"
                yield at, at, name


def _lies_in(address: str, place: str) -> bool:
    return bool(place) and (address == place or address.startswith((f"{place}.", f"{place}[")))
