"""What the checklist page shows, worked out before the template runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reports.checklist.words import BASIS, MARK, STATUS, domain_name, headline, only_for, unit
from reports.language import Translate, chosen, translator
from scanner.model import (
    Audit,
    ChecklistItem,
    Disposition,
    Finding,
    Followed,
    Outcome,
    Override,
    Report,
    Source,
    Status,
)

MAX_FINDINGS = 20
"""Findings that one control shows; the report has them all."""
MAX_NEXT = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One status in a bar; `start` and `width` in thousandths."""

    status: Status
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of totals: a domain or a document."""

    anchor: str
    name: str
    total: int
    counts: Mapping[Status, int]
    bar: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One control, in the language of the page."""

    item: ChecklistItem
    title: str
    requirement: str
    owner: str
    because: tuple[str, ...]
    basis: str
    sources: tuple[str, ...]
    findings: tuple[Finding, ...]
    more: int
    """Findings that are not shown here."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The controls of a domain, worst first."""

    row: Row
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template needs beside the report."""

    audit: Audit
    language: str
    t: Translate
    bar: tuple[Part, ...]
    domains: tuple[Domain, ...]
    documents: tuple[Row, ...]
    coming: tuple[Entry, ...]
    since: Mapping[str, Sequence[Followed]]
    status: Mapping[Status, str]
    mark: Mapping[Status, str]
    outcome: Mapping[Outcome, str]
    headline: str
    notes: tuple[str, ...]
    owners: tuple[str, ...]
    roles: Mapping[str, str]
    """The owners of controls in Chinese, by their English names."""

    @property
    def total(self) -> int:
        """All controls."""
        return len(self.audit.items)

    def message(self, finding: Finding) -> str:
        """What was found, in the language of the page."""
        return chosen(self.language, finding.message, finding.message_zh)

    def followed(self, one: Followed) -> str:
        """What an earlier audit found, in the language of the page."""
        return chosen(self.language, one.finding.message, one.message_zh)

    def owner(self, name: str) -> str:
        """Who has to act; a role of the controls in the language of the page."""
        return chosen(self.language, name, self.roles.get(name, "")) or self.t("unassigned")

    def unit(self, parameter: Override) -> str:
        """The unit of a parameter, in the language of the page."""
        return unit(parameter, self.language)

    @staticmethod
    def value(given: object) -> str:
        """A value of a parameter on one line."""
        return ", ".join(map(str, given)) if isinstance(given, list | tuple) else str(given)


def build(report: Report, audit: Audit) -> Page:
    """Work out the page of an audit."""
    maker = _Maker(report)
    entries = {item.control.id: maker.entry(item) for item in audit.items}
    domains = [
        Domain(
            _row(f"domain-{domain}", domain_name(domain, maker.t), counts),
            tuple(entries[item.control.id] for item in audit.items if item.control.domain == domain),
        )
        for domain, counts in audit.domains.items()
    ]
    return Page(
        audit=audit,
        language=report.language,
        t=maker.t,
        bar=_bar(audit.counts),
        domains=tuple(domains),
        documents=tuple(
            _row("", chosen(report.language, one.title, one.title_zh), one.counts) for one in audit.documents
        ),
        coming=_coming(entries.values()),
        since=_since(audit),
        status={status: maker.t(word) for status, word in STATUS.items()},
        mark=MARK,
        outcome={Outcome.FAIL: STATUS[Status.FAIL], Outcome.UNKNOWN: STATUS[Status.UNKNOWN]},
        headline=headline(audit, maker.t),
        notes=tuple(_notes(report, audit, maker.t)),
        owners=tuple(sorted({entry.owner for entry in entries.values()})),
        roles={item.control.owner: item.control.owner_zh for item in audit.items},
    )


def _notes(report: Report, audit: Audit, t: Translate) -> Iterator[str]:
    """What a reader must know before the rest."""
    if not audit.live:
        yield t("What was seen live lies outside the period and its grace: automated controls do not count.")
    if not audit.period.over:
        yield t("The period is not over: intervals that have not ended are not asked for yet.")
    if audit.statements is None:
        yield t("No statements were read.")
    loose = [one for one in report.parameters if one.looser]
    for one in loose:
        text = t("Looser than the documents; what rests on it does not pass.")
        only = f", {only_for(one, t)} {one.only_id}" if one.only_for else ""
        yield f"{chosen(report.language, one.title, one.title_zh)} ({one.name}{only}): {text}"
    known = {one.warning for one in loose}
    yield from (line for line in report.warnings if line not in known)


class _Maker:
    def __init__(self, report: Report) -> None:
        self.language = report.language
        self.t = translator(report.language)
        self.findings = {finding.fingerprint: finding for finding in report.findings}
        self.documents = {one.id: one for one in report.audit.documents} if report.audit else {}

    def entry(self, item: ChecklistItem) -> Entry:
        control, pick = item.control, self.language
        found = sorted((self.findings[print_] for print_ in item.findings), key=_finding_order)
        return Entry(
            item=item,
            title=chosen(pick, control.title, control.title_zh),
            requirement=chosen(pick, control.requirement, control.requirement_zh),
            owner=chosen(pick, item.owner, control.owner_zh) or self.t("unassigned"),
            because=tuple(chosen(pick, one.text, one.zh) for one in item.because),
            basis=", ".join(self.t(BASIS[basis]) for basis in item.basis),
            sources=tuple(map(self._source, control.sources)),
            findings=tuple(found[:MAX_FINDINGS]),
            more=max(0, len(found) - MAX_FINDINGS),
        )

    def _source(self, source: Source) -> str:
        document = self.documents.get(source.document)
        title = chosen(self.language, document.title, document.title_zh) if document else source.document
        return f"{title}, {source.section}"


def _finding_order(finding: Finding) -> tuple[object, ...]:
    accepted = finding.disposition is not Disposition.OPEN
    return accepted, -finding.severity.rank, finding.outcome is not Outcome.FAIL, finding.message


def _row(anchor: str, name: str, counts: Mapping[Status, int]) -> Row:
    return Row(anchor, name, sum(counts.values()), counts, _bar(counts))


def _bar(counts: Mapping[Status, int]) -> tuple[Part, ...]:
    whole, start, parts = sum(counts.values()) or 1, 0.0, []
    for status in Status:
        width = round(1000 * counts[status] / whole, 1)
        if counts[status]:
            parts.append(Part(status, counts[status], round(start, 1), width))
        start += width
    return tuple(parts)


def _coming(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Controls by the day on which they fall due."""
    dated = [entry for entry in entries if entry.item.next_due is not None]
    return tuple(sorted(dated, key=_due_order)[:MAX_NEXT])


def _due_order(entry: Entry) -> tuple[date, int, str]:
    return entry.item.next_due or date.max, -entry.item.control.severity.rank, entry.item.control.id


def _since(audit: Audit) -> Mapping[str, Sequence[Followed]]:
    since = audit.since_last
    if since is None:
        return {}
    return {
        "still open": since.still_open,
        "not rechecked": since.not_rechecked,
        "new": since.new,
        "fixed": since.fixed,
    }


def day(moment: datetime | date | None) -> str:
    """A day for people."""
    return f"{moment:%Y-%m-%d}" if moment else "–"
