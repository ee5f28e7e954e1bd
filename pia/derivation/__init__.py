"""Form 2 from a form 3 or 4, and whether the two still say the same."""

from pathlib import Path

from pia.derivation.compare import contradictions
from pia.derivation.draft import draft
from pia.derivation.messages import DerivationMessages
from pia.derivation.rules import Basis
from pia.document import Document, load
from pia.errors import PiaError
from pia.forms import load as forms
from pia.model.choices import Submitted

__all__ = ["contradictions", "derive"]

BRIEF = Submitted.KISO.name.lower()
FULL = {option.name.lower() for option in Submitted} - {BRIEF}


def derive(source: Document | Path | str, form: str = BRIEF) -> str:
    """Return the YAML of a form 2 that says what its form 3 or 4 says already.

    What a person must decide is a blank key with a comment. The same source gives the same text.
    Raises PiaError when nothing can be derived of the source, or not this form.
    """
    document = source if isinstance(source, Document) else load(source)
    target = forms.named(form, document.form.edition, document.editions)
    if target.id != BRIEF or document.form.id not in FULL:
        message = DerivationMessages.CANNOT_DERIVE
        raise PiaError(
            message.finding(source=document.form.name, target=target.name, file=str(document.path))
        )
    return draft(Basis(document.form, document.assessment, target), document.path.name)
