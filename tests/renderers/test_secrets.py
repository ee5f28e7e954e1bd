"""An attack on the published edition: a secret in every leaf of every form, hidden in each way,
and every output opened to its last byte.

Each round writes one document of a form. Every text of it is a word of its own; about half of
them are hidden, each in one of the ways an author has, and told once more in another letter case
of the trade: in a public text, in a row of 変更箇所, in an alternative text, in the theme. The
other words have to be there still. PIA_ATTACKS=200 runs the whole of it; a few rounds are usual.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reading import FORMATS, read
from test_published_files import laid_bare, spellings

import pia
from pia.forms.definition import Form
from pia.forms.index import Field, fields
from pia.forms.load import named
from pia.model.base import Kind
from pia.model.published import letters
from pia.renderers import rendered
from pia.workspace.printing import layout_of

ROUNDS = int(os.environ.get("PIA_ATTACKS", "3"))
FORMS = ("kiso", "juten", "zenkomoku")
KANJI = [bytes([16 + 0xA0, cell]).decode("euc_jp") for cell in range(0xA1, 0xFF)]
KANJI += [bytes([17 + 0xA0, cell]).decode("euc_jp") for cell in range(0xA1, 0xFF)]
HEAD = ("様式", "版", "前版", "非公表", "変更箇所")
WIDE = str.maketrans("abcdefghij0123456789", "ａｂｃｄｅｆｇｈｉｊ０１２３４５６７８９")


@dataclass
class Attack:
    """One document in the making: words by address, and which of them are to be hidden how."""

    form: Form
    chance: random.Random
    words: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def word(self) -> str:
        """Return a word that stands nowhere else, not even in part."""
        while True:
            kanji = "".join(self.chance.choices(KANJI, k=4))
            made = f"{kanji}{self.chance.randrange(10**5):05}{self.chance.choice('abcdefghij')}"
            if kanji not in self.used:
                self.used.add(kanji)
                return made

    def data(self) -> dict[str, Any]:
        found = {"様式": self.form.name, "版": self.form.edition}
        return found | self._mapping([f for f in fields(self.form) if f.key not in HEAD], "")

    def _mapping(self, known: list[Field], above: str) -> dict[str, Any]:
        return {f.key: self._one(f, f"{above}.{f.key}".strip(".")) for f in known}

    def _one(self, field: Field, address: str) -> Any:
        if field.is_leaf:
            return self._leaf(field, address)
        if not field.shape.repeated:
            return self._mapping(list(field.fields), address)
        below = [inner for inner in field.fields if inner.key != "id"]
        ids = [self.word() for _ in range(2)]
        return [{"id": i} | self._mapping(below, f"{address}[{i}]") for i in ids]

    def _leaf(self, field: Field, address: str) -> Any:
        match field.shape.kind:
            case Kind.LINE | Kind.PROSE:  # what no item prints is no word to look for
                return self._said(address) if field.item else self.word()
            case Kind.RECORDS:
                return [self._said(address), self.word()]
            case Kind.CHECKS:
                boxes = [o.option for o in field.item.offered] if field.item else []
                with_bracket = next((box for box in boxes if box.bracket), None)
                if with_bracket:
                    return [{str(with_bracket): self._said(address)}]
                return [str(boxes[0])] if boxes else None
            case Kind.CHOICE:
                return str(field.item.offered[0].option) if field.item else None
            case Kind.DATE:
                return "令和5年1月1日"
            case Kind.IMAGE:
                return "図.png"
            case Kind.COLUMNS:
                return ["甲", "乙"]
            case Kind.CELLS:
                return [{"甲": self._said(address), "乙": self.word()}]
            case _:
                return None

    def _said(self, address: str) -> str:
        self.words[address] = self.word()
        return self.words[address]


def disguised(word: str, chance: random.Random) -> str:
    """Return a word as it may stand elsewhere: spaced, broken, wide, in capitals, or with a sign
    that is not seen."""
    half = len(word) // 2
    return chance.choice(
        [
            word,
            f"{word[:half]}　{word[half:]}",
            f"{word[:half]}\n{word[half:]}",
            f"{word[:half]}\u3164{word[half:]}",
            f"{word[:half]}\u2800{word[half:]}",
            word.upper(),
            word.translate(WIDE),
        ]
    )


def block_around(address: str) -> str:
    """Return the block that an address stands in, itself if that is the whole document."""
    above = address.rpartition(".")[0]
    return above if above.endswith("]") else address


def hidden(attack: Attack, data: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Hide about half of the words; return those that must not be seen, and the public ones."""
    chance, secret = attack.chance, set[str]()
    redactions, rows, told = [], [], []
    for address, word in attack.words.items():
        way = chance.choice(["word", "whole", "block", "public", "public"])
        if way == "public":
            continue
        place = block_around(address) if way == "block" else address
        secret.add(word)
        redactions.append({"項目": place, "理由": "警備"} | ({"語": word} if way == "word" else {}))
        told.append(disguised(word, chance))
        if way != "word" and "変更箇所" in {f.key for f in fields(attack.form)}:
            former = attack.word()
            secret.add(former)
            target = chance.choice([address, block_around(address), without_ids(address)])
            rows.append({"項目": "項目", "変更前の記載": former, "対象": [target]})
        if way == "block":
            secret |= {w for a, w in attack.words.items() if a.startswith(f"{place}.")}
    data["非公表"] = redactions
    data["変更箇所"] = [*rows, {"項目": "項目", "変更後の記載": "\n".join(told), "対象": ["版"]}]
    tails = {w for a, w in attack.words.items() if a.rpartition(".")[2] in ("代替テキスト",)}
    return secret, set(attack.words.values()) - secret - tails


