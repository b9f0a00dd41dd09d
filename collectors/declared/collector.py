"""The collector of a declared inventory: one YAML file, a section per kind of thing."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import fastjsonschema

from collectors.declared.source import Document, UnusableError, parse, read
from scanner.interfaces import FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target

INVENTORY = "declared.inventory"
SECTIONS: Mapping[str, str] = {
    "alert_rules": "declared.alert_rule",
    "backups": "declared.backup",
    "data_stores": "declared.data_store",
    "dlp_policies": "declared.dlp_policy",
    "log_sources": "declared.log_source",
    "monitoring": "declared.monitor",
    "security_software": "declared.security_software",
    "transfer_routes": "declared.transfer_route",
    "vpn_tunnels": "declared.vpn_tunnel",
}
HEAD = ("owner", "declared_on", "expires_on", "watch", "dlp_channels")
"""Keys of the file beside the sections."""
STATED = ("owner", "declared_on", "expires_on")
"""What every entry has too: from the entry itself, else from the head of the file."""
MAX_PROBLEMS = 50


def _now() -> datetime:
    return datetime.now(UTC)


class DeclaredCollector:
    """What people state, dated and owned. It is evidence that somebody said so, not that it is so.

    A section that is not there is a gap: whoever has none of a kind says so with an empty list. An entry that
    cannot be used may be the one that counts, so it makes its section incomplete.
    """

    types: frozenset[str] = frozenset({INVENTORY, *SECTIONS.values()})
    settings_schema: Mapping[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "declared",
        "description": "A YAML file with what is stated about services whose configuration cannot be read.",
        "type": "object",
        "additionalProperties": False,
        "required": ["path"],
        "properties": {
            "path": {"type": "string", "format": "path", "minLength": 1, "description": "The file."},
        },
    }

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> Sequence[str]:  # noqa: ARG002 (nothing beyond the schema)
        """What is wrong with the settings: a file that is not there is a gap, not a mistake in them."""
        return ()

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what is stated."""
        path = Path(target.settings["path"])
        try:
            document = parse(read(path))
            head = _head(document)
        except UnusableError as error:
            yield from _nothing(target, wanted, GapReason.MALFORMED, f"{path}: {error}")
            return
        except PermissionError:
            yield from _nothing(target, wanted, GapReason.DENIED, f"{path}: may not be read")
            return
        except (OSError, ValueError) as error:
            why = "not there; write it" if isinstance(error, FileNotFoundError) else type(error).__name__
            yield from _nothing(target, wanted, GapReason.UNREACHABLE, f"{path}: {why}")
            return
        yield from self._inventory(target, wanted, path, document, head)
        for section, type_ in SECTIONS.items():
            if wanted.wants(type_):
                yield from self._section(target, wanted, path, document, section)

    def _inventory(
        self, target: Target, wanted: FactRequest, path: Path, document: Document, head: Mapping[str, Json]
    ) -> Iterator[Event]:
        if not wanted.wants(INVENTORY):
            return
        facts = {**head, "entries": {name: len(document.data.get(name) or ()) for name in SECTIONS}}
        kept = {fact: facts[fact] for fact in wanted.facts(INVENTORY) if fact in facts}
        for fact in sorted(wanted.facts(INVENTORY) - kept.keys()):
            detail = f"{path}: no '{fact}'; add it, an empty list for none"
            yield Gap(target.id, INVENTORY, GapReason.NOT_IN_SOURCE, detail, fact=fact)
        yield Resource(f"declared:{path.name}", INVENTORY, path.name, target.id, kept, self._clock())
        yield Enumerated(target.id, INVENTORY, 1)

    def _section(
        self, target: Target, wanted: FactRequest, path: Path, document: Document, section: str
    ) -> Iterator[Event]:
        type_ = SECTIONS[section]
        entries = document.data.get(section)
        if entries is None:
            detail = f"{path}: no '{section}'; add it, '{section}: []' when there are none"
            yield Gap(target.id, type_, GapReason.NOT_IN_SOURCE, detail)
            return
        if not isinstance(entries, list):
            yield Gap(target.id, type_, GapReason.MALFORMED, f"{path}: '{section}' must be a list")
            return
        good, problems = _entries(document, entries, type_)
        for problem in problems[:MAX_PROBLEMS]:
            yield Gap(target.id, type_, GapReason.MALFORMED, f"{path}: {section}: {problem}")
        for entry in good:
            facts = {fact: value for fact, value in entry.items() if fact in wanted.facts(type_)}
            id_ = f"declared:{section}/{entry['id']}"
            yield Resource(id_, type_, entry["id"], target.id, facts, self._clock())
        if not problems:
            yield Enumerated(target.id, type_, len(good))


