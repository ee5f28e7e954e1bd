"""Form 2 from a form 3 or 4, and whether the two still say the same."""

from pathlib import Path

from pia.derivation.compare import contradictions
from pia.derivation.draft import draft
from pia.derivation.messages import DerivationMessages
from pia.derivation.names import Written
from pia.derivation.rules import Basis
from pia.document import Document, load
from pia.errors import PiaError
from pia.forms import load as forms
from pia.model.choices import Submitted
from pia.source.names import workspace_root

__all__ = ["contradictions", "derive"]

BRIEF = Submitted.KISO.name.lower()
FULL = {option.name.lower() for option in Submitted} - {BRIEF}


def derive(
    source: Document | Path | str, form: str = BRIEF, target: Path | str | None = None
) -> str:
    """Return the YAML of a form 2 that says what its form 3 or 4 says already.

    What a person must decide is a blank key with a comment. The same source gives the same text.
    target: where it will stand; in the workspace of its source it keeps every `{{ 名 }}`, elsewhere
    and without a target the names are filled in.
    Raises PiaError when nothing can be derived of the source, or not this form.
    """
    document = source if isinstance(source, Document) else load(source)
    brief = forms.named(form, document.form.edition, document.editions)
    if brief.id != BRIEF or document.form.id not in FULL:
        message = DerivationMessages.CANNOT_DERIVE
        raise PiaError(
            message.finding(source=document.form.name, target=brief.name, file=str(document.path))
        )
    basis = Basis(document.form, document.assessment, brief)
    is_shared = target is not None and workspace_root(Path(target)) == document.names.root
    return draft(basis, Written(document, keeps_names=is_shared), document.path.name)
