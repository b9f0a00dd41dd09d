"""The collector of statements."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors.attestations import judge, log
from collectors.attestations.statement import Statement, digest
from scanner.interfaces import FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target

CONTROL = "attestation.control"
COMPLETENESS = "attestation.completeness"
TRUST = "trust"
"""Setting that only the command line makes: the public key that vouches for owners.yaml."""
_FACTS = {
    CONTROL: ("control", "text", "answer", "until", "by", "at", "period", "entry"),
    COMPLETENESS: ("register", "period", "period_start", "period_end", "answer", "by", "at", "entry"),
}


def _now() -> datetime:
    return datetime.now(UTC)


class AttestationsCollector:
    """The statements of a folder, each with whether it counts.

    A log that is not as it was written gives no statement at all, only a gap.
    """

    types: frozenset[str] = frozenset(_FACTS)
    settings_schema: Mapping[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "attestations",
        "description": "A folder with signed statements: log.jsonl, log.head, owners.yaml, owners.yaml.sig.",
        "type": "object",
        "additionalProperties": False,
        "required": ["folder"],
        "properties": {
            "folder": {
                "type": "string",
                "format": "path",
                "minLength": 1,
                "description": "Path of the folder.",
            },
        },
    }

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> Sequence[str]:  # noqa: ARG002 (nothing beyond the schema)
        """What is wrong with the settings: a folder that is not there holds no statements yet."""
        return ()

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream the statements in the order of the log."""
        folder = Path(target.settings["folder"])
        try:
            found = log.read(folder)
        except log.DamageError as error:
            yield from self._gaps(target, wanted, GapReason.MALFORMED, f"{folder / log.NAME}: {error}")
            return
        except PermissionError:
            text = f"{folder / log.NAME}: may not be read; allow the scanning account to read it"
            yield from self._gaps(target, wanted, GapReason.DENIED, text)
            return
        except OSError as error:
            text = f"{folder / log.NAME}: cannot be read: {error.strerror or error}"
            yield from self._gaps(target, wanted, GapReason.UNREACHABLE, text)
            return
        resources = list(self._resources(target, folder, found))
        for type_ in sorted(wanted.types.keys() & self.types):
            mine = [resource for resource in resources if resource.type == type_]
            yield from mine
            yield Enumerated(target.id, type_, len(mine))

    def _gaps(self, target: Target, wanted: FactRequest, reason: GapReason, text: str) -> Iterator[Gap]:
        for type_ in sorted(wanted.types.keys() & self.types):
            yield Gap(target.id, type_, reason, text)

    def _resources(self, target: Target, folder: Path, found: log.Log) -> Iterator[Resource]:
        authority = judge.authority_of(folder, target.settings.get(TRUST))
        now = self._clock()
        newest = {
            (one.about, one.values["period"]): one.values["entry"]
            for one in found.statements
            if one.kind == "completeness"
        }
        for statement in found.statements:
            problem = judge.problem_of(statement, authority, now)
            last = newest.get((statement.about, statement.values["period"]), statement.values["entry"])
            if problem is None and statement.kind == "completeness" and statement.values["entry"] != last:
                problem = f"entry {last} is newer"
            yield _resource(statement, problem, target, now)


def _resource(statement: Statement, problem: str | None, target: Target, now: datetime) -> Resource:
    type_ = CONTROL if statement.kind == "control" else COMPLETENESS
    facts: dict[str, Any] = {name: statement.values[name] for name in _FACTS[type_]}
    facts |= {"valid": problem is None, "problem": problem}
    id_ = f"statement:{digest(statement.line)[:32]}"
    name = f"{statement.about} ({statement.values['period']})"
    return Resource(id_, type_, name, target.id, facts, now)
