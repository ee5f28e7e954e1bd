"""Prints through LibreOffice under chosen fonts. Missing programs skip, in CI they fail."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from needs import missing

NEEDED = ("soffice", "pdftotext")
NOTO = "/usr/share/fonts/opentype/noto"
IPAEX = "/usr/share/fonts/opentype/ipaexfont-gothic"
CARLITO = "/usr/share/fonts/truetype/crosextra"
DEJAVU = "/usr/share/fonts/truetype/dejavu"  # its digits and Latin are the widest
FONTS = {
    "noto": (NOTO,),
    "noto, carlito": (NOTO, CARLITO),
    "noto, dejavu": (NOTO, DEJAVU),
    "ipaex": (IPAEX,),
    "ipaex, carlito": (IPAEX, CARLITO),
    "all": (NOTO, IPAEX, CARLITO),
}
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{fonts}<cachedir>{cache}</cachedir></fontconfig>
"""

Printer = Callable[[Path, str], Path]
PrinterOfMany = Callable[[Sequence[Path], str], list[Path]]


@pytest.fixture(scope="session")
def print_all(tmp_path_factory: pytest.TempPathFactory) -> PrinterOfMany:
    """Return a function that prints office files to PDF with only the named fonts.

    Fonts that were named before have their profile and their index of glyphs already.
    """
    for program in NEEDED:
        if shutil.which(program) is None:
            missing(f"{program} is not installed")

    @cache
    def prepared(fonts: str) -> Path:
        for each in FONTS[fonts]:
            if not Path(each).is_dir():
                missing(f"the fonts {each} are not installed")
        folder = tmp_path_factory.mktemp("fonts")
        folders = "".join(f"<dir>{each}</dir>" for each in FONTS[fonts])
        text = FONTCONFIG.format(fonts=folders, cache=folder / "cache")
        (folder / "fonts.conf").write_text(text)
        return folder

    def run(files: Sequence[Path], fonts: str) -> list[Path]:
        settings, folder = prepared(fonts), tmp_path_factory.mktemp("print")
        command = ["soffice", f"-env:UserInstallation={(settings / 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(settings / "fonts.conf")}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
        return [folder / f"{file.stem}.pdf" for file in files]

    return run


@pytest.fixture(scope="session")
def print_pdf(print_all: PrinterOfMany) -> Printer:
    """Return a function that prints one office file."""
    return lambda file, fonts: print_all([file], fonts)[0]
