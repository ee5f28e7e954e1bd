"""Texts that stand in several places of what was imported → names for them, to be said once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pia.forms.definition import Form
from pia.forms.index import fields
from pia.intake.imported import Imported, Key, document_key
from pia.intake.naming import free_id, id_of, tables_of
from pia.model.base import Kind
from pia.source.emit import Tree, dump, escaped
from pia.source.names import FRAGMENTS, VARIABLES, WORKSPACE_FILE

HEADING = "# yaml-language-server: $schema={schema}\n#\n# 「{name}」から取り込みました。\n"

SHORTEST = 6  # characters that a name can stand for
LONGEST_WORD = 40  # characters of one line: a variable; what is longer is a fragment
LEAST = 20  # characters that a name must save
SHARED = "取り込み"  # the file of fragments that imports write
SHARED_HEADING = "# いくつもの評価書にある文章です。ここを直すと、使うすべての評価書に効きます。\n"
WRITTEN = (Kind.LINE, Kind.PROSE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name for a text. places: file and address of each place that says it."""

    name: str
    text: str
    places: tuple[str, ...]

    @property
    def saved(self) -> int:
        """How many characters need not be written, nor kept alike, any more."""
        return (len(self.places) - 1) * len(self.text)

    def __str__(self) -> str:
        shown = " ⏎ ".join(self.text.splitlines())
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        return f"{{{{ {self.name} }}}} {len(self.places)} 箇所、{self.saved:,} 字: {shown}"


def suggestions(imported: Sequence[Imported], stem: str = SHARED) -> list[Suggestion]:
    """Return names for the texts, whole values or paragraphs of them, that stand in several
    places, those that save most first. stem: of the file of fragments that names what stands in
    several documents; names that the sources bear already stay."""
    documents = _documents(imported)
    whole: dict[str, list[tuple[str, str]]] = {}
    parts: dict[str, list[tuple[str, str]]] = {}
    for each in imported:
        for address, text in _texts(each):
            place = (each.result.grid.name, address)
            whole.setdefault(text, []).append(place)
            for line in set(text.split("\n")) if "\n" in text else ():
                parts.setdefault(line, []).append(place)
    found = {text: places for text, places in whole.items() if _pays(text, len(places))}
    for line, places in parts.items():
        # Only where it stands beside others: a value that repeats as a whole has its own name.
        apart = [p for p in places if not any(p in held for held in found.values())]
        if line not in found and _pays(line, len(apart)) and len(line) > LONGEST_WORD:
            found[line] = apart
        elif line in found:
            found[line] = list(dict.fromkeys([*found[line], *apart]))
    taken: set[str] = set()
    made: list[Suggestion] = []
    order = sorted(found.items(), key=lambda pair: -(len(pair[1]) - 1) * len(pair[0]))
    for text, places in order:
        wished = id_of(places[0][1].rpartition(".")[2]) or "文章"
        name = free_id(wished, taken)
        taken.add(name)
        is_word = "\n" not in text and len(text) <= LONGEST_WORD
        whole_name = name if is_word else f"{FRAGMENTS}.{name}"
        if len(documents[text]) > 1:
            whole_name = f"{FRAGMENTS}.{stem}.{name}"
        whole_name = imported[0].names.get(text, whole_name)
        made.append(Suggestion(whole_name, text, tuple(f"{f}: {a}" for f, a in places)))
    return made


def _documents(imported: Sequence[Imported]) -> dict[str, set[Key]]:
    """Return the documents, versions of one counted once, that say a text or a paragraph."""
    found: dict[str, set[Key]] = defaultdict(set)
    for each in imported:
        key = document_key(each)
        for _, text in _texts(each):
            for said in (text, *text.split("\n")):
                found[said].add(key)
    return found


def _pays(text: str, count: int) -> bool:
    is_plain = "{{" not in text and text == text.strip("\n")
    return count > 1 and len(text) >= SHORTEST and (count - 1) * len(text) >= LEAST and is_plain


