"""JSON Schema (2020-12) of a source, from the model, a form and the guidance of its edition.

It takes what `pia check` takes without errors, apart from variants of width: a draft may leave
everything open but ids, `{{ 名 }}` may stand for any value, and numbers may stand for texts.
What a when-rule asks for is therefore described by `if` and `then`, and not enforced."""

import json

from pia.document import DEFAULT_FORM
from pia.forms.definition import Condition, Form, Item, Requirement, Verb
from pia.forms.edition import Guidance, guidance
from pia.forms.index import Field, asked, fields, heading, need, path
from pia.japanese import ERAS
from pia.model.base import Kind, is_id
from pia.source.messages import SourceMessages
from pia.source.names import FRAGMENTS, SEAL, UNPLACED, VARIABLES

Json = dict[str, object]

NAMES = "差し込む語"
# OPEN: left blank, or with a `{{ 名 }}` that pia check looks up.
OPEN, LINE, PROSE, DAY, COUNT = "空欄か差し込み", "1行", "文章", "日付", "件数"
ID, REFERENCE, LINES, TEXTS, ROWS = "id", "idの参照", "1行の一覧", "文章の一覧", "表の行"


def ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def leaf(field: Field) -> Json:
    """Return the schema of the value under a key that holds one value."""
    match field.shape.kind:
        case Kind.CHOICE:
            return {"anyOf": [{"enum": _texts(field)}, ref(OPEN)]}
        case Kind.CHECKS:
            return _list({"anyOf": [*_boxes(field), ref(OPEN)]})
        case kind:
            assert kind is not None
            return ref(OF_KIND[kind])


def name_of(form: Form) -> Json:
    """Return the schema of `様式:`, which may be left blank in the form that is the default."""
    blank = [None] if form.name == DEFAULT_FORM else []
    return {"enum": [form.name, form.id, *blank]}


def required_keys(form: Form) -> list[str]:
    """Return the keys without which a source would be read as one of another form."""
    return [] if form.name == DEFAULT_FORM else ["様式"]


def _texts(field: Field) -> list[str]:
    """Return the options as the form prints them, then as the model knows those it reprints."""
    if field.item is None:
        return [str(option) for option in field.shape.options or ()]
    offered = field.item.offered
    return list(dict.fromkeys([o.text for o in offered] + [str(o.option) for o in offered]))


def _boxes(field: Field) -> list[Json]:
    assert field.item is not None
    bracketed = [o.text for o in field.item.offered if o.option.bracket]
    boxes: list[Json] = [{"enum": _texts(field)}]
    if bracketed:
        properties = {text: ref(PROSE) for text in bracketed}
        boxes.append(
            {
                "type": "object",
                "properties": properties,
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            }
        )
    return boxes


def _list(items: Json) -> Json:
    return {"type": ["array", "null"], "items": items}


def _pattern(pattern: str, message: SourceMessages) -> Json:
    """Return a pattern with the hint that VS Code shows where a text does not match it."""
    return {"pattern": pattern, "patternErrorMessage": message.hint}


def _not_in_ids() -> str:
    """Return the class of the characters up to `£` and among punctuation that no id may have."""
    blocks = (range(0xA4), range(0x2000, 0x2070), range(0x3000, 0x3040), range(0xFF00, 0xFF66))
    barred = [code for block in blocks for code in block if not is_id(chr(code))]
    runs: list[list[int]] = []
    for code in barred:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in runs)


_DIGIT = "[0-9０-９]"
_NUMBER = f"{_DIGIT}{{1,2}}"
_ERA = f"({'|'.join(name for name, _, _ in ERAS)})(元|{_NUMBER})年{_NUMBER}月{_NUMBER}日"
_FIRST = "[1-9１-９]"
_AMOUNT = f"({_FIRST}{_DIGIT}{{0,2}}([,，]{_DIGIT}{{3}})+|{_FIRST}{_DIGIT}*|[0０])"
_LETTERS = "".join(letter + letter.lower() for _, letter, _ in ERAS)
_SHORT = f"[{_LETTERS}]{_NUMBER}[./-]{_NUMBER}[./-]{_NUMBER}"
_WESTERN = f"{_DIGIT}{{4}}([-/.]|年){_NUMBER}([-/.]|月){_NUMBER}日?"
_ID = f"^[^{_not_in_ids()}]{{1,60}}$"
_INSERTED = r"\{\{[^{}\n]*\}\}"
_SCALARS = ["string", "number", "boolean", "null"]

DEFINITIONS: dict[str, Json] = {
    OPEN: {"type": ["string", "null"], "pattern": _INSERTED},
    LINE: {"type": _SCALARS, "pattern": r"^\n*[^\n]*\n*$"},
    PROSE: {"type": _SCALARS},
    DAY: {
        "type": ["string", "null"],
        **_pattern(rf"^\s*({_ERA}|{_SHORT}|{_WESTERN})\s*$|{_INSERTED}", SourceMessages.BAD_DATE),
        "examples": ["令和7年2月13日", "R7.2.13", "2025-02-13"],
    },
    COUNT: {
        "type": ["integer", "string", "null"],
        "minimum": 0,
        "maximum": 999_999_999,
        **_pattern(rf"^\s*{_AMOUNT}件?\s*$|{_INSERTED}", SourceMessages.BAD_COUNT),
        "examples": [60],
    },
    ID: {
        "type": ["string", "integer", "boolean"],
        "minimum": 0,
        **_pattern(_ID, SourceMessages.BAD_ID),
        "examples": ["住基台帳"],
    },
    REFERENCE: {
        "type": ["string", "integer", "boolean", "null"],
        "minimum": 0,
        **_pattern(rf"{_ID}|{_INSERTED}", SourceMessages.BAD_ID),
    },
    LINES: _list(ref(LINE)),
    TEXTS: _list(ref(PROSE)),
    ROWS: _list({"type": ["object", "null"], "additionalProperties": ref(PROSE)}),
    NAMES: {
        "type": ["object", "null"],
        "additionalProperties": {"anyOf": [ref(PROSE), ref(NAMES)]},
    },
}

OF_KIND = {
    Kind.LINE: LINE,
    Kind.PROSE: PROSE,
    Kind.IMAGE: LINE,
    Kind.DATE: DAY,
    Kind.COUNT: COUNT,
    Kind.ID: ID,
    Kind.REFERENCE: REFERENCE,
    Kind.RECORDS: TEXTS,
    Kind.ADDRESSES: LINES,
    Kind.COLUMNS: LINES,
    Kind.CELLS: ROWS,
}


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
            "required": required_keys(self.form),
            "additionalProperties": False,
            "allOf": conditions(self.form, ""),
            "$defs": DEFINITIONS,
        }
        return {key: value for key, value in document.items() if value != []}

    def head(self) -> dict[str, Json]:
        """Return what stands at the head of a document beside the items of the form."""
        return {
            "様式": name_of(self.form),
            "版": {"enum": [self.form.edition, None]},
            VARIABLES: ref(NAMES),
            FRAGMENTS: ref(NAMES),
            SEAL: ref(NAMES),
            UNPLACED: {"type": ["array", "null"]},
        }

    def field(self, field: Field) -> Json:
        named: Json = {"title": self.title(field), **self.described(field.address, field)}
        if field.is_leaf:
            return named | leaf(field)
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
