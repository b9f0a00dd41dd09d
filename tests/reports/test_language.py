"""Reports in Chinese: every fixed text has a translation, and none of the page's own stays English."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from reports.html import HtmlReport
from reports.language import translator
from scanner.model import Acceptance, BaselineComparison, Disposition, ExitCode, PastFinding, Report
from scanner.model import chinese as chinese_words
from tests.reports.hostile import report_about
from tests.reports.sample import clean_report

ROOT = Path(__file__).parents[2]
SOURCES = (
    *(ROOT / "reports" / "html").glob("*.*"),
    *(ROOT / "reports" / "checklist").glob("*.*"),
    ROOT / "scanner" / "cli" / "due.py",
)
CALLS = (
    re.compile(r"""\bt\(\s*(?:"([^"]+)"|'([^']+)')\s*[,)]"""),
    re.compile(r"""\bn\([^\n]*?, (?:"([a-z ]+)"|'([a-z ]+)')[,)]"""),
    re.compile(r"""number\([^\n]*?, (?:"([a-z ]+)"|'([a-z ]+)')\)"""),
)
DATA = "数据"
SHOWN_ATTRIBUTES = ("aria-label", "placeholder", "data-l", "title")
NAMES = {"JSON", "UTC", "TLS", "Ctrl", "null", "true", "selfaudit", "ssh", "default"}
FACTS = {"ids", "owner", "classification", "general", "inner", "list", "fact"}
"""What is no English of the page: names, and facts of the reports above."""


def chinese() -> dict[str, str]:
    return dict(yaml.safe_load((ROOT / "reports" / "zh.yaml").read_text("utf-8")))


def used() -> set[str]:
    """The texts that are asked for by themselves."""
    return {
        found[1] or found[2]
        for path in SOURCES
        if path.suffix in (".py", ".j2")
        for call in CALLS
        for found in call.finditer(path.read_text("utf-8"))
    }


def test_every_fixed_text_has_a_translation() -> None:
    t = translator("zh")
    assert len(used()) > 200
    assert sorted(text for text in used() if t(text) == text) == []


def test_no_translation_is_left_over_and_all_places_are_kept() -> None:
    paths = (path for path in (ROOT / "reports").rglob("*.*") if path.suffix in (".py", ".j2"))
    texts = "".join(path.read_text("utf-8") for path in (*paths, ROOT / "scanner" / "cli" / "due.py"))
    domains = {path.stem.replace("_", " ") for path in (ROOT / "policies/controls").glob("*.yaml")}
    assert [text for text in chinese() if text not in texts and text not in domains] == []
    places = re.compile(r"\{\w+\}")
    for text, zh in chinese().items():
        assert sorted(places.findall(text)) == sorted(places.findall(zh)), text


class Reader(HTMLParser):
    """What a reader sees or hears of a page, but for code and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script", "code")
        self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script", "code")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def reports() -> Iterator[Report]:
    """Pages in every state."""
    report = report_about(DATA)
    accepted = replace(
        report.findings[0],
        disposition=Disposition.WAIVED,
        acceptance=Acceptance(DATA, DATA, DATA, DATA, None),
    )
    known = tuple(PastFinding.of(finding) for finding in report.findings)
    yield report
    yield replace(
        report,
        findings=(accepted, *report.findings[1:]),
        baseline=BaselineComparison(DATA, 3, known, known),
        filters={},
        warnings=(),
        gaps=(),
        exit_code=ExitCode.FINDINGS,
    )
    yield replace(report, findings=report.findings[1:])  # totals that do not add up
    yield replace(clean_report(), targets=(), controls={})


@pytest.mark.parametrize("report", list(reports()))
def test_nothing_of_the_page_itself_stays_english(report: Report) -> None:
    checks = {
        id_: replace(one, check=replace(one.check, title=DATA, description=DATA, zh={"title": DATA}))
        for id_, one in report.checks.items()
    }
    page = replace(report, language="zh", verdict_zh=DATA, checks=checks, engine=DATA)
    reader = Reader()
    reader.feed(HtmlReport().render(page))
    assert "结论" in reader.texts
    english = [
        text.strip()
        for text in reader.texts
        if set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\S*[.:_/-]\S*", "", text))) - NAMES - FACTS
    ]
    assert english == [], english


def test_a_check_says_why_in_chinese_or_not_at_all() -> None:
    report = replace(report_about(DATA), language="zh", verdict_zh=DATA)

    def page(zh: dict[str, str]) -> str:
        checks = {
            id_: replace(one, check=replace(one.check, description="In English.", zh=zh))
            for id_, one in report.checks.items()
        }
        return HtmlReport().render(replace(report, checks=checks))

    translated = page({"title": DATA, "description": "中文说明"})
    assert "中文说明" in translated
    assert "In English." not in translated
    without = page({"title": DATA})
    assert "为何重要" not in without
    assert "In English." not in without
    assert "In English." in page({})  # a pack that has no Chinese at all


def test_every_unit_of_our_parameters_is_known_in_chinese() -> None:
    parameters = yaml.safe_load((ROOT / "policies" / "parameters.yaml").read_text("utf-8"))["parameters"]
    assert {entry["unit"] for entry in parameters.values()} == set(chinese_words.UNIT)
