"""調査確認用帳票: the workbook in which auditors note what they found, written and read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pia.errors import PiaError
from pia.model.log_audit import Outcome
from pia.model.ref import Ref
from pia.records import handed_in
from pia.records.audit.audit_store import Case, SampleFile
from pia.records.audit.messages import AuditMessages

TITLE = "アクセスログ調査確認用帳票"
_WIDTHS = {
    Ref(Case, lambda case: case.number): 6,
    Ref(Case, lambda case: case.subject): 7,
    Ref(Case, lambda case: case.series): 6,
    Ref(Case, lambda case: case.stamp): 20,
    Ref(Case, lambda case: case.terminal): 10,
    Ref(Case, lambda case: case.operator): 12,
}
_TYPED_WIDTHS = {
    Ref(Case, lambda case: case.outcome): 24,
    Ref(Case, lambda case: case.paper): 30,
    Ref(Case, lambda case: case.auditor): 14,
    Ref(Case, lambda case: case.remark): 36,
}
WIDTHS = {ref.key: width for ref, width in _WIDTHS.items()}
TYPED_WIDTHS = {ref.key: width for ref, width in _TYPED_WIDTHS.items()}
FIXED, TYPED = tuple(WIDTHS), tuple(TYPED_WIDTHS)
HEADING = 5  # row of the headings
LISTS = "選択肢"
THIN = Side(style="thin", color="808080")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD_FILL = PatternFill("solid", fgColor="D9E1F2")
TYPED_FILL = PatternFill("solid", fgColor="FFF9E5")


@dataclass(frozen=True, slots=True)
class WorksheetRow:
    """A row of a worksheet as it was read back. line: its row in the sheet, from 1."""

    line: int
    printed: tuple[str, ...]
    outcome: str
    paper: str
    auditor: str
    remark: str


def workbook(sample: SampleFile, legend: Sequence[str]) -> bytes:
    """Return the workbook of a sample. legend: the steps of 照合, on a sheet of their own."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "帳票"
    headings = (*FIXED, *sample.columns, *TYPED)
    _head(sheet, sample, headings)
    for row, case in enumerate(sample.cases, start=HEADING + 1):
        typed = (case.outcome, case.paper, case.auditor, case.remark)
        _row(sheet, row, (*case.written(), *typed), len(headings) - len(TYPED))
    _lists(book.create_sheet(LISTS), sheet, sample, len(headings) - len(TYPED))
    _legend(book.create_sheet("手順"), legend)
    sheet.protection.sheet = True
    return handed_in.written(book)


def _head(sheet: Worksheet, sample: SampleFile, headings: Sequence[str]) -> None:
    sheet["A1"], sheet["A1"].font = TITLE, Font(bold=True, size=14)
    sheet["A2"] = title_of(sample)
    sheet["A3"] = sample.drawn
    sheet["A4"] = "個人情報を含みます。作業が終わったら保管場所に戻し、写しを作らないでください。"
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(HEADING, column, heading)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, GRID
        width = TYPED_WIDTHS.get(heading) or WIDTHS.get(heading, 18)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(HEADING + 1, 1)
    sheet.print_title_rows = f"{HEADING}:{HEADING}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _row(sheet: Worksheet, row: int, texts: Sequence[str], printed: int) -> None:
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column)
        cell.value, cell.data_type, cell.number_format = text or None, "s" if text else "n", "@"
        cell.border = GRID
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column > printed:
            cell.protection, cell.fill = Protection(locked=False), TYPED_FILL


def _lists(sheet: Worksheet, target: Worksheet, sample: SampleFile, printed: int) -> None:
    """Offer what can be chosen in the typed columns, from a sheet of their own: a list within a
    rule of Excel holds 255 characters."""
    last = HEADING + len(sample.cases)
    for n, options in enumerate(([*Outcome], sample.papers, sample.auditors), start=1):
        for row, option in enumerate(options, start=1):
            sheet.cell(row, n, str(option))
        if options:
            letter, column = get_column_letter(n), get_column_letter(printed + n)
            rule = DataValidation(
                "list", f"{LISTS}!${letter}$1:${letter}${len(options)}", allow_blank=True
            )
            rule.showErrorMessage, rule.error = n == 1, "一覧から選んでください"
            rule.add(f"{column}{HEADING + 1}:{column}{last}")
            target.add_data_validation(rule)
    sheet.protection.sheet = True


def _legend(sheet: Worksheet, legend: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for row, text in enumerate(legend, start=1):
        sheet.cell(row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")


def entries(path: Path, sample: SampleFile) -> Iterator[WorksheetRow]:
    """Yield the rows of a workbook that an auditor filled in.

    Raises PiaError when it cannot be read or is no worksheet of the sample.
    """
    printed = len(FIXED) + len(sample.columns)
    expected = (*FIXED, *sample.columns, *TYPED)
    rows = enumerate(handed_in.rows(path), start=1)
    if not any(row[: len(expected)] == expected for _, row in rows):
        raise PiaError(AuditMessages.NO_WORKSHEET.finding(name=sample.name, file=str(path)))
    for line, row in rows:
        texts = (*row, *[""] * len(expected))[: len(expected)]
        if any(texts):
            yield WorksheetRow(line, texts[:printed], *texts[printed:])


def title(path: Path) -> str:
    """Return the line of a worksheet that names its system and round; empty where there is none."""
    rows = handed_in.rows(path)
    return rows[1][0] if len(rows) > 1 and rows[0][:1] == (TITLE,) and rows[1] else ""


def title_of(sample: SampleFile) -> str:
    return f"{sample.name}　{sample.round}"
