"""Changes, proposals, decisions and standing reasons → what holds for each change, and what is
still open."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pia.changes.classify import Ground, Proposal, classify, strictest
from pia.changes.compare import Change, Comparison
from pia.changes.decisions import Decision, Decisions
from pia.changes.kinds import Evidence
from pia.changes.messages import ChangeMessages
from pia.changes.questions import Question, digest, questions
from pia.errors import Finding, PiaError
from pia.japanese import fold, wareki
from pia.model.choices import Timing
from pia.source.files import kept_inside, read_text, templates
from pia.source.names import REASONS

if TYPE_CHECKING:
    from jinja2.nodes import Node

# What a standing reason may speak of.
SPOKEN_OF = ("項目", "変更前", "変更後", "変更日", "提出時期")
_EXCEPTION = re.compile(r"\A\{#-?\s*重要な変更の例外\s*[:：]\s*(\S.*?)\s*-?#\}")
# Words, and conditions on them. Nothing else: `"x" * 9**9` is sandboxed, and yet fills the memory.
WORDS = {"Template", "Output", "TemplateData", "Name"}
CONDITIONS = {"If", "CondExpr", "Compare", "Operand", "Const", "And", "Or", "Not"}


@dataclass
class StandingReasons:
    """The standing reasons of one workspace, by name: texts for 提出時期に係る説明 that many rows
    share.

    They are Jinja2 texts in `templates/理由/`; a workspace overrides or adds some in its own
    `理由/`. One that says why a change of a ※ item may follow afterwards begins with the provision
    for it: `{# 重要な変更の例外: 特定個人情報保護評価指針第6の2(2) #}`.
    """

    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    def known(self) -> dict[str, Path]:
        """Return name → file, the workspace's own before those that come with the package."""
        shipped, own = templates() / REASONS, self.root / REASONS
        found = {file.stem: file for file in sorted(shipped.glob("*.j2"))}
        listed = sorted(own.glob("*.j2"))
        return found | {file.stem: kept_inside(self.root, file) for file in listed}

    def provision(self, name: str) -> str:
        """Return the provision that lets a ※ item follow afterwards for a reason; "" for none."""
        try:
            found = _EXCEPTION.match(self._template(name)) if name else None
        except PiaError:
            return ""
        return found[1] if found else ""

    def is_exception(self, name: str) -> bool:
        """Return whether a reason names a provision that lets a ※ item follow afterwards."""
        return bool(self.provision(name))

    def faults(self, name: str) -> tuple[Finding, ...]:
        """Return what is wrong with a reason, if anything."""
        try:
            self.text(name, dict.fromkeys(SPOKEN_OF, ""))
        except PiaError as error:
            return error.findings
        return ()

    def text(self, name: str, words: Mapping[str, str]) -> str:
        """Return the reason with the words of a row filled in; words never act as a template.

        Raises PiaError for a name that does not exist and for a text that cannot be filled in.
        """
        template = _EXCEPTION.sub("", self._template(name)).strip()
        return _filled_in(name, template, words) if "{" in template else template

    def _template(self, name: str) -> str:
        if name not in self._texts:
            known = self.known()
            file = next((known[k] for k in known if fold(k) == fold(name)), None)
            if file is None:
                message = ChangeMessages.UNKNOWN_REASON
                raise PiaError(message.finding(name=name, known="、".join(known)))
            self._texts[name] = read_text(file)
        return self._texts[name]


def _filled_in(name: str, template: str, words: Mapping[str, str]) -> str:
    from jinja2 import TemplateError, TemplateSyntaxError
    from jinja2.meta import find_undeclared_variables
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=False)
    environment.globals.clear()
    try:
        tree = environment.parse(template)
    except TemplateSyntaxError as error:
        raise _bad(name, f"{error.lineno}行目の書き方が正しくありません") from error
    # First: jinja works out constants when it compiles.
    if not set(_parts(tree)) <= WORDS | CONDITIONS:
        raise _bad(name, "使えない書き方があります")
    unknown = find_undeclared_variables(tree) - set(words)
    if unknown:
        raise _bad(name, f"「{'」「'.join(sorted(unknown))}」という言葉はありません")
    try:
        return environment.from_string(template).render(words).strip()
    except (TypeError, ValueError, TemplateError) as error:
        raise _bad(name, "言葉と比べられないものとの比較があります") from error


def _parts(node: "Node") -> Iterator[str]:
    """Yield the kind of every part of a template."""
    yield type(node).__name__
    for child in node.iter_child_nodes():
        yield from _parts(child)


def _bad(name: str, problem: str) -> PiaError:
    return PiaError(ChangeMessages.BAD_REASON.finding(name=name, problem=problem))


class Need(StrEnum):
    """Whether a person must decide: 要 while one must, 済 once one did, 不要 otherwise.

    The order is that in which one change outweighs another of the same row.
    """

    NEEDED = "要"
    DONE = "済"
    NEEDLESS = "不要"


class Held(NamedTuple):
    """What holds for one change: decision: the person's, unless it is stale. is_stale: whether
    there is one that is."""

    need: Need
    timing: Timing
    decision: Decision | None = None
    is_stale: bool = False


@dataclass(eq=False)
class Verdict:
    """What holds for one change. It is found out when it is asked for: the words of a row need
    none of it."""

    change: Change
    judge: "Judge"

    @property
    def proposal(self) -> Proposal:
        return self.judge.proposals[self.change.address]

    @cached_property
    def held(self) -> Held:
        return self.judge.held(self.change)

    @property
    def need(self) -> Need:
        return self.held.need

    @property
    def timing(self) -> Timing:
        return self.held.timing

    @property
    def decision(self) -> Decision | None:
        return self.held.decision

    @property
    def is_stale(self) -> bool:
        return self.held.is_stale


