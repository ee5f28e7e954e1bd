"""提供・移転: the boxes, the lists and the risk measures have to tell the same."""

from collections.abc import Iterator

from pia.checks.boxes import agrees
from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.base import Checked
from pia.model.choices import Means, NotShared
from pia.model.choices import Sharing as Shared
from pia.model.files import PersonalFile, Provision, Transfer
from pia.model.leaves import says_nothing
from pia.model.ref import Ref, Spot

DONE = Ref(PersonalFile, lambda file: file.sharing.done)
PROVISIONS = Ref(PersonalFile, lambda file: file.sharing.provisions)
TRANSFERS = Ref(PersonalFile, lambda file: file.sharing.transfers)
BOXES = Ref(PersonalFile, lambda file: file.risks.sharing.boxes)


def check(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        yield from _boxes(file)
        yield from _lists(file)
        yield from _risks(file)


def _boxes(file: Spot[PersonalFile]) -> Iterator[Finding]:
    others = [b.option for b in file[DONE] or () if b.option is not Shared.NEITHER]
    if others and is_ticked(file[DONE], Shared.NEITHER):
        message = CheckMessages.SHARED_AND_NOT
        words = "」「".join(map(str, others))
        yield message.finding(neither=Shared.NEITHER, others=words, address=file.at(DONE))


def _lists(file: Spot[PersonalFile]) -> Iterator[Finding]:
    if not file[DONE]:
        return
    sharing, address = file.part.sharing, file.at(DONE)
    kinds = (
        (Shared.PROVIDES, PROVISIONS.key, sharing.provisions, sharing.provision_count),
        (Shared.TRANSFERS, TRANSFERS.key, sharing.transfers, sharing.transfer_count),
    )
    for option, key, entries, count in kinds:
        listed = max(sum(not says_nothing(entry) for entry in entries), count or 0)
        ticked = is_ticked(file[DONE], option)
        if listed and not ticked:
            message = CheckMessages.SHARED_UNTICKED
            yield message.finding(key=key, count=listed, option=option, address=address)
        if ticked and not listed:
            yield CheckMessages.NOTHING_SHARED.finding(key=key, option=option, address=address)


def _risks(file: Spot[PersonalFile]) -> Iterator[Finding]:
    """Compare the box of the risk section, which leaves out what the network provides."""
    box = NotShared.NOT_DONE
    entries: tuple[Provision | Transfer, ...] = (*file[PROVISIONS], *file[TRANSFERS])
    beyond = [entry.name or entry.id for entry in entries if _is_beyond_network(entry)]
    yield from agrees(
        file.at(BOXES),
        box=box,
        is_ticked=is_ticked(file[BOXES], box),
        denied=str(Shared.NEITHER) if file[DONE] == (Checked(Shared.NEITHER),) else "",
        affirmed=beyond[0] if beyond else "",
    )


def _is_beyond_network(entry: Provision | Transfer) -> bool:
    """Whether anything goes there by other means than 情報提供ネットワークシステム."""
    return any(box.option is not Means.INFORMATION_NETWORK for box in entry.means or ())
