"""Whether two texts say the same in another form. What is not certain is no matter of form.

Numerals, negations and words never fall out of a comparison. White space, line breaks and commas
count where they keep two words apart or tell what a clause belongs to: 本人、代理人 are two people,
本人代理人 is one. The number of a paragraph counts where it is a word of the sentence, where its
list does not run in sequence, and where another sentence refers to it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

import yaml

from pia.source.files import templates

SPELLINGS = "表記.yaml"

_NUMERAL = r"0-9A-Za-z〇一二三四五六七八九十百千万"
_KANJI = "一-龥々〆"
_WORD = rf"{_KANJI}ァ-ヺー{_NUMERAL}"
_LETTER = rf"{_KANJI}ぁ-ゖァ-ヺーA-Za-zＡ-Ｚａ-ｚｦ-ﾟ"

# Patterns that few texts ask for are left to `re`, which compiles each when it is first used.

# Stands for white space that keeps words apart while all other white space is removed.
_GAP = "\ue000"
_WIDE_SPACE = "\u3000"
# Full-width forms, half-width katakana and the ideographic space.
_WIDTHS = re.compile(r"[\u3000\uff01-\uffee]+")
_SAME_SIGNS = str.maketrans("〜‐‑−", "~---")
_WIDE_SPACE_APART = (
    rf"(?:(?<=[{_LETTER}])|(?<=[^\n0-9０-９(（][0-9０-９])|(?<=[^0-9０-９][)）」]))"
    rf"[ \t]*\u3000[^\S\n]*(?=[{_LETTER}0-9０-９(（「])"
)
_SPACE_APART = (
    rf"(?<=[{_NUMERAL}])[^\S\n]+(?=[{_NUMERAL}])"
    rf"|(?<=[{_KANJI}])[^\S\n]+(?=[{_KANJI}ァ-ヺ])|(?<=[ァ-ヺー])[^\S\n]+(?=[{_KANJI}ァ-ヺ])"
    rf"|(?<=[{_KANJI}][いしりきえけせみちめべびぎげ])[^\S\n]+(?=[{_KANJI}ァ-ヺ])"
    rf"|(?<=[^0-9]\))[^\S\n]+(?=[{_KANJI}ァ-ヺ])"
)
# A line that goes on in the next: behind a comma, or behind a particle that ends no noun.
_SOFT_BREAK = (
    rf"(?:(?<=、)|(?<=[{_KANJI}ァ-ヺーA-Za-z0-9)」][をがは]))[ \t]*\n\s*"
    r"(?![•・●○◎■□◆◇▪☑✓:①-⑳(0-9\s])"
)
_STOP = r"(?<=。)(?![)」』])"

# A comma of any make, one behind a word that only leads over, one behind the topic of a sentence.
_LATIN_COMMA = "(?<![0-9]),|,(?![0-9])"
_LEAD = (
    "^(なお|また|ただし|但し|さらに|更に|加えて|そのため|このため|したがって|従って|しかし"
    "|その際|この際)、"
)
_TOPIC = rf"^([{_WORD}・()「」の]+(?:に|で|と|へ|から|について|において|に関して)?は)、"

_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)

# The number of a paragraph; 1.5 and 1-① are none.
_HEADS = {
    "bullet": re.compile(r"[・•:]\s*"),
    "circle": re.compile(r"([①-⑳])[.)]?\s*"),
    "bracket": re.compile(r"\(([0-9]{1,2})\)\s*"),
    "point": re.compile(r"([0-9]{1,2})(?:[.)](?![0-9])\s*|\s+)"),
    "kana": re.compile(rf"\(?([{_KANA}])(?:[.)]|\s)\s*"),
}
# What makes the number at the head of a paragraph a word of its sentence.
_READS_ON = (
    r"[^一-龥々ァ-ヺA-Za-zぁ-ゖ<「『(]|[のにをではがとへやもかつまよ]|[(][0-9]|[①-⑳]|\Z"
    r"|営業日|年(?!齢|金)|月|日(?![常本付時])|時|分(?![析類割離担散])|秒|週|歳|才|人(?![事的員])"
    r"|名(?![称前簿寄])|件(?![名数])|回(?![線答収復])|台(?!帳)|枚|階(?!層)|割(?!当)|倍|円(?!滑)|桁"
    r"|[ヶケカヵ箇][月所国年]|世帯|世代|段階|系統|要素|重化|次(?![のに])|度|条(?![例件])|項(?!目)|号"
    r"|欄|以[上下内外前後]|未満|程度|等|番(?!号)|者|社(?!会)|個(?!人)|部(?![署門品])|種|区分"
    r"|セット|ビット|バイト|パーセント|メートル"
)
# A sign that a sentence speaks of: ①の措置, (1)及び(2), 上記①.
_REFERENCE = (
    rf"(?:[①-⑳]|\([0-9]{{1,2}}\)|\([{_KANA}]\))(?=[のにをではがとへや~、,・]|及び|又は|並びに|若しくは|から|まで|以|欄|項)"
    rf"|(?<=[上前下右左後]記)(?:[①-⑳]|\([0-9]{{1,2}}\)|[0-9]{{1,2}}|[{_KANA}])"
    rf"|(?<=[~])(?:[①-⑳]|\([0-9]{{1,2}}\))"
)
_SIGN = rf"[①-⑳]|\([0-9]{{1,2}}\)|\([{_KANA}]\)"
_PLAIN_REFERENCE = (
    rf"(?:上記|前記|下記|手順|番号|項番|項目|その|No\.?|№)[^\S\n\x1e]*([0-9]{{1,2}}|[{_KANA}])(?![0-9ァ-ヺー])"
    rf"|(?<![0-9.])(?<!別[紙添])([0-9]{{1,2}})(?=から[0-9]|~|[のとに](?:及び|又は|措置|場合|方法|とおり)|及び[0-9]"
    rf"|又は[0-9]|、[0-9]{{1,2}}[はのをに及])"
    rf"|(?<![ァ-ヺー])([{_KANA}])(?=の|及び|又は|から|まで|~|は|を|に|、[{_KANA}](?![ァ-ヺー]))"
)
# The number above, of 3-① and of the ② in 3-①と②.
_PARENT = r"([0-9]{1,2}-)(?:[①-⑳](?:と|及び|又は|、|から|~))*\Z"
LEAST_LIST = 2  # paragraphs; a single one is no list


class NumberedLine(NamedTuple):
    """A sentence or paragraph. head: its kind of number. number: from 1, 0 for none."""

    head: str
    number: int
    body: str


def one_width(text: str) -> str:
    """Return the text in one width and without white space, but for what keeps words apart.

    Unlike NFKC it leaves ①, ², ㎡ and the like as they are. Lines stay lines, empty ones go.
    """
    return "\n".join(filter(None, map(_squeezed, _narrow(text).split("\n"))))


def lines_of(text: str, shortened: Mapping[str, str] | None) -> Iterator[NumberedLine]:
    """Yield the sentences of a text, each with its number set apart and its commas in one way.

    shortened: with spellings, and names that the document shortens, in one way; None without.
    """
    whole = re.sub(_SOFT_BREAK, "", re.sub(_LATIN_COMMA, "、", _narrow(text)))
    sentences = (s.strip() for line in whole.split("\n") for s in re.split(_STOP, line.strip()))
    return (_line(sentence, shortened) for sentence in sentences if sentence)


def is_same(before: str, after: str, shortened: Mapping[str, str] | None) -> bool:
    """Return whether two texts are the same but for their form, numbers included."""
    old, new = lines_of(before, shortened), lines_of(after, shortened)
    return all(a == b for a, b in zip_longest(old, new))


def is_renumbered(
    before: str, after: str, shortened: Mapping[str, str], references: Callable[[], Set[int]]
) -> bool:
    """Return whether two texts differ by the numbers of lists alone, to which nothing refers.

    references: gives the numbers that the documents around refer to; asked only when it matters.
    """
    both: list[tuple[NumberedLine, NumberedLine]] = []
    for one, other in zip_longest(lines_of(before, shortened), lines_of(after, shortened)):
        if one is None or other is None or one.body != other.body:
            return False
        both.append((one, other))
    old, new = [one for one, _ in both], [other for _, other in both]
    pairs = [(a, b) for a, b in both if a[:2] != b[:2]]
    if any(re.match(_READS_ON, a.body) for a, b in pairs if a.number != b.number):
        return False
    numbers = {line.number for pair in pairs for line in pair} - {0}
    if numbers & (_told(old) | _told(new)):
        return False
    is_list = _is_list(old, pairs, 0) and _is_list(new, pairs, 1)
    return is_list and not numbers & references()


def references_in(text: str) -> set[int]:
    """Return the numbers of paragraphs that the sentences of a text refer to."""
    return {_value(sign) for sign in _references(_narrow(text))}


def open_references_in(text: str) -> set[int]:
    """Return the numbers that a text refers to without a paragraph of its own that has them."""
    own = {line[:2] for line in lines_of(text, None) if not re.match(_READS_ON, line.body)}
    signs = ((sign, _value(sign)) for sign in _references(_narrow(text)))
    return {number for sign, number in signs if not any((h, number) in own for h in _heads(sign))}


def _references(text: str) -> Iterator[str]:
    """Yield the signs that sentences refer to; a text that counts 3-① itself speaks of its own."""
    for m in re.finditer(_REFERENCE, text):
        parent = re.compile(_PARENT).search(text, 0, m.start())
        if not parent or not re.search(rf"^\s*{re.escape(parent[1] + m[0])}", text, re.MULTILINE):
            yield m[0]
    yield from (m[1] or m[2] or m[3] for m in re.finditer(_PLAIN_REFERENCE, text))


def _heads(sign: str) -> tuple[str, ...]:
    """Return the kinds of numbers at the head of a paragraph that a sign may mean."""
    if sign.strip("()") in _KANA:
        return ("kana",)
    if sign.startswith("("):
        return ("bracket",)
    return ("point", "bracket") if sign.isdecimal() else ("circle",)


def definitions(text: str) -> list[tuple[str, str]]:
    """Return the names that a text shortens, each with what it is shortened to.

    Only compound nouns: 委託先の職員（以下「職員」という。） must not make any 職員 one of 委託先,
    and so for a name that ends with what it is shortened to, but for the body or the rules of that
    name: 地方公共団体情報システム機構（以下「機構」という。）.
    """
    if "以下「" not in text:
        return []
    found = [(m["full"], m["short"]) for m in _DEFINED.finditer(_narrow(text))]
    return [(f, short) for f, short in found if not f.endswith(short) or re.fullmatch(_BODY, short)]


def is_named_otherwise(short: str, full: str, text: str) -> bool:
    """Return whether a text has another name than `full` that ends with what it is shortened to."""
    names = re.finditer(rf"[{_WORD}]*{re.escape(short)}", _narrow(text)) if short in text else ()
    return any(not m[0].endswith(full) and m[0] not in (short, f"同{short}") for m in names)


_BODY = "機構|協会|連合会|広域連合|委員会|協議会|公社|法|条例|規則|規程|要綱|要領|指針"
_DEFINED = re.compile(
    r"(?:^|(?<=[、。「\n)]))(?P<full>[一-龥々ァ-ヺーA-Za-z0-9・]{3,60})\(以下「(?P<short>[^」]{1,30})」という。?\)",
    re.MULTILINE,
)


@lru_cache(maxsize=1024)
def _narrow(text: str) -> str:
    kept = re.sub(_WIDE_SPACE_APART, _GAP, text) if _WIDE_SPACE in text else text
    kept = kept.translate(_SAME_SIGNS)
    return _WIDTHS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), kept)


def _squeezed(text: str) -> str:
    words = text.split()
    return "".join(re.sub(_SPACE_APART, _GAP, text).split()) if len(words) > 1 else "".join(words)


def _line(text: str, shortened: Mapping[str, str] | None) -> NumberedLine:
    head, number, body = _head(text)
    if shortened is not None:
        body = _spelt(_shortened(body, shortened))
    body = re.sub(_TOPIC, r"\1", re.sub(_LEAD, r"\1", body))
    return NumberedLine(head, number, _squeezed(body).removesuffix("。"))


def _shortened(text: str, shortened: Mapping[str, str]) -> str:
    """Return the text with full names as they are shortened, but where that is laid down."""
    for full, short in shortened.items():
        if full in text:
            text = re.sub(rf"(?<![{_WORD}]){re.escape(full)}(?!\(以下)", short, text)
    return text


def _head(text: str) -> tuple[str, int, str]:
    for name, pattern in _HEADS.items():
        if m := pattern.match(text):
            return name, _value(m[1]) if pattern.groups else 0, text[m.end() :]
    return "", 0, text


def _value(sign: str) -> int:
    """Return the number that ③, (3), 3 or ウ counts."""
    sign = sign.strip("()")
    if sign in _KANA:
        return _KANA.index(sign) + 1
    return int(unicodedata.normalize("NFKC", sign))


def _told(lines: Sequence[NumberedLine]) -> set[int]:
    """Return the numbers that stand within the lines."""
    signs = (m[0] for line in lines for m in re.finditer(_SIGN, line.body))
    plain = (number for line in lines for number in references_in(line.body))
    return {*map(_value, signs), *plain}


def _is_list(
    lines: Sequence[NumberedLine], pairs: Sequence[tuple[NumberedLine, NumberedLine]], side: int
) -> bool:
    """Return whether the numbers that changed belong to lists in sequence from 1."""
    changed = [pair[side] for pair in pairs]
    heads = {line.head for line in changed if line.number}
    if any(a.number != b.number for a, b in pairs) and len(changed) < LEAST_LIST:
        return False
    return all(_runs(lines, head) for head in heads)


def _runs(lines: Sequence[NumberedLine], head: str) -> bool:
    """Return whether each list of one kind of numbers counts 1, 2, 3; another number or bullet
    above may begin a new one."""
    last = 0
    for is_own, group in groupby(lines, key=lambda line: line.head == head):
        numbers = [line.number for line in group] if is_own else []
        if is_own and numbers[0] not in (1, last + 1):
            return False
        if any(after != before + 1 for before, after in pairwise(numbers)):
            return False
        last = numbers[-1] if numbers else last
    return True


@cache
def _spellings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of every other spelling, and the spelling that each is compared in."""
    text = (templates() / SPELLINGS).read_text(encoding="utf-8")
    groups = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    canonical = {other: first for g in groups for first, *others in g["語"] for other in others}
    longest_first = sorted([*canonical, *canonical.values()], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), canonical


def _spelt(text: str) -> str:
    pattern, canonical = _spellings()
    return pattern.sub(lambda m: canonical.get(m[0], m[0]), text)
