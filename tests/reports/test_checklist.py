"""The checklist as people and spreadsheets meet it."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from rich.console import Console

from reports.checklist import CsvChecklist, HtmlChecklist, XlsxChecklist
from reports.checklist.console import print_checklist
from reports.checklist.words import STATUS
from reports.language import translator
from scanner.model import Because, Report, Status
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample_audit import audited, big_audit, item, sample_audit
from tests.reports.test_html import CONTRAST

ROOM = Path(__file__).parents[2] / "reports" / "checklist"
WIDTHS = [360, 390, 768, 1024, 1280, 1920]
Opener = Callable[..., Page]


@pytest.fixture
def open_checklist(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Render a checklist, open it from disk, and fail on any request or console message."""
    trouble: list[str] = []
    contexts = []

    def opener(report: Report, fragment: str = "", width: int = 1280, **options: object) -> Page:
        path = tmp_path / "checklist.html"
        path.write_text(HtmlChecklist().render(report), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: trouble.append(r.url) if not r.url.startswith(path.as_uri()) else None)
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(path.as_uri() + fragment)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert trouble == []


def test_all_statuses_are_counted_and_named_with_a_mark(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit())
    figures = page.locator(".statuses div")
    assert figures.count() == len(Status)
    for position, (status, word) in enumerate(STATUS.items()):
        assert word in figures.nth(position).inner_text()
        assert page.locator(f"details.control.{status.value}").count() == 2
        assert int(figures.nth(position).locator("dd").inner_text()) == 2
    expect(page.locator(".verdict")).to_contain_text("= 14 controls")


def test_the_worst_control_of_a_domain_comes_first(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit())
    for domain in page.locator(".domain").all():
        shown = domain.locator("details.control").evaluate_all(
            "boxes => boxes.map(box => box.dataset.status)"
        )
        assert shown == [status.value for status in Status]


def test_a_control_tells_why_who_until_when_and_where_it_is_demanded(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit(), "#encryption-0")
    box = page.locator("#encryption-0")
    expect(box).to_have_attribute("open", "")
    for text in (
        "reason 0",
        "automated, evidence",
        "2027-03-31",
        "IT department",
        "Plan of security measures, chapter 0",
        "s3-default-encryption: 2 fail, 1 pass",
    ):
        expect(box).to_contain_text(text)
    expect(box.locator("tbody tr").first).to_contain_text("ops")
    expect(page.locator("#incident-response-1")).to_contain_text("1 missing (2026-W41)")


def test_the_last_audit_documents_and_loose_parameters_have_their_place(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit())
    expect(page.locator("#since")).to_contain_text("2026-Q3")
    expect(page.locator("#since")).to_contain_text("old-3")
    expect(page.locator("#documents tbody tr")).to_contain_text("Plan of security measures")
    expect(page.locator(".note")).to_contain_text("Looser than the documents")
    expect(page.locator("#parameters")).to_contain_text("48 hours")


def test_a_first_audit_says_so(open_checklist: Opener) -> None:
    report = sample_audit()
    assert report.audit is not None
    first = replace(report, audit=replace(report.audit, since_last=None))
    expect(open_checklist(first).locator("#since")).to_contain_text("This is the first audit")


def test_a_status_leads_to_its_controls_and_the_filter_clears(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit())
    page.locator(".statuses .overdue a").click()
    expect(page.locator("details.control:visible")).to_have_count(2)
    expect(page.locator("#filter-count")).to_have_text("2 / 14")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("details.control:visible")).to_have_count(14)
    page.locator("#filter-text").fill("chapter 4")
    expect(page.locator("details.control:visible")).to_have_count(1)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_width_scrolls_sideways(open_checklist: Opener, width: int, language: str) -> None:
    page = open_checklist(sample_audit(language), width=width)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scripts", [True, False])
def test_print_shows_every_control_in_full(open_checklist: Opener, scripts: bool) -> None:
    page = open_checklist(sample_audit(), java_script_enabled=scripts)
    page.emulate_media(media="print")
    assert page.locator("details.control .inside").last.bounding_box()["height"] > 40  # type: ignore[index]
    expect(page.locator("nav")).to_be_hidden()


