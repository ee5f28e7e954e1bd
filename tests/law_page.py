"""`docs/根拠.md`: every provision with what the tool does about it and where, made from
`pia/model/law.py` and from the modules and templates that name it."""

import re
from pathlib import Path

from pia.model.law import Law

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "根拠.md"
HEAD = """# 根拠となる規定と、この道具がすること

「規則」は特定個人情報保護評価に関する規則（平成26年特定個人情報保護委員会規則第1号）、
「指針」は特定個人情報保護評価指針、「番号法」は行政手続における特定の個人を識別するための番号の利用等に関する法律です。
指針と様式そのものではなく、公開されている文書を手掛かりにしたところがあります。
判断に迷うときは原文を確かめてください。

このページはプログラムから作られています。手で直さず、
`PIA_REGENERATE=1 pytest tests/test_law.py` で作り直してください。

| 規定 | すること | 場所 |
|---|---|---|
"""
NOT_DONE = """
## この道具がしないこと

- 規則第3条の計画管理書（様式1）は作りません。
- 公表する前にシステムの整備や情報連携を始めていないか（規則第9条第1項、番号法第28条第6項）は
  確かめません。
- 番号法第29条の3第2項の定期の報告は、評価とは別の手続なので扱いません。
- 規則第4条第1号・第2号・第4号から第7号までに当たるかどうかは判断しません。
- 重要な変更に当たるかどうかは提案だけをし、迷うものは人の判断に委ねます
  （[変更箇所の作り方](変更箇所の作り方.md)）。
"""


def places(law: Law) -> list[str]:
    """Return the modules that name a provision, and the templates that cite it."""
    named = re.compile(rf"Law\.{law.name}\b")
    found = [*sorted((ROOT / "pia").rglob("*.py")), *sorted((ROOT / "templates").rglob("*.yaml"))]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}
    return [name for name, text in texts.items() if named.search(text)]


def page() -> str:
    rows = [f"| {law} | {law.duty} | {'、'.join(f'`{p}`' for p in places(law))} |" for law in Law]
    return HEAD + "\n".join(rows) + "\n" + NOT_DONE
