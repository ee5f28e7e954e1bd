"""情報連携: the answer of the office, the means of each file and the boxes of its risks."""

from collections.abc import Iterator

from pia.checks.boxes import agrees
from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.base import Checked
from pia.model.choices import Means, NetworkUse, NotConnected
from pia.model.files import PersonalFile

BOXES = "情報提供ネットワークシステムとの接続.該当"
BRIEF = f"基礎リスク対策.{BOXES}"
Boxes = tuple[Checked[NotConnected], ...] | None


def check(filled: Filled) -> Iterator[Finding]:
    for address, file in filled.files():
        for at, means in _by_network(address, file):
            yield from _denied(filled, at, means)
    boxes = list(_boxes(filled))
    for address, ticked, used in boxes:
        yield from _compare(filled, address, ticked, used)
    none = (NotConnected.NOT_OBTAINING, NotConnected.NOT_PROVIDING)
    answer = filled.assessment.network.done
    unconnected = boxes and all(is_ticked(ticked, *none) for _, ticked, _ in boxes)
    if answer is NetworkUse.DONE and unconnected:
        message = CheckMessages.CONNECTED_NOWHERE
        yield message.finding(answer=answer, address="情報連携.実施の有無")


def _by_network(address: str, file: PersonalFile) -> Iterator[tuple[str, NotConnected]]:
    """Yield where a file says that it obtains or provides by the network, with the box that
    would deny it."""
    network = Means.INFORMATION_NETWORK
    if is_ticked(file.use.means, network):
        yield f"{address}.入手・使用.入手方法", NotConnected.NOT_OBTAINING
    for provision in file.sharing.provisions:
        if is_ticked(provision.means, network):
            yield (
                f"{address}.提供・移転.提供先[{provision.id}].提供方法",
                NotConnected.NOT_PROVIDING,
            )


def _denied(filled: Filled, address: str, box: NotConnected) -> Iterator[Finding]:
    answer = filled.assessment.network.done
    if answer is NetworkUse.NOT_DONE:
        message = CheckMessages.NETWORK_ALL_THE_SAME
        yield message.finding(answer=answer, means=Means.INFORMATION_NETWORK, address=address)


def _boxes(filled: Filled) -> Iterator[tuple[str, Boxes, set[NotConnected]]]:
    """Yield the boxes that the form prints, each with those that its file contradicts."""
    for address, file in filled.files():
        if filled.prints(at := f"{address}.リスク対策.{BOXES}"):
            yield at, file.risks.network.boxes, {box for _, box in _by_network(address, file)}
    if filled.prints(BRIEF):
        yield BRIEF, filled.assessment.brief_risks.network.boxes, set()


def _compare(
    filled: Filled, address: str, ticked: Boxes, used: set[NotConnected]
) -> Iterator[Finding]:
    answer = filled.assessment.network.done
    for box in NotConnected:
        yield from agrees(
            address,
            box=box,
            is_ticked=is_ticked(ticked, box),
            denied=str(answer) if answer is NetworkUse.NOT_DONE else "",
            affirmed=str(Means.INFORMATION_NETWORK) if box in used else "",
        )
