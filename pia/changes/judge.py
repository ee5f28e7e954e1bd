"""Rows, proposals and decisions → what stands in 提出時期, and what is still to be decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pia.changes.classify import Proposal, classify, strictest
from pia.changes.compare import BlockChange, Change, Comparison
from pia.changes.decisions import Decision, Decisions, Fingerprints
from pia.changes.decisions_update import Subject
from pia.changes.kinds import Variable
from pia.changes.messages import ChangeMessages
from pia.changes.reasons import Reasons
from pia.changes.table import Row
from pia.changes.version import Version
from pia.errors import Finding, PiaError
from pia.forms.paths import place_title, title
from pia.japanese import fold, wareki
from pia.model.choices import Timing

# What a standing reason may speak of.
WORDS = ("項目", "変更前", "変更後", "変更日", "提出時期")


class Judgement(StrEnum):
    """Whether a person must decide: 要 while one must, 済 once one did, 不要 otherwise.

    The order is that in which one change outweighs another of the same row.
    """

    NEEDED = "要"
    DONE = "済"
    NEEDLESS = "不要"


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What holds for one change. decision: the person's, unless it is stale."""

    proposal: Proposal
    judgement: Judgement
    timing: Timing
    decision: Decision | None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A row of 変更箇所 with its 提出時期, and where that comes from."""

    row: Row
    proposal: Proposal
    judgement: Judgement
    timing: Timing
    explanation: str = ""


@dataclass
class Judge:
    """Joins the changes of one comparison with what was decided about them.

    is_joint: whether the form 3 or 4 of the same 事務 has a 重要な変更 in this revision.
    """

    comparison: Comparison
    decisions: Decisions
    reasons: Reasons
    variables: tuple[Variable, ...] = ()
    is_joint: bool = False

    def entry(self, row: Row) -> Entry:
        """Return a row with its timing; a row of several changes follows the strictest."""
        verdicts = [self.verdicts[change.address] for change in row.changes]
        judgements = [verdict.judgement for verdict in verdicts]
        timings = [verdict.timing for verdict in verdicts]
        timing = Timing.BEFORE if Timing.BEFORE in timings else Timing.AFTER
        return Entry(
            row,
            strictest([verdict.proposal for verdict in verdicts]),
            next(judgement for judgement in Judgement if judgement in judgements),
            timing,
            self._explanation(row, [v.decision for v in verdicts if v.decision], timing),
        )

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """What holds for each change, by its address."""
        return {change.address: self._verdict(change) for change in self.comparison.changes}

    def _verdict(self, change: Change) -> Verdict:
        """Take the decision's timing, else the revision's, else the proposal's.

        A whole revision may be 事前, which settles every change; as 事後 it does not settle
        those that need a decision.
        """
        proposal = classify(change, self.comparison.new.form, self.variables, self.is_joint)
        needed, whole = proposal.rule.needs_decision, self.decisions.timing
        found = self.decisions.by_address.get(change.address)
        made = None if found is None or found.is_stale(self.fingerprints(change)) else found
        if made and made.timing:
            return Verdict(proposal, Judgement.DONE, made.timing, made)
        if needed and whole is not Timing.BEFORE:
            return Verdict(proposal, Judgement.NEEDED, proposal.timing, made)
        judgement = Judgement.DONE if needed else Judgement.NEEDLESS
        return Verdict(proposal, judgement, whole or proposal.timing, made)

    def fingerprints(self, change: Change) -> Fingerprints:
        sides = (self.comparison.old, self.comparison.new)
        return Fingerprints.of(*(_text(change, version) for version in sides))

    def subjects(self) -> Iterator[Subject]:
        """Yield every change as it is written down to be decided."""
        for change in self.comparison.changes:
            proposal = self.verdicts[change.address].proposal
            need = Judgement.NEEDED if proposal.rule.needs_decision else Judgement.NEEDLESS
            proposed = f"{proposal.timing}、判断 {need}（{proposal.kind}。{proposal.rule}）"
            yield Subject(change.address, _title(change), proposed, self.fingerprints(change))

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the decisions; a missing one has no line but an address."""
        yield from self.decisions.findings
        for address, verdict in self.verdicts.items():
            made = self.decisions.by_address.get(address)
            message = _problem(verdict, made)
            if message is not None:
                timing, rule = verdict.proposal.timing, verdict.proposal.rule
                yield self._at(message.finding(address=address, timing=timing, rule=rule), made)
        for address, made in self.decisions.by_address.items():
            if address not in self.verdicts:
                yield self._at(ChangeMessages.NEEDLESS_DECISION.finding(address=address), made)
            yield from self._reason_findings(made)

    def _at(self, finding: Finding, made: Decision | None) -> Finding:
        return finding.within(str(self.decisions.path), made.position) if made else finding

    def _explanation(self, row: Row, made: list[Decision], timing: Timing) -> str:
        """Return the explanations of a row's decisions, each once."""
        texts = (self._text_of(decision, row, timing) for decision in made)
        return "\n".join(dict.fromkeys(filter(None, texts)))

    def _text_of(self, decision: Decision, row: Row, timing: Timing) -> str:
        if decision.explanation or not decision.reason:
            return decision.explanation
        day = wareki(self.decisions.day) if self.decisions.day else ""
        texts = (row.item, str(row.before), str(row.after), day, str(timing))
        try:
            return self.reasons.text(decision.reason, dict(zip(WORDS, texts, strict=True)))
        except PiaError:
            return ""

    def _reason_findings(self, made: Decision) -> Iterator[Finding]:
        if not made.reason or made.explanation:
            return
        try:
            self.reasons.text(made.reason, dict.fromkeys(WORDS, ""))
        except PiaError as error:
            yield from (self._at(finding, made) for finding in error.findings)


def _problem(verdict: Verdict, made: Decision | None) -> ChangeMessages | None:
    """Return what is wrong with the decision on a change, if anything."""
    is_needed = verdict.judgement is Judgement.NEEDED
    if made is not None and verdict.decision is None and (is_needed or made.timing):
        return ChangeMessages.STALE_DECISION
    return ChangeMessages.NO_DECISION if is_needed else None


def _text(change: Change, version: Version) -> str:
    key = fold(change.address)
    if isinstance(change, BlockChange):
        return "\n".join(f"{k}\t{v}" for k, v in version.values.items() if k.startswith(key))
    return version.values.get(key, "")


def _title(change: Change) -> str:
    if isinstance(change, BlockChange):
        return place_title(change.trail)
    return title(change.answer)
