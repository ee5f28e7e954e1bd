"""Tracked changes through LibreOffice: accepted they give the new text, rejected the old."""

import shutil
import subprocess
from pathlib import Path

import pytest
from needs import missing

from pia import load
from pia.layout.build import build
from pia.renderers.docx import render_tracked, undivided
from pia.renderers.docx_tracked import Revision

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Module1" script:language="StarBasic">
Sub Settle(command As String, source As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden": hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  Dim none() As New com.sun.star.beans.PropertyValue
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, none())
  Dim text(1) As New com.sun.star.beans.PropertyValue
  text(0).Name = "FilterName": text(0).Value = "Text (encoded)"
  text(1).Name = "FilterOptions": text(1).Value = "UTF8"
  document.storeToURL(target, text())
  document.close(True)
End Sub
</script:module>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the old, the new and the tracked document."""
    if shutil.which("soffice") is None:
        missing("soffice is not installed")
    folder = tmp_path_factory.mktemp("tracked")
    names = ("令和6年版.yaml", "令和7年版.yaml")
    documents = [load(EXAMPLES / "neyagawa" / name) for name in names]
    old, new = (build(d.form, d.assessment, d.path.parent) for d in documents)
    revision = Revision("見本市", "2025-02-13T00:00:00Z")
    (folder / "old.docx").write_bytes(undivided(old))
    (folder / "new.docx").write_bytes(undivided(new))
    (folder / "tracked.docx").write_bytes(render_tracked(old, new, revision))
    soffice(folder, "--terminate_after_init")
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(SCRIPT, encoding="utf-8")
    return folder


def soffice(folder: Path, *arguments: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def settled(folder: Path, name: str, command: str) -> list[str]:
    """Return the lines of a document after a command of LibreOffice, empty ones left out."""
    target = folder / f"{name}-{command}.txt"
    source = (folder / f"{name}.docx").as_uri()
    call = f'macro:///Standard.Module1.Settle(".uno:{command}","{source}","{target.as_uri()}")'
    soffice(folder, call)
    text = target.read_text(encoding="utf-8-sig")
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("command", "other"), [("AcceptAllTrackedChanges", "new"), ("RejectAllTrackedChanges", "old")]
)
def test_libreoffice_settles_the_changes(folder: Path, command: str, other: str) -> None:
    expected = settled(folder, other, "SelectAll")
    assert len(expected) > 500
    assert settled(folder, "tracked", command) == expected
