"""A register as columns of values, in the order of the file, with everything in it that cannot be used.

Columns that the record type does not know are dropped: they may be private. A row that cannot be used is a
problem, never left out in silence.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import fastjsonschema

from collectors.registers.formats import READERS, Raw, RawRow
from collectors.registers.kinds import Column, RecordType
from collectors.registers.problems import BadValueError, Problem, UnusableError
from collectors.registers.values import reader_of
from scanner.model import ROW_KEY, ROW_LINE, Columns, ColumnWriter

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 200_000
MAX_PROBLEMS = 1000
"""After so many the file is not read further: it is another one, or in another layout."""
_AT_A_TIME = 1024
EXAMPLE = "#example"
"""How the first cell of a row begins that only shows how to fill in; in YAML and JSON, a key of that name."""

Digest = Callable[[Any], Any]


@dataclass(slots=True)
class Table:
    """What was read: the wanted columns, reduced to what may leave, and a key and a line per row."""

    columns: dict[str, ColumnWriter] = field(default_factory=dict)
    keys: ColumnWriter = field(default_factory=ColumnWriter)
    lines: ColumnWriter = field(default_factory=ColumnWriter)
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    absent: tuple[str, ...] = ()
    """Optional columns that the file does not have and that are not empty by definition."""
    examples: int = 0

    def facts(self) -> Columns:
        """All columns, that of the keys and that of the lines."""
        columns = {**self.columns, ROW_KEY: self.keys, ROW_LINE: self.lines}
        return Columns({name: column.text() for name, column in columns.items()})


def read_table(
    content: bytes,
    extension: str,
    record: RecordType,
    wanted: Iterable[str],
    digest: Digest,
    zone: ZoneInfo,
) -> Table:
    """Read a file; never raises. `digest` makes what leaves of a value in an hmac column."""
    table = Table()
    try:
        raw = _raw(content, extension, record)
        missing = _missing(raw, record)
        kept = [record.columns[name] for name in wanted if name in record.columns]
        _Reading(record, table, kept, digest, zone).read(raw.rows)
        if missing:
            table.absent = tuple(missing)
    except UnusableError as error:
        table.problems.append(error.problem)
    return table


def _raw(content: bytes, extension: str, record: RecordType) -> Raw:
    if len(content) > MAX_BYTES:
        raise UnusableError(f"more than {MAX_BYTES} bytes; split or clean the file", too_long=True)
    return READERS[extension](content, record.name)


def _missing(raw: Raw, record: RecordType) -> list[str]:
    """The optional columns that the header lacks. Raises UnusableError for the others, or one there twice."""
    if raw.columns is None:
        return []
    lacking = [column for column in record.columns.values() if column.name not in raw.columns]
    required = [column.name for column in lacking if column.required]
    if required:
        wanted = ",".join(record.columns)
        raise UnusableError(f"no column {', '.join(required)}; the first line must be like {wanted}", 1)
    twice = [name for name in record.columns if raw.columns.count(name) > 1]
    if twice:
        raise UnusableError(f"column {twice[0]} is there twice", 1)
    return [column.name for column in lacking if not column.may_be_absent]


class _Reading:
    """One pass over the rows of a file."""

    def __init__(
        self, record: RecordType, table: Table, kept: Sequence[Column], digest: Digest, zone: ZoneInfo
    ) -> None:
        self.record = record
        self.table = table
        self.readers = {name: reader_of(column, zone) for name, column in record.columns.items()}
        self.kept = [(column.name, _leaves(column, digest)) for column in kept]
        table.columns.update({column.name: ColumnWriter() for column in kept})
        self.key = [(name, _leaves(record.columns[name], digest)) for name in record.key]
        self.lines: dict[str, int] = {}
        self.waiting: list[tuple[str, int, dict[str, Any]]] = []

    def read(self, rows: Iterator[RawRow | Problem]) -> None:
        for number, row in enumerate(rows):
            if number == MAX_ROWS:
                raise UnusableError(f"more than {MAX_ROWS} rows; the rest was not read", too_long=True)
            if len(self.table.problems) >= MAX_PROBLEMS:
                raise UnusableError(f"more than {MAX_PROBLEMS} problems; the rest was not read")
            if isinstance(row, Problem):
                self.table.problems.append(row)
            elif _is_example(row[1]):
                self.table.examples += 1
            else:
                self._row(*row)
        self._keep()

    def _row(self, line: int, cells: Mapping[str, Any]) -> None:
        row = self._values(line, cells)
        if row is None or not self._fits(line, row):
            return
        key = self._key(row)
        first = self.lines.setdefault(key, line)
        if first != line and self.record.key:
            text = f"the same as in line {first}; what tells rows apart may be there once only"
            self.table.problems.append(Problem(text, line, self.record.key[0]))
            return
        self.waiting.append((key if first == line else self._another(key, line), line, row))
        if len(self.waiting) == _AT_A_TIME:
            self._keep()

    def _keep(self) -> None:
        """What may leave of the rows that wait: a column at a time, which is quicker than a row at a time."""
        table = self.table
        table.rows += len(self.waiting)
        table.keys.extend([key for key, _, _ in self.waiting])
        table.lines.extend([line for _, line, _ in self.waiting])
        for name, leaves in self.kept:
            values = [row[name] for _, _, row in self.waiting]
            table.columns[name].extend(list(map(leaves, values)) if leaves else values)
        self.waiting.clear()

    def _another(self, key: str, line: int) -> str:
        """Rows that may repeat are counted, so that each has a key of its own."""
        number = 2
        while f"{key}#{number}" in self.lines:
            number += 1
        self.lines[f"{key}#{number}"] = line
        return f"{key}#{number}"

    def _values(self, line: int, cells: Mapping[str, Any]) -> dict[str, Any] | None:
        row = {}
        name = ""
        try:
            for name, reader in self.readers.items():
                cell = cells.get(name)
                row[name] = reader[cell] if cell.__class__ is str else reader.make(cell)
        except BadValueError as error:
            self.table.problems.append(Problem(str(error), line, name))
            return None
        return row

    def _fits(self, line: int, row: dict[str, Any]) -> bool:
        try:
            self.record.validate(row)
        except fastjsonschema.JsonSchemaValueException as error:
            column = error.path[1] if len(error.path) > 1 else None
            self.table.problems.append(Problem(f"does not fit: {_said(error)}", line, column))
            return False
        fault = self.record.fault(row)
        if fault:
            self.table.problems.append(Problem(fault[1], line, fault[0]))
        return fault is None

    def _key(self, row: Mapping[str, Any]) -> str:
        if not self.key:
            # Rows without a key are told apart by what they say.
            text = json.dumps(row, sort_keys=True, ensure_ascii=False)
            return "row " + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        filled = [
            (name, leaves(row[name]) if leaves else row[name])
            for name, leaves in self.key
            if row[name] is not None
        ]
        if len(self.key) == 1:
            return _shown(filled[0][1]) if filled else ""
        return "/".join(f"{name}:{_shown(value)}" for name, value in filled)


def _shown(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _said(error: Any) -> str:
    """The rule that is broken, never the value."""
    words = {
        "pattern": "not written as it must be",
        "minLength": "too short",
        "maxLength": "too long",
        "minimum": f"less than {error.rule_definition}",
        "maximum": f"more than {error.rule_definition}",
        "minItems": "empty; fill it in",
        "enum": "not one of the values allowed",
        "format": f"not a {error.rule_definition}",
    }
    return words.get(error.rule, f"it breaks the rule '{error.rule}' of the record type")


def _leaves(column: Column, digest: Digest) -> Callable[[Any], Any] | None:
    """What makes of a value what may leave; nothing where it leaves as it is."""
    if column.handling == "hmac":
        return digest
    if column.handling == "drop":
        return lambda value: None if value in (None, "", []) else True
    return None


def _is_example(cells: Mapping[str, Any]) -> bool:
    if EXAMPLE in cells:
        return True
    first = next(iter(cells.values()), None)
    return isinstance(first, str) and first.lstrip().lower().startswith(EXAMPLE)
