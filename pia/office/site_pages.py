"""The pages of a site: of a document all that stands in its folder, and what binds them together.

A page needs no script to be read. What is searched are small files of script, one for each
document, since a page that was opened from a disk may load nothing else.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import unescape
from itertools import groupby
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pia.authorship import page_seal
from pia.layout.marks import BLACKENED
from pia.layout.theme import Theme
from pia.layout.tree import WITHHELD
from pia.model.ref import around
from pia.office.site_data import Json, day_of, files
from pia.office.site_versions import Shown
from pia.renderers import rendered
from pia.source.files import templates
from pia.workspace.folder import FORM, NAME, NUMBER, ORGANISATION, PUBLISHED_KEY

INDEX, DATA, FEED, SEARCH = "index.html", "data.json", "feed.xml", "search.js"
FORMATS = {"html": "HTML", "pdf": "PDF", "xlsx": "Excel", "docx": "Word"}
ANCHOR = re.compile(r' id="([^"]*)"')
LATEST = 100  # entries of the feed of the whole site
Pages = dict[str, bytes]


def document_pages(data: Json, versions: Sequence[Shown], base: str) -> Pages:
    """Return the files of one document by their paths in its folder."""
    slug = data["識別"]
    found = {
        path: printed for version in versions for path, printed in _editions(slug, version).items()
    }
    for entry, version in zip(data["版の一覧"], versions, strict=True):
        entry["sha256"] = {
            name: hashlib.sha256(found[path]).hexdigest()
            for name, path in files(slug, version.key).items()
        }
    found[INDEX] = _page("document", "../", data=data)
    anchors = {v.key: _anchors(found[files(slug, v.key)["html"]]) for v in versions}
    for n, item in enumerate(data["項目"]):
        beside = {"before": data["項目"][n - 1] if n else None}
        beside["after"] = data["項目"][n + 1] if n + 1 < len(data["項目"]) else None
        spans = list(_spans(item["履歴"], anchors))
        found[item["ページ"]] = _page("item", "../../", data=data, item=item, spans=spans, **beside)
    pages = {(i["番地"]): i["ページ"] for i in data["項目"]}
    for changes in data["変更"]:
        path = f"{changes['版']}/changes.html"
        found[path] = _page("changes", "../../", data=data, changes=changes, pages=pages)
    found[DATA] = _json(data)
    found[FEED] = feed(data[NAME], entries(data, base, ""), base, slug)
    found[SEARCH] = _search(data)
    return found


def _editions(slug: str, version: Shown) -> Pages:
    layout = version.layout()
    return {path: rendered(layout, name) for name, path in files(slug, version.key).items()}


def _anchors(page: bytes) -> set[str]:
    return {unescape(name) for name in ANCHOR.findall(page.decode())}


def _spans(history: Sequence[Json], anchors: Mapping[str, set[str]]) -> Iterable[Json]:
    """Yield what stood in an item from which version to which, the newest first.

    anchors: what of a version can be led to; an item without its own stands in one that has.
    """
    for text, run in groupby(history, key=lambda said: said["文"]):
        versions = list(run)
        last, first = versions[0], versions[-1]
        address = last["番地"]
        known = (place for place in around(address or "") if place in anchors[last["版"]])
        span = {"文": text, "から": first["版"], "まで": last["版"], "番地": address}
        yield {**span, "場所": next(known, "")}


def site_pages(documents: Sequence[Json], theme: Theme, base: str) -> Pages:
    """Return the files that bind the documents together. documents: as `summary` gives them."""
    documents = sorted(documents, key=_place)
    owners = list(dict.fromkeys(each[ORGANISATION] for each in documents if each[ORGANISATION]))
    title = "特定個人情報保護評価書"
    named = f"{owners[0]}の{title}" if len(owners) == 1 else title
    told = [entry for each in documents for entry in each["更新"]]
    told.sort(key=lambda entry: (entry["updated"], entry["id"]), reverse=True)
    listed = [{k: v for k, v in each.items() if k != "更新"} for each in documents]
    return {
        INDEX: _page("index", "", documents=documents, heading=named, owners=owners),
        DATA: _json({"$schema": "schema.json", "評価書の一覧": listed}),
        FEED: feed(named, told[:LATEST], base, ""),
        "schema.json": _template_bytes("schema.json"),
        "site.js": _template_bytes("site.js"),
        "style.css": _style(theme),
    }


def _place(document: Json) -> tuple[str, int, str, str]:
    """Return what the list is sorted by: whose it is, its number, then its form."""
    number = document[NUMBER]
    digits = int(number) if number.isdecimal() else 10**9
    return document[ORGANISATION], digits, number, document["識別"]


def summary(data: Json, base: str) -> Json:
    """Return what the pages of the whole site need to know of a document."""
    slug = data["識別"]
    kept = {k: v for k, v in data.items() if k not in ("$schema", "項目", "変更")}
    versions = [{k: v for k, v in each.items() if k != "sha256"} for each in data["版の一覧"]]
    places = {"データ": f"{slug}/{DATA}", "ページ": f"{slug}/{INDEX}"}
    return {**kept, **places, "版の一覧": versions, "更新": entries(data, base, f"{slug}/")}


def entries(data: Json, base: str, folder: str) -> list[Json]:
    """Return what a feed tells of each version. folder: of the document, as seen from the feed."""
    slug = data["識別"]
    changes = {each["版"]: each for each in data["変更"]}
    found = []
    for version in data["版の一覧"]:
        key, made = version["識別"], changes.get(version["識別"])
        at = f"{key}/changes.html" if made else INDEX
        rows = made["行"] if made else []
        items = "、".join(dict.fromkeys(row["項目"] for row in rows))
        told = f"変更 {len(rows)} 件: {items}" if made else "公表しました。"
        link = f"{base}{slug}/{at}" if base else f"{folder}{at}"
        found.append(
            {
                "id": _urn(base, slug, key),
                "title": f"{version[NAME]}（{day_of(version)}公表）",
                "updated": f"{version[PUBLISHED_KEY]}T00:00:00+09:00",
                "link": quote(link, safe="/:%"),
                "summary": told,
            }
        )
    return found


def feed(title: str, told: Sequence[Json], base: str, slug: str) -> bytes:
    """Return an Atom feed (RFC 4287). base: of the whole site, "" where it is not known."""
    home = quote(f"{base}{slug}{'/' if base and slug else ''}" or INDEX, safe="/:%")
    words = {"title": title, "entries": told, "id": _urn(base, slug), "home": home}
    return _environment().get_template("feed.xml.jinja").render(words).encode()


def _urn(*words: str) -> str:
    return uuid5(NAMESPACE_URL, "/".join(("pia", *words))).urn


def _search(data: Json) -> bytes:
    """Return what is searched of a document: its newest version, item by item."""
    items = [
        [item["ページ"], item["項目"], item["履歴"][0]["文"]]
        for item in data["項目"]
        if item["履歴"][0]["文"]
    ]
    told = json.dumps([data["識別"], data[NAME], items], ensure_ascii=False, separators=(",", ":"))
    safe = told.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"pia.found({safe});\n".encode()


def _json(data: Json) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _page(name: str, root: str, **words: Any) -> bytes:
    """Return a page, sealed. root: the way from it to the folder of the site."""
    page = _environment().get_template(f"{name}.html.jinja").render(root=root, **words).encode()
    return page + page_seal(page)


def _style(theme: Theme) -> bytes:
    fonts = ", ".join([*map(json.dumps, theme.web_fonts), "sans-serif"])
    colours = "; ".join(f"--{n}: #{getattr(theme, n)}" for n in ("heading", "label", "line", "ink"))
    head = f":root {{ {colours}; --fonts: {fonts}; }}\n"
    return head.encode() + _template_bytes("style.css")


def _template_bytes(name: str) -> bytes:
    return (templates() / "site" / name).read_bytes()


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(templates() / "site"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(FORMATS=FORMATS, day_of=day_of, spoken=_spoken)
    environment.globals.update(NAME=NAME, NUMBER=NUMBER, ORGANISATION=ORGANISATION, FORM=FORM)
    return environment


def _spoken(text: str) -> Markup:
    """Return a text whose blackened stretches are read out as what they are."""
    span = f'<span role="img" aria-label="{WITHHELD}">\\g<0></span>'
    return Markup(BLACKENED.sub(span, str(escape(text))))
