"""Small faults that can be put into a module: one node of it replaced by another.

Nothing that only words, types or holds is touched: texts, annotations, what is imported for them
alone, assertions (also that of `zip` and `assert_never`), what stands after `raise`, what
decorators say, `__slots__` and `__all__`.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SHOWN = 90  # characters of a piece of code


class Fault(NamedTuple):
    """One node of a module, by its number among all, and the number of what replaces it.

    nth: counts the faults of a function that read alike, from 1.
    """

    path: Path
    line: int
    function: str  # or class, in which the node stands
    before: str
    after: str
    node: int
    change: int
    nth: int

    def __str__(self) -> str:
        where = ".".join(filter(None, (self.path.stem, self.function)))
        words = f"{where}: {self.before} → {self.after}"
        return words if self.nth == 1 else f"{words} ({self.nth})"


def faults(path: Path) -> Iterator[Fault]:
    """Yield every fault that can be put into a module."""
    alike: Counter[tuple[str, str, str]] = Counter()
    for number, (function, node) in enumerate(_nodes(parsed(path), "")):
        for change, changed in enumerate(_changes(node)):
            line = getattr(node, "lineno", 0)
            words = (function, _shown(node), _shown(changed))
            alike[words] += 1
            yield Fault(path, line, *words, number, change, alike[words])


def faulty(fault: Fault) -> ast.Module:
    """Return a module with a fault in it; all else stands on the lines where it stood."""
    tree = parsed(fault.path)
    nodes = (node for _, node in _nodes(tree, ""))
    old = next(node for number, node in enumerate(nodes) if number == fault.node)
    new = ast.copy_location(list(_changes(old))[fault.change], old)
    _Replaced(old, new).visit(tree)
    return ast.fix_missing_locations(tree)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


class _Replaced(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {_shown(node.test)}"
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield the nodes of which something depends, each with the names that it stands in."""
    for inner in _meant(node):
        name = getattr(inner, "name", None) if isinstance(inner, _NAMED) else None
        names = ".".join(filter(None, (function, name)))
        yield names, inner
        yield from _nodes(inner, names)


_NAMED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _meant(node: ast.AST) -> Iterable[ast.AST]:
    match node:
        case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args):
            defaults = (each for each in (*args.defaults, *args.kw_defaults) if each)
            return (*defaults, *node.body)
        case ast.ClassDef(body=body):
            return body
        case ast.AnnAssign(value=value):
            return (value,) if value else ()
        case ast.Assign(targets=[ast.Name(id="__slots__" | "__all__")]):
            return ()
        case ast.Assert() | ast.Raise() | ast.keyword(arg="strict"):
            return ()
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return ()
    return ast.iter_child_nodes(node)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in TURNED:
            yield ast.Compare(left, [TURNED[type(op)]()], others)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield ast.BinOp(left, ast.Add(), right)
        case _:
            yield from _ways(node)


def _ways(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what turns the way that a run takes, or loses what it gives."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.If(test=test, body=body, orelse=orelse):
            if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                yield ast.If(ast.Constant(True), body, orelse)
                yield ast.If(ast.Constant(False), body, orelse)
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Return(value=ast.expr() as value) if not _is_like_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return
        case ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break():
            yield ast.Pass()


def _is_like_none(value: ast.expr) -> bool:
    """Whether a value is None or, as False is, nothing else to whoever asks about it."""
    return isinstance(value, ast.Constant) and value.value in (None, False)
