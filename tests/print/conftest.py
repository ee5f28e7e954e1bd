"""Prints through LibreOffice under chosen fonts. Missing programs skip, in CI they fail."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

NEEDED = ("soffice", "pdftotext")
FONTS = {
    "noto": "/usr/share/fonts/opentype/noto",
    "ipaex": "/usr/share/fonts/opentype/ipaexfont-gothic",
}
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

Printer = Callable[[Path, str], Path]


def require(problem: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{problem}; .ci/run installs it")
    pytest.skip(problem)


@pytest.fixture(scope="session")
def print_pdf(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    """Return a function that prints an office file to PDF with only the named fonts."""
    for program in NEEDED:
        if shutil.which(program) is None:
            require(f"{program} is not installed")

    def run(file: Path, fonts: str) -> Path:
        if not Path(FONTS[fonts]).is_dir():
            require(f"the fonts {FONTS[fonts]} are not installed")
        folder = tmp_path_factory.mktemp(f"print-{fonts}")
        config = folder / "fonts.conf"
        config.write_text(FONTCONFIG.format(fonts=FONTS[fonts], cache=folder / "cache"))
        profile = (folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(file)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
        return folder / f"{file.stem}.pdf"

    return run
