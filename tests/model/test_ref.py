"""A place named once: address and value follow from each other, and a typo fails at once."""

from typing import Any

import pytest

from pia.model import Assessment
from pia.model.assessment import Commission, PersonalFile
from pia.model.ref import Ref, Spot

COMMISSIONS = Ref(PersonalFile, lambda file: file.outsourcing.commissions)


def test_a_ref_gives_address_key_and_value() -> None:
    place = Ref(PersonalFile, lambda file: file.use.purpose)
    file = PersonalFile.model_validate({"id": "a", "入手・使用": {"使用目的": "発行"}})
    assert (place.address, place.key, place.of(file)) == ("入手・使用.使用目的", "使用目的", "発行")


@pytest.mark.parametrize(
    "place",
    [
        lambda file: file.use.porpose,
        lambda file: file.outsourcing.commissions.name,
        lambda file: file.use.purpose.text,
        lambda file: "入手・使用.使用目的",
    ],
)
def test_a_place_that_the_model_does_not_have_is_refused(place: Any) -> None:
    with pytest.raises(TypeError, match="place"):
        Ref(PersonalFile, place)


def test_the_entries_of_a_list_have_addresses_of_their_own() -> None:
    data = {"特定個人情報ファイル": [{"id": "a", "委託": {"委託事項": [{"id": "b"}, {"id": "c"}]}}]}
    whole = Spot(Assessment.model_validate(data))
    (file,) = whole.each(Ref(Assessment, lambda a: a.files))
    name = Ref(Commission, lambda commission: commission.name)
    assert [entry.at(name) for entry in file.each(COMMISSIONS)] == [
        f"特定個人情報ファイル[a].委託.委託事項[{id_}].名称" for id_ in "bc"
    ]


def test_an_entry_without_an_id_is_numbered() -> None:
    whole = Spot(Assessment.model_validate({"変更箇所": [{}, {}]}))
    rows = whole.each(Ref(Assessment, lambda a: a.changes))
    assert [row.address for row in rows] == ["変更箇所[1]", "変更箇所[2]"]
