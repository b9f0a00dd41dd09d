"""The deadlines of lib.records against Python's datetime, for columns of instants, of days, and of both."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policies.rego import Rego

RECORDS = Path(__file__).parents[2] / "policies" / "lib" / "records"
ASK = """package ask
import data.lib.records.deadline
late := deadline.late(input.rule, input.clock)
"""
START = datetime(2026, 10, 1, tzinfo=UTC)
NOW = START + timedelta(days=40)
LENGTHS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
MOMENTS = st.none() | st.integers(0, 60 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))
ROWS = st.lists(st.tuples(MOMENTS, MOMENTS, st.sampled_from(["fast", "slow", None])), max_size=12)


@pytest.fixture(scope="module")
def engine() -> Iterator[Rego]:
    rooms = [RECORDS / name / f"{name}.rego" for name in ("deadline", "report", "when")]
    with Rego.of([*((room.name, room.read_text()) for room in rooms), ("ask.rego", ASK)]) as found:
        yield found


def written(moment: datetime | None, *, days: bool) -> str | None:
    if moment is None:
        return None
    return moment.date().isoformat() if days else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def meant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 10**9


@given(
    ROWS,
    st.sampled_from(sorted(LENGTHS)),
    st.tuples(st.integers(0, 50), st.integers(0, 2000)),
    st.booleans(),
    st.tuples(st.booleans(), st.booleans()),
)
def test_late_is_what_is_done_after_its_time(
    engine: Rego,
    rows: list[tuple[datetime | None, datetime | None, str | None]],
    unit: str,
    numbers: tuple[int, int],
    by_kind: bool,
    days: tuple[bool, bool],
) -> None:
    began = [written(moment, days=days[0]) for moment, _, _ in rows]
    done = [written(moment, days=days[1]) for _, moment, _ in rows]
    kinds = [kind for _, _, kind in rows] if by_kind and rows else []
    limits = dict(zip(("fast", "slow"), numbers, strict=True)) if kinds else {"": numbers[0]}
    rule = {
        "rows": list(range(len(rows))),
        "from": began,
        "to": done,
        "kinds": kinds,
        "limits": limits,
        "unit": unit,
        "exact": not any(days),
    }
    late = []
    for row, (first, last) in enumerate(zip(map(meant, began), map(meant, done), strict=True)):
        limit = limits.get((kinds[row] or "?") if kinds else "")
        if first and limit is not None and (last or NOW) > first + limit * LENGTHS[unit]:
            late.append(row)
    clock: dict[str, Any] = {"now": nanoseconds(NOW), "ahead": 0}
    engine.input(json.dumps({"rule": rule, "clock": clock}))
    assert json.loads(engine.ask("ask.late")) == late
