"""提供・移転: the boxes, the lists and the risk measures have to tell the same."""

from collections.abc import Iterator

from pia.checks.boxes import agrees
from pia.checks.counts import differs
from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.base import Checked
from pia.model.choices import Means, NotShared
from pia.model.choices import Sharing as Shared
from pia.model.files import PersonalFile, Provision, Sharing, Transfer


def check(filled: Filled) -> Iterator[Finding]:
    for address, file in filled.files():
        at, sharing = f"{address}.提供・移転", file.sharing
        yield from _boxes(f"{at}.提供・移転の有無", sharing)
        yield from _lists(f"{at}.提供・移転の有無", sharing)
        yield from differs(filled, at, sharing, "提供件数", "提供先")
        yield from differs(filled, at, sharing, "移転件数", "移転先")
        yield from _risks(f"{address}.リスク対策.提供・移転.該当", file)


def _boxes(address: str, sharing: Sharing) -> Iterator[Finding]:
    others = [b.option for b in sharing.done or () if b.option is not Shared.NEITHER]
    if others and is_ticked(sharing.done, Shared.NEITHER):
        message = CheckMessages.SHARED_AND_NOT
        words = "」「".join(map(str, others))
        yield message.finding(neither=Shared.NEITHER, others=words, address=address)


def _lists(address: str, sharing: Sharing) -> Iterator[Finding]:
    if not sharing.done:
        return
    kinds = (
        (Shared.PROVIDES, "提供先", sharing.provisions, sharing.provision_count),
        (Shared.TRANSFERS, "移転先", sharing.transfers, sharing.transfer_count),
    )
    for option, key, entries, count in kinds:
        listed = max(len(entries), count or 0)
        ticked = is_ticked(sharing.done, option)
        if listed and not ticked:
            message = CheckMessages.SHARED_UNTICKED
            yield message.finding(key=key, count=listed, option=option, address=address)
        if ticked and not listed:
            yield CheckMessages.NOTHING_SHARED.finding(key=key, option=option, address=address)


def _risks(address: str, file: PersonalFile) -> Iterator[Finding]:
    """Compare the box of the risk section, which leaves out what the network provides."""
    sharing, box = file.sharing, NotShared.NOT_DONE
    entries: tuple[Provision | Transfer, ...] = (*sharing.provisions, *sharing.transfers)
    beyond = [entry.name or entry.id for entry in entries if _is_beyond_network(entry)]
    yield from agrees(
        address,
        box=box,
        is_ticked=is_ticked(file.risks.sharing.boxes, box),
        denied=str(Shared.NEITHER) if sharing.done == (Checked(Shared.NEITHER),) else "",
        affirmed=beyond[0] if beyond else "",
    )


def _is_beyond_network(entry: Provision | Transfer) -> bool:
    """Whether anything goes there by other means than 情報提供ネットワークシステム."""
    return any(box.option is not Means.INFORMATION_NETWORK for box in entry.means or ())
