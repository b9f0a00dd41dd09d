"""What earlier audits left behind: findings to follow, and how far the log of statements went."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from scanner.interfaces import ConfigurationError
from scanner.model import Followed, Outcome, PastFinding, Severity, StatementsHead
from scanner.period import Calendar, Period, PeriodError, parse_period

REPORT = "report.json"
MAX_BYTES = 512 * 1024 * 1024
_FAIL = Outcome.FAIL.value


@dataclass(frozen=True, slots=True)
class LastAudit:
    """The failures of an audit, those included that it could not look at again, by fingerprint."""

    period: str
    finished_at: datetime
    findings: Mapping[str, Followed]
    statements: StatementsHead | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last audit of an earlier period, and an earlier run of the same one."""

    last: LastAudit | None = None
    same: LastAudit | None = None

    def first_seen(self, fingerprint: str, now: datetime) -> datetime:
        """When a finding was first seen: now, unless an audit knows it already."""
        known = [one.findings[fingerprint] for one in self._all() if fingerprint in one.findings]
        return min((one.first_seen for one in known), default=now)

    def statements(self) -> StatementsHead | None:
        """The longest log of statements that was seen."""
        heads = [one.statements for one in self._all() if one.statements]
        return max(heads, key=lambda head: head.entries, default=None)

    def _all(self) -> Iterator[LastAudit]:
        return (one for one in (self.last, self.same) if one)


def earlier_audits(folder: Path, period: Period) -> Earlier:
    """Look through the folders of a folder of audits.

    Raises ConfigurationError for a report that cannot be read: without it nobody would know what is overdue.
    """
    found = _audits(folder, period.calendar)
    before = [path for one, path in found if one.last < period.first]
    same = next((path for one, path in found if one.name == period.name), None)
    return Earlier(_read(before[-1]) if before else None, _read(same) if same else None)


def latest_audit(folder: Path, calendar: Calendar) -> LastAudit | None:
    """The audit of the latest period. Raises ConfigurationError when it cannot be read."""
    found = _audits(folder, calendar)
    return _read(found[-1][1]) if found else None


def _audits(folder: Path, calendar: Calendar) -> list[tuple[Period, Path]]:
    """The periods of which there is a report, in order."""
    found = []
    for path in folder.glob(f"*/{REPORT}"):
        with suppress(PeriodError):  # a folder of another name is none of ours
            found.append((parse_period(path.parent.name, calendar), path))
    return sorted(found, key=lambda pair: (pair[0].last, pair[0].first))


def _read(path: Path) -> LastAudit:
    try:
        with path.open("rb") as handle:
            raw = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise ConfigurationError(f"{path}: larger than {MAX_BYTES // 2**20} MiB; is it a report?")
    try:
        document = json.loads(raw)
        return LastAudit(
            period=document["audit"]["period"]["name"],
            finished_at=_moment(document["finished_at"]),
            findings={one.finding.fingerprint: one for one in _findings(document)},
            statements=_head(document["audit"]["statements"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        text = f"{path}: not the report of an audit; restore it, or move the folder away to start anew"
        raise ConfigurationError(text) from error


def _findings(document: Mapping[str, Any]) -> Iterator[Followed]:
    """What it followed on, and its own open failures."""
    since = document["audit"]["since_last"]
    for item in since["not_rechecked"] if since else ():
        yield _followed(item["finding"], item)
    for item in document["findings"]:
        if item["outcome"] == _FAIL and item["disposition"] == "open":
            subject = item["subject"]
            place = {"resource": subject["id"]} | {n: subject[n] for n in ("type", "name", "target", "scope")}
            yield _followed({**item, **place}, item)


def _followed(finding: Mapping[str, Any], item: Mapping[str, Any]) -> Followed:
    values = {one.name: finding[one.name] for one in fields(PastFinding)}
    values |= {"outcome": Outcome(finding["outcome"]), "severity": Severity(finding["severity"])}
    return Followed(
        finding=PastFinding(**values),
        owner=str(item["owner"]),
        controls=tuple(item["controls"]),
        first_seen=_moment(item["first_seen"]),
        due=_moment(item["due"]) if item["due"] else None,
        overdue=False,
        message_zh=str(item.get("message_zh", "")),
    )


def _head(given: Mapping[str, Any] | None) -> StatementsHead | None:
    return StatementsHead(int(given["entries"]), str(given["last"])) if given else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment
