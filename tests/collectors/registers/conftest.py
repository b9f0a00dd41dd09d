"""Scans of a folder of registers."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from collectors.registers import RegisterCollector
from scanner.interfaces import FactRequest
from scanner.model import ROW_KEY, ROW_LINE, Event, Resource, Target
from tests.collectors.aws.conftest import all_facts, schema
from tests.collectors.aws.contract import keeps_contract

TYPE = "register.hr_roster"
MATRIX = "register.role_matrix"
VULNERABILITIES = "register.vulnerability_register"
INCIDENTS = "register.incident_log"
COMPLAINTS = "register.complaint_log"
KEY = "0123456789abcdef" * 4
Scan = Callable[..., list[Event]]


def collector_of(*types: str) -> RegisterCollector:
    """A collector that knows these record types."""
    collector = RegisterCollector()
    collector.learn({type_: schema(type_) for type_ in types})
    return collector


def scan_of(folder: Path, type_: str) -> Scan:
    """Write one register, if there is one, and scan; every scan must keep the collector's contract."""

    def run(
        register: str | bytes | None,
        facts: frozenset[str] | None = None,
        extension: str = ".csv",
        **settings: Any,
    ) -> list[Event]:
        if register is not None:
            content = register.encode() if isinstance(register, str) else register
            (folder / f"{type_.removeprefix('register.')}{extension}").write_bytes(content)
        wanted = FactRequest({type_: all_facts(type_) if facts is None else facts})
        target = Target("registers", "register", {"folder": str(folder), **settings})
        events = list(collector_of(type_).collect(target, wanted))
        keeps_contract(events, wanted, {type_: schema(type_)})
        return events

    return run


def rows(events: Sequence[Event]) -> dict[str, Mapping[str, Any]]:
    """The rows of the one register that was delivered, by key."""
    (table,) = [event for event in events if isinstance(event, Resource)]
    return {
        key: {name: values[number] for name, values in table.facts.items()}
        for number, key in enumerate(table.facts[ROW_KEY])
    }


ROSTER = frozenset({"person", "accounts", "department", "role", "status", "left_on", ROW_KEY, ROW_LINE})


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """A scan of the staff roster, unless asked otherwise for those columns that its files here have."""
    run = scan_of(tmp_path, TYPE)
    return lambda register, facts=ROSTER, **more: run(register, facts, **more)


@pytest.fixture
def matrix(tmp_path: Path) -> Scan:
    """A scan of the role matrix."""
    return scan_of(tmp_path, MATRIX)


@pytest.fixture
def vulnerabilities(tmp_path: Path) -> Scan:
    """A scan of the vulnerabilities."""
    return scan_of(tmp_path, VULNERABILITIES)
