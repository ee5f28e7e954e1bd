"""A site holds what was published and nothing that is hidden, and is the same for everybody."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from chromium import axe
from click.testing import CliRunner, Result
from documents import write
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from test_published_files import laid_bare, spellings

import pia
from pia.cli import cli
from pia.model.published import letters
from pia.office import site_document
from pia.office.site_folder import Site

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("PIA_KILLS", "5"))
# Words that stand nowhere else. OLD stood in an older version where HIDDEN stands now.
OLD, HIDDEN, WORD, OPEN = "前丙警備会社", "甲乙丙警備会社", "巡回時刻表", "公表図書館"
SOURCE = f"""\
様式: 重点項目評価書
版: R6.10
前版: 旧.yaml
表紙: {{評価書番号: 7, 評価書名: {OPEN}の事務, 評価実施機関名: 見本市長, 公表日: 令和7年4月1日}}
事務: {{名称: {OPEN}の事務, 内容: {WORD}による。, 対象人数: 1万人以上10万人未満}}
特定個人情報ファイル:
- id: 名簿
  ファイル名: 名簿ファイル
  委託:
    委託の有無: 委託する
    委託事項:
    - {{id: 警備, 名称: 警備, 委託先名: {HIDDEN}}}
非公表:
- {{項目: 事務.内容, 語: {WORD}, 理由: 警備のため, 根拠: 第2項}}
- {{項目: "特定個人情報ファイル[名簿].委託.委託事項[警備].委託先名", 理由: 警備のため, 根拠: 第2項}}
"""
BEFORE = SOURCE.partition("非公表:")[0].replace("前版: 旧.yaml\n", "").replace(HIDDEN, OLD)
BEFORE = BEFORE.replace("令和7年", "令和6年").replace("による。", f"による。{OLD}も同じ。")


def basis() -> str:
    from pia.model.choices import RedactionBasis

    return str(RedactionBasis.SAFETY)


def office(folder: Path, new: str = SOURCE, old: str = BEFORE) -> Path:
    """Make a workspace with one document of two frozen versions."""
    write(folder, "", "pia.yaml")
    frozen(folder, old.replace("第2項", basis()), "旧.yaml", "旧.yaml")
    frozen(folder, new.replace("第2項", basis()), "新.yaml", "評価書.yaml")
    return folder


def frozen(folder: Path, text: str, name: str, seal: str) -> Path:
    draft = write(folder, text, f"下書き/{name}")
    if name != "旧.yaml":
        shutil.copy(folder / "旧.yaml", folder / "下書き" / "旧.yaml")
    made = pia.freeze(draft, folder / "下書き" / f"確定_{name}")
    target = folder / seal
    target.write_bytes(made.read_bytes())
    shutil.rmtree(folder / "下書き")
    return target


def site(folder: Path, **options: Any) -> Site:
    return pia.site(folder, folder / "out", **options)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def said(path: Path) -> str:
    """Return in letters all that a file says, as a reader or a program sees it."""
    data = path.read_bytes()
    parts = [part.decode("utf-8", "replace") for part in laid_bare(data)]
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        parts += [page.extract_text() for page in reader.pages]
        parts += map(str, (reader.metadata or {}).values())
    text = "".join(parts)
    return "".join(map(letters, re.sub(r"<[^>]*>", "", text) + text))


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += filter(None, [found.get("id")])
        self.links += filter(None, [found.get("href"), found.get("src")])


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with both examples, published, and its site."""
    folder = tmp_path_factory.mktemp("市")
    for name in ("neyagawa", "hiroshima"):
        shutil.copytree(ROOT / "examples" / name, folder / name)
    pia.publish([folder / "neyagawa/令和7年版.yaml"])
    pia.publish([folder / "hiroshima/令和6年版.yaml"])
    assert [str(f) for f in site(folder, url="https://city.example/pia").findings] == []
    return folder


def test_every_link_of_every_page_leads_somewhere(example: Path) -> None:
    out = example / "out"
    pages = {p: _Tags(p.read_text("utf-8")) for p in out.rglob("*.html")}
    assert len(pages) > 500
    links = [(page, link) for page, tags in pages.items() for link in tags.links]
    for page, link in links:
        path, _, anchor = unquote(link).partition("#")
        if path.startswith("data:"):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), (page, link)
        assert not anchor or anchor in pages[target].ids, (page, link)


