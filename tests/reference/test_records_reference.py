"""Every row of the public papers has a place in the models and comes out of the papers whole."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import pia
from pia.japanese import fold
from pia.layout.build import build
from pia.renderers.html import render

REFERENCE = os.environ.get("PIA_REFERENCE_DIR", "")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="PIA_REFERENCE_DIR is not set")


def reference(name: str) -> Any:
    return json.loads((Path(REFERENCE) / name).read_text(encoding="utf-8"))


def printed(data: dict[str, Any], folder: Path) -> str:
    """Return all that is printed of a source, folded, the marks of HTML left out."""
    import html
    import re

    path = folder / "記録.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    document = pia.load(path)
    assert not [finding for finding in pia.check(path) if finding.is_error]
    page = render(build(document.form, document.content, folder)).decode()
    body = page.partition("<body")[2]
    return fold(html.unescape(re.sub(r"<[^>]*>", "", body)))


def missing(texts: list[str], page: str) -> list[str]:
    return [text for text in texts if text and fold(text) not in page]


def test_every_review_comment_comes_out_whole(tmp_path: Path) -> None:
    rows = reference("ota_reviews.json")
    assert len(rows) == 51
    page = printed({"様式": "意見", "版": "記録", **dict(_rounds(rows))}, tmp_path)
    for row in rows:
        told = ["item", "before_text", "opinion", "submitter", "after_item", "after_text"]
        texts = [row.get(name) or "" for name in (*told, "department_note")]
        assert missing(texts, page) == [], (row["table"], row["round"], row["no"])


def _rounds(rows: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for key, table in (("第三者点検", "第三者点検"), ("住民等の意見", "住民意見")):
        own = [row for row in rows if row["table"] == table]
        names = dict.fromkeys(row["round"] for row in own)
        yield (
            key,
            [
                {
                    "id": name,
                    "名称": name,
                    "意見": [_comment(row) for row in own if row["round"] == name],
                }
                for name in names
            ],
        )


def _comment(row: dict[str, Any]) -> dict[str, str]:
    changed = "\n\n".join(filter(None, (row.get("after_item"), row["after_text"])))
    action = row["action"] if row["action"] != "-" else "修正なし"
    found = {
        "番号": str(row["no"]),
        "項目": row["item"],
        "該当箇所": row["before_text"],
        "意見": row["opinion"],
        "提出者": row["submitter"],
        "対応": action,
        "修正箇所": changed,
        "主管課意見": row["department_note"],
    }
    return {key: text for key, text in found.items() if text}


def test_every_finding_and_every_response_comes_out_whole(tmp_path: Path) -> None:
    found = reference("yokohama_findings.json")
    assert (len(found), sum(len(one["responses"]) for one in found)) == (11, 17)
    remarks = [
        {
            "id": f"指摘{n}",
            "種別": one["kind"],
            "番号": one["number"],
            "対象": one["scope"],
            "表題": one["title"],
            "本文": one["text"],
            "措置": [{"部署": r["organisation"], "内容": r["text"]} for r in one["responses"]],
        }
        for n, one in enumerate(found, start=1)
    ]
    page = printed({"様式": "指摘", "版": "記録", "指摘": remarks}, tmp_path)
    for one in found:
        told = [one[name] for name in ("kind", "number", "scope", "title", "text")]
        told += [text for r in one["responses"] for text in (r["organisation"], r["text"])]
        assert missing(told, page) == [], one["number"]


def test_every_rule_of_the_procedure_comes_out_whole(tmp_path: Path) -> None:
    data = reference("tsurumi_procedure.json")
    page = printed(_procedure(data), tmp_path)
    rules = [text for text in _texts(data) if len(text) > 3]
    assert len(rules) > 100
    assert missing(rules, page) == []


# What only annotates the transcription, or says again in other words what a rule says.
NOTES = (
    "source_irregularities", "note", "原文", "date_iso", "date_ja", "frequency", "timing",
    "person_unit", "unit_scope", "duplicate_rule", "consideration", "designated_by",
    "designated_elements", "condition", "trigger", "document", "actor", "storage", "kept_by",
    "lend_to", "return_rule", "みなし", "条件", "action", "exception", "報告先", "報告書記載事項",
    "業務外アクセス判明時", "種別", "対象",
)  # fmt: skip


def _texts(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case list():
            for inner in node:
                yield from _texts(inner)
        case dict():
            for key, inner in node.items():
                if key not in NOTES:
                    yield from _texts(inner)


def _procedure(data: dict[str, Any]) -> dict[str, Any]:
    method, steps = data["方法"], data["照合手順"]
    when, sheets = method["調査対象日等の指定"], method["アクセスログ調査確認用帳票の作成等"]
    one, other = list(sheets)[:2]
    return {
        "様式": "ログ調査",
        "版": "記録",
        "文書名": data["文書名"],
        "目的": data["目的"],
        "概要": data["概要"],
        "用語": [{"用語": word, "意味": text} for word, text in data["用語"].items()],
        "対象システム": [
            {
                "id": f"システム{n}",
                "名称": name,
                "帳票": [
                    {"別紙": sheet["別紙"], "名称": sheet["名称"]}
                    for sheet in data["帳票"]
                    if sheet["システム"] == name
                ],
            }
            for n, name in enumerate(data["対象システム"], start=1)
        ],
        "調査対象者": [{"区分": p["区分"], "範囲": p["text"]} for p in data["対象者"]],
        "体制": [_role(role) for role in data["体制"]],
        "体制外の関係者": [_role(role) for role in data["体制外の関係者"]],
        "調査方法": {
            "調査回数": method["調査回数"]["text"],
            "年間の回数": str(method["調査回数"]["min_times_per_year"]),
            "調査対象者数": method["調査対象者数"]["text"],
            "システムごとの人数": str(method["調査対象者数"]["min_persons_per_system"]),
            "調査対象日等の指定": when["text"],
            "日付": when["日付"]["text"],
            "時間帯": when["時間帯"]["text"],
            "時間帯の分数": str(when["時間帯"]["min_minutes"]),
            "端末": when["端末"]["text"],
            "拠点ごとの台数": str(when["端末"]["min_terminals_per_site"]),
            "再指定": "\n".join(
                (when["再指定"]["text"], when["戸籍届書の保管期間に関する留意"]["text"])
            ),
            "帳票の作成": [
                {"対象": one, "手順": [sheets[one]["text"]]},
                {"対象": other, "手順": sheets[other]},
            ],
            "帳票の保管": sheets["帳票の保管・貸出"]["text"],
        },
        "照合": {
            "概要": steps["リード文"],
            "手順": [
                {"記号": s["記号"], "場合": s["場合"], "確認先": s["確認先"], "手順": s["text"]}
                for s in steps["ア"]
            ],
            "業務上のアクセスとみなす場合": steps["イ"]["text"],
            "照合の記録": steps["ウ"]["text"],
            "確認できない場合": [
                {"対象": whom, "手順": [rule["text"]] if isinstance(rule, dict) else rule}
                for whom, rule in data["確認できない場合"].items()
            ],
        },
        "報告": {key: data["報告"][key] for key in ("報告書の作成", "調査結果の報告")},
        "保存・廃棄": {
            "概要": data["保存期間"]["リード文"],
            "保存": data["保存期間"]["text"],
            "簿冊": [
                {"対象": b["システム"], **{k: b[k] for k in ("簿冊名称", "副題", "保存期間")}}
                for b in data["保存期間"]["簿冊"]
            ],
            "廃棄": data["廃棄"]["text"],
        },
        "保護安全対策": [{"区分": kind, "措置": m} for kind, m in data["保護安全対策"].items()],
        "施行日": data["施行日"]["date_iso"],
        "附則": data["施行日"]["text"],
    }


def _role(role: dict[str, Any]) -> dict[str, Any]:
    found = {"役割": role["役割"], "充てる者": role["充てる者"], "責務": role["責務"]}
    return {key: value for key, value in found.items() if value}
