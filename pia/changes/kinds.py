"""What kind of change two texts look like. A kind that is not certain is a change of substance."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pia.changes import wording
from pia.changes.compare import Version, text_of_value
from pia.changes.excerpt import Hunk, compared
from pia.model.base import Kind


class ChangeKind(StrEnum):
    """What a change looks like."""

    WIDTH = "全角・半角又は空白の違い"
    PUNCTUATION = "番号、改行又は句読点の違い"
    NUMBERING = "続き番号の付け替え"
    SPELLING = "表記の揺れ又は文書の中で定めた略称"
    VARIABLE = "変数の値の変更"
    OFFICE = "組織の名称の変更と見られる変更"
    CITATION = "法令の引用の変更"
    CONTACT = "URL又は電話番号の変更"
    FIGURE = "図の差し替え"
    BLOCK = "一覧の件の追加又は削除"
    FORM = "様式の違い"
    SUBSTANCE = "内容の変更"


# Changes that a program can tell to be of form alone.
FORMAL = frozenset(
    {ChangeKind.WIDTH, ChangeKind.PUNCTUATION, ChangeKind.NUMBERING, ChangeKind.SPELLING}
)
# Changes that are asked about once for all items that have them.
COMMON = frozenset({ChangeKind.OFFICE, ChangeKind.CITATION, ChangeKind.CONTACT})

Pair = tuple[str, str]  # a wording and what it was replaced by


class Variable(NamedTuple):
    """A variable whose value differs between the two versions."""

    name: str
    before: str
    after: str

    @property
    def is_office(self) -> bool:
        return _is_office((self.before, self.after))


class Likeness(NamedTuple):
    """A kind, and for one that many items share the wordings that were replaced."""

    kind: ChangeKind
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What the two versions say beside the change at hand.

    variables: those whose value differs between the versions. joint: asked for `is_joint`, for
    which other documents are read.
    """

    old: Version
    new: Version
    variables: tuple[Variable, ...] = ()
    joint: Callable[[], bool | None] = lambda: False

    @cached_property
    def is_joint(self) -> bool | None:
        """Whether the form 3 or 4 of the same 事務 has a 重要な変更 in this revision, None where
        nobody knows yet."""
        return self.joint()

    @cached_property
    def office(self) -> Pair | None:
        """The office in charge before and after, where its own row says that it changed."""
        before, after = (_department(version) for version in (self.old, self.new))
        return (before, after) if before and after and before != after else None

    @cached_property
    def shortened(self) -> Mapping[str, str]:
        """Names that both versions shorten alike, the longest first; a name of two none."""
        old, new = (self._definitions(version) for version in (self.old, self.new))
        same = {
            f: short for f, short in old.items() if new.get(f) == short and self._names(f, short)
        }
        return dict(sorted(same.items(), key=lambda pair: -len(pair[0])))

    def references(self) -> set[int]:
        """Numbers that a sentence of either version refers to and does not count itself."""
        return self._references

    @cached_property
    def _references(self) -> set[int]:
        texts = (t for version in (self.old, self.new) for t in _texts(version))
        return {number for text in texts for number in wording.open_references_in(text)}

    @cached_property
    def citing(self) -> str:
        """The ※ items of both versions in one text, to be searched for what they cite."""
        versions = (self.old, self.new)
        return "\n".join(t for v in versions for t in _texts(v, significant=True))

    def _names(self, full: str, short: str) -> bool:
        """Return whether a short name can mean nothing but the full one that it ends."""
        texts = (t for version in (self.old, self.new) for t in _texts(version))
        return not full.endswith(short) or not any(
            wording.is_named_otherwise(short, full, text) for text in texts
        )

    @staticmethod
    def _definitions(version: Version) -> dict[str, str]:
        found = dict.fromkeys(d for text in _texts(version) for d in wording.definitions(text))
        shorts = [short for _, short in found]
        return {full: short for full, short in found if shorts.count(short) == 1}


def _department(version: Version) -> str | None:
    """Return the office in charge; None for a document that has none."""
    department = getattr(version.assessment, "department", None)
    return department.name if department else None


def _texts(version: Version, *, significant: bool = False) -> Iterator[str]:
    for answer in version.answers.values():
        is_text = answer.item.kind in (Kind.LINE, Kind.PROSE, Kind.CHECKS)
        if is_text and answer.is_given and (answer.item.significant or not significant):
            yield text_of_value(answer.value)


# Patterns that few changes ask for are left to `re`, which compiles each when it is first used.

# Changes this near to each other, without a mark between them, read as one.
NEAR = 12

_OFFICE = r"[^\s。、](?:省|庁|局|部|課|室|係|班|担当|支所|出張所|センター)[）)]?$"

_NUMBER = r"[0-9一二三四五六七八九十百]+(?:の[0-9]+)*"
_NUMBERS = rf"{_NUMBER}(?:[、,]{_NUMBER})*"
_CITATIONS = (
    rf"別表(?:第{_NUMBER})?(?:の?{_NUMBERS}の?項)?"
    rf"|第{_NUMBER}(?:条|項|号|章|節|欄)(?:の[0-9]+)*"
    rf"|{_NUMBERS}の?(?:項(?!目)|条)"
    r"|[一-龥々]{1,40}(?<!方)(?<!手)(?<!用)(?<!違)(?<!適)法(?:律|施行令|施行規則)?(?=第|別表|[^一-龥]|$)"
    r"|(?:主務)?(?:省|政)令|命令(?=第)|同(?:法|条|項|号|表)"
)
_CITED = "§(?:(?:及び|又は|並びに|に基づく|に規定する|における|の表|の|、)*§)*(?:の表)?"

