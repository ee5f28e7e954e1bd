"""Documents written as YAML beside the test that uses them."""

from pathlib import Path

DRAFT = """\
様式: 基礎項目評価書
事務:
  名称: 図書館に関する事務
"""


def write(folder: Path, text: str = DRAFT, name: str = "評価書.yaml") -> Path:
    """Write a document, by default a draft without errors, and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
