"""件数 beside a list."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.derived import count, value_at
from pia.model.base import Part


def differs(filled: Filled, address: str, part: Part, key: str, listed: str) -> Iterator[Finding]:
    """Yield a finding if the 件数 at `key` of a part is not that of its list.

    Without a list the count stands for one that is kept elsewhere.
    """
    given = value_at(part, [key])
    counted = count(filled.assessment, part, listed)
    if given is not None and counted is not None and given != counted:
        message = CheckMessages.COUNT_DIFFERS
        yield message.finding(
            key=key, given=given, listed=listed, counted=counted, address=f"{address}.{key}"
        )
