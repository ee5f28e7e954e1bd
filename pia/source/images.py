"""Images that a document or a theme names."""

import warnings
from collections.abc import Iterator
from pathlib import Path

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def is_image(path: Path) -> bool:
    """Return whether a file is a PNG or JPEG that can be drawn to its last line."""
    with path.open("rb") as file:
        if not file.read(8).startswith(SIGNATURES):
            return False
    from PIL import Image  # takes a while, and most documents have no picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        return False
    return True


def notes_of(path: Path) -> Iterator[str]:
    """Yield the texts that an image carries beside its picture, such as author and comment.

    path: of an image that can be drawn.
    """
    from PIL import Image

    with Image.open(path) as image:
        image.load()
        held = [*image.info.values(), *image.getexif().values()]
    for value in held:
        if isinstance(value, bytes):
            yield from (value.decode(code, "ignore") for code in ("utf-8", "utf-16-le", "cp932"))
        else:
            yield str(value)
