"""JUnit XML, as test reports of CI systems read it: `junit.xml`.

A check is a suite and each of its findings a test: failed is a failure, unknown an error, accepted skipped.
"""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reports.grouping import is_open, order
from reports.text import counted, visible, visible_block
from reports.wording import acceptance_of, is_incomplete, is_tolerated, sentence, subject_of
from scanner.model import CheckSummary, Finding, Outcome, Report

_LATER = "cannot be known before the change is applied"


class JunitReport:
    """One suite for each check, and one for the audit as a whole."""

    filename = "junit.xml"

    def render(self, report: Report) -> str:
        """The whole document."""
        root = Element("testsuites", name="selfaudit")
        root.append(_whole(report))
        split: dict[str, list[Finding]] = defaultdict(list)
        for finding in sorted(report.findings, key=order):
            split[finding.check].append(finding)
        for id_, summary in sorted(report.checks.items()):
            root.append(_suite(summary, split[id_], report))
        _count(root, list(root.iter("testcase")))
        indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _whole(report: Report) -> Element:
    """Not green when nothing can be concluded, even without a finding."""
    suite = Element("testsuite", name="audit")
    case = SubElement(suite, "testcase", classname="audit", name="The audit is complete")
    if is_incomplete(report):
        SubElement(case, "error", type="incomplete", message=_text(report.verdict))
    lines = [report.verdict, *report.warnings]
    SubElement(suite, "system-out").text = "\n".join(map(_text, lines))
    _count(suite, [case])
    return suite


def _suite(summary: CheckSummary, findings: Sequence[Finding], report: Report) -> Element:
    check = summary.check
    suite = Element("testsuite", name=check.id)
    passed = summary.outcomes.get(Outcome.PASS, 0)
    if passed:
        SubElement(suite, "testcase", classname=check.id, name=f"{counted(passed, 'resource')} passed")
    for finding in findings:
        _case(suite, finding, report)
    if not any(summary.outcomes.values()):
        case = SubElement(suite, "testcase", classname=check.id, name="not assessed")
        reason = report.coverage.not_assessed.get(check.id, "evaluated on nothing")
        SubElement(case, "skipped", message=_text(reason))
    _count(suite, suite.findall("testcase"))
    return suite


def _case(suite: Element, finding: Finding, report: Report) -> None:
    where = " ".join(filter(None, (subject_of(finding), visible(finding.path))))
    name = _text(f"{where} on {finding.subject.target}")
    case = SubElement(suite, "testcase", classname=finding.check, name=name)
    if finding.location:
        case.set("file", _text(finding.location.path))
        case.set("line", str(finding.location.line))
    if not is_open(finding):
        word = finding.disposition.value
        SubElement(case, "skipped", message=_text(f"{word}: {acceptance_of(finding)}"))
    elif is_tolerated(finding, report):
        SubElement(case, "skipped", message=_text(f"{_LATER}: {finding.message}"))
    else:
        tag = "failure" if finding.outcome is Outcome.FAIL else "error"
        said = SubElement(case, tag, type=finding.severity.value, message=_text(sentence(finding)))
        check = report.checks[finding.check].check
        said.text = _block(f"{check.title}\n{sentence(finding)}\n\nHow to fix\n{check.remediation}")


def _count(element: Element, cases: Sequence[Element]) -> None:
    element.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(sum(case.find(tag) is not None for case in cases)))


def _text(text: str) -> str:
    return _allowed(visible(text))


def _block(text: str) -> str:
    return _allowed(visible_block(text))


def _allowed(text: str) -> str:
    r"""Without the two characters that are printable, but not in XML 1.0."""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
