"""An edition's folder of form files → Form."""

import re
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pia.errors import PiaError
from pia.forms.definition import (
    Form,
    Item,
    Offered,
    OptionGroup,
    Place,
    Rule,
    Section,
    Style,
    Term,
)
from pia.forms.messages import FormMessages
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind, Option, Part, Shape, keys_of, shape_of
from pia.resources import templates

Data = dict[str, Any]


def editions(root: Path | None = None) -> list[str]:
    """Return the ids of all editions, the newest last (by year of the era in their id)."""
    folders = (root or templates()).iterdir()
    return sorted((f.name for f in folders if any(f.glob("*.yaml"))), key=_age)


def _age(edition: str) -> tuple[str, list[int]]:
    return edition[:1], [int(n) for n in re.findall(r"\d+", edition)]


def forms(edition: str, root: Path | None = None) -> dict[str, str]:
    """Return form id → name (`juten` → 重点項目評価書) of one edition.

    Raises PiaError for an edition that does not exist.
    """
    known = editions(root)
    if edition not in known:
        message = FormMessages.UNKNOWN_EDITION
        raise PiaError(message.finding(name=edition, known="、".join(known), address="版"))
    files = sorted(((root or templates()) / edition).glob("*.yaml"))
    names = {file.stem: _name(file) for file in files}
    return {form: name for form, name in names.items() if name}


