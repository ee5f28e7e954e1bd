"""A small layout with everything that a form can hold, for what looks at all of it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from PIL import Image

from pia.layout.build import SheetDraft, arrange
from pia.layout.marks import Marked, Stretch
from pia.layout.measure import box_group, choice
from pia.layout.theme import standard
from pia.layout.tree import (
    Box,
    Boxes,
    Bracketed,
    Column,
    Contents,
    Counted,
    Edition,
    Entry,
    Figure,
    Heading,
    Label,
    Layout,
    Node,
    Note,
    Records,
    Row,
    Table,
    Words,
)

LONG = "\n".join(f"{n}行目に、取り扱う事務の内容を書く。" for n in range(1, 91))
SENTENCES = "一つの文を書き、その次の文へと進む。" * 150
YES_NO = choice("行っている", ("行っている", "行っていない"))
DEGREES = choice("十分である", ("特に力を入れている", "十分である", "課題が残されている"))
BOXES = (Box("紙", True), Box("電子記録媒体", False), Box("その他", True, "窓口"))
COUNTED = Box("提供している", True, "12", unit="件")
CHANGED = (
    Column(Label("変更日"), 2, centred=True),
    Column(Label("項目"), 3),
    Column(Label("変更前の記載"), 5),
    Column(Label("提出時期", "※"), 3, options=("事前", "事後")),
)


def picture(width: int, height: int) -> bytes:
    held = BytesIO()
    Image.new("RGB", (width, height), "white").save(held, "PNG")
    return held.getvalue()


def row(label: str, text: str, group: str = "", depth: int = 0) -> Row:
    return Row(Label(label), (Words(text),), depth, group)


def _rows() -> tuple[Node | Row, ...]:
    groups = (box_group("・識別情報", BOXES, (2,)), box_group("", (COUNTED, *BOXES), (4,)))
    return (
        Heading(2, Label("１．特定個人情報ファイルを取り扱う事務")),
        replace(row("評価書番号", "1"), head=True),
        Row(Label("①事務の名称", "※"), (Words("住民基本台帳に関する事務", centred=True),)),
        row("②事務の内容", "一行目\n二行目\tその後"),
        row("その必要性", "", depth=1),
        replace(row("その妥当性", "", depth=1), lines=2),
        row("その判断に用いた資料の名称と年月日", "一覧", depth=1),
        Heading(2, Label("２．入手", "※"), BOXES[:2]),
        Row(Label("①入手方法"), (Boxes(groups),)),
        Heading(2, Label("３．" + "特定個人情報の" * 5), BOXES[:2]),
        Row(Label("①手数料"), (YES_NO, Bracketed("手数料額", "300円"))),
        Row(Label("②委託の有無"), (YES_NO, Counted("3"))),
        Heading(3, Label("委託事項1")),
        row("①委託内容", "一括して処理する。"),
        row("④再委託の有無", "再委託する", group="再委託"),
        Row(Label("⑤再委託の許諾方法"), (DEGREES,), group="再委託"),
        row("使用部署", "課", group="⑥使用の主体とその人数"),
        Row(None, (Words("表の外に書く文"), DEGREES)),
    )


def _long() -> tuple[Node | Row, ...]:
    return (
        Heading(1, Label("Ⅱ　概要"), about="（１）住民基本台帳ファイル"),
        row("①名称", LONG),
        row("②目的", "長い答え。" * 40),
        Heading(3, Label("その他の措置")),
        Row(None, (Words(SENTENCES),)),
        *(row(f"項目{n}", "短い\n答え" * (n % 3 + 1)) for n in range(12)),
        *(row(f"再委託先{n}", "長い答え。" * 20, group="再委託") for n in range(8)),
        Heading(2, Label("終わりの節")),
        row("備考", "なし"),
    )


def _tables() -> tuple[Node | Row, ...]:
    few = tuple((f"令和7年4月{n}日", f"Ⅰ－{n}", "前", "事後") for n in range(1, 9))
    told = Marked("甲課の長の名", (Stretch(0, 2), Stretch(4, 5)))
    long = ("令和7年5月1日", "Ⅱ－２\n②対象", LONG, "事前")
    listed = (*("氏名",) * 10, "とても長い記録項目の名称" * 4, *("住所",) * 12)
    name = (Row(None, (Words("（１）住基"),)), Records(listed))
    return (
        Heading(1, Label("（別添２）変更箇所")),
        Table(CHANGED, (("", "Ⅰ", told, ""), *few, long, ("", "最後", "", ""))),
        *name,
        Records(("氏名", "住所"), lines=4),
        Records((), lines=4),
        Table(CHANGED[:2], (("", ""),) * 2, lines=2),
        Figure(picture(400, 300), "事務の流れ"),
        Figure(None, ""),
        Figure(picture(3000, 9000), ""),
        Note("左の注\n二行目"),
    )


def everything(edition: Edition = Edition.PUBLISHED) -> Layout:
    entries = (Entry("Ⅱ　概要"), Entry("１．特定個人情報ファイルを取り扱う事務"), Entry("なし"))
    first = (
        Heading(0, Label("評価書（重点項目評価書）")),
        Heading(2, Label("長い見出しの" * 15)),
        Contents(entries),
        Note("［様式３］", True),
    )
    alone = Table(CHANGED, (("令和7年4月1日", "Ⅰ－１", LONG * 2, "事後"), ("", "二", "三", "")))
    drafts = [
        SheetDraft("表紙", first),
        SheetDraft("Ⅰ基本情報", (Heading(1, Label("Ⅰ　基本情報")), *_rows())),
        SheetDraft("Ⅱ概要_甲'乙", _long()),
        SheetDraft("変更箇所", (Heading(1, Label("変更箇所")), alone), landscape=True),
        SheetDraft("別添", _tables()),
        SheetDraft("付録", (row("備考", "見出しのないシート"),)),
    ]
    looks = replace(standard(), logo=picture(320, 80), logo_text="市章", foot=("見本市", "A&B課"))
    return Layout(
        title="特定個人情報保護評価書",
        name="住民基本台帳に関する事務",
        organisation="甲市長",
        stamp="2019-05-01T00:00:00Z",
        foot="［様式３］",
        sheets=arrange(drafts),
        edition=edition,
        theme=looks,
    )


def _amended() -> Iterator[tuple[Node | Row | None, Node | Row | None]]:
    """Yield what stood in a document, and what stands there now."""
    kept = row("①名称", "同じ文")
    one, other = (Marked(f"{text}課の係", (Stretch(0, 2),)) for text in "甲乙")
    columns = CHANGED[1:3]
    yield (Heading(1, Label("Ⅰ　部"), about="一"),) * 2
    yield kept, kept
    yield row("②内容", "10年\t保存する。"), row("②内容", "5年\t保存する。")
    yield row("③方法", "一\n二\n三"), row("③方法", "一\n二の二\n四\n三")
    yield row("④部署", "課"), None
    yield None, row("⑤部署", "室\n係")
    yield row("一つ目", "甲", group="組"), row("一つ目", "乙", group="別の組")
    yield Row(Label("有無"), (YES_NO,)), Row(Label("有無"), (DEGREES,))
    yield Heading(2, Label("一節"), BOXES[:1]), Heading(2, Label("一節"), BOXES[1:2])
    yield Table(columns, (("一", one), ("二", "旧"))), Table(columns, (("一", other), ("三", "新")))
    yield Figure(picture(40, 30), "図"), Figure(picture(50, 30), "図")
    yield Note("旧い注"), None
    yield None, Table(CHANGED[:1], (("新しい表",),))
    yield Heading(3, Label("消える見出し")), Note("見出しだった注")
    yield Records(("氏名", "住所")), Records(("氏名", "電話", "住所"))


def amended() -> tuple[Layout, Layout]:
    """A document before and after it was amended, with every way in which a thing can change."""
    pairs = list(_amended())
    before, after = (
        arrange([SheetDraft("頁", tuple(node for pair in pairs if (node := pair[n])))])
        for n in (0, 1)
    )
    whole = everything()
    return replace(whole, sheets=before), replace(whole, sheets=after)
