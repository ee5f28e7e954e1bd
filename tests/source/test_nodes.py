"""Addresses, locations and positions in a tree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from pia.errors import Position
from pia.source.nodes import (
    Location,
    Mapping,
    Node,
    Sequence,
    address_of,
    location_of,
    position_of,
    texts,
)
from pia.source.read_as import use_aliases
from pia.source.reader import parse

ROOT: Mapping = parse(
    """\
事務:
  名称: 税
システム:
- id: 税
  名称: 税システム
- id: 二
変更箇所:
- 項目: 一
- 項目: 二
""",
    Path("a.yaml"),
).root


@pytest.mark.parametrize(
    ("address", "location", "place"),
    [
        ("事務.名称", ("事務", "名称"), (2, 3)),
        ("システム[税].名称", ("システム", 0, "名称"), (5, 3)),
        ("システム[二]", ("システム", 1), (6, 3)),
        ("変更箇所[2].項目", ("変更箇所", 1, "項目"), (9, 3)),
    ],
)
def test_an_address_names_one_place(
    address: str, location: Location, place: tuple[int, int]
) -> None:
    assert location_of(ROOT, address) == location
    assert address_of(ROOT, location) == address
    assert position_of(ROOT, location) == Position(*place)


def test_an_entry_of_what_is_no_list_has_no_place() -> None:
    assert location_of(ROOT, "事務[名称]") == ("事務",)


def test_an_entry_is_found_where_it_stands_when_others_have_gone() -> None:
    root = parse("一覧: [{id: 甲}, {id: 乙}, {id: 丙}]", Path("a.yaml")).root
    listed = root.entries["一覧"]
    assert isinstance(listed, Sequence)
    assert location_of(root, "一覧[丙]") == ("一覧", 2)
    del listed.items[0]
    assert location_of(root, "一覧[丙]") == ("一覧", 1)
    assert location_of(root, "一覧[乙]") == ("一覧", 0)


@pytest.mark.parametrize(
    ("address", "line"),
    [("事務.なし", 1), ("システム[なし].名称", 3), ("なし", 1), ("システム[税].機能", 4)],
)
def test_what_the_source_lacks_is_shown_at_what_is_around_it(address: str, line: int) -> None:
    assert position_of(ROOT, location_of(ROOT, address)).line == line


def test_entries_without_ids_are_counted_once_for_all_of_them() -> None:
    """Entries that are told by their numbers were looked through for each number."""
    count = 3000
    root = parse("行:\n" + "- 甲: 乙\n" * count, Path("a.yaml")).root
    rows = root.entries["行"]
    assert isinstance(rows, Sequence)
    rows.items = Counting(rows.items)
    assert all(location_of(root, f"行[{n + 1}]") == ("行", n) for n in range(count))
    assert rows.items.walks == 1


class Counting(list[Node]):
    """Entries that know how often somebody went through them."""

    walks = 0

    def __iter__(self) -> Iterator[Node]:
        self.walks += 1
        return super().__iter__()


def test_a_key_that_gets_its_official_spelling_is_found() -> None:
    root = parse("人:\n- ｉｄ: 甲\n", Path("a.yaml")).root
    assert location_of(root, "人[甲]") == ("人",)
    use_aliases(root, People)
    assert location_of(root, "人[甲]") == ("人", 0)


class Person(BaseModel):
    id: str


class People(BaseModel):
    people: list[Person] = Field(alias="人")


def test_texts_come_in_order_without_ids() -> None:
    assert [t.raw for t in texts(ROOT)] == ["税", "税システム", "一", "二"]


@pytest.mark.parametrize(
    "address", ["]", "[", "..", "[]", "a[b]c", "", "システム[0]", "システム[９９]"]
)
def test_a_strange_address_is_no_error(address: str) -> None:
    assert position_of(ROOT, location_of(ROOT, address)).line >= 1
