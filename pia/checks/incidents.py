"""重大事故: whether one happened is one fact of the whole body, and only then has its texts."""

from collections.abc import Iterator

from pia.checks.filled import Filled, says_something
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.choices import Incident


def check(filled: Filled) -> Iterator[Finding]:
    first: Incident | None = None
    for address, file in filled.files():
        at, leakage = (
            f"{address}.リスク対策.保管・消去.漏えい・滅失・毀損",
            file.risks.storage.leakage,
        )
        texts = {"重大事故の内容": leakage.incident_content, "再発防止策の内容": leakage.prevention}
        if leakage.incident is Incident.NONE:
            for key in (key for key, text in texts.items() if says_something(text)):
                message = CheckMessages.NO_INCIDENT_BUT_TOLD
                yield message.finding(answer=leakage.incident, address=f"{at}.{key}")
        first = first or leakage.incident
        if leakage.incident is not None and leakage.incident is not first:
            yield CheckMessages.INCIDENTS_DIFFER.finding(address=f"{at}.重大事故")
