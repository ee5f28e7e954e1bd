"""Addresses of a form file → keys of the model, and rules about them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from pia.forms.definition import Rule, Term, Verb
from pia.forms.messages import Problem
from pia.forms.written import fail, listed, option_called
from pia.model.base import Part, Shape, keys_of, shape_of

Keys = tuple[str, ...]
COUNT = "count"  # the one derivation that every kind of document has


@dataclass(frozen=True)
class Scope:
    """Where a node of a form file stands: what it inherits and how its addresses resolve.

    part, context: what the addresses are relative to, the whole document or an entry of a list.
    bases: what may stand before an address, set by `at:`; the innermost is tried first.
    """

    part: type[Part]
    context: str = ""
    bases: tuple[Keys, ...] = ((),)
    significant: bool = False

    def resolve(self, address: str) -> tuple[Keys, Shape] | None:
        """Return keys from the context and the shape there.

        Raises FormFileError for what lies in the entries of a list.
        """
        for base in reversed(self.bases):
            keys = (*base, *address.split("."))
            if shape := shape_at(self.part, keys):
                if _lies_in_a_list(self.part, keys):
                    fail(address, Problem.IN_A_LIST)
                return keys, shape
        return None

    def listed(self, address: str) -> tuple[Keys, Shape] | None:
        """Resolve `list.key`: the same value of every entry of a list, printed as one item."""
        whole, _, last = address.rpartition(".")
        found = self.resolve(whole) if whole else None
        if found is None or not found[1].repeated or found[1].part is None:
            return None
        shape = shape_at(found[1].part, (last,))
        return ((*found[0], last), shape) if shape else None

    def derivation(self, text: str, known: Collection[str]) -> str:
        """Return `derive: count 委託事項` with its address made absolute within the context."""
        if not text:
            return ""
        rule, _, address = text.partition(" ")
        if rule not in known:
            fail(text, Problem.UNKNOWN_DERIVATION, text=rule, known=listed(known))
        if rule != COUNT:
            return rule
        found = self.resolve(address)
        if found is None or not found[1].repeated:
            fail(address or text, Problem.NOT_REPEATED)
        return f"{rule} {'.'.join(found[0])}"

    def at(self, base: str) -> "Scope":
        """Return the scope inside `at: base`."""
        keys = (*self.bases[-1], *base.split("."))
        if shape_at(self.part, keys) is None:
            fail(base, Problem.UNKNOWN_ADDRESS)
        return replace(self, bases=(*self.bases, keys))

    def per(self, address: str) -> tuple["Scope", Keys]:
        """Return the scope inside `per: address`, and the keys of the list that repeats it."""
        found = self.resolve(address)
        if found is None or not found[1].repeated or found[1].part is None:
            fail(address, Problem.NOT_REPEATED)
        keys, shape = found
        assert shape.part is not None
        context = ".".join(filter(None, (self.context, *keys)))
        return Scope(shape.part, context, ((),), self.significant), keys

    def rule(self, text: str) -> Rule:
        """Return the rule of `required: text`."""
        if text in ("always", "never"):
            return Rule(always=text == "always")
        if not text.startswith("when "):
            fail(text, Problem.BAD_RULE)
        terms = text.removeprefix("when ").split(" and ")
        return Rule(terms=tuple(self._term(term) for term in terms))

    def _term(self, text: str) -> Term:
        words = text.split()
        if len(words) != 3 or words[1] not in list(Verb):
            fail(text, Problem.BAD_TERM)
        found = self.resolve(words[0])
        if found is None or found[1].options is None:
            fail(text, Problem.TERM_WITHOUT_OPTIONS)
        options = found[1].options
        members = tuple(option_called(options, name, text) for name in words[2].split("|"))
        return Term(found[0], Verb(words[1]), members)


def _lies_in_a_list(part: type[Part], keys: Keys) -> bool:
    above = (shape_at(part, keys[:n]) for n in range(1, len(keys)))
    return any(shape.repeated for shape in above if shape)


def shape_at(part: type[Part], keys: Keys) -> Shape | None:
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