def _name(file: Path) -> str:
    """Return the `name:` at the head of a form file, without reading all of it."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("name:"):
                return line.removeprefix("name:").strip()
            if line.startswith("parts:"):
                break
    return ""


def named(name: str, edition: str | None = None, root: Path | None = None) -> Form:
    """Return the form that a source names (`様式: 重点項目評価書`) or a command line (`juten`).

    Without an edition, the newest one. Raises PiaError for a name or edition that does not exist.
    """
    edition = edition or editions(root)[-1]
    known = forms(edition, root)
    for form, title in known.items():
        if fold(name) in (fold(form), fold(title)):
            return load(edition, form, root)
    message = FormMessages.UNKNOWN_FORM
    raise PiaError(message.finding(name=name, known="、".join(known.values()), address="様式"))


@cache
def load(edition: str, form: str, root: Path | None = None) -> Form:
    """Return one form of one edition. Raises PiaError when its file is not sound."""
    file = (root or templates()) / edition / f"{form}.yaml"
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
        return _Loader(file).form(data)
    except (yaml.YAMLError, KeyError) as error:
        _fail(file, form, str(error))


def _fail(file: Path, where: str, problem: str) -> NoReturn:
    message = FormMessages.BAD_FORM_FILE
    raise PiaError(message.finding(file=file.name, where=where, problem=problem))


class _Scope:
    """Where a node of a form file stands: what it inherits and how its addresses resolve."""

    def __init__(
        self, part: type[Part], context: str, bases: tuple[tuple[str, ...], ...], significant: bool
    ) -> None:
        self.part = part
        self.context = context
        self.bases = bases
        self.significant = significant

    def resolve(self, address: str) -> tuple[tuple[str, ...], Shape] | None:
        """Return keys from the context and the shape there, the innermost base first."""
        keys = tuple(address.split("."))
        for base in reversed(self.bases):
            if shape := _shape_at(self.part, (*base, *keys)):
                return (*base, *keys), shape
        return None


def _shape_at(part: type[Part], keys: tuple[str, ...]) -> Shape | None:
    """Return what stands under the keys below a part, or None if nothing does."""
    shape = Shape(part=part)
    for key in keys:
        if shape.part is None:
            return None
        name = keys_of(shape.part).get(key)
        if name is None:
            return None
        shape = shape_of(shape.part, name)
    return shape


class _Loader:
    """Builds a form from the data of its file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def form(self, data: Data) -> Form:
        scope = _Scope(Assessment, "", ((),), significant=False)
        return Form(
            id=data["form"],
            edition=data["edition"],
            number=data["number"],
            name=data["name"],
            title=data["title"],
            source=data["source"],
            foot=data["foot"],
            significance=data.get("significance", ""),
            parts=tuple(self.section(entry, scope, Style.PART) for entry in data["parts"]),
            lacks=frozenset(data.get("lacks") or ()),
        )

    def section(self, data: Data, outer: _Scope, style: Style) -> Section:
        significant = _flag(data, "significant", outer.significant)
        scope = _Scope(outer.part, outer.context, outer.bases, significant)
        per_keys: tuple[str, ...] = ()
        if per := data.get("per", ""):
            scope, per_keys = self._repeated(per, scope)
        if at := data.get("at", ""):
            base = (*scope.bases[-1], *at.split("."))
            scope = _Scope(scope.part, scope.context, (*scope.bases, base), significant)
        entries = [(entry, Style.SECTION) for entry in data.get("sections") or ()]
        entries += [(entry, self._inner_style(entry)) for entry in data.get("items") or ()]
        return Section(
            number=data.get("number", ""),
            title=data["title"],
            style=Style(data.get("style", style)),
            context=outer.context,
            per=scope.context if per else "",
            per_keys=per_keys,
            sheet=data.get("sheet", ""),
            landscape=data.get("orientation") == "landscape",
            significant=significant,
            mark=self._mark(data),
            ranges=tuple(_range(text) for text in data.get("ranges") or ()),
            children=tuple(self._child(entry, scope, style) for entry, style in entries),
        )

    def _repeated(self, per: str, scope: _Scope) -> tuple[_Scope, tuple[str, ...]]:
        found = scope.resolve(per)
        if found is None or not found[1].repeated or found[1].part is None:
            _fail(self.file, per, "繰り返しの一覧ではありません")
        keys, shape = found
        assert shape.part is not None
        context = ".".join(filter(None, (scope.context, *keys)))
        return _Scope(shape.part, context, ((),), scope.significant), keys

    @staticmethod
    def _inner_style(entry: Data) -> Style:
        if "per" in entry:
            return Style.BLOCK
        return Style.RISK if entry.get("number", "").startswith("リスク") else Style.GROUP

    def _child(self, data: Data, scope: _Scope, style: Style) -> Section | Item:
        return self.section(data, scope, style) if "title" in data else self.item(data, scope)

    def item(self, data: Data, scope: _Scope, boxes: type[Option] | None = None) -> Item:
        """Build an item; `boxes` are the options of the item it stands below."""
        address = data.get("address") or data.get("from") or ""
        keys, shape = self._value(address, scope, data)
        place, _, box = data.get("place", "row").partition(" ")
        kind = shape.kind or Kind.LINE
        if address and "from" not in data and "required" not in data:
            _fail(self.file, address, "required がありません")
        return Item(
            number=data.get("number", ""),
            label=data.get("label", keys[-1] if keys else ""),
            context=scope.context,
            keys=keys,
            kind=kind,
            required=self._rule(data.get("required", "never"), scope),
            significant=_flag(data, "significant", scope.significant),
            mark=self._mark(data),
            place=Place.BOX if place == "in" else Place(place),
            box=self._member(box, boxes) if box and boxes else None,
            groups=self._groups(data, shape),
            columns=int(data.get("columns", 2)),
            width=float(data.get("width", 1)),
            lines=int(data.get("lines", 1)),
            centred=data.get("centred") == "true",
            fixed=data.get("fixed", ""),
            note=data.get("note", ""),
            derive=self._derivation(data.get("derive", ""), scope),
            echo="from" in data,
            numbered=data.get("numbered") == "true",
            items=tuple(
                self.item(entry, scope, shape.options) for entry in data.get("items") or ()
            ),
        )

    def _value(self, address: str, scope: _Scope, data: Data) -> tuple[tuple[str, ...], Shape]:
        if not address:
            if "fixed" not in data and "derive" not in data:
                _fail(self.file, str(data), "address がありません")
            return (), Shape(Kind.LINE)
        found = self._listed(address, scope) or scope.resolve(address)
        if found is None:
            _fail(self.file, address, "そのような項目はモデルにありません")
        return found

    @staticmethod
    def _listed(address: str, scope: _Scope) -> tuple[tuple[str, ...], Shape] | None:
        """Resolve `list.key`: the same value of every entry of a list, printed as one item."""
        whole, _, last = address.rpartition(".")
        found = scope.resolve(whole) if whole else None
        if found is None or not found[1].repeated or found[1].part is None:
            return None
        name = keys_of(found[1].part).get(last)
        return ((*found[0], last), shape_of(found[1].part, name)) if name else None

    @staticmethod
    def _mark(data: Data) -> str:
        mark = data.get("mark", "※" if data.get("significant") == "true" else "")
        return str(mark)

    def _groups(self, data: Data, shape: Shape) -> tuple[OptionGroup, ...]:
        options = shape.options
        if options is None:
            return ()
        if "groups" in data:
            return tuple(
                OptionGroup(group["label"], self._offered(group["options"], options))
                for group in data["groups"]
            )
        names = data.get("options") or [option.name for option in options]
        return (OptionGroup("", self._offered(names, options)),)

    def _offered(self, names: list[Any], options: type[Option]) -> tuple[Offered, ...]:
        return tuple(self._offer(name, options) for name in names)

    def _offer(self, name: Any, options: type[Option]) -> Offered:
        if isinstance(name, dict):
            ((name, text),) = name.items()
            return Offered(self._member(name, options), text)
        member = self._member(name, options)
        return Offered(member, str(member))

    def _member(self, name: str, options: type[Option]) -> Option:
        if name not in options.__members__:
            _fail(self.file, name, f"{options.__doc__} にない選択肢です")
        return options[name]

    def _derivation(self, text: str, scope: _Scope) -> str:
        """Return the derivation with its address made absolute within the context."""
        rule, _, address = text.partition(" ")
        if not address:
            return rule
        found = scope.resolve(address)
        if found is None:
            _fail(self.file, address, "そのような項目はモデルにありません")
        return f"{rule} {'.'.join(found[0])}"

    def _rule(self, text: str, scope: _Scope) -> Rule:
        if text in ("always", "never"):
            return Rule(always=text == "always")
        if not text.startswith("when "):
            _fail(self.file, text, "required は always、never、when … のいずれかです")
        terms = text.removeprefix("when ").split(" and ")
        return Rule(terms=tuple(self._term(term, scope) for term in terms))

    def _term(self, text: str, scope: _Scope) -> Term:
        words = text.split()
        if len(words) != 3 or words[1] not in ("is", "has", "lacks"):
            _fail(self.file, text, "条件は「項目 is|has|lacks 選択肢」の形で書きます")
        found = scope.resolve(words[0])
        if found is None or found[1].options is None:
            _fail(self.file, text, "条件の項目が選択肢の項目ではありません")
        options = found[1].options
        members = tuple(self._member(name, options) for name in words[2].split("|"))
        return Term(found[0], words[1], members)


def _flag(data: Data, key: str, inherited: bool) -> bool:
    return data[key] == "true" if key in data else inherited


def _range(text: str) -> tuple[int, int]:
    first, last = re.findall(r"\d+", text)
    return int(first), int(last)
