"""Characters that the PDF cannot set, told while a document is checked and not only when it is
printed."""

from dataclasses import replace

from pia.document import Document
from pia.errors import Finding, PiaError, Severity
from pia.source.nodes import texts

# Every character of these is in the font; asking the engine of the PDF about others takes a while.
COMMON = ("cp932", "shift_jis", "shift_jis_2004", "gbk", "euc_kr")
PRIVATE = range(0xE000, 0xF900)  # 外字, which CP932 knows by number alone


def findings(document: Document) -> list[Finding]:
    """Return a warning for each place of a character that the font of the PDF lacks."""
    written = {character for text in texts(document.source.root) for character in text.text}
    if not any(map(_is_rare, written)):
        return []
    from pia.renderers.pdf import lacking
    from pia.workspace.printing import layout_of

    try:
        found = lacking(layout_of(document))
    except PiaError:
        return []
    return [document.locate(replace(each, severity=Severity.WARNING)) for each in found]


def _is_rare(character: str) -> bool:
    if ord(character) in PRIVATE:
        return True
    return not any(_has(codec, character) for codec in COMMON)


def _has(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
