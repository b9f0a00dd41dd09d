"""JUnit XML: failures, errors and skips add up, and incomplete is never green."""

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from reports.junit import JunitReport
from scanner.model import Disposition, ExitCode, Outcome, Report
from tests.reports.change import change_report, clean
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import sample_report


def document(report: Report) -> Element:
    return fromstring(JunitReport().render(report).encode())


def test_failed_is_a_failure_unknown_an_error_and_accepted_skipped() -> None:
    report = sample_report()
    root = document(report)
    is_open = [one for one in report.findings if one.disposition is Disposition.OPEN]
    failed = sum(one.outcome is Outcome.FAIL for one in is_open)
    assert len(root.findall(".//failure")) == failed > 0
    assert len(root.findall(".//error")) == len(is_open) - failed + 1  # and the audit as a whole
    assert any(one.get("message", "").startswith("waived: ") for one in root.findall(".//skipped"))


def test_the_numbers_add_up() -> None:
    root = document(change_report())
    for suite in [*root.findall("testsuite"), root]:
        cases = list(suite.iter("testcase"))
        assert suite.get("tests") == str(len(cases))
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(attribute) == str(sum(case.find(tag) is not None for case in cases))


def test_what_only_apply_tells_is_skipped_with_the_reason() -> None:
    said = [one.get("message", "") for one in document(change_report()).findall(".//skipped")]
    assert any("cannot be known before the change is applied" in text for text in said)


def test_a_case_names_file_and_line() -> None:
    (case,) = (one for one in document(change_report()).iter("testcase") if one.get("file"))
    assert (case.get("file"), case.get("line")) == ("infra/main tf/büro.tf", "12")


def test_incomplete_is_not_green_without_any_finding() -> None:
    report = clean(sample_report())
    assert document(report).find(".//error") is None
    error = document(replace(report, exit_code=ExitCode.INCOMPLETE)).find(".//error")
    assert error is not None
    assert error.get("message") == "Fine."


@pytest.mark.parametrize("text", [*HOSTILE, "]]>", "\ufffe\uffff", "&amp; <x>"])
def test_hostile_text_stays_text(text: str) -> None:
    assert len(list(document(report_about(text)).iter("testcase"))) == 3
