"""Files of ours with a few random faults in them, each known again by its seed."""

import random
import re
from collections.abc import Callable, Iterator

SNIPPETS = [
    *("：", ":　", "　", "\t", ":", ": ", "- ", "-", "#", " #", "\n", "\n\n", "\r", "\r\n", ","),
    *("'", '"', '"\\ud800"', '"\\x07"', '"\\L"', "\\", "[", "]", "{", "}", "[[", "{}", "[]"),
    *("{{", "}}", "{{ 市名 }}", "{{ 共通.保管 }}", "\\{{", "{{}}", "{%", "{% if 1 > 変更前 %}"),
    *("|", "|-", ">", "&a ", "*a", "*ka", "<<: *ka", "? ", "!", "!!int ", "!include ", "%", "@"),
    *("null", "true", "---", "\n---\n", "...", "\x00", "\x07", "\x7f", "\x85", "\u2028", "\ufeff"),
    *("\ufffe", "\udcff", "\U0010ffff", "\U00020bb7", "e\u0301", "か\u3099", "あ" * 2000),
    *("令和元年1月1日", "R7.2.30", "0999-12-31", "10", "-1", "9" * 30, "1e9", "1,0", "007"),
    *("- id: 税\n", "id: x y\n", "../x.yaml", "前版: ../x.yaml\n", "前版: 評価書.yaml\n"),
    *("様式: 全項目評価書\n", "様式: x\n", "版: x\n", "画像: /etc/passwd", "変数: a\n"),
    *("[" * 300, "&b [*a, *a]\n", "非公表: [{項目: 事務.内容, 理由: a}]\n"),
    *("別紙: a\n", "変更箇所: a\n"),
]  # fmt: skip
Mutation = Callable[[str, random.Random], str]


def mutants(text: str, seed: int, most: int = 3) -> Iterator[str]:
    """Yield without end what becomes of a text by one fault or more."""
    chance = random.Random(seed)
    words = sorted(set(re.findall(r"[^\s:,\[\]{}'\"]+", text)))
    while True:
        mutant = text
        for _ in range(chance.randint(1, most)):
            mutant = chance.choice(MUTATIONS)(mutant, chance)
            if chance.random() < 0.3:
                mutant = _swapped(mutant, chance, words)
        yield mutant


def _inserted(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    new = chance.choice(SNIPPETS) if chance.random() < 0.8 else chr(chance.randrange(0x30000))
    return text[:at] + new + text[at:]


def _cut(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.randint(1, 40) :]


def _moved(text: str, chance: random.Random) -> str:
    rows = text.split("\n")
    rows.insert(chance.randrange(len(rows)), rows.pop(chance.randrange(len(rows))))
    return "\n".join(rows)


def _repeated(text: str, chance: random.Random) -> str:
    rows = text.split("\n")
    at = chance.randrange(len(rows))
    return "\n".join([*rows[: at + 1], *rows[at:]])


def _indented(text: str, chance: random.Random) -> str:
    rows = text.split("\n")
    at, by = chance.randrange(len(rows)), chance.choice(["", " ", "  ", "    ", "\t", "　"])
    rows[at] = by + rows[at] if by else rows[at].removeprefix(" ")
    return "\n".join(rows)


def _swapped(text: str, chance: random.Random, words: list[str]) -> str:
    """Put another word of the file, or a snippet, in the place of a word."""
    old = chance.choice(words)
    at = text.find(old, chance.randint(0, len(text)))
    new = chance.choice(words) if chance.random() < 0.7 else chance.choice(SNIPPETS)
    return text if at < 0 else text[:at] + new + text[at + len(old) :]


MUTATIONS: list[Mutation] = [_inserted, _inserted, _cut, _moved, _repeated, _indented]
