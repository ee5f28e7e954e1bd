"""非公表 of form 3 or 4 that concerns what form 2 takes over."""

from collections.abc import Iterator, Mapping

from pia.derivation.rules import Basis, Taken
from pia.model.assessment import Assessment
from pia.model.base import Part
from pia.model.published import has
from pia.model.ref import Ref
from pia.model.root import Redaction

REDACTIONS = Ref(Assessment, lambda a: a.redactions).address


def secrets(basis: Basis, taken: Mapping[str, Taken]) -> Taken:
    """Return what has to be blacked out in form 2 too, at the addresses of form 2.

    Words are blacked out wherever they stand, so the first place that has them stands for all.
    """
    texts = list(_texts(taken))
    found: list[Redaction] = []
    for redaction in basis.assessment.redactions:
        if redaction.words:
            places = [at for at, _, text in texts if has(text, redaction.words)][:1]
        else:
            places = [at for at, origin, _ in texts if _lies_in(origin, redaction.item or "")]
        found += [redaction.model_copy(update={"item": place}) for place in places]
    return Taken(tuple(found) or None, origin=REDACTIONS)


def _texts(taken: Mapping[str, Taken]) -> Iterator[tuple[str, str, str]]:
    """Yield address in form 2, address in the other form and text of all that is taken over."""
    for address, item in taken.items():
        if type(item.value) is str:
            yield address, item.origin, item.value
        for entry in item.value if isinstance(item.value, tuple) else ():
            if isinstance(entry, Part) and (name := getattr(entry, "name", None)):
                key = type(entry).model_fields["name"].alias
                at = f"{address}[{getattr(entry, 'id', '')}].{key}"
                yield at, at, name


def _lies_in(address: str, place: str) -> bool:
    return bool(place) and (address == place or address.startswith((f"{place}.", f"{place}[")))
