"""The kinds of values as JSON Schema."""

from pia.document import DEFAULT_FORM
from pia.forms.definition import Form
from pia.forms.index import Field
from pia.japanese import ERAS
from pia.model.base import Kind, is_id
from pia.source.messages import SourceMessages

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
_AMOUNT = f"({_DIGIT}{{1,3}}([,，]{_DIGIT}{{3}})+|{_DIGIT}+)"
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
