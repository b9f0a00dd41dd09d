"""Changes of the registers: what somebody forgot, did too late, or did wrong."""

from collections.abc import Mapping
from typing import Any

from tests.company.people import Rows
from tests.company.workspace import RECORDS

Row = Mapping[str, Any]
Changes = Mapping[str, Rows | None]


def edit(register: str, where: Row | None = None, /, **values: Any) -> Changes:
    """The register with other values in all rows that have what `where` says, at least one."""
    rows = RECORDS[register]
    chosen = [_is(row, where) for row in rows]
    assert any(chosen), (register, where)
    return {register: [{**row, **values} if found else row for row, found in zip(rows, chosen, strict=True)]}


def drop(register: str, **where: Any) -> Changes:
    """The register without the rows that have what `where` says, at least one."""
    rows = RECORDS[register]
    kept = [row for row in rows if not _is(row, where)]
    assert len(kept) < len(rows), (register, where)
    return {register: kept}


def without(register: str, column: str, item: str) -> Changes:
    """The register without a value of a column: out of its lists, or the rows that are about it."""
    rows = RECORDS[register]
    kept = [
        {**row, column: [one for one in row[column] if one != item]} if isinstance(row[column], list) else row
        for row in rows
        if row[column] != item
    ]
    assert kept != rows, (register, column, item)
    return {register: kept}


def gone(register: str) -> Changes:
    """No file at all."""
    return {register: None}


def _is(row: Row, where: Row | None) -> bool:
    return all(row.get(column) == value for column, value in (where or {}).items())
