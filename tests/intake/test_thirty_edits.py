"""Thirty edits by hand, of a workbook and of a Word document: each comes back exactly, and nothing
else does."""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from openpyxl.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet
from paper_of import NEYAGAWA

from pia import load, render
from pia.forms.walk import said
from pia.intake.update import update

FILE, RISKS = "特定個人情報ファイル[住基台帳]", "特定個人情報ファイル[住基台帳].リスク対策"
FILES, MEASURES = "Ⅱ　特定個人情報ファイルの概要", "Ⅲ　リスク対策"
PARTNER = f"{FILE}.提供・移転.提供先[提供先一覧]"
LONG = "窓口で本人確認書類の提示を受ける。" * 300
EMPTY = "[ 　 ]"


@dataclass(frozen=True)
class Slip:
    """An edit: behind some texts, in this order, the next that holds `old` says `new` instead, or
    where old is empty what stands beside the last of them. says: what the source says then, given
    what it said; the same exchange of texts where nothing is said of it."""

    address: str
    behind: tuple[str, ...]
    old: str
    new: str
    says: Any = None

    def said(self, before: Any) -> Any:
        if callable(self.says):
            return self.says(before)
        return self.says or (str(before).replace(self.old, self.new, 1) if self.old else self.new)


def without(option: str) -> Callable[[Any], Any]:
    return lambda before: [x for x in before if x != option]


SLIPS = (
    Slip("表紙.評価書名", ("評価書名",), "重点項目評価書", "（第２版）"),
    Slip("表紙.公表日", (), "令和7年2月13日", "R8.1.5", "令和8年1月5日"),
    Slip("表紙.特記事項", ("特記事項",), "", "A & B < C > \"D\" 'E'"),
    Slip("事務.内容", ("②事務の内容",), "　市区町村が", "　（一字下げ）市区町村が"),
    Slip("事務.対象人数", ("③対象人数",), "10万人以上30万人未満", "1,000人未満"),
    Slip(
        "システム[既存住基].他のシステムとの接続",
        ("システム1",),
        "[ ○ ]税務システム",
        f"{EMPTY}税務システム",
        without("税務システム"),
    ),
    Slip("システム[住基ネットCS].名称", (), "住基ネットＣＳ（", "=ＣＳ（"),
    Slip("システム[番号連携サーバ].機能", ("システム3",), "①宛名管理機能", "前文\n①宛名の管理"),
    Slip("システム[中間サーバ].名称", ("システム4",), "自治体中間サーバ", "𠮷野 & <サーバ>"),
    Slip(
        "システム[コンビニ交付].他のシステムとの接続",
        ("システム5",),
        f"{EMPTY}税務システム",
        "[ レ ]税務システム",
        lambda before: [*before[:3], "税務システム", before[3]],
    ),
    Slip(
        "個人番号の利用.法令上の根拠",
        ("法令上の根拠",),
        "・第１６条（本人確認の措置）",
        "・第１６条",
    ),
    Slip("情報連携.実施の有無", ("①実施の有無",), "実施する", "未定"),
    Slip(
        f"{FILE}.基本情報.ファイルの種類",
        (FILES,),
        "システム用ファイル",
        "その他の電子ファイル（表計算ファイル等）",
    ),
    Slip(
        f"{FILE}.基本情報.主な記録項目",
        (FILES,),
        f"{EMPTY}個人番号対応符号",
        "[×]個人番号対応符号",
        lambda before: [before[0], "個人番号対応符号", *before[1:]],
    ),
    Slip(f"{FILE}.基本情報.保有開始日", (FILES,), "平成27年8月1日", "2016-01-01", "平成28年1月1日"),
    Slip(
        f"{FILE}.入手・使用.入手元",
        (FILES,),
        "（ 市町村 ）",
        "（ 市町村、都道府県 ）",
        lambda before: [
            before[0],
            {"地方公共団体・地方独立行政法人": "市町村、都道府県"},
            before[2],
        ],
    ),
    Slip(f"{FILE}.入手・使用.使用目的", (FILES, "③使用目的　※"), "住民基本台帳の整備", LONG),
    Slip(f"{FILE}.入手・使用.使用者数", (FILES, "使用者数"), "50人以上100人未満", "1,000人以上"),
    Slip(
        f"{FILE}.委託.委託事項[保守運用].委託先名", (FILES,), "富士通株式会社", "", lambda _: None
    ),
    Slip(f"{FILE}.委託.委託事項[保守運用].再委託の有無", (FILES,), "再委託しない", "再委託する"),
    Slip(f"{FILE}.委託.委託事項[保守運用].再委託事項", (FILES, "⑥再委託事項"), "", "一\n\n二"),
    Slip(
        f"{PARTNER}.提供方法",
        (FILES, "⑥提供方法"),
        f"{EMPTY}その他　（ 　　　 ）",
        "[ ○ ]その他　（ 専用の端末 ）",
        lambda before: [*before, {"その他": "専用の端末"}],
    ),
    Slip(f"{PARTNER}.時期・頻度", (FILES, "⑥提供方法", "⑦時期・頻度"), "平成27年10月5日", "012"),
    Slip(
        f"{RISKS}.使用.権限のない者による使用.ユーザ認証の管理",
        (f"{MEASURES}　※（７．②を除く。）", "ユーザ認証の管理"),
        "行っている",
        "行っていない",
    ),
    Slip(
        f"{RISKS}.使用.権限のない者による使用.その他の措置の内容",
        ("ユーザ認証の管理",),
        "ログアウトするようにしている。",
        "ログアウトする。\n・「離席」時は施錠する",
    ),
    Slip("開示請求・問合せ.問合せ.対応方法", ("②対応方法",), "問合せ受付票", "受付票\n#1: 電話"),
)
# Of rows: what a person does with them differs from kind to kind.
ADDED = ("令和8年1月5日", "Ⅰ1.", "旧", "新\n二行目", "事後", "")
ROWS = ("記録項目", "変更箇所", "変更箇所の文", "別紙の文", "別紙の行", "別紙の終わり")


