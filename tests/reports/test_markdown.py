"""Markdown: worst first, within what a comment may be, and hostile text stays in its code span."""

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from reports.markdown import MAX_BYTES, MarkdownReport
from scanner.model import Report
from tests.reports.change import change_report, clean
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import big_report, sample_report


class Reader(HTMLParser):
    """Tags, links, and the text outside of code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.prose: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.prose.append(data)


def read(report: Report) -> Reader:
    reader = Reader()
    reader.feed(MarkdownIt("commonmark").enable("table").render(MarkdownReport().render(report)))
    return reader


def test_the_worst_comes_first_and_accepted_findings_are_there() -> None:
    text = MarkdownReport().render(change_report())
    order = [
        text.index(word)
        for word in ("## selfaudit:", "### CRITICAL", "### HIGH", "### MEDIUM", "### Accepted")
    ]
    assert order == sorted(order)
    assert (
        "`Replaced in spring (owner Ann Li, approved by Bo Chen, until 2027-03-31, waivers.yaml:7)`" in text
    )
    assert "`infra/main tf/büro.tf:12`" in text
    assert "1 still there, 1 fixed, 0 not re-checked" in text
    assert "### LATER: unknown" in text


def test_a_clean_report_is_short() -> None:
    assert len(MarkdownReport().render(clean(sample_report())).splitlines()) < 15


def test_it_fits_and_says_what_was_cut() -> None:
    text = MarkdownReport().render(big_report())
    assert len(text.encode()) <= MAX_BYTES
    assert "Cut here: " in text
    assert "more sections in the full report" in text


TRICKS = ("`` ` ```", "@everyone #1 http://evil.example", "</code></details>![x](http://e.x)", "|a|b|")
TAGS = "h2 h3 p strong code table thead tbody tr th td ul li pre details summary"


@pytest.mark.parametrize("text", [*HOSTILE, *TRICKS])
def test_hostile_text_stays_in_its_code_span(text: str) -> None:
    reader = read(report_about(text))
    assert reader.tags <= set(TAGS.split())
    prose = "".join(reader.prose)
    for word in ("alert(", "@everyone", "evil.example", "markup", "egnp", "owned"):
        assert word not in prose
