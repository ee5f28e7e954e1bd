"""The signs around values, the same in every format: `[ ○ ]`, `（ 60 ）件`, `1) …`."""

from collections.abc import Iterator, Sequence

from pia.layout import measure
from pia.layout.tree import Box, Bracketed, Counted, Edition

OPTIONS = "＜選択肢＞"
BLANK = "　"
NOT_A_SOURCE = "公表用の文書です。黒塗りは戻せないため、取り込んで正本にはできません。"


def box(content: Box) -> str:
    """Return `[ ○ ]その他　（ 窓口 ）`."""
    ticked = f"[ {'○' if content.ticked else BLANK} ]{content.label}"
    if content.bracket is None:
        return ticked
    return f"{ticked}　（ {content.bracket or BLANK * 3} ）{content.unit}"


def counted(content: Counted) -> str:
    """Return `（　60　）件`."""
    return f"（　{content.count or BLANK}　）{content.unit}"


def bracketed(content: Bracketed) -> str:
    """Return `（手数料額、納付方法： … ）`."""
    return f"（{content.label}：{content.text or BLANK * 3}）"


def options(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the options with their numbers: `1) 特に力を入れている`."""
    return tuple(f"{n}) {text}" for n, text in enumerate(texts, start=1))


def records(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return 記録項目 with their numbers: `1．住民票コード`."""
    return tuple(f"{n}．{text}" for n, text in enumerate(texts, start=1))


def packed(texts: Sequence[str], columns: int, em: float) -> Iterator[tuple[str, ...]]:
    """Yield texts `columns` to a line; one that exceeds `em` stands on a line of its own."""
    held: tuple[str, ...] = ()
    for text in texts:
        is_long = columns > 1 and not measure.fits(text, em)
        if held and (is_long or len(held) == columns):
            yield held
            held = ()
        if is_long:
            yield (text,)
        else:
            held = (*held, text)
    if held:
        yield held


def caution(edition: Edition) -> str:
    """Return what the properties of an office file say to whoever would work on from it."""
    return NOT_A_SOURCE if edition is Edition.PUBLISHED else ""
