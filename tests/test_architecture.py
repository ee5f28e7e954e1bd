"""The house keeps its plan: imports run one way, modules stay small, official words stay data."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pia.forms.load import editions, forms, load
from pia.model import Assessment
from pia.model.base import Part, keys_of, shape_of

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pia"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "_data" not in path.parts]

# Room → the rooms that it may import, beside those that all may.
FOR_ALL = {"errors", "japanese", "__version__"}
MAY_IMPORT = {
    "errors": "",
    "japanese": "",
    "source": "",
    "model": "",
    "authorship": "",
    "writing": "authorship source",
    "forms": "model source",
    "faults": "forms model source",
    "document": "faults forms model source",
    "checks": "forms model",
    "layout": "forms model source",
    "renderers": "authorship layout source writing",
    "changes": "forms layout model source",
    "intake": "document edits forms layout model renderers schema source writing",
    "schema": "document forms model source",
    "derivation": "document forms model source",
    "migration": "document forms model source",
    "edits": "document forms model source",
    "workspace": "changes checks derivation document edits forms intake layout model "
    "renderers source writing",
    "records": "authorship changes document forms layout model renderers source workspace writing",
    "office": "authorship changes checks derivation document edits forms intake layout "
    "model renderers schema source workspace writing",
    "api": "changes checks derivation document edits forms intake layout migration model "
    "drafts office records renderers schema source workspace writing",
    "drafts": "document edits forms model source",
    "pia": "api derivation document edits model",
    "editor": "api changes document edits forms layout model office pia source workspace writing",
    # The command line calls the API, and opens the editor, which calls the API itself.
    "cli": "api editor pia",
}
LARGEST = 400  # lines
LISTS = {"model/choices.py"}  # one enum after another


def room(module: str) -> str:
    """`pia.forms.load` → `forms`; the package itself is `pia`."""
    _, _, below = module.partition(".")
    return below.partition(".")[0] or module


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and name of every module of ours that a module imports, also for typing."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module="pia", names=names):
                found = [f"pia.{alias.name}" for alias in names]
            case ast.ImportFrom(module=str(module)):
                found = [module]
            case _:
                continue
        yield from ((node.lineno, name) for name in found if name.partition(".")[0] == "pia")


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every literal of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = ast.Module | ast.ClassDef | ast.FunctionDef
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield node.lineno, text


ADDRESSES = 8  # literals outside of model and forms that a `Ref` could name; never more


def keys_of_the_model(part: type[Part] = Assessment) -> set[str]:
    """Return every Japanese key that stands somewhere below a part."""
    found = {key for key in keys_of(part) if not key.isascii()}
    shapes = [shape_of(part, name).part for name in keys_of(part).values()]
    return found.union(*(keys_of_the_model(below) for below in shapes if below))


def is_address(text: str, keys: set[str]) -> bool:
    """Whether a literal is an address, or a piece of one such as `].別紙`."""
    steps = [step for step in re.split(r"\[[^\]]*\]?|[\].]", text) if step]
    return bool(steps) and all(step in keys for step in steps)


def official() -> set[str]:
    """Labels, titles, notes and options of all forms, the short ones left out."""
    found: set[str] = set()
    for edition in editions():
        for form in (load(edition, name) for name in forms(edition)):
            found |= {form.title, form.foot, form.significance}
            found |= {section.title for _, section in form.sections()}
            for _, item in form.items():
                found |= {item.label, item.note, item.fixed, *(o.text for o in item.offered)}
    return {text for text in found if len(text) > 3}


def test_the_package_was_found() -> None:
    rooms = {room(name_of(path)) for path in MODULES}
    assert len(MODULES) > 50
    assert {"model", "forms", "layout", "renderers", "cli"} <= rooms
    assert sum(1 for path in MODULES for _ in imports(path)) > 200


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    own = room(name_of(path))
    assert own in MAY_IMPORT, f"say in this test what {own} may import"
    allowed = {own, *FOR_ALL, *MAY_IMPORT[own].split()}
    wrong = [f"{path}:{line} {name}" for line, name in imports(path) if room(name) not in allowed]
    assert wrong == []


def test_the_plan_itself_runs_one_way() -> None:
    done: set[str] = set(FOR_ALL)
    left = {own: set(allowed.split()) for own, allowed in MAY_IMPORT.items() if own not in done}
    while ready := [own for own, needed in left.items() if needed <= done]:
        done.update(ready)
        for own in ready:
            del left[own]
    assert left == {}


def test_no_module_outgrows_its_reader() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
    }
    assert {name for name, lines in lengths.items() if lines > LARGEST} - LISTS == set()


def test_no_two_classes_have_one_name() -> None:
    """Not even where one of them is private: a name means one thing in the whole package."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(f"{path}:{node.lineno}")
    assert len(places) > 200
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_two_modules_have_one_name() -> None:
    """Nor one and a room: whoever looks for a thing by its name finds the one that has it."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        name = name_of(path)
        if path.stem != "messages":  # what a room has to say stands in each room
            places.setdefault(name.rpartition(".")[2], []).append(name)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_house_is_drawn_with_every_module() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    drawing = text.partition("\n## 家の見取り図\n")[2].partition("\n## ")[0]
    rows = [line for line in drawing.splitlines() if line.startswith("|")]
    drawn = {name for row in rows for name in re.findall(r"`(\w+)\.py`", row)}
    every = {path.stem for path in MODULES} - {"messages"}
    assert sorted(every - drawn) == []
    assert sorted(drawn - every) == []


@pytest.mark.parametrize(("way", "most"), [("change_row", 12), ("item_to_excel", 10)])
def test_one_thing_passes_few_modules_on_its_way(way: str, most: int) -> None:
    traced: dict[str, Any] = runpy.run_path(str(ROOT / "benchmarks" / "trace.py"))
    assert 8 < len(traced[way]()) <= most


def test_a_place_of_the_model_is_named_by_a_ref() -> None:
    keys = keys_of_the_model()
    assert is_address("特定個人情報ファイル[", keys)
    assert not is_address("所管課", keys)
    others = [path for path in MODULES if room(name_of(path)) not in ("model", "forms")]
    found = [
        (name_of(path), line, text)
        for path in others
        for line, text in words_of(path)
        if is_address(text, keys)
    ]
    assert [each for each in found if each[0].startswith(("pia.checks", "pia.derivation"))] == []
    of_parts = [each for each in found if set(".[]") & set(each[2])]  # no mere key
    assert len(of_parts) <= ADDRESSES, of_parts


def test_official_words_stand_in_no_module_that_draws() -> None:
    words = official()
    assert len(words) > 200
    rooms = [path for path in MODULES if room(name_of(path)) in ("layout", "renderers")]
    drawing = [path for path in rooms if path.name != "messages.py"]  # whose sentences are ours
    found = [
        f"{path}:{line} {word}"
        for path in drawing
        for line, text in words_of(path)
        for word in words
        if word in text
    ]
    assert len(drawing) > 10
    assert found == []


def test_official_words_stand_in_no_template() -> None:
    templates = [
        path
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in (".typ", ".jinja", ".css")
    ]
    texts = {path: path.read_text(encoding="utf-8") for path in templates}
    assert len(texts) > 2
    assert [
        f"{p}: {word}" for p, text in texts.items() for word in official() if word in text
    ] == []