def _nothing(target: Target, wanted: FactRequest, reason: GapReason, detail: str) -> Iterator[Event]:
    for type_ in (INVENTORY, *SECTIONS.values()):
        if wanted.wants(type_):
            yield Gap(target.id, type_, reason, detail)


def _head(document: Document) -> dict[str, Json]:
    """What the file says of itself. Raises UnusableError."""
    if not isinstance(document.data, dict):
        raise UnusableError("must be a mapping with owner, declared_on, expires_on and sections")
    unknown = sorted(document.data.keys() - {*HEAD, *SECTIONS})
    if unknown:
        known = ", ".join((*HEAD, *SECTIONS))
        raise UnusableError(f"'{unknown[0]}' is no section; there are {known}")
    head = {key: document.data[key] for key in HEAD if key in document.data}
    for key in STATED:
        if key not in head:
            raise UnusableError(f"no '{key}'; say who states this, since when and until when")
    problem = _problem(INVENTORY, head)
    if problem:
        raise UnusableError(problem)
    return head


def _entries(document: Document, entries: list[Any], type_: str) -> tuple[list[dict[str, Any]], list[str]]:
    good: dict[str, dict[str, Any]] = {}
    problems = []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            problems.append(f"entry {number} is no mapping")
            continue
        place = f"line {document.line(entry)}"
        whole = {**{key: document.data[key] for key in STATED}, **entry}
        problem = _problem(type_, whole)
        if problem:
            problems.append(f"{place}: {problem}")
        elif whole["id"] in good:
            problems.append(f"{place}: the id '{whole['id']}' is there twice")
        else:
            good[whole["id"]] = whole
    return list(good.values()), problems


def _problem(type_: str, entry: Mapping[str, Json]) -> str:
    """What is wrong with an entry, empty when nothing is."""
    schema = _schema(type_)
    allowed = schema["properties"].keys() | ({"id"} if type_ != INVENTORY else set())
    required = set() if type_ == INVENTORY else {"id", *schema["required"]}
    for key in sorted(required - entry.keys()):
        return f"no '{key}'"
    for key in sorted(entry.keys() - allowed):
        return f"'{key}' is not known here; there are {', '.join(sorted(allowed))}"
    if type_ != INVENTORY and not (
        isinstance(entry["id"], str) and entry["id"].isprintable() and entry["id"]
    ):
        return "'id' must be text"
    for key, value in entry.items():
        problem = _value_problem(type_, key, value) if key != "id" else ""
        if problem:
            return problem
    return "" if entry["declared_on"] <= entry["expires_on"] else "it expires before it was declared"


def _value_problem(type_: str, key: str, value: Json) -> str:
    try:
        _validator(type_, key)(value)
    except fastjsonschema.JsonSchemaValueException as error:
        return str(error.message).replace("data", f"'{key}'", 1)[:200]
    if key.endswith("_on") and value is not None:
        try:
            date.fromisoformat(value)
        except ValueError:
            return f"'{key}' must be a date like 2026-11-28"
    return ""


@cache
def _schema(type_: str) -> Json:
    return json.loads((files("policies") / "schemas" / f"{type_}.json").read_text(encoding="utf-8"))


@cache
def _validator(type_: str, key: str) -> Callable[[Json], Json]:
    compiled: Callable[[Json], Json] = fastjsonschema.compile(_schema(type_)["properties"][key])
    return compiled
