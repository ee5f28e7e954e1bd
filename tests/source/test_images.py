"""Pictures: content decides what they are, and nothing but pixels comes of them."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.JpegImagePlugin import get_sampling
from PIL.PngImagePlugin import PngInfo

from pia.source.images import LONGEST, digest_as_seen, is_image, kind, pixels

NOTE = b"SECRET-NOTE"
SIZE = (40, 20)
Maker = Callable[[Path], object]


def picture(mode: str = "RGB") -> Image.Image:
    return Image.new(mode, SIZE)


def with_chunk(path: Path, name: bytes) -> None:
    """Put a chunk behind the header of a PNG."""
    picture().save(path, "PNG")
    data = path.read_bytes()
    chunk = struct.pack(">I", len(NOTE)) + name + NOTE
    chunk += struct.pack(">I", zlib.crc32(name + NOTE))
    path.write_bytes(data[:33] + chunk + data[33:])


def with_text(path: Path) -> None:
    info = PngInfo()
    info.add_text("Author", NOTE.decode())
    info.add_itxt("Comment", NOTE.decode(), zip=True)
    picture().save(path, "PNG", pnginfo=info)


def with_exif(path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = NOTE.decode()
    picture().save(path, "JPEG", exif=exif)


def with_segment(path: Path, marker: int) -> None:
    """Put a segment, such as IPTC or XMP, behind the start of a JPEG."""
    picture().save(path, "JPEG")
    data = path.read_bytes()
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(NOTE) + 2) + NOTE
    path.write_bytes(data[:2] + segment + data[2:])


def with_tail(path: Path, form: str) -> None:
    picture().save(path, form)
    with path.open("ab") as end:
        end.write(NOTE)


def of_a_phone(path: Path) -> None:
    picture().save(path, "MPO", save_all=True, append_images=[picture()])


TELLING: dict[str, Maker] = {
    "png text": with_text,
    "png iccp": lambda path: picture().save(path, "PNG", icc_profile=NOTE),
    "png private": lambda path: with_chunk(path, b"prVt"),
    "png exif": lambda path: with_chunk(path, b"eXIf"),
    "png tail": lambda path: with_tail(path, "PNG"),
    "jpeg comment": lambda path: picture().save(path, "JPEG", comment=NOTE),
    "jpeg icc": lambda path: picture().save(path, "JPEG", icc_profile=NOTE),
    "jpeg exif": with_exif,
    "jpeg iptc": lambda path: with_segment(path, 0xED),
    "jpeg xmp": lambda path: with_segment(path, 0xE1),
    "jpeg app15": lambda path: with_segment(path, 0xEF),
    "jpeg tail": lambda path: with_tail(path, "JPEG"),
    "mpo": lambda path: with_tail(path, "MPO"),
}


@pytest.mark.parametrize("make", TELLING.values(), ids=TELLING)
def test_nothing_but_the_picture_is_left(tmp_path: Path, make: Maker) -> None:
    path = tmp_path / "図"
    make(path)
    found = pixels(path)
    assert found is not None
    assert NOTE not in found
    with Image.open(BytesIO(found)) as image:
        assert image.size == SIZE
        assert not image.getexif()
        assert not {"Author", "Comment", "icc_profile", "comment", "exif", "xmp"} & set(image.info)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("PNG", "I;16"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("JPEG", "YCbCr"),
        ("MPO", "RGB"),
    ],
)
@pytest.mark.parametrize("name", ["図.png", "図.jpg", "図.gif", "図"])
def test_content_decides_and_not_the_name(tmp_path: Path, form: str, mode: str, name: str) -> None:
    picture(mode).save(tmp_path / name, form)
    found = pixels(tmp_path / name)
    assert found is not None
    assert kind(found) == ("png" if form == "PNG" else "jpeg")
    with Image.open(BytesIO(found)) as image:
        assert image.mode in ("L", "P", "RGB", "RGBA")
        assert image.size == SIZE


def test_shades_of_sixteen_bits_stay_the_same_shades(tmp_path: Path) -> None:
    image = Image.new("I;16", (1, 1))
    image.putpixel((0, 0), 0x8000)
    image.save(tmp_path / "図.png")
    found = pixels(tmp_path / "図.png")
    assert found is not None
    assert Image.open(BytesIO(found)).getpixel((0, 0)) == 0x80


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    picture().save(tmp_path / "図.jpg", exif=exif)
    found = pixels(tmp_path / "図.jpg")
    assert found is not None
    assert Image.open(BytesIO(found)).size == SIZE[::-1]


def test_a_photograph_keeps_its_colours_dot_by_dot(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.jpg", "JPEG")
    with Image.open(BytesIO(pixels(tmp_path / "a.jpg") or b"")) as made:
        assert made.format == "JPEG"
        assert get_sampling(made) == 0


def test_a_picture_is_no_larger_than_a_page_shows(tmp_path: Path) -> None:
    Image.new("L", (LONGEST * 2, 100)).save(tmp_path / "図.png")
    found = pixels(tmp_path / "図.png")
    assert found is not None
    assert Image.open(BytesIO(found)).size == (LONGEST, 50)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a" * 9])
def test_what_cannot_be_drawn_is_no_picture(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "図.png").write_bytes(content)
    assert not is_image(tmp_path / "図.png")


def test_a_picture_cut_short_is_no_picture(tmp_path: Path) -> None:
    Image.effect_noise((200, 200), 50).save(tmp_path / "図.png")
    data = (tmp_path / "図.png").read_bytes()
    (tmp_path / "図.png").write_bytes(data[: len(data) // 2])
    assert not is_image(tmp_path / "図.png")


def test_a_picture_is_read_again_once_it_has_changed(tmp_path: Path) -> None:
    picture().save(tmp_path / "図.png")
    first = pixels(tmp_path / "図.png")
    Image.new("RGB", (8, 8)).save(tmp_path / "図.png")
    assert pixels(tmp_path / "図.png") != first


def test_pictures_that_show_the_same_are_told_by_one_text(tmp_path: Path) -> None:
    def seen(name: str, colour: str, form: str = "PNG", **how: int) -> str:
        Image.new("RGB", SIZE, colour).save(tmp_path / name, form, **how)
        return digest_as_seen(tmp_path / name)

    assert seen("a", "red", compress_level=0) == seen("b", "red", compress_level=9)
    assert seen("a", "red") != seen("c", "blue")
    assert seen("d", "red", "JPEG", quality=50) != seen("e", "blue", "JPEG", quality=50)
    assert seen("d", "red", "JPEG") == seen("f", "red", "JPEG")
    assert digest_as_seen(tmp_path / "g") == str(tmp_path / "g")


@pytest.mark.parametrize(
    ("mode", "form", "expected"),
    [
        ("P", "PNG", "P"),
        ("1", "PNG", "L"),
        ("L", "PNG", "L"),
        ("LA", "PNG", "RGBA"),
        ("RGBA", "PNG", "RGBA"),
        ("I;16", "PNG", "L"),
        ("RGB", "PNG", "RGB"),
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "L"),
    ],
)
def test_a_picture_has_colours_that_every_format_can_hold(
    tmp_path: Path, mode: str, form: str, expected: str
) -> None:
    picture(mode).save(tmp_path / "図", form)
    data = pixels(tmp_path / "図")
    assert data is not None
    with Image.open(BytesIO(data)) as found:
        assert (found.mode, found.format, found.size) == (expected, form, SIZE)
    assert kind(data) == form.lower()


def test_a_palette_stays_one_unless_it_is_clear_or_too_large(tmp_path: Path) -> None:
    clear, large = Image.new("P", SIZE, 1), Image.new("P", (LONGEST + 1, 2))
    clear.save(tmp_path / "透", "PNG", transparency=0)
    large.save(tmp_path / "大", "PNG")
    modes = []
    for name in ("透", "大"):
        data = pixels(tmp_path / name)
        assert data is not None
        with Image.open(BytesIO(data)) as found:
            modes.append((found.mode, max(found.size)))
    assert modes == [("RGBA", SIZE[0]), ("RGB", LONGEST)]


def test_a_palette_keeps_its_colours(tmp_path: Path) -> None:
    drawn = Image.new("P", (3, 1))
    drawn.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    drawn.frombytes(bytes([2, 0, 1]))
    drawn.save(tmp_path / "a.png")
    data = pixels(tmp_path / "a.png")
    assert data is not None
    with Image.open(BytesIO(data)) as found:
        assert found.mode == "P"
        assert found.convert("RGB").tobytes() == bytes([0, 0, 255, 255, 0, 0, 0, 255, 0])
