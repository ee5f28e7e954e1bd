"""Assessments made up by chance, of every form, with texts that tempt a reader to go astray."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from pia.forms.definition import Form
from pia.forms.index import Field, fields
from pia.model.base import Kind, Option

WORDS = (
    "住民票の写しを交付する。",
    "①転入届の受理",
    "　委託先を監督する。",
    "・法令の定めによる。",
    "（１）本人からの届出",
    "[ ○ ]紙",
    "１．対象者の範囲",
    "その他の措置の内容",
    "なし",
    "ＡＢＣ　𠮷野家の髙橋",
    "1) 十分である",
    "＜選択肢＞",
    "=SUM(A1)",
    "令和7年2月13日",
    "あいうえお、かきくけこ。" * 12,
    "A & B < C > \"D\" 'E'",
    "{{ 名 }}",
    "半角ｶﾅ ｱｲｳ",
)
NAMES = ("住基", "印鑑", "税務", "国保", "介護")


def tree(form: Form, seed: int) -> dict[str, Any]:
    """Return the plain values of an assessment, by their Japanese keys."""
    random = Random(seed)
    root = _part(fields(form), random)
    root |= {"様式": form.name, "版": form.edition}
    root.pop("前版", None)
    root.pop("非公表", None)
    return root


def _part(below: Sequence[Field], random: Random) -> dict[str, Any]:
    found = {f.key: _value(f, random) for f in below}
    return {key: value for key, value in found.items() if value is not None}


def _value(field: Field, random: Random) -> Any:
    if field.shape.part is None:
        if (
            field.key in ("前版", "画像", "代替テキスト", "対象", "別紙", "別冊")
            or random.random() < 0.2
        ):
            return None
        return _leaf(field, random)
    if not field.shape.repeated:
        return _part(field.fields, random)
    if field.key in ("別紙", "非公表", "事務の内容図"):
        return None
    entries = [_part(field.fields, random) for _ in range(random.randint(1, 3))]
    named = any(f.key == "id" for f in field.fields)
    for n, entry in enumerate(entries):
        if named:
            entry["id"] = NAMES[n]
        for key in ("名称", "ファイル名", "項目"):
            if any(f.key == key for f in field.fields):
                entry[key] = f"{NAMES[n]}の{key}"
    return entries


def _leaf(field: Field, random: Random) -> Any:
    item = field.item
    offered = [o.option for o in item.offered] if item else []
    match field.shape.kind:
        case Kind.CHOICE:
            return str(random.choice(offered)) if offered else None
        case Kind.CHECKS:
            return [_box(option, random) for option in offered if random.random() < 0.4] or None
        case Kind.DATE:
            day = date(2016, 1, 1) + timedelta(days=random.randrange(3000))
            return day.isoformat()
        case Kind.COUNT:
            return random.randint(1, 99)
        case Kind.RECORDS:
            return [
                f"記録{n}{random.choice(('', '（氏名）'))}" for n in range(random.randint(1, 9))
            ]
        case Kind.LINE:
            return random.choice(WORDS[:4] + WORDS[8:10]).strip("　")
        case Kind.PROSE:
            return "\n".join(random.choice(WORDS) for _ in range(random.randint(1, 6)))
        case _:
            return None


def _box(option: Option, random: Random) -> Any:
    if option.bracket and random.random() < 0.7:
        return {str(option): random.choice(("窓口", "他の市町村（転出入）", "機構、 都道府県"))}
    return str(option)
