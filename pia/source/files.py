"""Files that a document names, or that come with the package: where they are, and their text.

Names are found whatever their Unicode form, and never outside the workspace: macOS hands them on in
NFD, everyone else types NFC; Windows writes `図\\流れ.png`. Bytes are UTF-8 and nothing else. Excel
and Word hold only what XML 1.0 allows; libyaml refuses a few more: all that is found here, with its
line, before anything is parsed. Replacements keep every other character in its place.
"""

import errno
import json
import os
import re
import unicodedata
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any

from pia.errors import Finding, PiaError, Position, excerpt
from pia.source.messages import SourceMessages

NO_ROOM = "空き容量が足りません"
NO_FILE = "ふつうのファイルではありません"
REASONS = {
    errno.ENOENT: "見つかりません",
    errno.EACCES: "許可されていないか、ほかのソフトが開いています",
    errno.EPERM: "許可されていません",
    errno.EROFS: "書き込めない場所です",
    errno.ENOSPC: NO_ROOM,
    errno.EFBIG: NO_ROOM,
    getattr(errno, "EDQUOT", -1): NO_ROOM,
    errno.EISDIR: "同じ名前のフォルダーがあります",
    errno.ENOTDIR: "フォルダーの位置に同じ名前のファイルがあります",
    errno.EEXIST: "同じ名前のファイルかフォルダーがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENXIO: NO_FILE,
    errno.ELOOP: "シンボリックリンクが循環しています",
    errno.EILSEQ: "名前に文字でないバイトがあります。名前を付け直してください",
}
OUTPUT = "標準出力"
READ_ONLY = "読み取り専用です"


@cache
def data_root() -> Path:
    """Return the folder that holds `templates/` and `schemas/`."""
    package = Path(__file__).parents[1]
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent


def templates() -> Path:
    """Return the folder of form editions and themes."""
    return data_root() / "templates"


def templates_of(workspace: Path) -> Path:
    """Return the folder where a workspace keeps editions and looks of its own; it need not
    exist."""
    return workspace / "templates"


def schemas() -> Path:
    """Return the folder of generated JSON Schemas."""
    return data_root() / "schemas"


class OutsideError(ValueError):
    """A path leads out of the workspace."""


def reason(error: OSError) -> str:
    """Return in Japanese why a file could not be read or written."""
    return REASONS.get(error.errno or 0, "原因は不明です")


def plain(path: Path) -> Path:
    """Return a path that can be read to an end.

    Raises OSError for what is there and is no file: a pipe keeps its reader waiting for ever; and
    for a name that is no text, which nothing that is written could quote.
    """
    if not is_text(str(path)):
        raise OSError(errno.EILSEQ, REASONS[errno.EILSEQ], str(path))
    if not path.is_file() and not path.is_dir() and path.exists():
        raise OSError(errno.ENXIO, NO_FILE, str(path))
    return path


