"""Written YAML says again what it was given."""

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from pia.source.emit import Noted, Tree, dump, escaped
from pia.source.files import BAD, SEPARATORS
from pia.source.names import Names
from pia.source.nodes import plain
from pia.source.reader import parse


def allowed(text: str) -> bool:
    """Whether a source can hold the text: line ends are all `\\n` once it is read."""
    return not (BAD.search(text) or SEPARATORS.search(text) or "\r" in text)


HARD = st.sampled_from(
    ["{{ 名 }}", "\\{{", "\n", "\n\n", " ", "\t", ": ", "#", "- ", "'", '"', "%"]
)
ANY = st.text(st.characters(blacklist_categories=["Cs"]), max_size=4).filter(allowed)
TEXTS = st.lists(HARD | ANY, max_size=8).map("".join)


def read(text: str) -> object:
    source = parse(text, Path("試し.yaml"))
    names = Names(Path(), source)
    names.compose()
    assert [str(f) for f in [*source.findings, *names.findings]] == []
    return plain(source.root)


@given(TEXTS)
@example("\t\nあ")
@example("\n\t")
@example(" \n あ\nい")
@example("null")
@example("012")
@example("{{{{{")
def test_a_text_is_read_again_as_it_was_but_for_the_breaks_at_its_end(text: str) -> None:
    data = read(dump({"項目": escaped(text), "次": ["あ", escaped(text)]}, "見出し"))
    assert isinstance(data, dict)
    assert data["項目"].rstrip("\n") == text.rstrip("\n")
    assert [t.rstrip("\n") for t in data["次"]] == ["あ", text.rstrip("\n")]


def test_it_is_written_as_a_person_writes_it() -> None:
    tree: dict[str, Tree] = {
        "様式": "基礎項目評価書",
        "事務": {"名称": Noted("税", "名の\n説明"), "概要": "一行目\n二行目", "人数": "120"},
        "システム": Noted([{"id": "税", "名称": None}], "一覧"),
        "ほか": None,
    }
    assert (
        dump(tree, "見出し")
        == """\
# 見出し
様式: 基礎項目評価書

事務:
  # 名の
  # 説明
  名称: 税
  概要: |
    一行目
    二行目
  人数: 120

# 一覧
システム:
- id: 税
  名称:

ほか:
"""
    )
