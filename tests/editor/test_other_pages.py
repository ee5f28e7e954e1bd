"""What another page in the same browser, and a program on another host, can do: nothing."""

import json
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsers import Desk, desk_of_example
from playwright.sync_api import Browser, Page

NAME = "令和7年版.yaml"
# Each tries one way in and returns what it came to see; an error is "".
ATTACKS = {
    "fetch": "fetch(there + '/api/documents', {credentials: 'include'}).then(a => a.text())",
    "fetch without reading": """fetch(there + '/api/edit', {method: 'POST', mode: 'no-cors',
      credentials: 'include', body: body}).then(a => a.text())""",
    "fetch with our header": """fetch(there + '/api/edit', {method: 'POST',
      credentials: 'include', headers: {'content-type': 'application/json', 'x-pia': '1'},
      body: body}).then(a => a.text())""",
    "script": """new Promise((done) => { const it = document.createElement('script');
      it.src = there + '/api/documents'; it.onload = () => done('loaded');
      it.onerror = () => done(''); document.head.append(it); })""",
    "picture": """new Promise((done) => { const it = new Image();
      it.src = there + '/api/image?path=' + encodeURIComponent('"""
    + NAME
    + """') + '&name=x.png';
      it.onload = () => done('loaded'); it.onerror = () => done(''); })""",
    "frame": """new Promise((done) => { const it = document.createElement('iframe');
      it.src = there + '/'; document.body.append(it);
      it.onload = () => { try { done(it.contentDocument.body.innerText); } catch { done(''); } };
      setTimeout(() => done(''), 2000); })""",
    "window": """new Promise((done) => { const it = window.open(there + '/api/documents');
      setTimeout(() => { try { done(it.document.body.innerText); } catch { done(''); } }, 1500); })
      """,
    "form": """new Promise((done) => { const it = document.createElement('form');
      it.method = 'post'; it.enctype = 'text/plain'; it.action = there + '/api/edit';
      it.target = 'elsewhere';
      const field = document.createElement('input'); field.name = body; it.append(field);
      document.body.append(it); it.submit(); setTimeout(() => done(''), 1000); })""",
    "socket": """new Promise((done) => { const it = new WebSocket(there.replace('http', 'ws'));
      it.onopen = () => done('open'); it.onerror = () => done(''); })""",
}


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another page</title><body></body>")

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    with desk_of_example(tmp_path_factory.mktemp("a"), chromium) as desk:
        yield desk


@pytest.fixture(scope="module")
def strangers() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(params=["127.0.0.1", "localhost"])
def another(desk: Desk, strangers: int, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the same host at another port, and one of another host, beside the open editor."""
    page = desk.page.context.new_page()
    page.goto(f"http://{request.param}:{strangers}/")
    yield page
    page.close()


def address_of(desk: Desk) -> str:
    parts = urlsplit(desk.address)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.mark.parametrize("name", ATTACKS)
def test_another_page_sees_nothing_and_changes_nothing(
    name: str, desk: Desk, another: Page
) -> None:
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    body = json.dumps({"path": NAME, "base": "0" * 64, "changes": {"事務.名称": "奪った"}})
    given = json.dumps({"there": address_of(desk), "body": body})
    seen = another.evaluate(
        f"async () => {{ const {{ there, body }} = {given};"
        f" try {{ return await ({ATTACKS[name]}); }} catch {{ return ''; }} }}"
    )
    assert seen in ("", "strange origin")
    assert {p: p.read_bytes() for p in desk.folder.rglob("*") if p.is_file()} == before


def test_the_editor_itself_is_still_let_in(desk: Desk) -> None:
    told = desk.page.evaluate("fetch('/api/documents').then(answer => answer.status)")
    assert told == 200


def test_another_machine_does_not_reach_the_port(desk: Desk) -> None:
    """The server listens on the loopback interface alone."""
    port = urlsplit(desk.address).port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it tells our own address
            own = probe.getsockname()[0]
        except OSError:
            own = ""
    if own and not own.startswith("127."):
        with socket.socket() as tried:
            tried.settimeout(2)
            assert tried.connect_ex((own, port)) != 0
    listening = Path("/proc/net/tcp")
    if listening.exists():
        lines = [line.split()[1] for line in listening.read_text().splitlines()[1:]]
        hosts = {line.split(":")[0] for line in lines if line.endswith(f":{port:04X}")}
        assert hosts == {"0100007F"}


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "0.0.0.0", ""])
def test_a_name_that_leads_here_is_not_answered(host: str, desk: Desk) -> None:
    """A page whose name was made to point to this machine (DNS rebinding)."""
    port = urlsplit(desk.address).port
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/api/documents", headers={"host": f"{host}:{port}"})
    assert connection.getresponse().status == 421
