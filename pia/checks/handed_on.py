"""委託, 提供・移転, 情報連携: answers, lists and the measures against risks tell the same; and 別紙
are referred to and have the columns that their rows use.
"""

from collections.abc import Iterator

from pia.checks.form import Filled, is_ticked, says_something
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.japanese import fold
from pia.model.assessment import (
    Assessment,
    Attachment,
    Commission,
    PersonalFile,
    Provision,
    Transfer,
)
from pia.model.base import Checked, Option
from pia.model.choices import (
    Means,
    NetworkUse,
    NotConnected,
    NotOutsourced,
    NotShared,
    Outsourcing,
    Subcontracting,
    SubcontractorControl,
)
from pia.model.choices import Sharing as Shared
from pia.model.ref import Ref, Spot, says_nothing

OUTSOURCED = Ref(PersonalFile, lambda file: file.outsourcing.done)
COUNT = Ref(PersonalFile, lambda file: file.outsourcing.count)
COMMISSIONS = Ref(PersonalFile, lambda file: file.outsourcing.commissions)
OUTSOURCING_BOXES = Ref(PersonalFile, lambda file: file.risks.outsourcing.boxes)
CONTROL = Ref(PersonalFile, lambda file: file.risks.outsourcing.subcontractors)
# What an entry says only where its work is handed on once more.
OF_SUBCONTRACTING = (
    Ref(Commission, lambda commission: commission.permission),
    Ref(Commission, lambda commission: commission.subcontracted),
)


