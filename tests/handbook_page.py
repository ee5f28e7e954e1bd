"""Pages for staff: what every item of a form asks for, one page to a part."""

from collections.abc import Iterator, Sequence

from pia.faults import EXPECTED
from pia.forms.definition import Form, Item, Section, Style
from pia.forms.edition import Guidance, guidance
from pia.forms.index import fields, need

INDEX = "README.md"
GENERATED = (
    "<!-- 様式ファイルと手引きから作られたページです。直すときは templates/ を直します。 -->"
)


def folder_of(form: Form) -> str:
    """Return the name of the folder that holds the pages of a form, beside those of its edition."""
    return f"{form.number}_{form.name}"


def contents(forms: Sequence[Form]) -> str:
    """Return the page in Markdown that leads to the pages of all forms of one edition."""
    head = [f"# 書き方（{forms[0].edition}）", GENERATED, ""]
    ordered = sorted(forms, key=lambda form: form.number)
    links = [f"- [{form.number} {form.name}]({folder_of(form)}/{INDEX})" for form in ordered]
    return _joined([*head, *links])


def pages(form: Form) -> dict[str, str]:
    """Return the pages of a form in Markdown by file name, the index among them."""
    parts = [part for part in form.parts if part.style is not Style.CONTENTS]
    handbook = _Handbook(form)
    names = [f"{n:02}_{part.number}{part.title}.md" for n, part in enumerate(parts, start=1)]
    written = {name: handbook.page(part) for name, part in zip(names, parts, strict=True)}
    links = [f"- [{part.heading}]({name})" for name, part in zip(names, parts, strict=True)]
    written[INDEX] = _joined([f"# {form.number} {form.name}の書き方", *_about(form), *links])
    return written


def _about(form: Form) -> Iterator[str]:
    yield GENERATED
    yield ""
    yield f"{form.source}。`pia new {form.id} ファイル名` でひな形ができます。"
    if form.significance:
        yield form.significance
    yield ""


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


class _Handbook:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.guidance = guidance(form.folder)
        self.fields = {field.address: field for top in fields(form) for field in top.walk()}

    def page(self, part: Section) -> str:
        head = [f"# {part.heading}{_star(part.mark)}", GENERATED, ""]
        head += [f"[{self.form.number} {self.form.name}の目次]({INDEX})"]
        return _joined([*head, *self.repeated(part), *self.children(part, 2)])

    def children(self, section: Section, level: int) -> Iterator[str]:
        for child in section.children:
            if isinstance(child, Item):
                yield from self.item(child, level)
            else:
                yield from self.section(child, level)

    def section(self, section: Section, level: int) -> Iterator[str]:
        number = f"{section.number}. " if section.style is Style.SECTION else section.number
        space = " " if section.style is Style.RISK else ""
        yield ""
        yield f"{'#' * level} {number}{space}{section.title}{_star(section.mark)}"
        yield from self.repeated(section)
        yield from self.children(section, min(level + 1, 6))

    def repeated(self, section: Section) -> Iterator[str]:
        """Yield what one entry is of the list that repeats the section, and what of an entry is
        not printed, such as its id."""
        if not section.per:
            return
        repeated = self.fields[section.per]
        yield ""
        yield f"- `{repeated.key}`（一覧）: {self.of(repeated.address)}"
        for field in repeated.fields:
            if field.is_leaf and field.item is None:
                yield f"- `{field.key}`（印刷されません）: {self.of(field.address)}"

    def of(self, address: str) -> str:
        return self.guidance.get(address, Guidance("")).write

    def item(self, item: Item, level: int) -> Iterator[str]:
        yield ""
        yield f"{'#' * level} {item.number}{item.label}{' ※' if item.significant else ''}"
        yield ""
        yield from self.own(item) if item.is_own else self.printed()
        for below in item.items:
            yield from self.item(below, min(level + 1, 6))

    @staticmethod
    def printed() -> Iterator[str]:
        yield "ほかの項目から自動で入ります。書く必要はありません。"

    def own(self, item: Item) -> Iterator[str]:
        entry = self.guidance.get(item.address, Guidance(""))
        yield entry.write
        yield ""
        if entry.ask:
            yield f"- 点検の観点: {entry.ask}"
        yield f"- 書く場所: {' ＞ '.join(f'`{key}`' for key in item.address.split('.'))}"
        yield f"- 値: {EXPECTED[item.kind][0]}"
        yield f"- 記入: {need(self.form, item)}"
        if item.offered:
            yield "- 選択肢:"
        for offered in item.offered:
            yield f"  - {offered.text}" + ("（内容を書けます）" if offered.option.bracket else "")


def _star(mark: str) -> str:
    return f" {mark}" if mark else ""
