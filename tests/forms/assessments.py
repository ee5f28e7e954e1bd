"""Assessments written as YAML beside the test that uses them."""

import yaml

from pia.model import Assessment


def assessment(text: str = "{}") -> Assessment:
    data = yaml.load(text, yaml.BaseLoader)
    return Assessment.model_validate(data, by_alias=True, by_name=False)


def file(text: str, id_: str = "住基台帳") -> Assessment:
    """An assessment with one 特定個人情報ファイル that says `text`."""
    body = "".join(f"  {line}\n" for line in text.strip().splitlines())
    return assessment(f"特定個人情報ファイル:\n- id: {id_}\n{body}")
