"""Standing reasons: texts for 提出時期に係る説明 that many rows share.

They are Jinja2 texts in `templates/理由/`; a workspace overrides or adds some in its own `理由/`.
One that says why a change of a ※ item may follow afterwards begins with the provision for it:
`{# 重要な変更の例外: 特定個人情報保護評価指針第6の2(2) #}`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pia.changes.messages import ChangeMessages
from pia.errors import Finding, PiaError
from pia.japanese import fold
from pia.source import encoding
from pia.source.encoding import bytes_of
from pia.source.names import REASONS
from pia.source.paths import kept_inside, templates

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
    """The reasons of one workspace, by name."""

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
            self._texts[name] = encoding.decode(bytes_of(file), str(file))
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
