"""JSON Schema (2020-12) of a source, from the model, a form and the guidance of its edition.

It takes what `pia check` takes without errors, apart from variants of width: a draft may leave
everything open but ids, `{{ 名 }}` may stand for any value, and numbers may stand for texts.
What a when-rule asks for is therefore described by `if` and `then`, and not enforced.
"""

import json

from pia.forms.definition import Condition, Form, Item, Requirement, Verb
from pia.forms.edition import Guidance, guidance
from pia.forms.index import Field, asked, fields, need
from pia.forms.paths import heading, path
from pia.schema import values
from pia.schema.values import Json
from pia.source.names import FRAGMENTS, SEAL, UNPLACED, VARIABLES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def text(form: Form) -> str:
    """Return the schema as the file that editors read."""
    return json.dumps(schema(form), ensure_ascii=False, indent=1) + "\n"


def schema(form: Form) -> Json:
    """Return the schema of sources of one form."""
    return _Schema(form).document()


class _Schema:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.guidance = guidance(form.folder)

    def document(self) -> Json:
        properties = {f.key: self.field(f) for f in fields(self.form)}
        for key, value in self.head().items():
            properties[key] = {"title": key, **self.described(key), **value}
        document: Json = {
            "$schema": DIALECT,
            "title": f"{self.form.number} {self.form.name}（{self.form.edition}）",
            "type": "object",
            "properties": properties,
            "required": values.required_keys(self.form),
            "additionalProperties": False,
            "allOf": conditions(self.form, ""),
            "$defs": values.DEFINITIONS,
        }
        return {key: value for key, value in document.items() if value != []}

    def head(self) -> dict[str, Json]:
        """Return what stands at the head of a document beside the items of the form."""
        return {
            "様式": values.name_of(self.form),
            "版": {"enum": [self.form.edition, None]},
            VARIABLES: values.ref(values.NAMES),
            FRAGMENTS: values.ref(values.NAMES),
            SEAL: values.ref(values.NAMES),
            UNPLACED: {"type": ["array", "null"]},
        }

    def field(self, field: Field) -> Json:
        named: Json = {"title": self.title(field), **self.described(field.address, field)}
        if field.is_leaf:
            return named | values.leaf(field)
        part: Json = {
            "type": ["object", "null"],
            "properties": {inner.key: self.field(inner) for inner in field.fields},
            "additionalProperties": False,
        }
        if not field.shape.repeated:
            return named | part
        if any(inner.key == "id" for inner in field.fields):
            part["required"] = ["id"]
        if rules := conditions(self.form, field.address):
            part["allOf"] = rules
        return named | {"type": ["array", "null"], "items": part}

    @staticmethod
    def title(field: Field) -> str:
        if field.item is None:
            return heading(field.trail) if field.trail else field.key
        return path((*field.trail, field.item)) + (" ※" if field.item.significant else "")

    def described(self, address: str, field: Field | None = None) -> Json:
        entry = self.guidance.get(address, Guidance(""))
        lines = [entry.write, f"点検の観点: {entry.ask}" if entry.ask else ""]
        if field and field.item:
            lines += [f"記入: {need(self.form, field.item)}", field.item.note]
            if field.item.significant:
                lines.append("※ この項目の変更は、重要な変更の対象です。")
        description = "\n".join(filter(None, lines))
        return {"description": description} if description else {}


def conditions(form: Form, context: str) -> list[Json]:
    """Return a condition for every when-rule within a context (the address of a list, or empty).

    Items with one rule share a condition.
    """
    ruled = [
        item
        for _, item in form.items()
        if item.is_own and item.context == context and item.required.conditions
    ]
    rules = dict.fromkeys(item.required for item in ruled)
    return [_condition(form, [i for i in ruled if i.required == rule], rule) for rule in rules]


def _condition(form: Form, items: list[Item], rule: Requirement) -> Json:
    tests = [_test(asked(form, items[0], condition), condition) for condition in rule.conditions]
    called = [_below(item.keys, {"description": _call(form, item)}) for item in items]
    return {
        "if": tests[0] if len(tests) == 1 else {"allOf": tests},
        "then": called[0] if len(called) == 1 else {"allOf": called},
    }


def _call(form: Form, item: Item) -> str:
    return f"{need(form, item)}の項目です。公表までに記入してください。"


def _test(other: Item, condition: Condition) -> Json:
    """Return the schema that an assessment fulfils when the condition holds."""
    texts = [text for option in condition.options for text in {other.text_of(option), str(option)}]
    if condition.verb is Verb.IS:
        return _given(condition.keys, {"enum": texts})
    boxes: Json = {"anyOf": [{"enum": texts}, {"type": "object", "anyOf": _keys(texts)}]}
    holds = _given(condition.keys, {"type": "array", "contains": boxes})
    return holds if condition.verb is Verb.HAS else {"not": holds}


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
