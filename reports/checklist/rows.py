"""The checklist as a table, for CSV and XLSX."""

from collections.abc import Iterator, Sequence

from reports.checklist.words import BASIS, SEVERITY, STATUS, domain_name
from reports.language import chosen, translator
from reports.text import visible
from scanner.model import Audit, ChecklistItem, Occurrences, Report

COLUMNS = (
    "Domain",
    "Control",
    "Text",
    "Status",
    "Why",
    "Severity",
    "Basis",
    "Frequency",
    "Occurrences",
    "Last verified",
    "Next due",
    "Owner",
    "Findings",
    "Evidence",
    "Sources",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def header(report: Report) -> list[str]:
    """The first line, in the language of the report."""
    return [translator(report.language)(name) for name in COLUMNS]


def rows(report: Report, audit: Audit) -> Iterator[list[str]]:
    """One line per control, in the order of the checklist."""
    documents = {one.id: chosen(report.language, one.title, one.title_zh) for one in audit.documents}
    for item in audit.items:
        yield [guarded(text) for text in _row(report, item, documents)]


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP: CSV injection), with nothing invisible in it."""
    shown = visible(text)
    return f"'{shown}" if text.startswith(_FORMULA) else shown


def _row(report: Report, item: ChecklistItem, documents: dict[str, str]) -> Sequence[str]:
    t, language, control = translator(report.language), report.language, item.control
    return (
        domain_name(control.domain, t),
        control.id,
        chosen(language, control.title, control.title_zh),
        t(STATUS[item.status]),
        "; ".join(chosen(language, one.text, one.zh) for one in item.because),
        t(SEVERITY[control.severity]),
        ", ".join(t(BASIS[basis]) for basis in item.basis),
        t(control.frequency),
        occurrences(item.occurrences, t("done"), t("missing"), t("open")),
        f"{item.last_verified:%Y-%m-%d}" if item.last_verified else "",
        f"{item.next_due:%Y-%m-%d}" if item.next_due else "",
        chosen(language, item.owner, control.owner_zh),
        str(len(item.findings)),
        "; ".join(item.evidence),
        "; ".join(f"{documents.get(one.document, one.document)}, {one.section}" for one in control.sources),
    )


def occurrences(known: Occurrences | None, done: str, missing: str, still: str) -> str:
    """`done 2 (2026-10, 2026-11); open 1 (2026-12)`, empty when nothing is counted."""
    if known is None:
        return ""
    groups = ((missing, known.missing), (done, known.done), (still, known.open))
    return "; ".join(f"{word} {len(names)} ({', '.join(names)})" for word, names in groups if names)
