"""Changes written into the file of decisions; what a person wrote there stays as it is."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pia.changes.decisions import (
    AFTER,
    BEFORE,
    ENTRIES,
    EXPLANATION,
    ITEM,
    PROPOSAL,
    REASON,
    STALE,
    STATE,
    TARGET,
    TIMING,
    Fingerprints,
    fingerprints_in,
    loaded,
    round_trip,
)


class Subject(NamedTuple):
    """A change as it is written down to be decided."""

    address: str
    item: str
    proposal: str
    fingerprints: Fingerprints


def updated(data: bytes | None, path: Path, subjects: Iterable[Subject], day: str) -> bytes:
    """Return the file with new changes appended and decisions marked whose texts changed.

    data: the file as it is, None while there is none. day: 変更日 of a new file.
    """
    if data is None:
        data = _HEAD.format(day=day).encode()
    text = data.decode("utf-8-sig")
    content = loaded(data, path)
    entries = content.get(ENTRIES)
    if entries is None:
        entries = content[ENTRIES] = []
    written = {str(entry.get(TARGET, "")): entry for entry in entries if isinstance(entry, Mapping)}
    changed = False
    for subject in subjects:
        entry = written.get(subject.address)
        if entry is None:
            entries.append(_entry(subject))
        elif fingerprints_in(entry) != subject.fingerprints:
            _mark(entry, subject)
        else:
            continue
        changed = True
    return _dumped(content, text, data) if changed else data


_HEAD = """\
# 変更ごとの判断。pia diff --write-decisions が変更を書き加え、人が判断を書きます。
# 提出時期: 事前 か 事後。空欄の間、「判断 要」の変更は未判断です。
# 理由: 理由の文章の名前（組織名の変更、現状の明文化 など）。説明: この変更だけの説明。
# 変更前・変更後は、判断したときの記載の指紋です。書き換えないでください。
変更日: {day}
提出時期: # この改定の全部を事前（又は事後）とするときに書く
作成者:
判断:
"""


def _entry(subject: Subject) -> dict[str, str | None]:
    return {
        TARGET: subject.address,
        ITEM: subject.item,
        PROPOSAL: subject.proposal,
        TIMING: None,
        REASON: None,
        EXPLANATION: None,
        BEFORE: subject.fingerprints.before,
        AFTER: subject.fingerprints.after,
    }


def _mark(entry: Any, subject: Subject) -> None:
    """Mark a decision whose texts changed; one that was never made only follows the texts."""
    entry[BEFORE], entry[AFTER] = subject.fingerprints.before, subject.fingerprints.after
    entry[PROPOSAL] = subject.proposal
    if any(entry.get(key) is not None for key in (TIMING, REASON, EXPLANATION)):
        entry[STATE] = STALE


def _dumped(content: Any, text: str, data: bytes) -> bytes:
    """Return the content in the layout, line ends and byte order mark of the file it came from."""
    from io import StringIO

    out = StringIO()
    round_trip(text).dump(content, out)
    written = out.getvalue()
    if "\r\n" in text:
        written = written.replace("\r\n", "\n").replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + written.encode()
