"""The rows that the examples write by hand against those that `diff` finds."""

import re
import shutil
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from pia import check, diff, dumps, edit
from pia.changes.amendments import Amendment, RowOptions
from pia.changes.compare import ItemChange, text_of_value
from pia.changes.excerpt import ADDED, DELETED, Context
from pia.changes.judge import Need
from pia.changes.report import Diff
from pia.document import Document, load
from pia.forms.find import Finder
from pia.forms.index import TitleStyle
from pia.forms.walk import walk
from pia.japanese import fold
from pia.model.assessment import ChangeRow
from pia.source.edit import Remove, edited

EXAMPLES = Path(__file__).parents[1] / "examples"
NEYAGAWA = EXAMPLES / "neyagawa" / "令和7年版.yaml"
HIROSHIMA = EXAMPLES / "hiroshima" / "令和6年版.yaml"
NOTICES = {fold(text) for text in (ADDED, DELETED, "（略）", "（中略）", "—", "-", "別紙参照")}


def found(path: Path, style: TitleStyle = TitleStyle.FORM) -> Diff:
    return diff(None, path, RowOptions(context=Context.ALL, style=style))


def new_rows(result: Diff) -> list[ChangeRow]:
    """The rows of the last revision."""
    rows = result.comparison.new.assessment.changes
    return [row for row in rows if row.changed == rows[-1].changed]


@pytest.mark.parametrize(("path", "count"), [(NEYAGAWA, 14), (HIROSHIMA, 36)])
def test_the_rows_and_the_differences_tell_of_each_other(path: Path, count: int) -> None:
    assert len(new_rows(found(path))) == count
    assert [str(finding) for finding in check(path, against="")] == []


@pytest.mark.parametrize(
    ("path", "style", "deviations"),
    [
        (NEYAGAWA, TitleStyle.SHORT, []),
        # 記録項目 as an attachment that was replaced: the diff names the items themselves.
        (HIROSHIMA, TitleStyle.SHEET, ["資料の差し替え"] * 2),
    ],
)
def test_every_word_of_a_row_stands_in_what_the_diff_finds(
    path: Path, style: TitleStyle, deviations: list[str]
) -> None:
    result = found(path, style)
    missing = []
    for row in new_rows(result):
        entries = [e for e in result.rows if _tells(e, row.targets or ())]
        assert entries, row.item
        for told, side in ((row.before, "before"), (row.after, "after")):
            cells = fold("".join(getattr(entry, side) for entry in entries))
            labels = {fold(f"（{label}）") for entry in entries for label in _labels(entry)}
            missing += [n for n in _lines(told) if n not in cells and n not in labels]
    assert missing == deviations


@pytest.mark.parametrize(
    ("path", "options", "count"),
    [
        (NEYAGAWA, RowOptions(style=TitleStyle.SHORT, together=True, throughout=True), 16),
        (HIROSHIMA, RowOptions(style=TitleStyle.SHEET), 35),
    ],
)
def test_the_table_has_as_many_rows_as_the_readme_says(
    path: Path, options: RowOptions, count: int
) -> None:
    result = diff(None, path, options)
    assert len(result.rows) == count
    assert f"{count}行" in (path.parent / "README.md").read_text(encoding="utf-8")


def _tells(entry: Amendment, targets: Iterable[str]) -> bool:
    """Return whether a row is about one of the targets or the block it stands in."""
    return any(t.startswith(a) for t in targets for a in entry.addresses)


def _labels(entry: Amendment) -> list[str]:
    return [c.answer.item.label for c in entry.changes if isinstance(c, ItemChange)]


def _lines(text: str | None) -> list[str]:
    """Return the paragraphs of a cell that are content, ○ written in one way."""
    lines = (fold(line).replace("〇", "○") for line in (text or "").split("\n"))
    return [line for line in lines if line and line not in NOTICES]


@pytest.mark.parametrize("path", [NEYAGAWA, HIROSHIMA])
def test_a_table_as_the_city_wrote_it_is_read_without_false_remarks(
    path: Path, tmp_path: Path
) -> None:
    shutil.copytree(path.parent, tmp_path / "例")
    copy = tmp_path / "例" / path.name
    data = copy.read_bytes()
    rows = load(copy).assessment.changes
    targets = [Remove(("変更箇所", n, "対象")) for n, row in enumerate(rows) if row.targets]
    assert len(targets) > 10
    copy.write_bytes(edited(data, copy, targets))
    assert [str(finding) for finding in check(copy)] == []


FILES = ("住基台帳", "本人確認", "送付先")


def before_its_own_rows(document: Document) -> dict[str, str]:
    """What the items that the rows of a document tell of said before, by address."""
    texts = {a.address: text_of_value(a.value) for a in walk(document.form, document.assessment)}
    former: dict[str, str] = {}
    finder = Finder(document.form)
    for row in document.assessment.changes:
        item, before, after = row.item or "", row.before or "", row.after or ""
        (entry,) = finder.find(item).entries
        name = next((name for name in FILES if name in item), "")
        address = entry.address.replace("ファイル.", f"ファイル[{name}].", 1)
        text = former.get(address, texts[address])
        matcher = SequenceMatcher(None, after.split("\n"), before.split("\n"), autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            new, old = (
                "\n".join(s.split("\n")[x:y]) for s, x, y in ((after, i, j), (before, k, m))
            )
            if kind != "equal":
                assert new in text, (item, new)
                text = text.replace(new, old)
        former[address] = text
    return former


def test_the_first_revision_of_hiroshima_is_asked_about_once_for_each_distinct_change(
    tmp_path: Path,
) -> None:
    source = HIROSHIMA.with_name("令和4年版.yaml")
    latter = load(source)
    text = re.sub(r"(?m)^前版:.*\n", "", dumps(latter.assessment))
    for name, former in (("変更後", {}), ("変更前", before_its_own_rows(latter))):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        shutil.copytree(source.with_name("確定"), tmp_path / "確定", dirs_exist_ok=True)
        if former:
            office = {"担当部署.部署": "企画総務局総務課"}
            edit(tmp_path / f"{name}.yaml", {**former, **office})
    result = diff(tmp_path / "変更前.yaml", tmp_path / "変更後.yaml")
    asked = [q for q in result.judge.questions if q.proposal.ground.needs_decision]
    assert (len(asked), result.count(need=Need.NEEDED)) == (14, 23)
    assert ("稼働記録", "操作記録") in [question.words for question in asked]
