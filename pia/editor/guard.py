"""Who may ask: this machine, this page, and a browser that was given the token.

Every request passes here before it reaches a route. A page of another site in the same browser
has neither the cookie (SameSite=Strict) nor the header of our own script, and cannot add the
header without a permission (CORS) that is never given. A name of another site that was made to
lead to this machine (DNS rebinding) fails at Host.
"""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from typing import Any, NamedTuple

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "pia_session"  # and the port: a browser keeps cookies by host alone
OWN_HEADER = "x-pia"
MAX_BODY = 20_000_000  # bytes; a picture of a phone has some 5 MB
OPEN = ("/", "/session", "/openapi.json")  # what holds nothing of a workspace
STATIC = "/static/"
SAFE = ("GET", "HEAD")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "cache-control": "no-store",
}


class Refusal(NamedTuple):
    """Why a request goes no further. status: of HTTP."""

    status: int
    reason: str


STRANGE_HOST = Refusal(421, "strange host")
STRANGE_ORIGIN = Refusal(403, "strange origin")
NO_SESSION = Refusal(401, "no session")
TOO_LARGE = Refusal(413, "too large")


class Guard:
    """Lets through what comes from the page that was opened with the token.

    token: 256 bits, handed to the browser in the fragment of the address, which no server and
    no log ever sees. port: of the server, on the loopback interface.
    """

    def __init__(self, app: App, port: int, token: str = "") -> None:
        self.app = app
        self.token = token or token_urlsafe(32)
        self.session = token_urlsafe(32)
        self.name = f"{COOKIE}_{port}"
        self.hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        refusal = self.refusal(scope["method"], scope["path"], headers)
        if refusal is not None:
            await _refuse(send, refusal)
            return
        body = b"" if scope["method"] in SAFE else await _body(receive)
        if body is None:
            await _refuse(send, TOO_LARGE)
            return
        await self.app(scope, _replayed(body, receive), _with_headers(send))

    def refusal(self, method: str, path: str, headers: dict[str, str]) -> Refusal | None:
        """Return why a request is refused, None when it may go on."""
        if headers.get("host", "") not in self.hosts:
            return STRANGE_HOST
        if "origin" in headers and headers["origin"] not in self.origins:
            return STRANGE_ORIGIN
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return STRANGE_ORIGIN
        if method not in SAFE and (OWN_HEADER not in headers or "origin" not in headers):
            return STRANGE_ORIGIN
        if _length(headers) > MAX_BODY:
            return TOO_LARGE
        is_open = path in OPEN or path.startswith(STATIC)
        return None if is_open or self._has_session(headers) else NO_SESSION

    def admits(self, token: str) -> bool:
        """Return whether this is the token, in a time that tells nothing of it."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def cookie(self) -> str:
        """Return the Set-Cookie that opens a session."""
        return f"{self.name}={self.session}; HttpOnly; SameSite=Strict; Path=/"

    def _has_session(self, headers: dict[str, str]) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.name)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(
            found.value.encode(), self.session.encode()
        )


def _headers(scope: Scope) -> dict[str, str]:
    """Return the headers of a request; of one that comes twice both values, so that none fits."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _length(headers: dict[str, str]) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else MAX_BODY + 1


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request; None for one that is larger than it may be, whatever length
    it said, or that breaks off."""
    taken = bytearray()
    while True:
        message = await receive()
        taken += message.get("body", b"")
        if len(taken) > MAX_BODY or message["type"] != "http.request":
            return None
        if not message.get("more_body", False):
            return bytes(taken)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Give a body in one piece, and then what follows it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _with_headers(send: Send) -> Send:
    extra = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *extra]
        await send(message)

    return sending


async def _refuse(send: Send, refusal: Refusal) -> None:
    sending = _with_headers(send)
    head = [(b"content-type", b"text/plain; charset=utf-8")]
    await sending({"type": "http.response.start", "status": refusal.status, "headers": head})
    await sending({"type": "http.response.body", "body": refusal.reason.encode()})
