"""The when-rules of a form as `if` and `then`: what another answer calls for is described."""

from pia.forms.definition import Form, Item, Rule, Term, Verb
from pia.forms.index import asked, need
from pia.schema.values import Json


def conditions(form: Form, context: str) -> list[Json]:
    """Return a condition for every when-rule within a context (the address of a list, or empty).

    Items with one rule share a condition.
    """
    ruled = [
        item
        for _, item in form.items()
        if item.is_own and item.context == context and item.required.terms
    ]
    rules = dict.fromkeys(item.required for item in ruled)
    return [_condition(form, [i for i in ruled if i.required == rule], rule) for rule in rules]


def _condition(form: Form, items: list[Item], rule: Rule) -> Json:
    tests = [_test(asked(form, items[0], term), term) for term in rule.terms]
    called = [_below(item.keys, {"description": _call(form, item)}) for item in items]
    return {
        "if": tests[0] if len(tests) == 1 else {"allOf": tests},
        "then": called[0] if len(called) == 1 else {"allOf": called},
    }


def _call(form: Form, item: Item) -> str:
    return f"{need(form, item)}の項目です。公表までに記入してください。"


def _test(other: Item, term: Term) -> Json:
    """Return the schema that an assessment fulfils when the term holds."""
    texts = [text for option in term.options for text in {other.text_of(option), str(option)}]
    if term.verb is Verb.IS:
        return _given(term.keys, {"enum": texts})
    boxes: Json = {"anyOf": [{"enum": texts}, {"type": "object", "anyOf": _keys(texts)}]}
    holds = _given(term.keys, {"type": "array", "contains": boxes})
    return holds if term.verb is Verb.HAS else {"not": holds}


def _keys(texts: list[str]) -> list[Json]:
    return [{"required": [text]} for text in texts]


def _given(keys: tuple[str, ...], value: Json) -> Json:
    """Return the schema of parts in which the last key is given and fulfils `value`."""
    for key in reversed(keys):
        value = {"type": "object", "properties": {key: value}, "required": [key]}
    return value


def _below(keys: tuple[str, ...], value: Json) -> Json:
    for key in reversed(keys):
        value = {"properties": {key: value}}
    return value
