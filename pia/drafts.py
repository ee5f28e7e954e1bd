"""Sources written for their author: a skeleton with every item of a form, its label, its options
and a line of guidance; and one in the same order, filled in from an assessment or plain data."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pia.document import DEFAULT_FORM, FORM_KEY, content_of
from pia.edits.messages import EditMessages
from pia.edits.targets import EDITION, HEAD
from pia.edits.values import Values
from pia.errors import RefusedError
from pia.forms import load as forms
from pia.forms.definition import Form, Style, Trail
from pia.forms.edition import Guidance, guidance
from pia.forms.index import Field, fields, heading, need, path
from pia.model.base import Kind, Part, Shape
from pia.model.ref import values
from pia.model.root import Root
from pia.source import emit
from pia.source.edit import read_for_edit
from pia.source.emit import Manner, escaped

# Lists that a first version rarely has, as those that no form prints: written as comments.
RARE = (Style.TABLE, Style.ATTACHMENT)
INTRODUCED = ("様式", "版", "前版")

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
UNNAMED = Path("評価書.yaml")


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
        body = [field for field in fields(self.form) if field.key not in INTRODUCED]
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


def transcript(content: Root | Mapping[str, Any], editions: Path | None = None) -> str:
    """Return the source of an assessment or of data with Japanese keys, every form in its order.

    A text of an assessment is literal, `{{` in it too; in data `{{ 名 }}` is a name.
    Raises PiaError for an unknown form, RefusedError for what a source cannot say.
    """
    form = _form(content, editions)
    known = {field.address: field for top in fields(form) for field in top.walk()}
    data = Values(known).data(content, Shape(part=form.root), "")
    extra = {} if isinstance(content, Part) else _names_in(content)
    if isinstance(content, Part):
        data = _literal(data)
    ordered = _ordered({**data, **extra}, form)
    text = _laid_out(_with_prose(ordered, known, ""))
    if isinstance(content, Root):
        _prove(text, content, form)
    return text


def _form(content: Root | Mapping[str, Any], editions: Path | None) -> Form:
    given = content.model_dump(by_alias=True) if isinstance(content, Part) else content
    name, edition = given.get(FORM_KEY), given.get(EDITION.key)
    return forms.named(str(name or DEFAULT_FORM), str(edition) if edition else None, editions)


def _names_in(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: emit.clean(data[key]) for key in HEAD if key in data}


def _literal(value: Any) -> Any:
    match value:
        case dict():
            return {_literal(key): _literal(inner) for key, inner in value.items()}
        case list():
            return [_literal(inner) for inner in value]
        case str():
            return escaped(value)
        case _:
            return value


def _ordered(data: dict[str, Any], form: Form) -> dict[str, Any]:
    order = dict.fromkeys([*HEAD, *(field.key for field in fields(form))])
    rank = {key: n for n, key in enumerate(order)}
    return dict(sorted(data.items(), key=lambda pair: rank.get(pair[0], len(rank))))


def _with_prose(value: Any, known: Mapping[str, Field], address: str) -> Any:
    """Return data whose prose stands below `|`, as in a draft."""
    match value:
        case dict():
            return {
                key: _with_prose(inner, known, f"{address}.{key}".strip("."))
                for key, inner in value.items()
            }
        case list():
            return [_with_prose(inner, known, address) for inner in value]
        case str() if address in known and known[address].shape.kind is Kind.PROSE:
            bare = value.rstrip("\n")
            return f"{bare}\n" if bare else value
        case _:
            return value


def _laid_out(data: dict[str, Any]) -> str:
    """Return the lines of a document, its lists and mappings set apart."""
    return "\n".join([*_lines(data), ""])


def _lines(data: dict[str, Any]) -> Iterator[str]:
    was_block = False
    for n, (key, value) in enumerate(data.items()):
        is_block = isinstance(value, dict | list)
        if n and (is_block or was_block):
            yield ""
        yield from emit.pair(key, emit.clean(value), 0, Manner())
        was_block = is_block


def _prove(text: str, content: Root, form: Form) -> None:
    """Raise RefusedError unless the text is read as the very content."""
    source = read_for_edit(text.encode("utf-8", "surrogatepass"), UNNAMED)
    again, found = content_of(source, form)
    if again == content:
        return
    before, after = ({v.address: v.value for v in values(c)} for c in (content, again))
    lost = [address for address in before if before[address] != after.get(address)]
    places = "、".join(lost[:3]) or type(content).__name__
    finding = EditMessages.NOT_TO_SAY.finding(places=places, address=lost[0] if lost else "")
    raise RefusedError(*(fault for fault in found if fault.is_error), finding)
