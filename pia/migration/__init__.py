"""A source rewritten to another edition of its form."""

from dataclasses import dataclass
from pathlib import Path

from pia.document import load
from pia.errors import Finding, PiaError
from pia.forms import load as forms
from pia.forms.definition import Form
from pia.migration.messages import MigrationMessages
from pia.migration.places import Places
from pia.model import Assessment
from pia.model.ref import Ref
from pia.source.edit import Operation, Put, edited
from pia.source.nodes import position_of
from pia.source.reader import bytes_of, decode, parse

FORM = Ref(Assessment, lambda assessment: assessment.form).key
EDITION = Ref(Assessment, lambda assessment: assessment.edition).key
HEAD = (FORM, EDITION)


@dataclass(frozen=True)
class Migration:
    """The rewritten source, and what had no place in it."""

    data: bytes
    findings: tuple[Finding, ...]


def migrate(path: Path | str, edition: str) -> Migration:
    """Rewrite a source to another edition; all else in it stays byte for byte.

    What the edition has no place for becomes a comment where it stood, and is told; positions
    are those in the source as given. Raises PiaError for a source that cannot be read and for an
    edition that does not exist.
    """
    document = load(path)
    target = forms.named(document.form.id, edition, document.editions)
    written = parse(decode(document.path), document.path).root
    changes = list(Places(document.form, target).changes(written, document.source.root))
    found = tuple(
        finding.within(str(document.path), position_of(written, edit.location))
        for edit, finding in changes
    )
    edits: list[Operation] = [Put((EDITION,), target.edition, orders=(HEAD,))]
    edits += [edit for edit, _ in changes]
    try:
        return Migration(edited(bytes_of(document.path), document.path, edits), found)
    except PiaError as error:
        raise PiaError(_cannot(document.path, target)) from error


def _cannot(path: Path, target: Form) -> Finding:
    message = MigrationMessages.CANNOT_MIGRATE
    return message.finding(name=path.name, edition=target.edition, file=str(path))
