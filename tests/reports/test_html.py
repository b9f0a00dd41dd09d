"""The page as a reader meets it, in a real browser."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from reports.html import HtmlReport
from scanner.model import Disposition, Finding, Outcome, Report
from tests.reports.conftest import Opener
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import big_report, clean_report, sample_report

REPORT = sample_report()
PLAIN = HtmlReport().render(report_about("x"))


def numbers(page: Page, selector: str) -> list[int]:
    return [int(text.replace(",", "")) for text in page.locator(selector).all_inner_texts()]


def kind(finding: Finding) -> str:
    return finding.outcome.value if finding.disposition is Disposition.OPEN else "accepted"


def test_verdict_comes_first_with_the_meaning_of_the_exit_code(open_report: Opener) -> None:
    page = open_report(REPORT)
    expect(page.get_by_role("heading", level=1)).to_have_text(REPORT.verdict)
    expect(page.locator("#verdict")).to_contain_text("Exit code 3")
    assert page.locator("main > *").first.get_attribute("id") == "verdict"


def test_what_was_not_looked_at_stands_beside_what_was(open_report: Opener) -> None:
    page = open_report(REPORT)
    missing = page.locator(".missing")
    for text in (
        "1 target gave nothing",
        "web2",
        "7 gaps",
        "4 unreachable",
        "10 evaluations undecided",
        "1 check not assessed",
    ):
        expect(missing).to_contain_text(text)
    looked, missed = page.locator("#coverage .card").all()
    assert looked.bounding_box()["height"] == missed.bounding_box()["height"]  # type: ignore[index]


def test_counts_on_the_page_are_those_of_the_report(open_report: Opener) -> None:
    page = open_report(REPORT)
    kinds = Counter(kind(finding) for finding in REPORT.findings)
    totals = [kinds["fail"], kinds["unknown"], kinds["accepted"], len(REPORT.findings)]
    assert numbers(page, ".matrix tfoot td") == totals
    rows = [numbers(page, f".matrix tbody tr:nth-child({row}) td") for row in range(1, 5)]
    assert [sum(column) for column in zip(*rows, strict=True)] == totals
    assert page.locator("details.f").count() == len(REPORT.findings)
    shown = " ".join(page.locator(".sum").inner_text().split())
    outcomes = REPORT.coverage.outcomes
    assert f"= {sum(outcomes.values())} evaluations" in shown
    assert f"{outcomes[Outcome.FAIL]} failed" in shown
    for column, outcome in (
        (4, Outcome.FAIL),
        (5, Outcome.UNKNOWN),
        (6, Outcome.PASS),
        (7, Outcome.NOT_APPLICABLE),
    ):
        for table, position in (("targets", column), ("checks", column - 1)):
            cells = page.locator(f"#{table} tbody td:nth-child({position + 1})").all_inner_texts()
            assert sum(int(re.sub(r"\D", "", cell)) for cell in cells) == outcomes[outcome], (table, outcome)


def test_totals_that_do_not_add_up_are_called_out(open_report: Opener) -> None:
    page = open_report(sample_report(findings=REPORT.findings[1:]))
    expect(page.get_by_role("complementary")).to_contain_text("The totals do not add up")


def test_a_clean_scan_says_that_nothing_was_left_out(open_report: Opener) -> None:
    page = open_report(clean_report())
    expect(page.locator(".word")).to_have_text("Clean")
    expect(page.locator(".missing")).to_contain_text("Nothing in scope was left out")
    expect(page.locator("#findings")).to_contain_text("no evaluation failed and none is unknown")


def test_worst_check_is_first_and_unknowns_keep_their_rank(open_report: Opener) -> None:
    page = open_report(REPORT)
    badges = page.locator("details.check > summary > .sev").all_inner_texts()
    order = ["critical", "high", "medium", "low"]
    open_ones = [order.index(badge) for badge in badges[:-1]]
    assert open_ones == sorted(open_ones)
    expect(page.locator("details.check").last).to_contain_text("1 accepted")


def test_a_finding_shows_facts_reason_and_fingerprint(open_report: Opener) -> None:
    finding = next(one for one in REPORT.findings if one.outcome is Outcome.UNKNOWN and one.subject.id)
    box = open_report(REPORT, f"#finding-{finding.fingerprint}").locator(f"#finding-{finding.fingerprint}")
    for text in (
        finding.subject.id,
        finding.reasons[0].text,
        "access denied",
        finding.fingerprint,
        "block_public_acls",
        "客服部",
    ):
        expect(box).to_contain_text(text)


def test_unknowns_are_explained_by_cause(open_report: Opener) -> None:
    causes = open_report(REPORT).locator("#unknowns")
    expect(causes).to_contain_text("web2: unreachable ? 6 checks undecided".replace("? ", ""))
    expect(causes).to_contain_text("check auditd-watches-data did not run to its end")


def test_controls_checks_gaps_and_the_run_are_there(open_report: Opener) -> None:
    page = open_report(REPORT)
    expect(page.locator("#controls")).to_contain_text("客户数据存储加密率100%")
    expect(page.locator("#controls")).to_contain_text("1 control of the catalogue without any check")
    expect(page.locator("#checks")).to_contain_text("1 check: audit.yaml defines no datasets")
    expect(page.locator("#check-s3-retention-dataset")).to_be_visible()
    assert page.locator("#gaps tbody tr").count() == len(REPORT.gaps)
    for text in (
        "regorus",
        REPORT.packs[1].digest,
        "overrides login-banner",
        "2026-11-22 15:31:04 UTC",
        "1 minute 12 s",
    ):
        expect(page.locator("#scan")).to_contain_text(text)
    expect(page.locator(".note")).to_contain_text("waiver w-17")


def test_a_filtered_scan_says_nothing_about_controls(open_report: Opener) -> None:
    page = open_report(sample_report(filters={"target": ("web1",)}))
    expect(page.get_by_role("complementary", name="Filters in force")).to_contain_text("target = web1")
    expect(page.locator("#controls")).to_contain_text("says nothing about whether a control is met")


def test_filter_narrows_counts_and_clears(open_report: Opener) -> None:
    page = open_report(REPORT)
    page.get_by_label("Text").fill("web2 unreachable")
    page.get_by_label("Outcome").select_option("unknown")
    expect(page.get_by_role("status")).to_have_text("Filter in force: 6 of 20 findings shown, 14 hidden.")
    assert page.locator("details.f:visible").count() == 6
    assert set(page.locator("details.f:visible small").all_inner_texts()) == {"web2"}
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.locator("details.check:visible")).to_have_count(10)


def test_a_number_of_the_overview_leads_to_its_findings(open_report: Opener) -> None:
    page = open_report(REPORT)
    link = page.locator(".matrix tbody tr").first.locator("td.unknown a")
    expected = link.inner_text()
    link.click()
    expect(page.get_by_role("status")).to_contain_text(f"Filter in force: {expected} of 20")


def test_deep_link_opens_the_finding_even_when_filtered_out(open_report: Opener) -> None:
    finding = REPORT.findings[-1]
    page = open_report(REPORT, f"#finding-{finding.fingerprint}")
    expect(page.locator(f"#finding-{finding.fingerprint} dl").first).to_be_in_viewport()
    page.get_by_label("Text").fill("nothing has this")
    expect(page.locator("details.f:visible")).to_have_count(0)
    page.evaluate("name => { location.hash = name }", f"finding-{REPORT.findings[0].fingerprint}")
    expect(page.locator(f"#finding-{REPORT.findings[0].fingerprint} summary")).to_be_focused()


def test_every_link_within_the_page_has_a_target(open_report: Opener) -> None:
    page = open_report(REPORT)
    dead = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))"
        ".filter(href => !document.getElementById(decodeURIComponent(href.slice(1))))"
    )
    assert dead == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_copy_button_copies_the_fix(open_report: Opener) -> None:
    page = open_report(REPORT, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the code").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("aws s3api put-bucket-encryption --bucket BUCKET \\\n  --server-side")


def test_everything_can_be_read_without_scripts(open_report: Opener) -> None:
    page = open_report(REPORT, java_script_enabled=False)
    expect(page.locator("#filter")).to_be_hidden()
    page.locator("#check-sshd-no-root-login > summary").click()
    expect(page.locator("#check-sshd-no-root-login")).to_contain_text("PermitRootLogin is yes")
    expect(page.locator("#check-sshd-no-root-login dl").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize(
    "report",
    [REPORT, report_about("x" * 3000), report_about("很长" * 900)],
    ids=["sample", "long", "chinese"],
)
def test_no_width_scrolls_sideways(open_report: Opener, report: Report, width: int) -> None:
    page = open_report(report, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scripts", [True, False])
def test_print_shows_the_details(open_report: Opener, scripts: bool) -> None:
    page = open_report(REPORT, java_script_enabled=scripts)
    page.emulate_media(media="print")
    last = page.locator("details.check").last.locator("details.f dl").first
    assert last.bounding_box()["height"] > 40  # type: ignore[index]
    expect(page.locator("nav")).to_be_hidden()
    assert len(page.pdf()) > 10_000


def test_names_roles_and_headings_for_screen_readers(open_report: Opener) -> None:
    page = open_report(REPORT)
    for role in ("banner", "navigation", "main", "contentinfo", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator("th:not([scope])").count() == 0
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the report")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_contrast_is_sufficient(open_report: Opener, scheme: str) -> None:
    page = open_report(REPORT, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const c = parse(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (node.closest("svg, script, style, .skip")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(node.outerHTML.slice(0, 80));
  }
  return poor;
}"""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_nothing_and_can_be_seen(open_report: Opener, text: str) -> None:
    page = open_report(report_about(text))
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, [onload], [onerror], a[href^=javascript]").count() == 0
    assert not set(page.content()) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\ufeff")
    assert page.locator("h1").inner_text().strip() != ""


