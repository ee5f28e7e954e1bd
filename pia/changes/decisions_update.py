"""Questions written into the file of decisions; what a person wrote there stays as it is."""

from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from pia.changes.decisions import (
    AFTER,
    BEFORE,
    ENTRIES,
    EXPLANATION,
    FORMER,
    ITEM,
    PROPOSAL,
    REASON,
    STALE,
    STATE,
    TARGETS,
    TIMING,
    WAS_AFTER,
    WAS_BEFORE,
    refuse_conflict,
    targets_in,
)
from pia.changes.questions import ChangedWords, Question
from pia.source import encoding
from pia.source.edit import Add, Put, edited, read_for_edit
from pia.source.nodes import plain

_HEAD = """\
# 変更ごとの判断。pia diff --write-decisions が変更を書き加え、人が判断を書きます。
# 提出時期: 事前 か 事後。空欄の間、「判断 要」の変更は未判断です。
# 理由: 理由の文章の名前（組織名の変更、現状の明文化 など）。説明: この変更だけの説明。
# ※の項目を事後とするときは、重要な変更から除かれる理由を「理由:」に書きます。
# 同じ字句の変更は、一つの判断にまとめてあります。
# 項目によって判断が違うときは、判断の組を写して「対象:」を分けます。
前版: # この判断は、この版からの変更に限って使われます。書き換えないでください。
変更日: # 空欄なら公表日
提出時期: # この改定の全部を事前（又は事後）とするときに書く
作成者:
判断:
"""


def updated(data: bytes | None, path: Path, former: str, questions: Sequence[Question]) -> bytes:
    """Return the file with every question in it, as printed, and stale decisions marked.

    data: the file as it is, None while there is none. former: the version compared with.
    """
    data = _HEAD.encode() if data is None else data
    refuse_conflict(encoding.decode(data, str(path)), path)
    content = plain(read_for_edit(data, path).root)
    changes: list[Put | Add] = []
    if not content.get(FORMER):
        changes.append(Put((FORMER,), former))
    entries = [dict(e) if isinstance(e, Mapping) else {} for e in content.get(ENTRIES) or []]
    changes += _DecisionsUpdate(entries, questions).changes()
    return edited(data, path, changes) if changes else data


class _DecisionsUpdate:
    """The entries of a file as they are brought up to date."""

    def __init__(self, entries: list[dict[str, Any]], questions: Sequence[Question]) -> None:
        self.entries = entries
        self.questions = questions
        addresses = [a for question in questions for a in question.addresses]
        self.order = {address: n for n, address in enumerate(addresses)}
        self.puts: list[Put | Add] = []

    def changes(self) -> list[Put | Add]:
        """Return what makes the entries those that the questions call for."""
        for n, entry in enumerate(self.entries):
            self._follow(n, entry)
        for question in self.questions:
            held = {target for entry in self.entries for target in targets_in(entry.get(TARGETS))}
            missing = [address for address in question.addresses if address not in held]
            if missing:
                self._ask(question, missing)
        return self.puts

    def _put(self, n: int, values: Mapping[str, object]) -> None:
        self.entries[n].update(values)
        self.puts += [Put((ENTRIES, n, key), value, is_prose=True) for key, value in values.items()]

    def _follow(self, n: int, entry: dict[str, Any]) -> None:
        """Let an entry keep the question that it answers; other targets are asked about anew."""
        targets = targets_in(entry.get(TARGETS))
        about = [q for q in self.questions if set(q.addresses) & set(targets)]
        if not about:
            return
        question = next((q for q in about if _same(entry, q)), about[0])
        others = {a for q in about if q is not question for a in q.addresses}
        if others & set(targets):
            self._put(n, {TARGETS: [target for target in targets if target not in others]})
        if not _same(entry, question):
            self._put(n, _marks(entry, question))

    def _ask(self, question: Question, missing: list[str]) -> None:
        """Add targets to an entry on the same words that is still open, or else a new entry."""
        own = set(question.addresses)
        n = next((n for n, e in enumerate(self.entries) if _is_open(e, question, own)), None)
        if n is not None:
            held = {*targets_in(self.entries[n].get(TARGETS)), *missing}
            targets = [address for address in question.addresses if address in held]
            words = {BEFORE: question.words.before, AFTER: question.words.after}
            self._put(n, {TARGETS: targets, ITEM: "、".join(question.items), **words})
            return
        rank = self.order[missing[0]]
        later = (n for n, entry in enumerate(self.entries) if self._rank(entry) > rank)
        entry = _entry(question, missing)
        self.puts.append(Add((ENTRIES,), entry, before=next(later, None), is_prose=True))

    def _rank(self, entry: Mapping[str, Any]) -> int:
        ranks = [self.order[t] for t in targets_in(entry.get(TARGETS)) if t in self.order]
        return min(ranks, default=-1)


def _is_open(entry: Mapping[str, Any], question: Question, own: Set[str]) -> bool:
    """Return whether an entry asks a question that nobody has begun to answer."""
    return (
        _same(entry, question)
        and bool(own & set(targets_in(entry.get(TARGETS))))
        and not _is_begun(entry)
    )


def _entry(question: Question, targets: list[str]) -> dict[str, object]:
    return {
        TARGETS: targets,
        ITEM: "、".join(question.items),
        BEFORE: question.words.before,
        AFTER: question.words.after,
        PROPOSAL: _proposal(question),
        TIMING: None,
        REASON: None,
        EXPLANATION: None,
    }


def _proposal(question: Question) -> str:
    proposal = question.proposal
    need = "要" if proposal.ground.needs_decision else "不要"
    evidence = f"担当部署: {question.evidence}。" if question.evidence else ""
    return f"{proposal.timing}、判断 {need}（{proposal.kind}。{evidence}{proposal.ground}）"


def _words(entry: Mapping[str, Any]) -> ChangedWords:
    return ChangedWords(str(entry.get(BEFORE) or ""), str(entry.get(AFTER) or ""))


def _same(entry: Any, question: Question) -> bool:
    return question.is_about(_words(entry), targets_in(entry.get(TARGETS)))


def _is_begun(entry: Any) -> bool:
    return any(entry.get(key) is not None for key in (TIMING, REASON, EXPLANATION))


def _marks(entry: Mapping[str, Any], question: Question) -> dict[str, object]:
    """Return what marks a decision whose words changed; one that was never made only follows."""
    was = _words(entry)
    now: dict[str, object] = {
        BEFORE: question.words.before,
        AFTER: question.words.after,
        PROPOSAL: _proposal(question),
    }
    if _is_begun(entry):
        now |= {STATE: STALE, WAS_BEFORE: was.before, WAS_AFTER: was.after}
    return now
