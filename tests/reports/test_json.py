"""`report.json`: complete, valid by its published schema, the same bytes each time."""

import json
import random
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reports.json import JsonReport, schema
from scanner.model import Finding, Gap, Report, Subject
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import clean_report, sample_report


def closed(node: Any) -> Any:
    """The schema with every object closed: a member it does not describe is then an error."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: closed(value) for key, value in node.items()}
    if "properties" in node and "type" in node:
        result["additionalProperties"] = False
    return result


VALIDATOR = Draft202012Validator(closed(schema()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def document(report: Report) -> Any:
    return json.loads(JsonReport().render(report))


@pytest.mark.parametrize("report", [sample_report(), clean_report()], ids=["sample", "clean"])
def test_the_schema_describes_everything_and_nothing_else(report: Report) -> None:
    Draft202012Validator.check_schema(schema())
    assert [error.message for error in VALIDATOR.iter_errors(document(report))] == []


def test_nothing_of_the_report_is_lost() -> None:
    report, shown = sample_report(), document(sample_report())
    assert {one["fingerprint"] for one in shown["findings"]} == {one.fingerprint for one in report.findings}
    assert set(shown["checks"]) == set(report.checks)
    assert all(one["check"] in shown["checks"] for one in shown["findings"])
    assert len(shown["gaps"]) == len(report.gaps)
    assert shown["coverage"]["not_assessed"] == report.coverage.not_assessed
    idle = {id_ for id_, check in shown["checks"].items() if "description" not in check}
    assert idle == set(report.coverage.not_assessed) != set()
    assert all(shown["checks"][id_]["title"] == report.checks[id_].check.title for id_ in idle)
    assert set(shown["controls"]) == set(report.controls)
    named = {
        name for one in report.checks.values() if one.check.id not in idle for name in one.check.controls
    }
    assert {id_ for id_, one in shown["controls"].items() if "requirement" in one} == named & set(
        report.controls
    )
    assert (shown["exit_code"], shown["result"], shown["verdict"]) == (3, "incomplete", report.verdict)
    assert shown["started_at"] == "2026-11-22T15:31:04Z"
    for model, part in (
        (Finding, shown["findings"][0]),
        (Gap, shown["gaps"][0]),
        (Subject, shown["findings"][0]["subject"]),
    ):
        assert {field.name for field in fields(model)} == set(part)


def test_the_order_of_collection_does_not_show() -> None:
    report = sample_report()
    mixed = replace(
        report,
        findings=tuple(random.Random(7).sample(report.findings, len(report.findings))),
        gaps=report.gaps[::-1],
        targets=report.targets[::-1],
        checks=dict(reversed(list(report.checks.items()))),
    )
    assert JsonReport().render(mixed) == JsonReport().render(report)
    assert JsonReport().render(report) == JsonReport().render(report)


def test_open_findings_come_worst_first_and_accepted_ones_last() -> None:
    shown = document(sample_report())["findings"]
    ranks = [
        ["critical", "high", "medium", "low"].index(one["severity"])
        for one in shown
        if one["disposition"] == "open"
    ]
    assert ranks == sorted(ranks)
    assert shown[-1]["disposition"] == "waived"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    rendered = JsonReport().render(report_about(text))
    rendered.encode("utf-8")
    assert not set(rendered) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\ufeff")
    assert list(VALIDATOR.iter_errors(json.loads(rendered))) == []


@given(st.text())
def test_text_comes_back_as_it_was(text: str) -> None:
    assert document(report_about(text))["verdict"] == text


def test_numbers_that_json_lacks_become_text() -> None:
    report = sample_report()
    finding = replace(report.findings[0], evidence={"ratio": float("nan")})
    assert document(replace(report, findings=(finding,)))["findings"][0]["evidence"] == {"ratio": "nan"}
