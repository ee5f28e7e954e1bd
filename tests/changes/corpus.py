"""Edits of texts about the handling of personal data, made from templates: those that a hurried
reader takes for a slip of the pen and that change what is promised, and those that change nothing.

Each edit is a text before and after; some come with what another item of the document says.
"""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

import yaml

from pia.source.files import templates


class TextEdit(NamedTuple):
    """An edit of one item. beside: what another item says, in both versions."""

    kind: str
    before: str
    after: str
    beside: str = ""


WHO = ("職員", "委託先の従業者", "システム管理者", "窓口担当の職員", "保守業者", "会計年度任用職員")
WHAT = ("住民票の写し", "操作履歴", "バックアップ媒体", "個人番号", "申請書の控え", "本人確認情報")
HOW = (
    "施錠して保管する",
    "暗号化して送付する",
    "裁断して廃棄する",
    "台帳に記録する",
    "点検して報告する",
)
WHEN = ("毎月", "退職したとき", "利用を終えたとき", "年度末", "異動があったとき")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"

SENTENCES = [
    f"{who}は{when}、{what}を{how}。" for who, when, what, how in product(WHO, WHEN, WHAT, HOW)
]
BODIES = [f"{what}を{how}。" for what, how in product(WHAT, HOW)]
NOUNS = (
    "氏名",
    "住所",
    "生年月日",
    "性別",
    "個人番号",
    "世帯主",
    "代理人",
    "本人",
    "取扱い",
    "写し",
)


def dangerous() -> Iterator[TextEdit]:
    """Yield edits of substance, and the same edits backwards."""
    for edit in _dangerous():
        yield edit
        yield edit._replace(before=edit.after, after=edit.before)


def _dangerous() -> Iterator[TextEdit]:
    yield from _replaced_words()
    yield from _numbers_that_are_words()
    yield from _lists_that_are_referred_to()
    yield from _separators()
    yield from _shortened_too_far()
    yield from _commas()
    yield from _look_alikes()


_WORDS = [
    ("する。", "しない。"),
    ("する。", "することができる。"),
    ("は", "以外は"),
    ("を", "の一部を"),
    ("は", "又は委託先は"),
    ("保管", "保存"),
    ("施錠して", ""),
    ("暗号化して", ""),
    ("台帳に", "必要に応じて台帳に"),
    ("毎月", "毎年"),
    ("職員", "全職員"),
    ("操作履歴", "操作履歴等"),
    ("個人番号", "番号"),
    ("とき、", "ときを除き、"),
]


def _replaced_words() -> Iterator[TextEdit]:
    for sentence, (old, new) in product(SENTENCES[::3], _WORDS):
        if old in sentence:
            yield TextEdit("語の差し替え", sentence, sentence.replace(old, new, 1))
    for pair in (
        ("及び", "又は"),
        ("並びに", "及び"),
        ("以上", "超"),
        ("以内", "未満"),
        ("又は", "若しくは"),
    ):
        for one, other in pairwise(NOUNS):
            text = f"{one}{pair[0]}{other}に限る。"
            yield TextEdit("接続の差し替え", text, text.replace(*pair))
    for number, other in product(("3", "10", "1.5", "二", "1,000"), ("5", "30", "15", "三", "100")):
        for unit in (
            "年保存する。",
            "人に限る。",
            "回確認する。",
            "桁の番号とする。",
            "日以内に消去する。",
        ):
            yield TextEdit("数の差し替え", number + unit, other + unit)


_DEFINED_NARROWLY = (
    ("委託先の職員", "職員"),
    ("会計年度任用職員", "職員"),
    ("本人及び代理人", "本人等"),
    ("本市が管理する端末", "端末"),
    ("退職した職員又は委託先", "元従事者"),
)


def _shortened_too_far() -> Iterator[TextEdit]:
    for (full, short), how in product(_DEFINED_NARROWLY, HOW):
        beside = f"{full}（以下「{short}」という。）が扱う。"
        yield TextEdit("狭い定義", f"{full}が{how}。", f"{short}が{how}。", beside)
        yield TextEdit("狭い定義", f"全ての{full}が{how}。", f"全ての{short}が{how}。", beside)


_COUNTED = (
    "営業日以内に消去する。",
    "桁の番号で認証する。",
    "ヶ月保存する。",
    "か月ごとに点検する。",
    "年間保存する。",
    "人以上で確認する。",
    "名で立ち会う。",
    "回を超えたら停止する。",
    "要素で認証する。",
    "世代を保管する。",
    "割を抽出する。",
    "項に定める者に限る。",
    "号に当たるものを除く。",
    "欄に記入する。",
    "の者に限る。",
    "から③までの者に限る。",
    "～③の者に限る。",
    "及び②に限る。",
    "を除く。",
    "に掲げる情報とする。",
)


