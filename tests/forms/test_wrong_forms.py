"""Every way in which a form file can be wrong, as it is told: what, where, at which line."""

from pathlib import Path

import yaml
from golden_files import assert_golden
from test_load import HEAD, WRONG, part, write

from pia.errors import Finding, PiaError
from pia.forms.load import load

# Beside the one of each problem: the same problem elsewhere, in another way, or twice.
PARTS = yaml.safe_load(Path(__file__).with_name("wrong_forms.yaml").read_text(encoding="utf-8"))
HEADS = {
    "another name of the file": part("{label: 注, fixed: 文}").replace("form: tri", "form: sec"),
    "a head without what it needs": HEAD.replace("foot: ［試行］\n", "") + "parts: []\n",
    "two documents": f"{HEAD}---\n{HEAD}",
}


def below_the_head(text: str) -> str:
    return f"{HEAD}{text}" if text.startswith("parts:") else f"{HEAD}parts:\n- title: 部\n{text}"


def told(text: str, root: Path) -> str:
    """What is wrong with a form file: line, column and words of each finding."""
    try:
        load("R9.1", "trial", write(root, text))
    except PiaError as error:
        return "".join(map(_line, error.findings))
    return "  nothing is wrong\n"


def _line(finding: Finding) -> str:
    at = finding.position
    return f"  {f'{at.line}:{at.column}' if at else '-'} {finding.message}\n"


def test_all_that_is_wrong_with_a_form_is_told_as_it_was(tmp_path: Path) -> None:
    cases = {problem.name: text for problem, text in WRONG.items()} | HEADS
    cases |= {name: below_the_head(text) for name, text in PARTS.items()}
    said = []
    for n, (name, text) in enumerate(cases.items()):
        root = tmp_path / str(n)
        root.mkdir()
        said.append(f"{name}\n{told(text, root)}")
    assert_golden("wrong_forms.txt", "".join(said))
