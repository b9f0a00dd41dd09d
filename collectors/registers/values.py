"""Cells of a register as values of their columns.

Dates are ISO 8601 (also with slashes, and as 年月日), or day numbers of spreadsheets; instants leave in UTC,
to the second. A time without a zone is one of the workspace.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collectors.registers.kinds import Column
from collectors.registers.problems import BadValueError

MAX_FIELD = 4096
MAX_ITEMS = 256
_DATE = re.compile(r"([0-9]{4})(?:-|/|年)([0-9]{1,2})(?:-|/|月)([0-9]{1,2})日?")
_ISO_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_IN_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|\+00:00)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")
_EPOCH = datetime(1899, 12, 30)
"""Day 0 of the 1900 system of spreadsheets, from March 1900 on (ECMA-376, 18.17.4.1)."""
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_TRUTH = {
    **dict.fromkeys(("true", "yes", "y", "1", "是", "有"), True),
    **dict.fromkeys(("false", "no", "n", "0", "否", "无", "無"), False),
}
_MEMORY = 4096
"""Cells of a column that are remembered: most columns repeat a few values."""

Make = Callable[[Any], Any]


class Reader(dict[str, Any]):
    """Values of a column by the texts of cells; `make` makes one of any cell, and raises BadValueError."""

    def __init__(self, make: Make) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, text: str) -> Any:
        value = self.make(text)
        if len(self) < _MEMORY:
            self[text] = value
        return value


def reader_of(column: Column, zone: ZoneInfo) -> Reader:
    """What makes values of the cells of a column."""
    one = _single(column, zone)
    if "array" in column.types:
        separators = re.compile(f"[{re.escape(column.schema.get('x-separators', ';'))}；\n]+")
        return Reader(lambda cell: _several(cell, separators, column.schema.get("items", {})))
    empty_allowed = "null" in column.types

    def make(cell: Any) -> Any:
        value = _plain(cell) if isinstance(cell, str) else cell
        if value is None or value == "":
            if empty_allowed:
                return None
            raise BadValueError("empty; fill it in")
        return one(value)

    return Reader(make)


def _plain(text: str) -> str:
    """One line of visible characters."""
    if len(text) > MAX_FIELD:
        raise BadValueError(f"longer than {MAX_FIELD} characters")
    line = " ".join(text.split())
    if not line.isprintable():
        raise BadValueError("holds invisible characters")
    return line


def _single(column: Column, zone: ZoneInfo) -> Make:
    format_, types = column.schema.get("format"), column.types
    if format_ == "date":
        return _day
    if format_ == "date-time":
        return lambda cell: _instant(cell, zone)
    if "boolean" in types:
        return _truth
    if "integer" in types:
        return _whole
    if "number" in types:
        return _number
    return _one_of(column.schema.get("enum"))


def _one_of(allowed: Any) -> Make:
    spellings = {str(value).lower(): value for value in allowed or () if value is not None}
    if not spellings:
        return _text

    def make(cell: Any) -> Any:
        try:
            return spellings[_text(cell).lower()]
        except KeyError:
            raise BadValueError(f"not one of {', '.join(map(str, spellings.values()))}") from None

    return make


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (int, float)):
        return str(cell)
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    raise BadValueError("not a single value; write text")


def _several(cell: Any, separators: re.Pattern[str], items: Mapping[str, Any]) -> list[str]:
    if cell is None:
        return []
    if isinstance(cell, str) and len(cell) > MAX_FIELD:
        raise BadValueError(f"longer than {MAX_FIELD} characters")
    parts = cell if isinstance(cell, list) else separators.split(_text(cell))
    one = _one_of(items.get("enum"))
    found = list(dict.fromkeys(one(text) for text in (_plain(_text(part)) for part in parts) if text))
    if len(found) > MAX_ITEMS:
        raise BadValueError(f"more than {MAX_ITEMS} entries")
    return found


def _truth(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    try:
        return _TRUTH[_text(cell).lower()]
    except KeyError:
        raise BadValueError("neither yes nor no") from None


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        raise BadValueError("not a number")
    if isinstance(cell, (int, float)):
        if not math.isfinite(cell) or abs(cell) >= 1e18:
            raise BadValueError("not a number that can be used")
        return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    if not isinstance(cell, str) or not _NUMBER.fullmatch(cell):
        raise BadValueError("not a number; write digits, with a point for decimals")
    number = float(cell)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _whole(cell: Any) -> int:
    number = _number(cell)
    if not isinstance(number, int):
        raise BadValueError("not a whole number")
    return number


def _day(cell: Any) -> str:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise BadValueError("a time of day does not belong here; write YYYY-MM-DD")
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    serial = _serial(cell)
    if serial is not None:
        if not serial.is_integer():
            raise BadValueError("a time of day does not belong here; write YYYY-MM-DD")
        return (_EPOCH + timedelta(days=serial)).date().isoformat()
    found = _DATE.fullmatch(cell) if isinstance(cell, str) else None
    try:
        if found:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass
    raise BadValueError("not a date; write YYYY-MM-DD")


def _instant(cell: Any, zone: ZoneInfo) -> str:
    try:
        if isinstance(cell, str) and _IN_UTC.fullmatch(cell):
            datetime.fromisoformat(cell)
            return f"{cell[:10]}T{cell[11:19]}Z"
        moment = _moment(cell, zone)
        if moment.tzinfo is not UTC:
            moment = moment.astimezone(UTC)
        return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
    except (ValueError, OverflowError):
        raise BadValueError("not a date with time; write YYYY-MM-DDTHH:MM+08:00 (or Z)") from None


def _moment(cell: Any, zone: ZoneInfo) -> datetime:
    if isinstance(cell, str) and _ISO_TIME.fullmatch(cell):
        moment = datetime.fromisoformat(cell)
    elif isinstance(cell, datetime):
        moment = cell
    else:
        serial = _serial(cell)
        if serial is None:
            raise ValueError
        # Spreadsheets hold times as parts of a day, which are not exact.
        moment = _EPOCH + timedelta(seconds=round(serial * 86400))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _serial(cell: Any) -> float | None:
    """A day number of a spreadsheet; other numbers are not believed to be one."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return None
    if isinstance(cell, str) and not re.fullmatch(r"[0-9]{5}(\.[0-9]{1,15})?", cell):
        return None
    number = float(cell)
    return number if _FIRST_SERIAL <= number <= _LAST_SERIAL else None
