"""Values of a document set, added, moved and removed by their addresses; the rest stays."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pia.edits.outcome import REMOVE, Before, Changed, Edit
from pia.edits.plan import EditPlan, refuse_sealed
from pia.errors import PiaError, RefusedError
from pia.source.files import read_text
from pia.source.messages import SourceMessages
from pia.source.names import DECISIONS, workspace_root
from pia.source.pending import settle

__all__ = ["REMOVE", "Before", "Changed", "Edit", "planned", "refuse_sealed"]


def planned(
    path: Path, assignments: Mapping[str, Any], *, inline: bool = False, fragment: bool = False
) -> Edit:
    """Return what the assignments make of a document; nothing is written.

    Raises PiaError for a file that cannot be read, RefusedError for anything that cannot be done.
    """
    if path.name.endswith(DECISIONS):
        raise RefusedError(SourceMessages.NOT_A_DOCUMENT.finding(name=path.name, file=str(path)))
    settle(workspace_root(path))
    text = read_text(path)
    try:
        return EditPlan(path, text, inline=inline, fragment=fragment).all(assignments)
    except RefusedError:
        raise
    except PiaError as error:
        raise RefusedError(*error.findings) from error
