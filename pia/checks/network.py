"""情報連携: the answer of the office, the means of each file and the boxes of its risks."""

from collections.abc import Iterator

from pia.checks.boxes import agrees
from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.checks.sharing import PROVISIONS
from pia.errors import Finding
from pia.model.assessment import Assessment
from pia.model.base import Checked
from pia.model.choices import Means, NetworkUse, NotConnected
from pia.model.files import PersonalFile, Provision
from pia.model.ref import Ref, Spot

DONE = Ref(Assessment, lambda a: a.network.done)
OBTAINED = Ref(PersonalFile, lambda file: file.use.means)
PROVIDED = Ref(Provision, lambda provision: provision.means)
BOXES = Ref(PersonalFile, lambda file: file.risks.network.boxes)
BRIEF = Ref(Assessment, lambda a: a.brief_risks.network.boxes)
Boxes = tuple[Checked[NotConnected], ...] | None


def check(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        for at, _ in _by_network(file):
            yield from _denied(filled, at)
    boxes = list(_boxes(filled))
    for address, ticked, used in boxes:
        yield from _compare(filled, address, ticked, used)
    none = (NotConnected.NOT_OBTAINING, NotConnected.NOT_PROVIDING)
    answer = filled.whole[DONE]
    unconnected = boxes and all(is_ticked(ticked, *none) for _, ticked, _ in boxes)
    if answer is NetworkUse.DONE and unconnected:
        yield CheckMessages.CONNECTED_NOWHERE.finding(answer=answer, address=DONE.address)


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
    answer = filled.whole[DONE]
    if answer is NetworkUse.NOT_DONE:
        message = CheckMessages.NETWORK_ALL_THE_SAME
        yield message.finding(answer=answer, means=Means.INFORMATION_NETWORK, address=address)


def _boxes(filled: Filled) -> Iterator[tuple[str, Boxes, set[NotConnected]]]:
    """Yield the boxes that the form prints, each with those that its file contradicts."""
    for file in filled.files():
        if filled.prints(file.at(BOXES)):
            yield file.at(BOXES), file[BOXES], {box for _, box in _by_network(file)}
    if filled.prints(BRIEF.address):
        yield BRIEF.address, filled.whole[BRIEF], set()


def _compare(
    filled: Filled, address: str, ticked: Boxes, used: set[NotConnected]
) -> Iterator[Finding]:
    answer = filled.whole[DONE]
    for box in NotConnected:
        yield from agrees(
            address,
            box=box,
            is_ticked=is_ticked(ticked, box),
            denied=str(answer) if answer is NetworkUse.NOT_DONE else "",
            affirmed=str(Means.INFORMATION_NETWORK) if box in used else "",
        )
