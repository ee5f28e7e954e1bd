"""Prints through LibreOffice under chosen fonts. Missing programs skip, in CI they fail."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from needs import missing

NEEDED = ("soffice", "pdftotext")
NOTO = "/usr/share/fonts/opentype/noto"
IPAEX = "/usr/share/fonts/opentype/ipaexfont-gothic"
CARLITO = "/usr/share/fonts/truetype/crosextra"
FONTS = {
    "noto": (NOTO,),
    "noto, carlito": (NOTO, CARLITO),
    "ipaex": (IPAEX,),
    "ipaex, carlito": (IPAEX, CARLITO),
    "all": (NOTO, IPAEX, CARLITO),
}
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{fonts}<cachedir>{cache}</cachedir></fontconfig>
"""

Printer = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def print_pdf(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    """Return a function that prints an office file to PDF with only the named fonts."""
    for program in NEEDED:
        if shutil.which(program) is None:
            missing(f"{program} is not installed")

    def run(file: Path, fonts: str) -> Path:
        for each in FONTS[fonts]:
            if not Path(each).is_dir():
                missing(f"the fonts {each} are not installed")
        folder = tmp_path_factory.mktemp("print")
        config = folder / "fonts.conf"
        folders = "".join(f"<dir>{each}</dir>" for each in FONTS[fonts])
        config.write_text(FONTCONFIG.format(fonts=folders, cache=folder / "cache"))
        profile = (folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(file)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
        return folder / f"{file.stem}.pdf"

    return run