def test_every_file_is_reached_from_the_first_page(example: Path) -> None:
    out = example / "out"
    reached, left = set(), [out / "index.html"]
    while left:
        page = left.pop()
        if page not in reached:
            reached.add(page)
            if page.suffix == ".html":
                links = (unquote(link).partition("#")[0] for link in _Tags(page.read_text()).links)
                left += [(page.parent / link).resolve() for link in links if link[:5] != "data:"]
    by_script = set(out.rglob("search.js"))
    left_out = {p for p in out.rglob("*") if p.is_file() and not p.name.startswith(".")} - reached
    assert left_out == by_script


def test_a_page_is_read_without_a_script_and_has_landmarks_and_headings(example: Path) -> None:
    for path in example.joinpath("out").rglob("*.html"):
        tags = _Tags(path.read_text("utf-8")).tags
        assert {"header", "nav", "main", "footer"} <= set(tags), path
        assert tags.count("h1") == 1
        levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert ("script" in tags) == (path.parent.name == "out"), path
    first = (example / "out/index.html").read_text("utf-8")
    assert "住民基本台帳に関する事務　全項目評価書" in first
    assert re.search(r"<form [^>]*hidden", first)
    assert "index.html" not in _Tags(first).links


def test_a_version_has_the_published_edition_in_every_format(example: Path) -> None:
    out = example / "out/juten-1"
    published = example / "neyagawa/出力/令和7年版/2025-02-13/公表"
    for name in ("html", "pdf", "xlsx", "docx"):
        made = out / f"2025-02-13/juten-1-2025-02-13.{name}"
        assert made.read_bytes() == (published / f"令和7年版.{name}").read_bytes()
    assert len([p for p in out.iterdir() if p.is_dir()]) == 3  # two versions and the items


def test_an_item_tells_what_stood_there_in_which_version(tmp_path: Path) -> None:
    folder = office(tmp_path, SOURCE.replace("前版", "前版"))
    site(folder)
    data = json.loads((folder / "out/juten-7/data.json").read_text("utf-8"))
    number = next(i for i in data["項目"] if i["番地"] == "表紙.公表日")
    assert [h["値"] for h in number["履歴"]] == ["2025-04-01", "2024-04-01"]
    page = (folder / "out/juten-7" / number["ページ"]).read_text("utf-8")
    assert page.index("令和7年4月1日公表の版（今の版）") < page.index("令和6年4月1日公表の版")
    name = next(i for i in data["項目"] if i["番地"] == "事務.名称")
    page = (folder / "out/juten-7" / name["ページ"]).read_text("utf-8")
    assert "令和6年4月1日から令和7年4月1日までに公表した版（今の版）" in page