_CONTACTS = re.compile(
    r"https?://[\w./?=&%#~+:;@,!$'*()-]+|[\w.+-]+@[\w-]+\.[\w.-]+|0\d{1,4}-\d{1,4}-\d{3,4}",
    re.ASCII,
)


def likeness(before: str, after: str, evidence: Evidence) -> Likeness:
    """Return what a change of text looks like; of several kinds that fit, the most certain."""
    formal = form_of(before, after, evidence)
    if formal is not None:
        return Likeness(formal)
    before, after = _without_common_edges(before, after)
    if offices := _renamed_offices(before, after, evidence):
        return Likeness(ChangeKind.OFFICE, offices)
    if used := _by_variables(before, after, evidence.variables):
        return Likeness(ChangeKind.VARIABLE, used)
    old, new = wording.one_width(before), wording.one_width(after)
    if _without_citations(old) == _without_citations(new):
        return Likeness(ChangeKind.CITATION, _pairs(before, after))
    if _CONTACTS.sub("§", old) == _CONTACTS.sub("§", new):
        return Likeness(ChangeKind.CONTACT, _pairs(before, after))
    return Likeness(ChangeKind.SUBSTANCE)


def _without_citations(text: str) -> str:
    return re.sub(_CITED, "§", re.sub(_CITATIONS, "§", text))


def form_of(before: str, after: str, evidence: Evidence) -> ChangeKind | None:
    """Return how two texts differ in form alone, None if they differ in more."""
    old, new = _without_common_edges(before, after)
    if wording.one_width(old) == wording.one_width(new):
        return ChangeKind.WIDTH
    if wording.is_same(old, new, None):
        return ChangeKind.PUNCTUATION
    if wording.is_same(old, new, evidence.shortened):
        return ChangeKind.SPELLING
    if wording.is_renumbered(before, after, evidence.shortened, evidence.references):
        return ChangeKind.NUMBERING
    return None


def _renamed_offices(before: str, after: str, evidence: Evidence) -> tuple[Pair, ...]:
    """Return the offices that were renamed, if nothing else was changed."""
    known = {(v.before, v.after) for v in evidence.variables if v.before and v.is_office}
    if evidence.office:
        known.add(evidence.office)
    used = [pair for pair in sorted(known) if pair[0] in before]
    if used and replaced(before, used) == after:
        return tuple(used)
    pairs = _pairs(before, after)
    is_all = bool(pairs) and replaced(before, pairs) == after
    return pairs if is_all and all(map(_is_office, pairs)) else ()


def _by_variables(before: str, after: str, variables: Sequence[Variable]) -> tuple[Pair, ...]:
    """Return the values of variables that were replaced, if nothing else was changed."""
    used = tuple((v.before, v.after) for v in variables if v.before and v.before in before)
    return used if used and replaced(before, used) == after else ()


def names_office(text: str) -> bool:
    """Return whether a text ends as the name of an office does."""
    return re.search(_OFFICE, text) is not None


def _is_office(pair: Pair) -> bool:
    return all(map(names_office, pair))


def _pairs(before: str, after: str) -> tuple[Pair, ...]:
    """Return the wordings that were replaced, each once."""
    return tuple(dict.fromkeys(replacements(before, after)))


def _without_common_edges(before: str, after: str) -> tuple[str, str]:
    """Return the texts without the paragraphs that both begin or end with."""
    old, new = before.split("\n"), after.split("\n")
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    return "\n".join(old[start : len(old) - end]), "\n".join(new[start : len(new) - end])


def common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many entries or characters two texts have in common at their beginning."""
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Variable, ...]:
    """Return the variables that both versions have with different values."""
    common = (name for name in before if name in after)
    return tuple(Variable(n, before[n], after[n]) for n in common if before[n] != after[n])


def replaced(text: str, pairs: Sequence[Pair]) -> str:
    """Return the text with each wording replaced, longer ones first."""
    values = dict(pairs)
    if len(values) == 1:
        return text.replace(*pairs[0])
    longest_first = sorted(values, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda m: values[m[0]], text)


def replacements(before: str, after: str) -> list[tuple[str, str]]:
    """Return the wordings that were replaced, each with its replacement, in order.

    Changes that have only a few words without a mark between them are one wording, and an
    insertion takes the word beside it along, so that neither side is ever empty if the texts
    are not.
    """
    old, new, found = compared(before, after)
    joined: list[Hunk] = []
    for hunk in found:
        if joined and _reads_on(old[joined[-1].j : hunk.i]):
            joined[-1] = joined[-1]._replace(j=hunk.j, m=hunk.m)
        else:
            joined.append(hunk)
    return [_wording(old, new, hunk) for hunk in joined]


def _reads_on(between: Sequence[str]) -> bool:
    text = "".join(between)
    return len(text) <= NEAR and not re.search(r"[。、\n]", text)


def _wording(old: Sequence[str], new: Sequence[str], hunk: Hunk) -> tuple[str, str]:
    i, j, k, m = hunk
    if i == j or k == m:
        is_behind_mark = i > 0 and j < len(old) and not old[i - 1].isalnum() and old[j].isalnum()
        if i > 0 and k > 0 and not is_behind_mark:
            i, k = i - 1, k - 1
        else:
            j, m = j + 1, m + 1
    return "".join(old[i:j]), "".join(new[k:m])