def test_control_characters_are_written_out(open_report: Opener) -> None:
    page = open_report(report_about("a\u202eb\x1b[2Jc\x00d\ud800"))
    expect(page.locator("h1")).to_have_text(r"a\u202eb\x1b[2Jc\x00d\ud800")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(st.characters() | st.sampled_from("<>&\"'`{}%/\\\x00\u202e\ud800=# ")))
def test_no_text_adds_an_element(text: str) -> None:
    hostile = HtmlReport().render(report_about(text + "x"))
    hostile.encode("utf-8")
    allowed = re.compile(r"</?(?:p|code|pre|div|i|a)\b[^>]*>")
    assert Counter(re.findall(r"<[a-z/!]+", allowed.sub("", hostile))) == Counter(
        re.findall(r"<[a-z/!]+", allowed.sub("", PLAIN))
    )


def test_two_renders_are_the_same() -> None:
    assert HtmlReport().render(REPORT) == HtmlReport().render(sample_report())


def test_ten_thousand_findings_stay_small_and_complete(open_report: Opener) -> None:
    report = big_report()
    assert len(HtmlReport().render(report).encode()) < 7_000_000
    page = open_report(report)
    assert page.locator("details.f").count() == 10_500
    page.get_by_label("Text").fill("prod-customer-data-0042 failed")
    expect(page.get_by_role("status")).to_contain_text(" of 10,500 findings shown", timeout=30_000)