def is_text(name: str) -> bool:
    """Whether a name is one that a file can quote: on POSIX it may hold any bytes."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def real(path: Path) -> Path:
    """Return an absolute path, links followed; where they lead in a circle, as far as they go."""
    return Path(os.path.realpath(path))


def refusal(error: OSError) -> Finding:
    """Return which file or folder the system refuses, and why; what has no name is the output
    of the command itself."""
    if error.filename is None:
        return SourceMessages.CANNOT_WRITE.finding(name=OUTPUT, reason=reason(error))
    path = Path(str(error.filename))
    message = SourceMessages.CANNOT_READ
    return message.finding(name=excerpt(path.name), reason=reason(error), file=str(path))


def find(root: Path, folder: Path, written: str) -> Path | None:
    """Return the file that `written` names, seen from `folder`; None if there is none.

    Raises OutsideError when it lies outside `root`, by its words or through a symbolic link.
    """
    words = written.replace("\\", "/")
    if words.startswith("/") or PureWindowsPath(words).drive:
        raise OutsideError(written)
    path = Path(os.path.normpath(folder.resolve() / words))
    if not is_inside(root, path):
        raise OutsideError(written)
    found = existing(path)
    if found is not None and not is_inside(root, found):
        raise OutsideError(written)
    return found


def kept_inside(root: Path, path: Path) -> Path:
    """Return a file of a workspace. Raises PiaError when a symbolic link leads out of it."""
    if path.exists() and not is_inside(root, path):
        message = SourceMessages.OUTSIDE
        raise PiaError(message.finding(name=path.name, root=root.resolve().name, file=str(path)))
    return path


def is_inside(root: Path, path: Path) -> bool:
    """Return whether a path, symbolic links followed, lies in `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def existing(path: Path) -> Path | None:
    """Return the file at a path, its name as the disk has it; None if there is none."""
    try:
        if path.is_file():
            return path
        twin = next((p for p in _siblings(path.parent) if _nfc(p.name) == _nfc(path.name)), None)
        return twin if twin is not None and twin.is_file() else None
    except (OSError, ValueError):
        return None


def _siblings(folder: Path) -> list[Path]:
    if folder.is_dir():
        return list(folder.iterdir())
    if folder == folder.parent:
        return []
    above = (p for p in _siblings(folder.parent) if _nfc(p.name) == _nfc(folder.name))
    return [inner for twin in above if twin.is_dir() for inner in twin.iterdir()]


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def shown(path: Path, beside: Path) -> str:
    """Return a path as messages show it: relative where the document's own path is."""
    if beside.is_absolute():
        return str(path)
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


MAX_BYTES = 5_000_000

# Outside XML 1.0 (section 2.2) or refused by libyaml: control characters, lone surrogates,
# a byte order mark inside the text, U+FFFE and U+FFFF. U+10FFFF is BREAK, below.
BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\U0010ffff]"
)
REPLACEMENT = "\ufffd"

# Line ends that are none in YAML 1.2 and that text pasted from Word brings along: NEL, U+2028 and
# U+2029. Libyaml would break the line there, so BREAK (never a character) stands in for them
# until the text is parsed.
SEPARATORS = re.compile("[\x85\u2028\u2029]")
BREAK = "\U0010ffff"

# What JSON may say of half a character, which no file can hold.
HALF = re.compile(rb"\\u[dD][89a-fA-F]")

SIGNATURES = (
    (b"PK\x03\x04", "Excel や Word のファイル"),
    (b"\xd0\xcf\x11\xe0", "古い形式の Excel や Word のファイル"),
    (b"%PDF", "PDF"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# EUC-JP first: text in CP932 is hardly ever valid EUC-JP, the reverse often is.
OTHERS = (("euc_jp", "EUC-JP"), ("cp932", "CP932（シフトJIS）"))
JIS_ESCAPE = re.compile(rb"\x1b\$[@B]")


def bytes_of(path: Path) -> bytes:
    """Return the content of a file. Raises PiaError when it is too large or cannot be read."""
    file = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1_000_000} MB"
            raise PiaError(SourceMessages.TOO_LARGE.finding(limit=limit, file=file))
        return plain(path).read_bytes()
    except FileNotFoundError as error:
        raise PiaError(SourceMessages.NO_FILE.finding(name=path.name, file=file)) from error
    except OSError as error:
        message = SourceMessages.CANNOT_READ
        finding = message.finding(name=path.name, reason=reason(error), file=file)
        raise PiaError(finding) from error


def read_text(path: Path) -> str:
    """Return the text of a file with line breaks as `\\n`; raises PiaError with the reason."""
    return decode(bytes_of(path), str(path))


def decode(data: bytes, file: str) -> str:
    """Return the text, a byte order mark left out, line ends as `\\n`.

    Lone surrogates come through, for `clean` to report. Raises PiaError for any other encoding.
    """
    try:
        if not (found := _signature(data)):
            return text_of(data).replace("\r\n", "\n").replace("\r", "\n")
        position = Position(1, 1)
    except UnicodeDecodeError as error:
        found = _encoding(data)
        position = _position(data, error.start)
    message = SourceMessages.NOT_UTF8
    raise PiaError(message.finding(found=found, file=file, position=position))


def text_of(data: bytes) -> str:
    """Return the text of bytes in UTF-8, line ends as they are, a byte order mark left out."""
    return data.decode("utf-8-sig", "surrogatepass")


def json_of(data: bytes) -> Any:
    """Return what JSON says. Raises ValueError for what is none, is nested too deep, or could not
    be written again."""
    try:
        found = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if HALF.search(data):
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _signature(data: bytes) -> str:
    for start, name in SIGNATURES:
        if data.startswith(start):
            return name
    head = data[:1000]
    if head.count(0) > len(head) // 4:
        return "UTF-16"
    return "ISO-2022-JP（JIS）" if JIS_ESCAPE.search(head) else ""


def _encoding(data: bytes) -> str:
    """Return the name of the encoding that the bytes are most likely in."""
    if 0 in data:
        return "UTF-16"
    for codec, name in OTHERS:
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return name
    return "UTF-8 として読めないバイトがあります"


def _position(data: bytes, index: int) -> Position:
    line = data[data.rfind(b"\n", 0, index) + 1 : index]
    return Position(data.count(b"\n", 0, index) + 1, len(line.decode("utf-8", "replace")) + 1)


def clean(text: str, file: str) -> tuple[str, list[Finding]]:
    """Return the text as it can be parsed, character for character in its old place, and a
    finding for the first bad character of each line."""
    findings = [
        bad_character(line[match.start()], Position(number, match.start() + 1), file)
        for number, line in enumerate(text.split("\n"), start=1)
        if (match := BAD.search(line))
    ]
    return SEPARATORS.sub(BREAK, BAD.sub(REPLACEMENT, text)), findings


def bad_character(character: str, position: Position, file: str = "") -> Finding:
    """Return the finding that a character which no form can hold amounts to."""
    code = f"U+{ord(character):04X}"
    kind = {"Cc": "制御文字", "Cs": "サロゲートの片割れ", "Cf": "バイト順マーク"}
    name = f"{code} {kind.get(unicodedata.category(character), '非文字')}"
    return SourceMessages.BAD_CHARACTER.finding(name=name, position=position, file=file)


def parsed(value: str) -> str:
    """Return a scalar after parsing: every kind of line end as `\\n`, bad characters replaced."""
    value = value.replace(BREAK, "\n").replace("\r\n", "\n").replace("\r", "\n")
    return BAD.sub(REPLACEMENT, SEPARATORS.sub("\n", value))
