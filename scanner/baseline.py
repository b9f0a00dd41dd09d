"""The baseline: findings that were there already, so that new ones stand out.

A file of JSON, one finding a line, sorted, without times: what a change of it accepts can be reviewed. It
holds failures only: to live with what cannot be seen takes a waiver, with an owner and an end.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from scanner.findings import former_fingerprints
from scanner.interfaces import ConfigurationError
from scanner.model import Acceptance, Finding, Outcome, PastFinding, Severity
from scanner.schemas import load_schema

VERSION = 1
_MAX_BYTES = 64 * 1024 * 1024


def _always(_finding: Finding) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings known before; `reason` is why they are accepted now.

    `same` may look closer at a finding that is known by its fingerprint, and tell that it is another.
    """

    source: str
    findings: tuple[PastFinding, ...]
    reason: str = "known before"
    same: Callable[[Finding], bool] = field(default=_always, compare=False)


class BaselineDesk:
    """Recognises findings, each entry once: the same place in another source is another finding."""

    def __init__(self, baseline: Baseline, targets: frozenset[str]) -> None:
        self._baseline = baseline
        self._targets = targets
        self._left: dict[str, list[PastFinding]] = {}
        for entry in baseline.findings:
            self._left.setdefault(entry.fingerprint, []).append(entry)

    def accept(self, findings: Sequence[Finding]) -> dict[int, Acceptance]:
        """The known ones, by position, and why they are accepted."""
        known = {}
        for own_target in (
            True,
            False,
        ):  # a renamed source may take an entry that nothing else has a claim on
            for position, finding in enumerate(findings):
                if position not in known and self._take(finding, own_target=own_target):
                    known[position] = Acceptance(self._baseline.source, self._baseline.reason)
        return known

    @property
    def known(self) -> int:
        """How many entries were recognised."""
        return len(self._baseline.findings) - sum(map(len, self._left.values()))

    def left(self) -> list[PastFinding]:
        """Entries that no finding has taken, in their order."""
        return [
            entry
            for entry in self._baseline.findings
            if any(entry is one for one in self._left.get(entry.fingerprint, ()))
        ]

    def _take(self, finding: Finding, *, own_target: bool) -> bool:
        if any(reason.broken for reason in finding.reasons):
            return False
        for fingerprint in (finding.fingerprint, *former_fingerprints(finding)):
            for entry in self._left.get(fingerprint, ()):
                if self._matches(entry, finding, own_target=own_target):
                    self._left[fingerprint].remove(entry)
                    return True
        return False

    def _matches(self, entry: PastFinding, finding: Finding, *, own_target: bool) -> bool:
        if own_target != (entry.target == finding.subject.target):
            return False
        if not own_target and entry.target in self._targets:
            return False
        return finding.severity.rank <= entry.severity.rank and self._baseline.same(finding)


# --- the file ---------------------------------------------------------------------------------------


def read_baseline(path: Path, name: str | None = None) -> Baseline:
    """Read a baseline. Raises ConfigurationError when it is not one."""
    shown = name or str(path)
    try:
        with path.open("rb") as handle:
            raw = handle.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if len(raw) > _MAX_BYTES:
        raise ConfigurationError(f"{shown}: larger than {_MAX_BYTES // 2**20} MiB; is it a baseline?")
    return Baseline(shown, tuple(_entry(item) for item in _document(shown, raw)["findings"]))


def _document(shown: str, raw: bytes) -> Mapping[str, Any]:
    from jsonschema import Draft202012Validator  # takes time, in vain for runs without a baseline

    again = "write it again with 'selfaudit baseline write'"
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise ConfigurationError(f"{shown}:{line}: not valid JSON; {again}") from error
    version = document.get("baseline_version") if isinstance(document, dict) else None
    if version != VERSION:
        raise ConfigurationError(f"{shown}: not a baseline of version {VERSION}; {again}")
    wrong = next(Draft202012Validator(load_schema("baseline")).iter_errors(document), None)
    if wrong:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in wrong.absolute_path)
        raise ConfigurationError(f"{shown}: {place.lstrip('.')}: {wrong.message[:200]}; {again}")
    loaded: Mapping[str, Any] = document
    return loaded


def _entry(item: Mapping[str, Any]) -> PastFinding:
    return PastFinding(
        **{**item, "outcome": Outcome(item["outcome"]), "severity": Severity(item["severity"])}
    )


def baseline_text(findings: Iterable[PastFinding]) -> str:
    """The file for these findings. The same findings give the same text, in whatever order."""
    names = [item.name for item in fields(PastFinding)]
    lines = sorted({json.dumps({name: getattr(f, name) for name in names}) for f in findings}, key=_order)
    body = ",\n".join(f"  {line}" for line in lines)
    return f'{{\n"baseline_version": {VERSION},\n"findings": [\n{body}\n]\n}}\n'


def _order(line: str) -> tuple[str, ...]:
    item = json.loads(line)
    return (*(item[name] for name in ("check", "target", "type", "resource", "scope", "path")), line)
