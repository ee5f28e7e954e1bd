"""The server on this machine: one port of the loopback interface, for one browser."""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Timer

from pia.editor.messages import EditorMessages
from pia.errors import PiaError

LOOPBACK = "127.0.0.1"


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
    try:
        import uvicorn

        from pia.editor.app import app_of
    except ImportError as error:
        raise PiaError(EditorMessages.NO_EDITOR.finding(name=error.name or "")) from error
    from pia.editor.desk import Desk

    bound = _bound(port)
    number = bound.getsockname()[1]
    guard = app_of(Desk.at(path, readonly=readonly), number)
    address = f"http://{LOOPBACK}:{number}/#token={guard.token}"
    told(address)
    if browse:
        Timer(0.3, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        guard, access_log=False, log_level="warning", lifespan="off", server_header=False
    )
    uvicorn.Server(config).run(sockets=[bound])


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise PiaError(EditorMessages.PORT_TAKEN.finding(port=port)) from error
    return bound
