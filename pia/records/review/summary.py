"""`pia review summary`: what an assessment says of its hearings and reviews, from their record."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pia.document import load
from pia.errors import PiaError
from pia.japanese import wareki
from pia.model.assessment import Assessment
from pia.model.choices import Response
from pia.model.papers import CommentRound, ReviewRecord
from pia.model.ref import Ref
from pia.records.messages import RecordMessages

HEARING_METHOD = Ref(Assessment, lambda a: a.procedure.hearing.method)
HEARING_PERIOD = Ref(Assessment, lambda a: a.procedure.hearing.period)
SHORTENING = Ref(Assessment, lambda a: a.procedure.hearing.shortening)
OPINIONS = Ref(Assessment, lambda a: a.procedure.hearing.opinions)
RESPONSES = Ref(Assessment, lambda a: a.procedure.hearing.response)
REVIEWED = Ref(Assessment, lambda a: a.procedure.review.done)
REVIEW_METHOD = Ref(Assessment, lambda a: a.procedure.review.method)
RESULT = Ref(Assessment, lambda a: a.procedure.review.result)


def summary(record_file: Path) -> dict[str, str]:
    """Return address → text for Ⅵ 2 and 3 of an assessment, as far as the record tells.

    Raises PiaError when it is no record of comments.
    """
    record = load(record_file).content
    if not isinstance(record, ReviewRecord):
        raise PiaError(RecordMessages.NO_REVIEW_RECORD.finding(file=str(record_file)))
    told = {**_of_hearings(record.hearings), **_of_reviews(record.reviews)}
    return {address: text for address, text in told.items() if text}


def _of_hearings(rounds: Sequence[CommentRound]) -> Mapping[str, str]:
    if not rounds:
        return {}
    return {
        HEARING_METHOD.address: _each(rounds, [this.method for this in rounds]),
        HEARING_PERIOD.address: _each(rounds, map(_period, rounds)),
        SHORTENING.address: _each(rounds, [r.shortening for r in rounds]),
        OPINIONS.address: _each(rounds, map(_opinions, rounds)),
        RESPONSES.address: _each(rounds, map(_responses, rounds)),
    }


def _of_reviews(rounds: Sequence[CommentRound]) -> Mapping[str, str]:
    if not rounds:
        return {}
    results = ["\n".join(filter(None, (r.result, _opinions(r), _responses(r)))) for r in rounds]
    return {
        REVIEWED.address: _each(rounds, map(_period, rounds)),
        REVIEW_METHOD.address: _each(rounds, [this.method for this in rounds]),
        RESULT.address: _each(rounds, results),
    }


def _each(rounds: Sequence[CommentRound], texts: Iterable[str | None]) -> str:
    """Return what is said of each round under its name; of a single one without it."""
    told = [(this.name or this.id, text) for this, text in zip(rounds, texts, strict=True) if text]
    if len(rounds) == 1:
        return "".join(text for _, text in told)
    return "\n".join(
        f"{name}\n{text}" if "\n" in text else f"{name}　{text}" for name, text in told
    )


def _period(this: CommentRound) -> str:
    if this.begin is None or this.end is None or this.begin == this.end:
        return wareki(day) if (day := this.begin or this.end) else ""
    days = (this.end - this.begin).days + 1
    return f"{wareki(this.begin)}から{wareki(this.end)}まで（{days}日間）"


def _opinions(this: CommentRound) -> str:
    return f"意見 {len(this.comments)}件。内容は別紙のとおり。" if this.comments else "意見なし。"


def _responses(this: CommentRound) -> str:
    """Return how many comments led to what, in the order of the options."""
    found = Counter(comment.response for comment in this.comments if comment.response)
    counted = [f"{response} {found[response]}件" for response in Response if found[response]]
    return f"意見への対応は、{'、'.join(counted)}。" if counted else ""