def name_all(imported: Sequence[Imported], root: Path) -> tuple[Path, bytes] | None:
    """Let the sources say the texts by their names, which each defines itself but for those of
    several documents: return the file of fragments that gives them, None where there is none.

    root: of the workspace; without one every source defines all.
    """
    folder = root / FRAGMENTS
    has_office = (root / WORKSPACE_FILE).is_file()
    taken = {path.stem for path in folder.glob("*")} if has_office else set[str]()
    made = suggestions(imported, stem := free_id(SHARED, taken))
    shared = {_last(m.name): escaped(m.text) for m in made if m.name.count(".") > 1}
    for each in imported:
        each.names = {one.text: one.name for one in made}
        each.stem = stem if has_office else ""
    if not (has_office and shared):
        return None
    return folder / f"{stem}.yaml", dump(shared, SHARED_HEADING).encode()


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def source_text(imported: Imported, schema: str = "") -> str:
    """Return the source of an imported form as YAML."""
    tree = named(_escaped(imported.tree), imported.result.form, imported.names, imported.stem)
    return dump(tree, HEADING.format(schema=schema, name=imported.result.grid.name))


def _escaped(value: Any) -> Any:
    match value:
        case str():
            return escaped(value)
        case list():
            return [_escaped(entry) for entry in value]
        case Mapping():
            return {key: _escaped(entry) for key, entry in value.items()}
        case _:
            tree: Tree = value
            return tree


def named(
    tree: Mapping[str, Any], form: Form, names: Mapping[str, str], stem: str = ""
) -> dict[str, Any]:
    """Return the tree of a source with names where their texts stood, and what they stand for.

    stem: of the file of the workspace that gives those of several documents.
    """
    if not names:
        return dict(tree)
    writer = _Writer(form, names)
    body = {key: writer.value(value, key) for key, value in tree.items()}
    used = {text: name for text, name in names.items() if name in writer.used}
    words = {name: text for text, name in used.items() if not name.startswith(f"{FRAGMENTS}.")}
    fragments: dict[str, Any] = {}
    for text, name in used.items():
        kind, _, below = name.partition(".")
        above, _, last = below.rpartition(".")
        if kind == FRAGMENTS and last and (not above or above != stem):
            (fragments.setdefault(above, {}) if above else fragments)[last] = text
    heads = {k: v for k, v in ((VARIABLES, words), (FRAGMENTS, fragments)) if v}
    first = {key: value for key, value in body.items() if isinstance(value, str)}
    return first | heads | {key: value for key, value in body.items() if key not in first}


class _Writer:
    """Puts names into texts that people wrote, and remembers those that were used."""

    def __init__(self, form: Form, names: Mapping[str, str]) -> None:
        self.places = set(_places(form))
        self.names = names
        self.used: set[str] = set()

    def value(self, value: Any, address: str) -> Any:
        match value:
            case dict():
                return {k: self.value(v, f"{address}.{k}") for k, v in value.items()}
            case list():
                return [self.value(entry, address) for entry in value]
            case str() if address in self.places:
                if value in self.names:
                    return self._name(value)
                return "\n".join(map(self._name, value.split("\n")))
            case _:
                return value

    def _name(self, text: str) -> str:
        name = self.names.get(text)
        if name is None:
            return text
        self.used.add(name)
        return f"{{{{ {name} }}}}"


def _places(form: Form) -> Iterator[str]:
    """Yield the addresses, without ids, of texts that people write; rows of tables are history."""
    tables = {table for table, _ in tables_of(form)}
    for each in (inner for outer in fields(form) for inner in outer.walk()):
        is_row = each.address.partition(".")[0] in tables
        if each.shape.kind in WRITTEN and each.key != "id" and not is_row:
            yield each.address


def _texts(imported: Imported) -> Iterator[tuple[str, str]]:
    """Yield the texts that people wrote with their addresses."""
    places = set(_places(imported.result.form))

    def below(value: Any, bare: str, shown: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from below(inner, f"{bare}.{key}".strip("."), f"{shown}.{key}".strip("."))
        elif isinstance(value, list):
            for n, entry in enumerate(value, start=1):
                name = entry.get("id", n) if isinstance(entry, dict) else n
                yield from below(entry, bare, f"{shown}[{name}]")
        elif isinstance(value, str) and bare in places:
            yield shown, value

    yield from below(imported.tree, "", "")
