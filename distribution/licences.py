"""The licences of bundled packages, as their wheels tell them."""

from email.message import Message
from email.parser import Parser
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

WORDS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
PLACES = ("homepage", "home", "source", "repository", "documentation")
CLASSIFIER = "License :: "
LONGEST = 80  # a longer field is a text, not a name


def collect(wheels: Path, target: Path) -> str:
    """Copy the texts of the licences, and return a page that lists them."""
    rows = {}
    for wheel in sorted(wheels.glob("*.whl")):
        with ZipFile(wheel) as archive:
            info = _information(archive)
            name = f"{info['Name']} {info['Version']}"
            texts = _copy(archive, target / name.replace(" ", "-"))
        rows[name] = f"| {name} | {licence(info)} | {texts} | {_home(info)} |"
    head = ["# 入っているソフトのライセンス", "", "全文は `licences/` にあります。", ""]
    table = ["| ソフト | ライセンス | 全文 | 配布元 |", "|---|---|---|---|"]
    return "\n".join([*head, *table, *(rows[name] for name in sorted(rows, key=str.lower)), ""])


def licence(info: Message) -> str:
    """Return the name of a licence: the expression, the classifiers, or the field."""
    field = str(info.get("License", "")).strip()
    classified = [
        str(line).split(" :: ")[-1]
        for line in info.get_all("Classifier", [])
        if str(line).startswith(CLASSIFIER) and str(line).count(" :: ") > 1
    ]
    short = field if len(field) <= LONGEST and "\n" not in field else ""
    return str(info.get("License-Expression") or "、".join(classified) or short or "全文を参照")


def _information(archive: ZipFile) -> Message:
    (name,) = [
        n for n in archive.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA")
    ]
    return Parser().parsestr(archive.read(name).decode("utf-8"), headersonly=True)


def _copy(archive: ZipFile, folder: Path) -> int:
    """Copy the files of a licence from a wheel, and return how many there are."""
    found = [
        name
        for name in archive.namelist()
        if ".dist-info/" in name and not name.endswith("/") and _is_text(name)
    ]
    for number, name in enumerate(found):
        folder.mkdir(parents=True, exist_ok=True)
        stem = PurePosixPath(name).name
        target = folder / (f"{number}-{stem}" if (folder / stem).exists() else stem)
        target.write_bytes(archive.read(name))
    return len(found)


def _is_text(name: str) -> bool:
    return "/licenses/" in name.lower() or PurePosixPath(name).name.upper().startswith(WORDS)


def _home(info: Message) -> str:
    """Return where a package comes from: what it calls its home, its source, or anything."""
    links = {}
    for line in info.get_all("Project-URL", []):
        name, _, link = str(line).partition(",")
        links[name.lower()] = link.strip()
    named = (links[name] for name in PLACES if name in links)
    return str(info.get("Home-page") or next(named, next(iter(links.values()), "")))
