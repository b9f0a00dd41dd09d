"""The staff roster as a CSV file (RFC 4180, UTF-8, comma, header required).

Columns that are not known are dropped: they may be private.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 100_000
MAX_FIELD = 1024
REQUIRED = ("person", "accounts", "status", "left_on")
OPTIONAL = ("department", "role")
STATES = ("active", "leave", "left")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEPARATORS = re.compile(r"[; ]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that cannot be used; `line` and `column` are empty when it is the whole file."""

    text: str
    line: int | None = None
    column: str | None = None
    too_long: bool = False

    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line else ""
        column = f"column {self.column}: " if self.column else ""
        return f"{line}{column}{self.text}"


@dataclass(frozen=True, slots=True)
class Roster:
    """The usable rows in the order of the file, all problems, and the optional columns it does not have."""

    people: tuple[dict[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    absent: tuple[str, ...] = ()


class _BadFieldError(ValueError):
    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column = column


def parse(content: bytes) -> Roster:
    """Read a roster; never raises. A person who is there twice is not among the people."""
    if len(content) > MAX_BYTES:
        return Roster(
            problems=(Problem(f"more than {MAX_BYTES} bytes; split or clean the file", too_long=True),)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Roster(problems=(Problem("not UTF-8; save the file as CSV UTF-8", line),))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        return Roster(problems=(Problem(f"not CSV ({error})", reader.line_num),))
    columns = [name.strip().lower() for name in header]
    problem = _header_problem(columns)
    if problem:
        return Roster(problems=(problem,))
    return _roster(columns, _rows(reader))


def _header_problem(columns: Sequence[str]) -> Problem | None:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        wanted = ",".join((*REQUIRED, *OPTIONAL))
        return Problem(f"no column {', '.join(missing)}; the first line must be like {wanted}", 1)
    twice = [name for name in (*REQUIRED, *OPTIONAL) if columns.count(name) > 1]
    return Problem(f"column {twice[0]} is there twice", 1) if twice else None


Row = tuple[int, list[str]] | Problem


def _rows(reader: Any) -> Iterator[Row]:
    """Rows with the number of their first line; a problem ends the file."""
    for number in range(MAX_ROWS + 1):
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Problem(f"not CSV ({error}); the rest of the file was not read", line)
            return
        if row is None:
            return
        if number == MAX_ROWS:
            yield Problem(f"more than {MAX_ROWS} rows; the rest was not read", line, too_long=True)
            return
        # Spreadsheets pad with empty lines; they hold no person.
        if any(field.strip() for field in row):
            yield line, row


def _roster(columns: Sequence[str], rows: Iterator[Row]) -> Roster:
    problems: list[Problem] = []
    people: dict[str, dict[str, Any]] = {}
    twice: set[str] = set()
    for row in rows:
        found = row if isinstance(row, Problem) else _person(columns, *row)
        if isinstance(found, Problem):
            problems.append(found)
        elif found["person"] in people:
            line = None if isinstance(row, Problem) else row[0]
            problems.append(Problem(f"{found['person']} is there twice; keep one row", line, "person"))
            twice.add(found["person"])
        else:
            people[found["person"]] = found
    kept = tuple(person for name, person in people.items() if name not in twice)
    return Roster(kept, tuple(problems), tuple(name for name in OPTIONAL if name not in columns))


def _person(columns: Sequence[str], line: int, row: Sequence[str]) -> dict[str, Any] | Problem:
    if len(row) != len(columns):
        return Problem(f"{len(row)} fields instead of {len(columns)}", line)
    given = dict(zip(columns, row, strict=True))
    try:
        return _facts({name: _field(name, given[name]) for name in (*REQUIRED, *OPTIONAL) if name in given})
    except _BadFieldError as error:
        return Problem(str(error), line, error.column)


def _facts(given: dict[str, str]) -> dict[str, Any]:
    if not given["person"]:
        raise _BadFieldError("person", "empty; give the staff id")
    status = given["status"].lower()
    if status not in STATES:
        raise _BadFieldError("status", f"not one of {', '.join(STATES)}")
    facts: dict[str, Any] = {
        "person": given["person"],
        "accounts": list(dict.fromkeys(filter(None, _SEPARATORS.split(given["accounts"])))),
        "status": status,
        "left_on": _left_on(given["left_on"], status),
    }
    return facts | {name: given[name] or None for name in OPTIONAL if name in given}


def _left_on(value: str, status: str) -> str | None:
    if not value and status == "left":
        raise _BadFieldError("left_on", "empty for somebody who left; give the last day")
    if not value:
        return None
    try:
        # The pattern, because fromisoformat takes week dates and compact forms too.
        return date.fromisoformat(value if _DATE.fullmatch(value) else "").isoformat()
    except ValueError as error:
        raise _BadFieldError("left_on", "not a date; write YYYY-MM-DD") from error


def _field(name: str, value: str) -> str:
    if len(value) > MAX_FIELD:
        raise _BadFieldError(name, f"longer than {MAX_FIELD} characters")
    text = " ".join(value.split())
    if not text.isprintable():
        raise _BadFieldError(name, "holds invisible characters")
    return text