def _numbers_that_are_words() -> Iterator[TextEdit]:
    signs = ("①", "（1）", "(1)", "１．", "1 ")
    others = ("②", "（2）", "(5)", "３．", "8 ")
    for counted in _COUNTED:
        for sign, other in product(signs, others):
            yield TextEdit("文の語である番号", sign + counted, other + counted)
        for sign in ("①", "（3）", "(8)", "２．"):
            for bullet in ("・", ""):
                yield TextEdit("文の語である番号", sign + counted, bullet + counted)
        more = f"{CIRCLED[0]}{counted}\n{CIRCLED[1]}{counted}"
        plain = more.replace("①", "・").replace("②", "・")
        yield TextEdit("文の語である番号の並び", more, plain)
        yield TextEdit("文の語である番号の並び", more, more.replace("②", "③"))
    for one, other in (("（1）（2）の者", "（2）（3）の者"), ("①～③の者に限る", "②～③の者に限る")):
        yield TextEdit("文の語である番号", one, other)


_REFERENCES = (
    "上記{0}の措置は課長が承認する。",
    "{0}及び{1}は委託先が行う。",
    "{0}から{1}までは委託先が行う。",
    "ただし、{0}を除く。",
    "{0}に当たるときは報告しない。",
    "（{0}の場合に限る。）",
    "その他は{0}のとおりとする。",
    "{0}、{1}は紙で行う。",
)


def _lists_that_are_referred_to() -> Iterator[TextEdit]:
    for reference, n in product(_REFERENCES, range(0, 24, 2)):
        bodies = BODIES[n : n + 3]
        circled = [f"{CIRCLED[k]}{body}" for k, body in enumerate(bodies)]
        said = reference.format("①", "②")
        bulleted = [f"・{body}" for body in bodies]
        bracketed = [f"({k}) {body}" for k, body in enumerate(bodies, start=1)]
        later = [f"{CIRCLED[k + 1]}{body}" for k, body in enumerate(bodies)]
        for other in (bulleted, bracketed, later):
            yield TextEdit(
                "引かれている番号", *("\n".join([*lines, said]) for lines in (circled, other))
            )
            yield TextEdit("ほかの項目が引く番号", "\n".join(circled), "\n".join(other), said)
        kana = [f"{'アイウ'[k]} {body}" for k, body in enumerate(bodies)]
        by_kana = "\n".join([*kana, reference.format("ア", "イ")])
        yield TextEdit(
            "引かれている番号", by_kana, "\n".join([*bulleted, reference.format("ア", "イ")])
        )
        yield TextEdit(
            "ほかの項目が引く番号",
            "\n".join(kana),
            "\n".join(bulleted),
            reference.format("ア", "イ"),
        )
        moved = [circled[1].replace("②", "①"), circled[0].replace("①", "②"), circled[2]]
        yield TextEdit("順序の入替え", "\n".join(circled), "\n".join(moved))
        yield TextEdit("件の削除", "\n".join(circled), "\n".join(circled[:2]))
        gap = "\n".join(circled).replace("③", "④")
        yield TextEdit("飛んだ番号", "\n".join(circled), gap)


def _separators() -> Iterator[TextEdit]:
    for one, other in product(NOUNS, NOUNS):
        if one == other:
            continue
        for apart in ("、", "\n", "　", "・", "（", "）"):
            yield TextEdit("語の区切り", f"{one}{apart}{other}", one + other)
        yield TextEdit("語の区切り", f"{one}（写し）\n{other}", f"{one}（写し）{other}")
        yield TextEdit("語の区切り", f"・{one}\n・{other}", f"・{one}・{other}")
        yield TextEdit("語の区切り", f"{one}（写し）　{other}", f"{one}（写し）{other}")
        yield TextEdit("語の区切り", f"第1{one}　{other}", f"第1{one}{other}")
    for one, other in pairwise(HOW):
        boxes = f"■{one}\n□{other}"
        yield TextEdit("欄の印", boxes, f"□{one}\n■{other}")
        yield TextEdit("欄の印", boxes, boxes.replace("■", "・").replace("□", "・"))
    for left, right in (("5", "10"), ("二", "三"), ("1", "0")):
        for apart in ("、", " ", "・", "."):
            yield TextEdit(
                "数の区切り", f"{left}{apart}{right}年保存する。", f"{left}{right}年保存する。"
            )


def _commas() -> Iterator[TextEdit]:
    for who, what, how in product(WHO, WHAT, HOW):
        text = f"{who}が確認した{what}を{how}。"
        for before, after in (
            (f"{who}が確認した", f"{who}が、確認した"),
            (f"{what}を", f"{what}を、"),
        ):
            yield TextEdit("読点の付け外し", text, text.replace(before, after))
        yield TextEdit(
            "読点の移動", f"すぐに、記録した{what}を{how}。", f"すぐに記録した{what}を、{how}。"
        )
        yield TextEdit("読点の移動", f"必要な{who}、{what}", f"必要な、{who}{what}")
        yield TextEdit(
            "句点の移動",
            f"{what}を{how}ない場合は報告する。",
            f"{what}を{how[:-1]}るない。場合は報告する。",
        )