def test_headings_and_names_for_screen_readers(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit())
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    unnamed = page.locator("section:not([aria-labelledby]), nav:not([aria-label]), svg:not([aria-label])")
    assert unnamed.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_contrast_is_sufficient(open_checklist: Opener, scheme: str) -> None:
    page = open_checklist(sample_audit(), color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate(CONTRAST) == []


def test_every_link_within_the_page_has_a_target(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit())
    broken = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.hash.slice(1)))"
        ".filter(name => !document.getElementById(name))"
    )
    assert broken == []


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_hostile_text_does_nothing(open_checklist: Opener, text: str) -> None:
    one = replace(
        item(1, Status.FAIL, "encryption"), because=(Because(text, text),), owner=text, evidence=(text,)
    )
    report = report_about(text)
    one = replace(one, findings=tuple(finding.fingerprint for finding in report.findings))
    page = open_checklist(audited(report, [one]))
    assert page.locator("script").count() == 1
    assert page.locator("img, svg:not(.bar)").count() == 0


def test_a_whole_catalogue_stays_small(open_checklist: Opener) -> None:
    report = big_audit()
    assert len(HtmlChecklist().render(report)) < 1_500_000
    assert open_checklist(report).locator("details.control").count() == 273


def test_two_renders_are_the_same() -> None:
    report = sample_audit()
    assert HtmlChecklist().render(report) == HtmlChecklist().render(report)
    assert CsvChecklist().render(report) == CsvChecklist().render(report)


# --- Chinese ----------------------------------------------------------------------------------------


def test_the_chinese_page_has_no_english_labels(open_checklist: Opener) -> None:
    page = open_checklist(sample_audit("zh"))
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    labels = page.locator(
        "h1, h2, h3, th[scope=col], dt, nav a, label, button, .st, caption"
    ).all_inner_texts()
    english = [text for text in labels if re.search(r"[A-Za-z]{3,}", text.replace("audit.yaml", ""))]
    assert english == []
    expect(page.locator("#encryption-0")).to_contain_text("第 0 项要求已落实")
    expect(page.locator("#encryption-0")).to_contain_text("中文说明")


def test_findings_of_the_last_audit_and_their_owners_are_chinese_too() -> None:
    report = sample_audit("zh")
    assert report.audit
    assert report.audit.since_last
    owner = report.audit.items[0].control
    followed = replace(report.audit.since_last.fixed[0], owner=owner.owner, message_zh="未设置默认加密")
    since = replace(report.audit.since_last, fixed=(followed,))
    html = HtmlChecklist().render(replace(report, audit=replace(report.audit, since_last=since)))
    row = html[html.index("未设置默认加密") :].partition("</tr>")[0][:400]
    assert owner.owner_zh in row
    assert owner.owner not in row


# --- tables -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(text: str) -> None:
    one = replace(item(1, Status.FAIL, "encryption"), because=(Because(text, text),), owner=text)
    report = audited(sample_audit(), [one])
    _, row = csv.reader(io.StringIO(CsvChecklist().render(report).removeprefix("\ufeff")))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(XlsxChecklist().render(report)))
    assert {cell.data_type for cell in book["Checklist"][2]} <= {"s", "n"}


def test_workbook_and_csv_hold_every_control_once() -> None:
    report = big_audit()
    rows = list(csv.DictReader(io.StringIO(CsvChecklist().render(report).removeprefix("\ufeff"))))
    assert len({row["Control"] for row in rows}) == len(rows) == 273
    book = openpyxl.load_workbook(io.BytesIO(XlsxChecklist().render(report)))
    assert book["Checklist"].max_row == 274
    totals = list(book["Totals"].iter_rows(min_row=2, max_row=24, values_only=True))
    assert totals[-1][-1] == 273
    assert sum(int(str(row[-1])) for row in totals[:-1]) == 273


# --- terminal ---------------------------------------------------------------------------------------


def shown(report: Report, outputs: list[Path], width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_checklist(report, console, outputs)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_the_terminal_shows_what_is_not_in_order_and_the_totals() -> None:
    text = shown(sample_audit(), [Path("audits/2026-Q4/checklist.html")])
    assert text.index("× fail") < text.index("! overdue") < text.index("? unknown")
    assert "Demand 10 of encryption" not in text  # passes
    assert max(map(len, text.splitlines())) <= 80
    assert "1 fixed, 1 still open, 1 not rechecked, 1 new" in " ".join(text.split())
    assert translator("zh")("fail") in shown(sample_audit("zh"), [])


def test_long_lists_are_cut_and_say_so_unless_nothing_else_has_them() -> None:
    report = big_audit()
    assert "more in" in shown(report, [Path("audits/2026-Q4/checklist.html")])
    assert "more in" not in shown(report, [])