def without_ids(address: str) -> str:
    return "".join(piece.partition("]")[2] or piece for piece in address.split("["))


def written(attack: Attack, folder: Path) -> tuple[Path, set[str], set[str]]:
    info, note = PngInfo(), attack.word()
    info.add_itxt("Author", note)
    Image.new("L", (8, 4)).save(folder / "図.png", pnginfo=info)
    data = attack.data()
    secret, public = hidden(attack, data)
    now = next(word for word in attack.words.values() if word in secret)
    some = disguised(now, attack.chance).replace("\n", "")
    theme = {"ロゴ": {"画像": "図.png", "説明": some}, "ページの下の文": [some]}
    (folder / "テーマ.yaml").write_text(yaml.safe_dump(theme, allow_unicode=True), "utf-8")
    (folder / "pia.yaml").write_text("", "utf-8")
    file = folder / "評価書.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6), "utf-8")
    return file, secret | {note}, public


def seen(made: Any, name: str, words: set[str]) -> Iterator[str]:
    """Yield the words that are found in an output, in its text or in its bytes."""
    text = letters(read(made, name))
    parts = list(laid_bare(rendered(made, name)))
    for word in words:
        if letters(word) in text or any(s in part for s in spellings(word) for part in parts):
            yield word


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_secret_reaches_any_output(tmp_path: Path, form: str, round_: int) -> None:
    attack = Attack(named(form), random.Random(f"{form} {round_}"))
    file, secret, public = written(attack, tmp_path)
    made = layout_of(pia.load(file), "公表")
    assert len(secret) > 10
    for name in FORMATS:
        assert list(seen(made, name, secret)) == []
    assert set(islice(seen(made, "html", public), None)) == public


def test_the_attack_would_see_a_secret(tmp_path: Path) -> None:
    attack = Attack(named("juten"), random.Random(0))
    file, secret, _ = written(attack, tmp_path)
    made = layout_of(pia.load(file), "提出")
    for name in FORMATS:
        assert len(set(seen(made, name, secret))) > len(secret) * 0.9