_ALIKE = (
    ("ニ", "二"),
    ("ー", "一"),
    ("ロ", "口"),
    ("カ", "力"),
    ("エ", "工"),
    ("タ", "夕"),
    ("ト", "卜"),
    ("ハ", "八"),
    ("○", "〇"),
    ("〇", ""),
    ("²", "2"),
    ("千", "干"),
    ("末", "未"),
)


def _look_alikes() -> Iterator[TextEdit]:
    for (one, other), noun in product(_ALIKE, NOUNS):
        yield TextEdit("形の似た字", f"{noun}{one}月に確認する。", f"{noun}{other}月に確認する。")


def harmless() -> Iterator[TextEdit]:
    """Yield edits that change no more than the form."""
    yield from _widths()
    yield from _marks()
    yield from _renumbered()
    yield from _spelt()
    yield from _shortened()


_WIDE = str.maketrans("0123456789ABCSDLGWN()", "０１２３４５６７８９ＡＢＣＳＤＬＧＷＮ（）")


def _widths() -> Iterator[TextEdit]:
    for n, sentence in enumerate(SENTENCES[::6]):
        text = f"({n % 9 + 1}) CSの{sentence}"
        yield TextEdit("全角・半角", text, text.translate(_WIDE))
        yield TextEdit("字下げ", text, f"　{text}")
        yield TextEdit("空行", f"{text}\n{sentence}", f"{text}\n\n{sentence}\n")
        yield TextEdit("欧字の前後の空白", f"Web サイトで{sentence}", f"Webサイトで{sentence}")
    yield TextEdit("半角片仮名", "ﾊﾞｯｸｱｯﾌﾟを取る。", "バックアップを取る。")
    yield TextEdit("波線", "4月～5月", "4月〜5月")


def _marks() -> Iterator[TextEdit]:
    for lead, sentence in product(
        ("なお", "また", "ただし", "さらに", "そのため"), SENTENCES[::12]
    ):
        yield TextEdit("接続の語の読点", f"{lead}、{sentence}", f"{lead}{sentence}")
    for who, body in product(WHO, BODIES):
        yield TextEdit("主題の読点", f"{who}は{body}", f"{who}は、{body}")
    for body, other in pairwise(BODIES):
        yield TextEdit("文末の句点", body.removesuffix("。"), body)
        yield TextEdit("読点の種類", f"{body[:-1]}，{other}", f"{body[:-1]}、{other}")
        yield TextEdit("文ごとの改行", f"{body}{other}", f"{body}\n{other}")
        one, two = body.split("を", 1)
        yield TextEdit("文の途中の改行", f"{one}を\n{two}", body)


_STYLES = ("・", "circle", "({}) ", "（{}）", "{}. ", "{}．", "kana")


def _numbered(bodies: list[str], style: str) -> str:
    heads = {
        "circle": list(CIRCLED),
        "kana": [f"{sign}. " for sign in "アイウエオカキクケコ"],
    }.get(style) or [style.format(n) for n in range(1, 11)]
    return "\n".join(head + body for head, body in zip(heads, bodies, strict=False))


def _renumbered() -> Iterator[TextEdit]:
    for count, n, (old, new) in product((2, 3, 5), range(0, 25, 6), product(_STYLES, _STYLES)):
        if old != new:
            bodies = BODIES[n : n + count]
            yield TextEdit("続き番号の付け替え", _numbered(bodies, old), _numbered(bodies, new))


def _spelt() -> Iterator[TextEdit]:
    text = (templates() / "表記.yaml").read_text(encoding="utf-8")
    groups = [pair for group in yaml.safe_load(text) for pair in group["語"]]
    for (first, *others), what in product(groups, WHAT[:3]):
        for other in others:
            yield TextEdit(
                "表記の揺れ", f"{what}と{first}を確認する。", f"{what}と{other}を確認する。"
            )


_NAMES = (
    ("住民基本台帳ネットワークシステム", "住基ネット"),
    ("地方公共団体情報システム機構", "機構"),
    ("個人番号カード", "カード"),
    ("中間サーバー・プラットフォーム", "中間サーバー"),
)


def _shortened() -> Iterator[TextEdit]:
    for (full, short), (one, two) in product(_NAMES, pairwise(HOW)):
        beside = f"{full}（以下「{short}」という。）を使う。"
        for text in (f"{{}}から情報を受け取り、{one}。", f"届出があれば{{}}に{two}。"):
            yield TextEdit("定めた略称", text.format(full), text.format(short), beside)
