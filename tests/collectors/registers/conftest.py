"""A scan of a folder of registers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from collectors.registers import RegisterCollector
from scanner.interfaces import FactRequest
from scanner.model import Event, Target
from tests.collectors.aws.conftest import all_facts, schema
from tests.collectors.aws.contract import keeps_contract

TYPE = "register.hr_roster"
Scan = Callable[..., list[Event]]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """Write the roster, if there is one, and scan; every scan must keep the collector's contract."""

    def run(roster: str | bytes | None, facts: frozenset[str] | None = None) -> list[Event]:
        if roster is not None:
            content = roster.encode() if isinstance(roster, str) else roster
            (tmp_path / "hr_roster.csv").write_bytes(content)
        wanted = FactRequest({TYPE: all_facts(TYPE) if facts is None else facts})
        events = list(
            RegisterCollector().collect(Target("hr", "register", {"folder": str(tmp_path)}), wanted)
        )
        keeps_contract(events, wanted, {TYPE: schema(TYPE)})
        return events

    return run
