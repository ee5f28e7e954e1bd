"""What can be wrong with review comments, seen together with the versions of their rounds."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from pia.changes.messages import ChangeMessages
from pia.document import Document
from pia.errors import Finding, PiaError
from pia.japanese import wareki
from pia.model.choices import Response
from pia.model.comments import Comment, CommentRound, ReviewRecord
from pia.model.ref import Ref, Spot
from pia.records.messages import RecordMessages
from pia.records.review.passages import Versions, is_about, is_general, opened
from pia.workspace.own_rows import against

REVIEWS = Ref(ReviewRecord, lambda record: record.reviews).key
HEARINGS = Ref(ReviewRecord, lambda record: record.hearings).key
BEGIN = Ref(CommentRound, lambda this: this.begin)
END = Ref(CommentRound, lambda this: this.end)
BEFORE = Ref(CommentRound, lambda this: this.before)
AFTER = Ref(CommentRound, lambda this: this.after)
COMMENTS = Ref(CommentRound, lambda this: this.comments)
ITEM = Ref(Comment, lambda comment: comment.item)
RESPONSE = Ref(Comment, lambda comment: comment.response)
CHANGED = (Response.CHANGED, Response.ADDED, Response.DELETED)
HEARD_FOR = timedelta(days=30)
HEARD_FORM = "zenkomoku"


def findings(document: Document) -> list[Finding]:
    """Return what is wrong with a record of comments."""
    record = document.content
    assert isinstance(record, ReviewRecord)
    found: list[Finding] = []
    for key, rounds in ((REVIEWS, record.reviews), (HEARINGS, record.hearings)):
        spots = [Spot(this, f"{key}[{this.id}]") for this in rounds]
        found += _in_order(spots)
        for spot in spots:
            found += _of_round(spot, document.path, is_hearing=key == HEARINGS)
    found += _hearings_first(record)
    return [document.locate(finding) for finding in found]


def _hearings_first(record: ReviewRecord) -> Iterator[Finding]:
    """Yield a finding for each 第三者点検 that began while opinions were still being heard.

    Source: 規則第7条第1項, 第4項 (opinions are heard and considered before the 点検).
    """
    for this in record.reviews:
        for heard in record.hearings:
            if heard.begin and heard.end and this.begin and heard.begin <= this.begin < heard.end:
                spot: Spot[CommentRound] = Spot(this, f"{REVIEWS}[{this.id}]")
                message, last = RecordMessages.REVIEWED_TOO_EARLY, wareki(heard.end)
                yield message.finding(day=wareki(this.begin), last=last, address=spot.at(BEGIN))


def _in_order(spots: Sequence[Spot[CommentRound]]) -> Iterator[Finding]:
    """Yield a finding for each round that begins before the one above it was over."""
    for former, this in pairwise(spots):
        last, begin = former[END] or former[BEGIN], this[BEGIN]
        if last and begin and begin < last:
            message = RecordMessages.ROUND_TOO_EARLY
            yield message.finding(day=wareki(begin), last=wareki(last), address=this.at(BEGIN))


def _of_round(spot: Spot[CommentRound], path: Path, *, is_hearing: bool) -> Iterator[Finding]:
    for comment in spot.each(COMMENTS):
        if not comment.part.is_answered:
            yield RecordMessages.UNANSWERED.finding(address=comment.address)
    try:
        with opened(spot.part, path) as found:
            if found is not None:
                yield from _against(spot, found)
            if is_hearing and (found is None or found.after.form.id == HEARD_FORM):
                yield from _too_short(spot)
    except PiaError as error:
        why = error.findings[0].message
        yield RecordMessages.NO_VERSION.finding(why=why, address=spot.at(BEFORE))


def _too_short(spot: Spot[CommentRound]) -> Iterator[Finding]:
    """Yield a finding for a hearing of less than 30 days without 特段の理由.

    Source: 特定個人情報保護評価指針 第5の3(3)ア.
    """
    begin, end = spot[BEGIN], spot[END]
    if not begin or not end or spot.part.shortening:
        return
    length = end - begin + timedelta(days=1)
    if length < HEARD_FOR:
        message = RecordMessages.HEARD_TOO_SHORT
        yield message.finding(days=length.days, least=HEARD_FOR.days, address=spot.at(END))


def _against(spot: Spot[CommentRound], found: Versions) -> Iterator[Finding]:
    """Yield where comments and the difference of the versions do not agree."""
    spoken_of: list[str] = []
    for comment in spot.each(COMMENTS):
        places = found.places(comment.part)
        spoken_of += places
        if not places and not is_general(comment[ITEM] or ""):
            yield RecordMessages.UNKNOWN_ITEM.finding(address=comment.at(ITEM))
        elif places and comment[RESPONSE] in CHANGED and not found.rows_about(comment.part):
            message = RecordMessages.SAID_BUT_UNCHANGED
            yield message.finding(response=comment[RESPONSE], address=comment.at(RESPONSE))
    for place in _untold(found):
        if not any(is_about(spoken, place) for spoken in spoken_of):
            title = found.after.titles.get(place) or found.before.titles.get(place) or place
            yield RecordMessages.CHANGED_UNASKED.finding(item=title, address=spot.at(AFTER))


def _untold(found: Versions) -> list[str]:
    """Return the addresses that changed in a round and stand in no row of 変更箇所."""
    told = against(found.after, found.before)
    code = ChangeMessages.UNTOLD_CHANGE.code
    return [finding.address for finding in told if finding.code == code]