def test_the_data_is_as_its_schema_says(example: Path) -> None:
    out = example / "out"
    schema = json.loads((out / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    found = [json.loads(p.read_text("utf-8")) for p in sorted(out.rglob("data.json"))]
    assert len(found) == 3
    for data in found:
        assert [e.message for e in judge.iter_errors(data)] == []
        assert list(judge.iter_errors({**data, "知らない": 1}))
    document = next(d for d in found if d.get("識別") == "zenkomoku-1")
    answers = pia.load(example / "hiroshima/令和6年版.yaml")
    items = {i["番地"]: i["履歴"][0] for i in document["項目"]}
    assert items["事務.内容"]["値"] == answers.assessment.office.description
    assert [len(c["行"]) > 20 for c in document["変更"]] == [True]


def test_the_feeds_are_atom_and_lead_to_what_changed(example: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    for path in ("feed.xml", "juten-1/feed.xml"):
        feed = ElementTree.parse(example / "out" / path).getroot()
        entries = feed.findall(f"{atom}entry")
        days = [str(e.findtext(f"{atom}updated")) for e in entries]
        assert days == sorted(days, reverse=True)
        assert len(days) == (4 if path == "feed.xml" else 2)
        for each in (feed, *entries):
            assert str(each.findtext(f"{atom}id")).startswith("urn:uuid:")
            assert each.findtext(f"{atom}title")
            assert each.findtext(f"{atom}updated")
        links = [str(link.get("href")) for e in entries for link in e.findall(f"{atom}link")]
        assert len(links) == len(entries)
        base = "https://city.example/pia/"
        assert all(link.startswith(base) for link in links)
        assert all((example / "out" / link.removeprefix(base)).is_file() for link in links)
    ids = [e.text for e in ElementTree.parse(example / "out/feed.xml").iter(f"{atom}id")]
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Page]:
    with chromium.new_page() as page:
        yield page


def _kinds(example: Path) -> list[Path]:
    folder = example / "out/zenkomoku-1"
    items = sorted((folder / "item").iterdir())
    told = [p for p in items if "の版" in p.read_text("utf-8") and "<h2>" in p.read_text("utf-8")]
    changed = next(p for p in told if p.read_text("utf-8").count("<section>") > 1)
    changes = folder / "2024-12-25/changes.html"
    edition = example / "out/juten-1/2025-02-13/juten-1-2025-02-13.html"
    return [example / "out/index.html", folder / "index.html", changes, items[0], changed, edition]


def _kind(page: Path, site: Path) -> str:
    """Return which kind of page of a site this is, by how deep it stands and what it is called."""
    path = page.relative_to(site)
    name = re.sub(r"^[a-z]+-[\d-]+\.html$", "edition", path.name)
    return "item" if path.parent.name == "item" else f"{len(path.parts)} {name}"


def test_every_kind_of_page_can_be_read_by_everyone(example: Path, browser: Page) -> None:
    out = example / "out"
    assert {_kind(p, out) for p in _kinds(example)} == {_kind(p, out) for p in out.rglob("*.html")}
    browser.set_default_timeout(300_000)
    for width in (1200, 390):
        browser.set_viewport_size({"width": width, "height": 800})
        for path in _kinds(example):
            browser.goto(path.as_uri())
            wide = browser.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path
            assert _violations(browser) == [], (path, width)


def _violations(browser: Page) -> list[str]:
    """Return what axe-core objects to on the page at hand."""
    browser.evaluate(axe())
    return list(browser.evaluate("axe.run().then(r => r.violations.map(v => v.id))"))


def test_a_page_from_the_disk_is_searched(example: Path, browser: Page) -> None:
    errors: list[str] = []
    browser.on("pageerror", lambda error: errors.append(str(error)))
    browser.goto((example / "out/index.html").as_uri())
    browser.fill("#words", "データｾﾝﾀｰ　入退")
    browser.keyboard.press("Enter")
    hits = browser.locator(".hits li")
    hits.first.wait_for()
    assert hits.count() >= 1
    assert "データセンター" in hits.first.inner_text()
    assert _violations(browser) == []
    hits.first.locator("a").click()
    assert "データセンター" in browser.locator("main").inner_text()
    browser.go_back()
    browser.fill("#words", "どこにもない語句")
    browser.keyboard.press("Enter")
    browser.get_by_text("見つかりません。").wait_for()
    assert errors == []


def test_no_file_says_what_is_hidden_nor_what_stood_in_its_place(tmp_path: Path) -> None:
    folder = office(tmp_path)
    assert [str(f) for f in site(folder).findings] == []
    found = [p for p in (folder / "out").rglob("*") if p.is_file()]
    assert {".html", ".pdf", ".xlsx", ".docx", ".json", ".js", ".xml"} <= {p.suffix for p in found}
    for path in found:
        for secret in (HIDDEN, OLD, WORD):
            parts = list(laid_bare(path.read_bytes()))
            assert not [s for s in spellings(secret) for part in parts if s in part], path
            assert "".join(map(letters, secret)) not in said(path), path
        assert all(secret not in path.name for secret in (HIDDEN, OLD, WORD))
    assert sum(letters_of(OPEN) in said(path) for path in found) > 10
    versions = json.loads((folder / "out/juten-7/data.json").read_text("utf-8"))["版の一覧"]
    assert [v["公表日"] for v in versions] == ["2025-04-01", "2024-04-01"]


def letters_of(text: str) -> str:
    return "".join(map(letters, text))


def test_the_search_for_hidden_words_would_find_them(tmp_path: Path) -> None:
    folder = office(tmp_path, SOURCE.partition("非公表:")[0])
    site(folder)
    for secret in (HIDDEN, OLD, WORD):
        found = [
            p for p in (folder / "out").rglob("*") if p.is_file() and letters_of(secret) in said(p)
        ]
        kinds = {".html", ".pdf", ".xlsx", ".docx", ".json"}
        # What an older version says is read, and not searched.
        assert kinds | ({".js"} if secret != OLD else set()) <= {p.suffix for p in found}


def test_a_place_that_was_called_otherwise_is_black_in_an_older_version(tmp_path: Path) -> None:
    folder = office(tmp_path, old=BEFORE.replace("id: 警備", "id: 守衛"))
    site(folder)
    assert not [
        p for p in (folder / "out").rglob("*") if p.is_file() and letters_of(OLD) in said(p)
    ]


def test_words_that_were_others_before_are_black_as_a_whole(tmp_path: Path) -> None:
    folder = office(tmp_path, old=BEFORE.replace(WORD, "見回り順路"))
    site(folder)
    word = letters_of("見回り順路")
    assert not [p for p in (folder / "out").rglob("*") if p.is_file() and word in said(p)]


def test_a_version_of_which_nobody_can_be_certain_is_not_shown(tmp_path: Path) -> None:
    row = (
        "変更箇所:\n- {変更日: 令和5年1月1日, 項目: どこか, 変更前の記載: 何か, 変更後の記載: 別}\n"
    )
    folder = office(tmp_path, old=BEFORE + row)
    result = run("site", folder, "-o", folder / "out")
    assert result.exit_code == 1
    assert "[載せられない版]" in result.output
    data = json.loads((folder / "out/juten-7/data.json").read_text("utf-8"))
    assert [v["公表日"] for v in data["版の一覧"]] == ["2025-04-01"]


def test_what_one_document_hides_another_does_not_tell(tmp_path: Path) -> None:
    folder = office(tmp_path)
    other = BEFORE.replace("評価書番号: 7", "評価書番号: 8").replace(OLD, HIDDEN)
    frozen(folder, other.replace("第2項", basis()), "ほか元.yaml", "ほか.yaml")
    result = run("site", folder, "-o", folder / "out")
    assert result.exit_code == 1
    assert "[ほかの評価書の非公表]" in result.output
    assert "ほか.yaml" in result.output
    assert not (folder / "out/juten-8").exists()
    assert (folder / "out/juten-7/index.html").is_file()
    again = run("site", folder, "-o", folder / "out")
    assert "[ほかの評価書の非公表]" in again.output


def test_a_draft_is_not_on_the_site(tmp_path: Path) -> None:
    folder = tmp_path
    write(folder, "", "pia.yaml")
    write(folder, BEFORE, "評価書.yaml")
    result = run("site", folder, "-o", folder / "out")
    assert (result.exit_code, "[公表していない評価書]" in result.output) == (0, True)
    assert not list((folder / "out").glob("juten*"))
    assert OPEN.encode() not in (folder / "out/index.html").read_bytes()


def test_two_documents_of_one_number_do_not_share_a_folder(tmp_path: Path) -> None:
    folder = office(tmp_path)
    frozen(folder, BEFORE, "ほか元.yaml", "ほか.yaml")
    result = run("site", folder, "-o", folder / "out")
    assert (result.exit_code, "[同じページになる評価書]" in result.output) == (1, True)


def test_the_same_workspace_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = office(tmp_path / "一")
    site(folder)
    shutil.copytree(folder, tmp_path / "二", ignore=shutil.ignore_patterns("out", ".pia"))
    site(tmp_path / "二")
    assert files(folder / "out") == files(tmp_path / "二/out")


def test_a_document_that_did_not_change_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = office(tmp_path)
    first = files(folder / "out") if site(folder) else {}
    made: list[str] = []
    whole = site_document.make

    def counted(task: site_document.SiteTask) -> object:
        made.append(task.source)
        return whole(task)

    monkeypatch.setattr("pia.office.site.make", counted)
    assert site(folder).written == []
    assert (made, files(folder / "out")) == ([], first)
    (folder / "out/juten-7/index.html").unlink()
    site(folder)
    assert (made, files(folder / "out")) == (["評価書.yaml"], first)


def test_what_is_no_longer_published_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = office(tmp_path)
    site(folder)
    edited, own = folder / "out/juten-7/index.html", folder / "out/juten-7/メモ.txt"
    edited.write_text("手で直した", encoding="utf-8")
    own.write_text("市のメモ", encoding="utf-8")
    with pytest.raises(pia.RefusedError):
        site(folder)
    assert edited.read_text("utf-8") == "手で直した"
    (folder / "評価書.yaml").unlink()
    (folder / "旧.yaml").unlink()
    frozen(folder, BEFORE.replace("評価書番号: 7", "評価書番号: 9"), "旧.yaml", "旧.yaml")
    told = site(folder)
    assert told.kept == [edited]
    assert {p.name for p in (folder / "out/juten-7").iterdir()} == {"index.html", "メモ.txt"}
    assert (folder / "out/juten-9/index.html").is_file()
    assert not run("site", folder, "-o", folder / "out").exit_code


def test_a_folder_of_others_is_refused_unless_forced(tmp_path: Path) -> None:
    folder = office(tmp_path)
    own = write(folder, "市のページ", "out/index.html")
    with pytest.raises(pia.RefusedError, match="公表用のページの置き場所"):
        site(folder)
    assert own.read_text("utf-8") == "市のページ"
    site(folder, force=True)
    assert OPEN in own.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_site_that_is_killed_has_no_half_file_and_is_ended_by_the_next(tmp_path: Path) -> None:
    """PIA_KILLS=100 for the whole test."""
    folder = office(tmp_path)
    site(folder)
    expected = files(folder / "out")
    shutil.rmtree(folder / "out")
    words = ["site", str(folder), "-o", str(folder / "out")]
    command = [sys.executable, "-c", "from pia.cli import main; main()", *words]
    chance = random.Random(3)
    for _ in range(KILLS):
        shutil.rmtree(folder / ".pia", ignore_errors=True)
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.3, 3))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        there = files(folder / "out")
        whole = {n: d for n, d in there.items() if not n.rpartition("/")[2].startswith(".pia-")}
        assert whole.items() <= expected.items()
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert files(folder / "out") == expected


