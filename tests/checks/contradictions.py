"""What one family of checks says about an assessment written as YAML.

    said(sharing, "提供・移転: {…}") == ["提供・移転.提供・移転の有無: 提供・移転の矛盾"]

Addresses are shortened to what stands below the one file.
"""

import yaml

from pia.checks import Check
from pia.checks.form import Filled
from pia.forms.load import named
from pia.model import Assessment

FILE = "特定個人情報ファイル[住基台帳]."


def assessment(text: str) -> Assessment:
    data = yaml.load(text, yaml.BaseLoader) or {}
    return Assessment.model_validate(data, by_alias=True, by_name=False)


def said(family: Check, of_file: str = "", *, whole: str = "", form: str = "juten") -> list[str]:
    """Return `address: code` for each finding. of_file: what the one file says; whole: the rest."""
    file = "".join(f"  {line}\n" for line in of_file.strip().splitlines())
    files = f"特定個人情報ファイル:\n- id: 住基台帳\n{file}" if file else ""
    filled = Filled(named(form), assessment(f"{whole.strip()}\n{files}"))
    return [f"{f.address.removeprefix(FILE)}: {f.code}" for f in family(filled)]