def outsourcing(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        yield from _commissions(file)
        yield from _outsourcing_box(file)
        for commission in file.each(COMMISSIONS):
            yield from _subcontracting(commission)
        yield from _subcontractors(file)


def _commissions(file: Spot[PersonalFile]) -> Iterator[Finding]:
    told = sum(not says_nothing(commission) for commission in file[COMMISSIONS])
    done, listed = file[OUTSOURCED], max(told, file[COUNT] or 0)
    if done is Outsourcing.NOT_DONE and listed:
        message = CheckMessages.OUTSOURCED_ALL_THE_SAME
        yield message.finding(answer=done, count=listed, address=file.at(OUTSOURCED))
    if done is Outsourcing.DONE and not listed:
        yield CheckMessages.NOTHING_OUTSOURCED.finding(answer=done, address=file.at(OUTSOURCED))


def _outsourcing_box(file: Spot[PersonalFile]) -> Iterator[Finding]:
    done, box = file[OUTSOURCED], NotOutsourced.NOT_DONE
    yield from agrees(
        file.at(OUTSOURCING_BOXES),
        box=box,
        is_ticked=is_ticked(file[OUTSOURCING_BOXES], box),
        denied=str(done) if done is Outsourcing.NOT_DONE else "",
        affirmed=str(done) if done is Outsourcing.DONE else "",
    )


def _subcontracting(commission: Spot[Commission]) -> Iterator[Finding]:
    answer = commission.part.subcontracting
    if answer is not Subcontracting.NOT_DONE:
        return
    for place in (ref for ref in OF_SUBCONTRACTING if says_something(commission[ref])):
        message = CheckMessages.NOT_SUBCONTRACTED_BUT_TOLD
        yield message.finding(answer=answer, key=place.key, address=commission.at(place))


def _subcontractors(file: Spot[PersonalFile]) -> Iterator[Finding]:
    """Compare the measures for subcontractors with what the list says of them."""
    control, address = file[CONTROL], file.at(CONTROL)
    answers = {commission.subcontracting for commission in file[COMMISSIONS]}
    denied = control is SubcontractorControl.NO_SUBCONTRACTING
    if denied and Subcontracting.DONE in answers:
        message = CheckMessages.SUBCONTRACTED_ALL_THE_SAME
        yield message.finding(answer=control, other=Subcontracting.DONE, address=address)
    if control is not None and not denied and answers == {Subcontracting.NOT_DONE}:
        message = CheckMessages.NO_SUBCONTRACTOR
        yield message.finding(
            answer=control,
            other=Subcontracting.NOT_DONE,
            right=SubcontractorControl.NO_SUBCONTRACTING,
            address=address,
        )


SHARED = Ref(PersonalFile, lambda file: file.sharing.done)
PROVISIONS = Ref(PersonalFile, lambda file: file.sharing.provisions)
TRANSFERS = Ref(PersonalFile, lambda file: file.sharing.transfers)
SHARING_BOXES = Ref(PersonalFile, lambda file: file.risks.sharing.boxes)


def sharing(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        yield from _shared_and_not(file)
        yield from _shared_lists(file)
        yield from _sharing_box(file)


def _shared_and_not(file: Spot[PersonalFile]) -> Iterator[Finding]:
    others = [b.option for b in file[SHARED] or () if b.option is not Shared.NEITHER]
    if others and is_ticked(file[SHARED], Shared.NEITHER):
        message = CheckMessages.SHARED_AND_NOT
        words = "」「".join(map(str, others))
        yield message.finding(neither=Shared.NEITHER, others=words, address=file.at(SHARED))


def _shared_lists(file: Spot[PersonalFile]) -> Iterator[Finding]:
    if not file[SHARED]:
        return
    listed_in, address = file.part.sharing, file.at(SHARED)
    kinds = (
        (Shared.PROVIDES, PROVISIONS.key, listed_in.provisions, listed_in.provision_count),
        (Shared.TRANSFERS, TRANSFERS.key, listed_in.transfers, listed_in.transfer_count),
    )
    for option, key, entries, count in kinds:
        listed = max(sum(not says_nothing(entry) for entry in entries), count or 0)
        ticked = is_ticked(file[SHARED], option)
        if listed and not ticked:
            message = CheckMessages.SHARED_UNTICKED
            yield message.finding(key=key, count=listed, option=option, address=address)
        if ticked and not listed:
            yield CheckMessages.NOTHING_SHARED.finding(key=key, option=option, address=address)


def _sharing_box(file: Spot[PersonalFile]) -> Iterator[Finding]:
    """Compare the box of the risk section, which leaves out what the network provides."""
    box = NotShared.NOT_DONE
    entries: tuple[Provision | Transfer, ...] = (*file[PROVISIONS], *file[TRANSFERS])
    beyond = [entry.name or entry.id for entry in entries if _is_beyond_network(entry)]
    yield from agrees(
        file.at(SHARING_BOXES),
        box=box,
        is_ticked=is_ticked(file[SHARING_BOXES], box),
        denied=str(Shared.NEITHER) if file[SHARED] == (Checked(Shared.NEITHER),) else "",
        affirmed=beyond[0] if beyond else "",
    )


def _is_beyond_network(entry: Provision | Transfer) -> bool:
    """Whether anything goes there by other means than 情報提供ネットワークシステム."""
    return any(box.option is not Means.INFORMATION_NETWORK for box in entry.means or ())


def agrees(
    address: str, *, box: Option, is_ticked: bool, denied: str, affirmed: str
) -> Iterator[Finding]:
    """Compare a box with the answer given elsewhere.

    denied, affirmed: the answer, if it says that the thing is not, or is, done; else empty.
    """
    if is_ticked and affirmed:
        message = CheckMessages.BOX_CONTRADICTS
        yield message.finding(box=box, answer=affirmed, address=address)
    if denied and not is_ticked:
        yield CheckMessages.BOX_NOT_TICKED.finding(box=box, answer=denied, address=address)


CONNECTED = Ref(Assessment, lambda a: a.network.done)
OBTAINED = Ref(PersonalFile, lambda file: file.use.means)
PROVIDED = Ref(Provision, lambda provision: provision.means)
NETWORK_BOXES = Ref(PersonalFile, lambda file: file.risks.network.boxes)
BRIEF_BOXES = Ref(Assessment, lambda a: a.brief_risks.network.boxes)
Boxes = tuple[Checked[NotConnected], ...] | None


def network(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        for at, _ in _by_network(file):
            yield from _denied(filled, at)
    boxes = list(_network_boxes(filled))
    for address, ticked, used in boxes:
        yield from _compare(filled, address, ticked, used)
    none = (NotConnected.NOT_OBTAINING, NotConnected.NOT_PROVIDING)
    answer = filled.whole[CONNECTED]
    unconnected = boxes and all(is_ticked(ticked, *none) for _, ticked, _ in boxes)
    if answer is NetworkUse.DONE and unconnected:
        yield CheckMessages.CONNECTED_NOWHERE.finding(answer=answer, address=CONNECTED.address)


def _by_network(file: Spot[PersonalFile]) -> Iterator[tuple[str, NotConnected]]:
    """Yield where a file says that it obtains or provides by the network, with the box that
    would deny it."""
    network = Means.INFORMATION_NETWORK
    if is_ticked(file[OBTAINED], network):
        yield file.at(OBTAINED), NotConnected.NOT_OBTAINING
    for provision in file.each(PROVISIONS):
        if is_ticked(provision[PROVIDED], network):
            yield provision.at(PROVIDED), NotConnected.NOT_PROVIDING


def _denied(filled: Filled, address: str) -> Iterator[Finding]:
    answer = filled.whole[CONNECTED]
    if answer is NetworkUse.NOT_DONE:
        message = CheckMessages.NETWORK_ALL_THE_SAME
        yield message.finding(answer=answer, means=Means.INFORMATION_NETWORK, address=address)


def _network_boxes(filled: Filled) -> Iterator[tuple[str, Boxes, set[NotConnected]]]:
    """Yield the boxes that the form prints, each with those that its file contradicts."""
    for file in filled.files():
        if filled.prints(file.at(NETWORK_BOXES)):
            yield file.at(NETWORK_BOXES), file[NETWORK_BOXES], {box for _, box in _by_network(file)}
    if filled.prints(BRIEF_BOXES.address):
        yield BRIEF_BOXES.address, filled.whole[BRIEF_BOXES], set()


def _compare(
    filled: Filled, address: str, ticked: Boxes, used: set[NotConnected]
) -> Iterator[Finding]:
    answer = filled.whole[CONNECTED]
    for box in NotConnected:
        yield from agrees(
            address,
            box=box,
            is_ticked=is_ticked(ticked, box),
            denied=str(answer) if answer is NetworkUse.NOT_DONE else "",
            affirmed=str(Means.INFORMATION_NETWORK) if box in used else "",
        )


ATTACHMENTS = Ref(Assessment, lambda a: a.attachments)
TITLE = Ref(Attachment, lambda attachment: attachment.title)
COLUMNS = Ref(Attachment, lambda attachment: attachment.columns)
ROWS = Ref(Attachment, lambda attachment: attachment.rows)
OF_PROVISION = Ref(Provision, lambda provision: provision.attachment)
OF_TRANSFER = Ref(Transfer, lambda transfer: transfer.attachment)


def attachments(filled: Filled) -> Iterator[Finding]:
    known = {attachment.id for attachment in filled.assessment.attachments}
    references = dict(_references(filled))
    for address, name in references.items():
        if name not in known:
            words = "、".join(sorted(known)) or "なし"
            message = CheckMessages.NO_SUCH_ATTACHMENT
            yield message.finding(name=name, known=words, address=address)
    for attachment in filled.whole.each(ATTACHMENTS):
        yield from _columns(attachment)
        if attachment.part.id not in references.values() and not _is_named(filled, attachment):
            name = attachment[TITLE] or attachment.part.id
            yield CheckMessages.UNUSED_ATTACHMENT.finding(name=name, address=attachment.address)


def _references(filled: Filled) -> Iterator[tuple[str, str]]:
    """Yield address and id of every reference to a 別紙."""
    for file in filled.files():
        for provision in file.each(PROVISIONS):
            if name := provision[OF_PROVISION]:
                yield provision.at(OF_PROVISION), name
        for transfer in file.each(TRANSFERS):
            if name := transfer[OF_TRANSFER]:
                yield transfer.at(OF_TRANSFER), name


def _is_named(filled: Filled, attachment: Spot[Attachment]) -> bool:
    """Whether some text speaks of the 別紙 by its title or id."""
    names = [fold(name) for name in (attachment[TITLE], attachment.part.id) if name]
    return any(
        name in fold(answer.value)
        for answer in filled.answers
        if isinstance(answer.value, str) and not answer.address.startswith(attachment.address)
        for name in names
    )


def _columns(attachment: Spot[Attachment]) -> Iterator[Finding]:
    """Yield a finding for every column that rows use and the table lacks, at its first use."""
    known = set(attachment[COLUMNS])
    for n, row in enumerate(attachment[ROWS], start=1):
        for column in (c for c in row if c not in known):
            known.add(column)
            words = "、".join(attachment[COLUMNS]) or "なし"
            message = CheckMessages.UNKNOWN_COLUMN
            address = f"{attachment.at(ROWS)}[{n}].{column}"
            yield message.finding(column=column, known=words, address=address)
