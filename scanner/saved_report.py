"""report.json of an earlier run, read back: as much of it as later runs compare with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.interfaces import ConfigurationError
from scanner.model import Disposition, Outcome, PastFinding, Severity

_SCHEMA = "urn:selfaudit:report:1"
_MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SavedFinding:
    """One finding as it was, and what had been decided about it."""

    finding: PastFinding
    disposition: Disposition
    broken: bool
    """The check itself failed to evaluate."""


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A report.json; `document` is all of it."""

    name: str
    document: Mapping[str, Any]
    findings: tuple[SavedFinding, ...]


def read_report(path: Path) -> SavedReport:
    """Read a report.json. Raises ConfigurationError when it is not one of a version that is understood."""
    try:
        with path.open("rb") as handle:
            raw = handle.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(raw) > _MAX_BYTES:
        raise ConfigurationError(f"{path}: larger than {_MAX_BYTES // 2**20} MiB; is it a report.json?")
    again = "write it with --format json"
    try:
        document = json.loads(raw)
        version = document["$schema"]
        findings = tuple(_finding(item) for item in document["findings"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigurationError(f"{path}: not a report.json, or damaged; {again}") from error
    if version != _SCHEMA:
        raise ConfigurationError(f"{path}: a report.json of another version; {again}")
    return SavedReport(str(path), document, findings)


def _finding(item: Mapping[str, Any]) -> SavedFinding:
    subject = item["subject"]
    past = PastFinding(
        fingerprint=item["fingerprint"],
        check=item["check"],
        outcome=Outcome(item["outcome"]),
        severity=Severity(item["severity"]),
        type=subject["type"],
        resource=subject["id"],
        name=subject["name"],
        target=subject["target"],
        scope=subject["scope"],
        path=item["path"],
        message=item["message"],
    )
    broken = any(reason["broken"] for reason in item["reasons"])
    return SavedFinding(past, Disposition(item["disposition"]), broken)
