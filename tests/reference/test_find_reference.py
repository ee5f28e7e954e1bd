"""Every path of two published tables, against what was read off the form by hand."""

import json
import os
from pathlib import Path

import pytest
import yaml

from pia import items

HERE = Path(__file__).parent
REFERENCE = os.environ.get("PIA_REFERENCE_DIR", "")
SHORT = {"R.": "特定個人情報ファイル.リスク対策.", "F.": "特定個人情報ファイル."}

pytestmark = pytest.mark.skipif(not REFERENCE, reason="PIA_REFERENCE_DIR is not set")


def expected(name: str) -> dict[str, str]:
    data = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return {str(key): _whole(entry) for key, entry in data.items()}


def _whole(entry: str) -> str:
    """Return `kind address` with the address written out, or `none`."""
    kind, _, address = entry.partition(" ")
    for short, whole in SHORT.items():
        if address.startswith(short):
            return f"{kind} {whole}{address.removeprefix(short)}"
    return "none" if kind == "none:" else entry


def result(text: str) -> str:
    found = items("zenkomoku", text)
    entry = found.entries[0] if found.certain else None
    return f"{entry.kind} {entry.address}" if entry else "none"


def rows(name: str) -> list[dict[str, str]]:
    loaded: list[dict[str, str]] = json.loads((Path(REFERENCE) / name).read_text(encoding="utf-8"))
    return loaded


def test_all_rows_of_the_change_table_are_found() -> None:
    wanted = expected("find_hiroshima.yaml")
    paths = {str(row["n"]): row["item"] for row in rows("hiroshima_changes.json")}
    assert len(paths) == len(wanted) == 68
    assert {n: result(path) for n, path in paths.items()} == wanted


def test_all_paths_of_the_reviews_are_found_and_none_wrongly() -> None:
    wanted = expected("find_ota.yaml")
    paths = {f"{r['table']} {r['round']} {r['no']}": r["item"] for r in rows("ota_reviews.json")}
    assert len(paths) == len(wanted) == 51
    assert {key: result(path) for key, path in paths.items()} == wanted


def test_a_path_that_fits_two_items_gives_both() -> None:
    text = next(r["item"] for r in rows("ota_reviews.json") if str(r["no"]) == "36")
    assert [entry.address for entry in items("zenkomoku", text).entries] == [
        "特定個人情報ファイル.提供・移転.提供先.法令上の根拠",
        "特定個人情報ファイル.提供・移転.移転先.法令上の根拠",
    ]
