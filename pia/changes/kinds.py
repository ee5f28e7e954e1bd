"""What kind of change two texts look like. A kind that is not certain is a change of substance.

What counts as form is read narrowly: numerals, negations and words never fall out of a
comparison, only their width, white space, numbers at the head of a paragraph and marks of
punctuation. White space and commas count where they keep two words apart: 本人、代理人 are two
people, 本人代理人 is one.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What a change looks like."""

    WIDTH = "全角・半角又は空白の違い"
    PUNCTUATION = "番号又は句読点の違い"
    VARIABLE = "変数の値の変更"
    OFFICE = "組織の名称の変更と見られる変数の値の変更"
    CITATION = "法令の引用の変更"
    CONTACT = "URL又は電話番号の変更"
    FIGURE = "図の差し替え"
    BLOCK = "一覧の件の追加又は削除"
    FORM = "様式の違い"
    SUBSTANCE = "内容の変更"


# Changes that a program can tell to be of form alone.
FORMAL = frozenset({ChangeKind.WIDTH, ChangeKind.PUNCTUATION})


class Variable(NamedTuple):
    """A variable whose value differs between the two versions."""

    name: str
    before: str
    after: str

    @property
    def is_office(self) -> bool:
        return all(OFFICE.search(text) for text in (self.before, self.after))


_NUMERAL = r"0-9A-Za-z〇一二三四五六七八九十百千万"
_NUMBER = r"[0-9一二三四五六七八九十百]+(?:の[0-9]+)*"
_NUMBERS = rf"{_NUMBER}(?:[、,]{_NUMBER})*"

OFFICE = re.compile(r"[^\s。、](?:省|庁|局|部|課|室|係|班|担当|支所|出張所|センター)[）)]?$")

# Stands for white space that keeps words apart while all other white space is removed.
_GAP = "\ue000"
_KANJI = "一-龥々"
_WORD = rf"{_KANJI}ァ-ヺー{_NUMERAL}"

# Full-width forms, half-width katakana and the ideographic space.
_WIDTHS = re.compile(r"[\u3000\uff01-\uffee]+")
_SPACE_APART = re.compile(
    rf"(?<=[{_NUMERAL}])\s+(?=[{_NUMERAL}])|(?<=[{_KANJI}])\s+(?=[{_KANJI}])"
    rf"|(?<=[{_WORD}])\s*\n\s*(?=[{_WORD}])"
)

# A number at the head of a paragraph, unless the sentence goes on to speak of it or to count.
_COUNTED = "年|月|日(?!常)|時|分|秒|週|歳|才|人(?![事的員])|名(?!称)|件|回(?!線)|台|枚|階|割|倍|円"
_HEAD = re.compile(
    r"(?:[0-9]{1,2}[.)]|[0-9]{1,2}-[①-⑳][.)]?|\([0-9]{1,2}\)|[①-⑳]|[ア-ン][.)]|[・:])"
    rf"(?:\s+|(?!{_COUNTED}))"
    r"(?=[^\s0-9ぁ-ゖ及又並若以外項号条%、。,.)])"
)
# A comma that keeps no two words apart, and one that is no part of a numeral.
_COMMA = re.compile(rf"(?<![{_WORD}])[、,](?![0-9])|[、,](?![{_WORD}])(?<![0-9].)")
_LATIN_COMMA = re.compile("(?<![0-9]),|,(?![0-9])")

_CITATIONS = re.compile(
    rf"別表(?:第{_NUMBER})?(?:の?{_NUMBERS}の?項)?"
    rf"|第{_NUMBER}(?:条|項|号|章|節|欄)(?:の[0-9]+)*"
    rf"|{_NUMBERS}の?(?:項(?!目)|条)"
    r"|[一-龥々]+(?<!方)(?<!手)(?<!用)(?<!違)(?<!適)法(?:律|施行令|施行規則)?(?=第|別表|[^一-龥]|$)"
    r"|(?:主務)?(?:省|政)令|命令(?=第)|同(?:法|条|項|号|表)"
)
_CITED = re.compile("§(?:(?:及び|又は|並びに|に基づく|に規定する|における|の表|の|、)*§)*(?:の表)?")

_CONTACTS = re.compile(
    r"https?://[\w./?=&%#~+:;@,!$'*()-]+|[\w.+-]+@[\w-]+\.[\w.-]+|0\d{1,4}-\d{1,4}-\d{3,4}",
    re.ASCII,
)


def kind_of(before: str, after: str, variables: tuple[Variable, ...] = ()) -> ChangeKind:
    """Return the kind of a change of text; of several that fit, the most certain."""
    before, after = _without_common_edges(before, after)
    old, new = one_width(before), one_width(after)
    if old == new:
        return ChangeKind.WIDTH
    if _unnumbered(before) == _unnumbered(after) and not _moves_a_comma(old, new):
        return ChangeKind.PUNCTUATION
    used = [v for v in variables if v.before and v.before in before]
    if used and replaced(before, used) == after:
        offices = all(variable.is_office for variable in used)
        return ChangeKind.OFFICE if offices else ChangeKind.VARIABLE
    if _CITED.sub("§", _CITATIONS.sub("§", old)) == _CITED.sub("§", _CITATIONS.sub("§", new)):
        return ChangeKind.CITATION
    if _CONTACTS.sub("§", old) == _CONTACTS.sub("§", new):
        return ChangeKind.CONTACT
    return ChangeKind.SUBSTANCE


def _without_common_edges(before: str, after: str) -> tuple[str, str]:
    """Return the texts without the paragraphs that both begin or end with."""
    old, new = before.split("\n"), after.split("\n")
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return "\n".join(old[start : len(old) - end]), "\n".join(new[start : len(new) - end])


def _common(old: list[str], new: list[str]) -> int:
    """Return how many entries two lists have in common at their beginning."""
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Variable, ...]:
    """Return the variables that both versions have with different values."""
    common = (name for name in before if name in after)
    return tuple(Variable(n, before[n], after[n]) for n in common if before[n] != after[n])


def replaced(text: str, variables: list[Variable]) -> str:
    """Return the text with the old value of each variable replaced, longer values first."""
    values = {v.before: v.after for v in variables}
    longest_first = sorted(values, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda m: values[m[0]], text)


def one_width(text: str) -> str:
    """Return the text in one width and without white space, but for what keeps words apart.

    Unlike NFKC it leaves ①, ², ㎡ and the like as they are.
    """
    return "".join(_SPACE_APART.sub(_GAP, _narrow(text)).split())


def _narrow(text: str) -> str:
    return _WIDTHS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def _unnumbered(text: str) -> list[str]:
    """Return the paragraphs without their numbers, commas and closing full stops."""
    lines = (
        _HEAD.sub("", line.strip(), count=1) if _HEAD.match(line.strip()) else line
        for line in _narrow(text).split("\n")
    )
    plain = (one_width(_plain(line.rstrip()).removesuffix("。")) for line in lines)
    return [line for line in plain if line]


def _plain(line: str) -> str:
    return _LATIN_COMMA.sub("、", _COMMA.sub("", line))


def _moves_a_comma(before: str, after: str) -> bool:
    """Return whether each text has a comma that the other has not: すぐに、 and ものを、."""
    old, new = _commas(before), _commas(after)
    return not (old <= new or new <= old)


def _commas(text: str) -> set[str]:
    """Return what stands before each comma, words and numerals alone."""
    parts = [re.sub(r"\W", "", part) for part in re.split("[、,]", text)]
    return {"".join(parts[: n + 1]) for n in range(len(parts) - 1)}
