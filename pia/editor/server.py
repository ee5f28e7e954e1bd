"""The server on this machine: one port of the loopback interface, for one browser."""

import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe
from threading import Thread

from pia.editor.messages import EditorMessages
from pia.errors import PiaError

LOOPBACK = "127.0.0.1"
LIBRARIES = ("uvicorn", "starlette")


def serve(
    path: Path,
    *,
    port: int = 0,
    readonly: bool = False,
    browse: bool = True,
    told: Callable[[str], None] = print,
) -> None:
    """Serve the page for a file or folder until the process is stopped.

    port: 0 for any that is free. browse: open a browser. told: is given the address, its token
    with it. Raises PiaError when the libraries of the editor are not installed or the port is
    taken.
    """
    for name in LIBRARIES:
        if find_spec(name) is None:
            raise PiaError(EditorMessages.NO_EDITOR.finding(name=name))
    bound = _bound(port)
    number, token = bound.getsockname()[1], token_urlsafe(32)
    address = f"http://{LOOPBACK}:{number}/#token={token}"
    told(address)
    if browse:
        Thread(target=_browse, args=[address], daemon=True).start()
    # The port holds what a browser asks until the libraries are there, while it starts itself.
    import uvicorn

    from pia.editor.app import app_of
    from pia.editor.desk import Desk

    guard = app_of(Desk.at(path, readonly=readonly), number, token)
    config = uvicorn.Config(
        guard,
        http="h11",
        ws="none",
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[bound])


def _browse(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _bound(port: int) -> socket.socket:
    """Return a socket that listens, and sends small answers at once: asyncio sees to that for one
    that says its protocol."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise PiaError(EditorMessages.PORT_TAKEN.finding(port=port)) from error
    return bound