class _Died(BaseException):
    """What ends a run as a kill does: nobody heeds it."""


def die_at(write: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Run a site that dies before it writes a file of such a name."""
    replace = Path.replace

    def replaced(part: Path, target: Path) -> Path:
        if target.name == write:
            shutil.copy(part, part.with_name(f".pia-00000000-1-{'0' * 16}.part"))
            raise _Died
        return replace(part, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replaced)
        with pytest.raises(_Died):
            site(folder)


@pytest.mark.parametrize("write", [".pia-site.json", "data.json", "feed.xml", "style.css"])
def test_a_site_that_died_is_ended_without_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    folder, other = office(tmp_path / "a"), office(tmp_path / "b")
    die_at(write, monkeypatch, folder)
    site(folder)
    site(other)
    found = files(folder / "out")
    assert {n: d for n, d in found.items() if not n.endswith(".part")} == files(other / "out")


def test_what_a_run_that_died_has_written_goes_with_what_it_was_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what bears no seal, such as a feed, and what is on the site no more."""
    folder = office(tmp_path)
    die_at("style.css", monkeypatch, folder)
    (folder / "out/juten-7/index.html").write_text("手で直した", encoding="utf-8")
    (folder / "評価書.yaml").unlink()
    (folder / "旧.yaml").unlink()
    frozen(folder, BEFORE.replace("評価書番号: 7", "評価書番号: 9"), "旧.yaml", "旧.yaml")
    told = site(folder)
    assert told.kept == [folder / "out/juten-7/index.html"]
    assert {p.name for p in (folder / "out/juten-7").iterdir()} == {"index.html"}
    assert (folder / "out/juten-9/index.html").is_file()
    assert not (folder / "out/.pia-site.begun").exists()
