"""Images that a document or a theme names: read as pixels, and written as nothing but pixels.

What else a file holds (author, place, comments, earlier pictures, bytes behind the end) never
leaves this room, so that no edition can give it away.
"""

import struct
import warnings
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from PIL.Image import Image

ResultT = TypeVar("ResultT")

READ = ("PNG", "JPEG")  # also one of several pictures, as phones write them
LONGEST = 3508  # pixels of the longer side: A4 at 300 dots to the inch
SIMPLE = ("L", "RGB", "RGBA", "P", "1")  # modes that `_plain` has no trouble with
QUALITY = 90  # of a photograph, which is written as it came, as a JPEG


def is_image(path: Path) -> bool:
    """Return whether a file is a PNG or JPEG, whatever its name, that can be drawn to its end."""
    found = path.stat()
    return _is_image(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _is_image(path: Path, changed: int, size: int) -> bool:
    return _opened(path, lambda image: image.mode in SIMPLE or _plain(image)) is not None


def pixels(path: Path) -> bytes | None:
    """Return the picture of a file as a PNG or JPEG without anything beside the picture.

    It stands upright, is at most `LONGEST` pixels wide and high, and has shades of grey or the
    colours of a screen, so that every format can hold it. None for a file that is no picture.
    """
    found = path.stat()
    return _pixels(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=16)
def _pixels(path: Path, changed: int, size: int) -> bytes | None:
    """Read a file once as long as it stays the same."""
    return _opened(path, _bare)


def _bare(image: "Image") -> bytes:
    return _written(_plain(_upright(image)), as_photo=image.format != "PNG")


def _opened(path: Path, use: "Callable[[Image], ResultT]") -> ResultT | None:
    """Return what comes of a file's picture, drawn to its end; None where it cannot be used."""
    from PIL import Image  # takes a while, and most documents have no picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=READ) as image:
                image.load()
                return use(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        return None


def _upright(image: "Image") -> "Image":
    """Return an image turned as its notes say; notes that cannot be read turn nothing."""
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return image


def _plain(image: "Image") -> "Image":
    """Return an image in a mode that every reader knows, no larger than a page can show."""
    if image.mode.startswith(("I", "F")):  # 16 bits to the dot
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "P" and not image.has_transparency_data and max(image.size) <= LONGEST:
        return image
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode != "L":
        image = image.convert("RGB")
    image.thumbnail((LONGEST, LONGEST))
    return image


def _written(image: "Image", as_photo: bool) -> bytes:
    from PIL import Image

    bare = Image.new(image.mode, image.size)
    if palette := image.getpalette():
        bare.putpalette(palette)
    bare.paste(image)
    out = BytesIO()
    if as_photo:
        bare.save(out, "JPEG", quality=QUALITY, subsampling=0)
    else:
        bare.save(out, "PNG")
    return out.getvalue()


def kind(picture: bytes) -> str:
    """Return `png` or `jpeg`, whichever `pixels` has written."""
    return "png" if picture.startswith(b"\x89PNG") else "jpeg"


def digest(path: Path) -> str:
    """Return a text that is equal for files of the same bytes; the path of one that is lost."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else str(path)


def digest_as_seen(path: Path) -> str:
    """Return the same for images that show the same."""
    if not path.is_file():
        return digest(path)
    found = path.stat()
    return _seen(path, found.st_mtime_ns, found.st_size) or digest(path)


@lru_cache(maxsize=64)
def _seen(path: Path, changed: int, size: int) -> str | None:
    return _opened(path, _digest_of_dots)


def _digest_of_dots(image: "Image") -> str:
    """Return a text that is equal for images that `pixels` writes alike; a photograph is written
    for that, for writing it changes its dots."""
    if image.format != "PNG":
        return sha256(_bare(image)).hexdigest()
    plain = _plain(_upright(image))
    told = f"{plain.mode} {plain.size} {plain.getpalette()}".encode()
    return sha256(told + plain.tobytes()).hexdigest()
