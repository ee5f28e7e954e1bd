"""A source to fill in: every item of a form with its label, its options and a line of guidance."""

from collections.abc import Iterable, Iterator

from pia.forms.definition import Form, Style, Trail
from pia.forms.edition import Guidance, guidance
from pia.forms.index import Field, fields, need
from pia.forms.paths import heading, path
from pia.model.base import Kind

# Lists that a first version rarely has, as those that no form prints: written as comments.
RARE = (Style.TABLE, Style.ATTACHMENT)
HEAD = ("様式", "版", "前版")

INTRODUCTION = """\
# yaml-language-server: $schema={schema}
#
# {number} {name}（{edition}）のひな形です。「#」で始まる行は説明です。
# ・「項目:」の値は、その右に書きます。
# ・「項目: |」の文章は、次の行から、項目名より2字深く字下げして書きます。何行でも構いません。
# ・「#- 」で始まる選択肢は、当てはまる行の「#」だけを消します。
# ・「- id:」から始まるまとまりは、件数の分だけ写して増やし、id を付け直します。
# ・空欄があっても pia check は誤りとしません（未記入の注意が出ます）。

様式: {name}
版: {edition}

# {predecessor}
#前版: 前の版.yaml

# {variables}
#変数:
#  所管課: 市民課

# {fragments}
#共通:
#  保管場所: |
#    入退室を管理している部屋に置いたサーバに保管する。
"""

# What stands behind a key, and the lines below it, where a kind wants more than a blank.
BEHIND = {Kind.PROSE: " |"}
BELOW = {
    Kind.RECORDS: ["#- 1つ目の項目", "#- 2つ目の項目"],
    Kind.COLUMNS: ["#- 1列目の見出し", "#- 2列目の見出し"],
    Kind.CELLS: ["#- 1列目の見出し: 値", "#  2列目の見出し: 値"],
    Kind.ADDRESSES: ["#- 表紙.評価書名"],
}
HINTS = {Kind.DATE: "例: 令和7年2月13日", Kind.COUNT: "例: 60"}


def skeleton(form: Form, schema_file: str) -> str:
    """Return a draft of a form. schema_file: the path that the editor takes the schema from."""
    return _Skeleton(form).text(schema_file)


class _Skeleton:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.guidance = guidance(form.folder)
        self.rare = {s.per for _, s in form.sections() if s.style in RARE}

    def text(self, schema_file: str) -> str:
        introduction = INTRODUCTION.format(
            schema=schema_file,
            number=self.form.number,
            name=self.form.name,
            edition=self.form.edition,
            predecessor=self.advice("前版"),
            variables=self.advice("変数"),
            fragments=self.advice("共通"),
        )
        body = [field for field in fields(self.form) if field.key not in HEAD]
        return introduction + "".join(f"{line}\n" for line in ["", *self.fields(body, ())])

    def advice(self, address: str) -> str:
        return self.guidance.get(address, Guidance("")).write

    def fields(self, fields: Iterable[Field], above: Trail) -> Iterator[str]:
        """Yield the lines of fields, not indented. above: the steps that are headed already."""
        for n, field in enumerate(fields):
            if n:
                yield ""
            yield from self.leaf(field, above) if field.is_leaf else self.part(field, above)

    def part(self, field: Field, above: Trail) -> Iterator[str]:
        yield from _comments([self.heading(field, above), self.advice(field.address)])
        mark = "#" if self.is_rare(field) else ""
        yield f"{mark}{field.key}:"
        below = self.fields(field.fields, field.trail)
        lines = _entry(below) if field.shape.repeated else _indented(below)
        yield from (mark + line if line else "" for line in lines)

    def is_rare(self, field: Field) -> bool:
        return field.address in self.rare or not any(below.item for below in field.walk())

    def heading(self, field: Field, above: Trail) -> str:
        if len(field.trail) > len(above):
            return f"■ {heading(field.trail)}"
        return "" if above else f"■ {field.key}"

    def leaf(self, field: Field, above: Trail) -> Iterator[str]:
        kind = field.shape.kind
        assert kind is not None
        yield from _comments([self.label(field, above), self.advice(field.address)])
        yield from _comments([self.options(field), HINTS.get(kind, "")])
        if kind is Kind.ID:
            yield f"{field.key}: {field.address.split('.')[-2]}1"
            return
        yield f"{field.key}:{BEHIND.get(kind, '')}"
        yield from BELOW.get(kind, [])
        if kind is Kind.CHECKS and field.item:
            for offered in field.item.offered:
                yield f"#- {offered.text}" + (": 内容" if offered.option.bracket else "")

    def label(self, field: Field, above: Trail) -> str:
        if field.item is None:
            return ""
        place = path((*field.trail[len(above) :], field.item))
        star = " ※" if field.item.significant else ""
        return f"{place}{star}（{need(self.form, field.item)}）"

    @staticmethod
    def options(field: Field) -> str:
        if field.shape.kind is not Kind.CHOICE or field.item is None:
            return ""
        return "選択肢: " + " / ".join(offered.text for offered in field.item.offered)


def _comments(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"# {line}" for line in lines if line)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _entry(lines: Iterable[str]) -> list[str]:
    """Return the lines as an entry of a list: a dash before the first key."""
    indented = _indented(lines)
    first = next(n for n, line in enumerate(indented) if line and not line.startswith("  #"))
    indented[first] = f"- {indented[first][2:]}"
    return indented