@dataclass
class Judge:
    """Joins the changes of one comparison with what was decided about them."""

    comparison: Comparison
    decisions: Decisions
    reasons: StandingReasons
    evidence: Evidence

    @property
    def day(self) -> date | None:
        """The 変更日 of the rows: as decided, else the 公表日 of the new version."""
        return self.decisions.day or self.published

    @property
    def published(self) -> date | None:
        return self.comparison.new.assessment.cover.published

    @cached_property
    def former(self) -> str:
        """The former version, as a file of decisions names it."""
        day = self.comparison.old.assessment.cover.published
        return f"{wareki(day) if day else '公表日なし'}（照合 {digest(self.comparison.old)}）"

    @property
    def is_of_another(self) -> bool:
        """Whether the decisions were made against another former version."""
        return bool(self.decisions.former) and self.decisions.former != self.former

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        return {c.address: classify(c, self.evidence) for c in self.comparison.changes}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, each distinct change once, as printed."""
        return tuple(questions(self.comparison, self.proposals))

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """What holds for each change, by its address, as printed."""
        return {change.address: Verdict(change, self) for change in self.comparison.changes}

    @property
    def decides(self) -> bool:
        """Whether anything was decided; else no change is 済."""
        return bool(self.decisions.entries) or self.decisions.timing is not None

    def held(self, change: Change) -> Held:
        """Take the decision's timing, else the revision's, else the proposal's.

        A whole revision may be 事前, which settles every change; as 事後 it settles those of a
        form without ※, but not others that need a decision. Neither does a decision that says
        事後 of a ※ item without a reason that excepts it.
        """
        proposal = self.proposals[change.address]
        needed = proposal.ground.needs_decision
        found, whole = self._found(change.address), self._whole
        made = found
        if found is not None and found.is_stale(self._asked[change.address], change.address):
            made = None
        if made and made.timing:
            if self._lacks_exception(proposal, made):
                return Held(Need.NEEDED, proposal.timing, made)
            return Held(Need.DONE, made.timing, made)
        is_stale = found is not None and made is None and (needed or found.timing is not None)
        is_of_all = proposal.ground is Ground.MAY_BE_JOINT and whole is not None
        if needed and whole is not Timing.BEFORE and not is_of_all:
            return Held(Need.NEEDED, proposal.timing, made, is_stale)
        need = Need.DONE if needed else Need.NEEDLESS
        return Held(need, whole or proposal.timing, made, is_stale)

    @property
    def _whole(self) -> Timing | None:
        return None if self.is_of_another else self.decisions.timing

    def _found(self, address: str) -> Decision | None:
        return None if self.is_of_another else self._by_address.get(address)

    @cached_property
    def _by_address(self) -> dict[str, Decision]:
        entries = reversed(self.decisions.entries)
        return {address: made for made in entries for address in made.targets}

    @cached_property
    def _asked(self) -> dict[str, Question]:
        """The question that each change belongs to, by its address."""
        return {address: q for q in self.questions for address in q.addresses}

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the decisions; a missing one has no line but an address."""
        yield from self.decisions.findings
        if self.is_of_another:
            message = ChangeMessages.OTHER_FORMER
            yield message.finding(
                was=self.decisions.former, now=self.former, file=str(self.decisions.path)
            )
            return
        for question in self.questions:
            yield from self._of_question(question)
        for made in self.decisions.entries:
            if made.reason and not made.explanation:
                yield from (self._at(f, made) for f in self.reasons.faults(made.reason))
            for address in made.targets:
                if address not in self.verdicts:
                    message = ChangeMessages.NEEDLESS_DECISION
                    yield self._at(message.finding(address=address), made)

    def _of_question(self, question: Question) -> Iterator[Finding]:
        """Yield what is wrong with the answer to one question, once for all of its items."""
        told: set[Decision] = set()
        unasked: list[Verdict] = []
        for change in question.changes:
            verdict, found = self.verdicts[change.address], self._found(change.address)
            finding = self._of_answer(verdict, found, question) if found else None
            if found and finding and found not in told:
                told.add(found)
                yield self._at(finding, found)
            if finding is None:
                unasked.append(verdict)
        open_ones = [verdict for verdict in unasked if verdict.need is Need.NEEDED]
        if open_ones:
            proposal = strictest([verdict.proposal for verdict in open_ones])
            yield ChangeMessages.NO_DECISION.finding(
                address=open_ones[0].change.address,
                timing=proposal.timing,
                rule=proposal.ground,
                count=f"同じ変更が {len(question.changes)} 項目にあります。"
                if len(question.changes) > 1
                else "",
            )

    def _of_answer(self, verdict: Verdict, made: Decision, question: Question) -> Finding | None:
        """Return what is wrong with the answer about one change, None for a sound one."""
        if verdict.is_stale:
            return _stale(verdict.change.address, made, question)
        if verdict.decision and self._lacks_exception(verdict.proposal, made):
            return ChangeMessages.NO_EXCEPTION.finding(address=verdict.change.address)
        return None

    def _lacks_exception(self, proposal: Proposal, made: Decision) -> bool:
        """Return whether a decision says 事後 of a ※ item without a reason that excepts it."""
        is_after = made.timing is Timing.AFTER and proposal.ground.needs_decision
        is_marked = proposal.ground is not Ground.MAY_BE_JOINT
        return is_after and is_marked and not self.reasons.is_exception(made.reason)

    def _at(self, finding: Finding, made: Decision) -> Finding:
        return finding.within(str(self.decisions.path), made.position)


def _stale(address: str, made: Decision, question: Question) -> Finding:
    return ChangeMessages.STALE_DECISION.finding(
        address=address, was=" → ".join(made.words), now=" → ".join(question.words)
    )
