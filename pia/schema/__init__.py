"""JSON Schema (2020-12) of a source, from the model, a form and the guidance of its edition.

It takes what `pia check` takes without errors, apart from variants of width: a draft may leave
everything open but ids, `{{ 名 }}` may stand for any value, and numbers may stand for texts.
What a when-rule asks for is therefore described by `if` and `then`, and not enforced.
"""

import json

from pia.forms.definition import Form
from pia.forms.edition import Guidance, guidance
from pia.forms.index import Field, fields, need
from pia.forms.paths import heading, path
from pia.schema import values
from pia.schema.rules import conditions
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