def of_rows(before: dict[str, Any]) -> dict[str, Any]:
    """Return what a source says of rows after the edits of all kinds."""
    records = before[f"{FILE}.記録項目"]
    partners = before["別紙[提供先一覧].行"]
    receivers = before["別紙[移転先一覧].行"]
    count = sum(address.endswith("].変更日") for address in before)
    names = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期")
    return {
        f"{FILE}.記録項目": [records[0], "住民票コード（旧）", *records[2:], "新しい項目"],
        "変更箇所[1].変更前の記載": "市民税担当",
        "別紙[提供先一覧].行": [*partners[:1], *partners[2:]],
        "別紙[移転先一覧].行": [
            {**receivers[0], "移転先": "税務課"},
            *receivers[1:],
            receivers[-1],
        ],
    } | {f"変更箇所[{count + 1}].{name}": text for name, text in zip(names, ADDED, strict=False)}


def values(source: Path) -> dict[str, Any]:
    document = load(source)
    return dict(said(document.form, document.assessment))


def expected(before: dict[str, Any]) -> dict[str, Any]:
    slips = {slip.address: slip.said(before.get(slip.address)) for slip in SLIPS}
    return slips | of_rows(before)


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what differs, what follows from other values left out."""
    addresses = {**before, **after}
    derived = ("件数", "].対象")
    return {
        a: after.get(a)
        for a in addresses
        if before.get(a) != after.get(a) and not a.endswith(derived)
    }


def workspace(folder: Path) -> Path:
    shutil.copytree(NEYAGAWA.parent, folder / "職場")
    return folder / "職場" / NEYAGAWA.name


def test_the_edits_are_thirty_or_more_and_no_two_of_one_place() -> None:
    places = [*(slip.address for slip in SLIPS), *of_rows(values(NEYAGAWA))]
    assert len(SLIPS) + len(ROWS) > 30
    assert len(set(places)) == len(places)


def cells_of(book: openpyxl.Workbook) -> Iterator[Any]:
    for sheet in book:
        if sheet.sheet_state == "visible":
            yield from (cell for row in sheet.iter_rows() for cell in row if cell.value)


def edit_cell(book: openpyxl.Workbook, slip: Slip) -> None:
    cells = cells_of(book)
    found = None
    for text in slip.behind:
        found = next(cell for cell in cells if cell.value == text)
    if slip.old:
        found = next(cell for cell in cells if slip.old in str(cell.value))
        found.value = found.value.replace(slip.old, slip.new, 1) or None
        if slip.new.startswith("="):
            found.data_type = "s"  # as Excel takes what is typed into a cell of text
        return
    assert found is not None
    sheet: Worksheet = found.parent
    is_below = isinstance(sheet.cell(found.row, 3), MergedCell)
    place = (found.row + 1, 1) if is_below else (found.row, 3)
    sheet.cell(*place).value = slip.new


def test_edits_of_a_workbook(tmp_path: Path) -> None:
    source = workspace(tmp_path)
    before = values(source)
    (printed,) = render(source, tmp_path / "出力", ["xlsx"])
    book = openpyxl.load_workbook(printed)
    for slip in SLIPS:
        edit_cell(book, slip)
    listed = book["（別添１）ファイル記録項目"]
    second, last = (
        next(c for row in listed.iter_rows() for c in row if str(c.value).startswith(f"{n}．"))
        for n in (2, 29)
    )
    second.value = "2．住民票コード（旧）"
    listed.cell(last.row, second.column).value = "30．新しい項目"
    table = book["（別添２）変更箇所"]
    table["C3"].value = "市民税担当"
    end = table.max_row + 1
    for column, text in enumerate(ADDED, start=1):
        table.cell(end, column).value = text or None
    table.cell(end, 1).value = date(2026, 1, 5)  # as Excel keeps a date that is typed
    partners, receivers = book["別紙_提供先一覧"], book["別紙_移転先一覧"]
    partners.delete_rows(4)
    receivers["A3"].value = "税務課"
    end = receivers.max_row + 1
    for column in range(1, receivers.max_column + 1):
        receivers.cell(end, column).value = receivers.cell(end - 1, column).value
    book.save(printed)
    done = update(printed, source)
    assert done.kept == ()
    assert changed(before, values(source)) == expected(before)


def paragraphs(document: WordDocument) -> Iterator[Paragraph]:
    """The paragraphs of a document and of its tables, each once."""
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block
            continue
        for row in block.rows:
            for cell in {cell._tc: cell for cell in row.cells}.values():
                yield from cell.paragraphs


def behind(paragraph: Paragraph) -> _Cell:
    """Return the cell at the right of the one that a paragraph stands in."""
    cell = next(a for a in paragraph._p.iterancestors() if a.tag == qn("w:tc"))
    nowhere: Any = None
    return _Cell(cell.getnext(), nowhere)


def rewrite(paragraph: Paragraph, text: str) -> None:
    """Say something else in the look of the first run; a new line is a new paragraph."""
    first, *others = text.split("\n")
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    paragraph.runs[0].text = first if paragraph.runs else ""
    for line in reversed(others):
        copy = deepcopy(paragraph._p)
        paragraph._p.addnext(copy)
        Paragraph(copy, paragraph._parent).runs[0].text = line


def edit_paragraph(document: WordDocument, slip: Slip) -> None:
    units = paragraphs(document)
    found = None
    for text in slip.behind:
        found = next(p for p in units if p.text == text)
    if slip.old:
        found = next(p for p in units if slip.old in p.text)
        rewrite(found, found.text.replace(slip.old, slip.new, 1))
        return
    assert found is not None
    beside = behind(found)
    beside.paragraphs[0].add_run("")
    rewrite(beside.paragraphs[0], slip.new)


def test_edits_of_a_word_document(tmp_path: Path) -> None:
    source = workspace(tmp_path)
    before = values(source)
    (printed,) = render(source, tmp_path / "出力", ["docx"])
    document = docx.Document(str(printed))
    for slip in SLIPS:
        edit_paragraph(document, slip)
    units = list(paragraphs(document))
    rewrite(next(p for p in units if p.text == "2．住民票コード"), "2．住民票コード（旧）")
    last = next(p for p in units if p.text.startswith("29．"))
    behind(last).paragraphs[0].add_run("30．新しい項目")
    rewrite(
        next(p for p in units if p.text == "市民サービス部市民税担当及び税務管理担当"), "市民税担当"
    )
    tables = {t.rows[0].cells[0].text: t for t in document.tables}
    table, partners, receivers = (tables[name] for name in ("変更日", "提供先", "移転先"))
    for each in (table, receivers):
        each._tbl.append(deepcopy(each.rows[-1]._tr))
    for cell, text in zip(table.rows[-1].cells, ADDED, strict=True):
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        cell.paragraphs[0].add_run("")
        rewrite(cell.paragraphs[0], text)
    partners._tbl.remove(partners.rows[2]._tr)
    rewrite(receivers.rows[1].cells[0].paragraphs[0], "税務課")
    document.save(str(printed))
    done = update(printed, source)
    assert done.kept == ()
    assert changed(before, values(source)) == expected(before)
