"""Files as raw rows: CSV, YAML and JSON. XLSX is in a room of its own.

A raw row is its line and its cells by column; the rows of a CSV file all have the columns of its header.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from collectors.registers.problems import Problem, UnusableError
from collectors.registers.texts import decoded, encoding_of

MAX_YAML_BYTES = 4 * 1024 * 1024
MAX_YAML_DEPTH = 20

RawRow = tuple[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Raw:
    """A file that is open for reading: its columns as far as it names them up front, and its rows."""

    columns: tuple[str, ...] | None
    rows: Iterator[RawRow | Problem]


def read_csv(content: bytes, _name: str) -> Raw:
    """RFC 4180 with a header. Raises UnusableError."""
    # Decoded as it is read: a whole text would take several times the memory of the file.
    text = io.TextIOWrapper(io.BytesIO(content), encoding_of(content), newline="")
    reader = csv.reader(text, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise UnusableError(f"not CSV ({error})", reader.line_num) from error
    columns = tuple(name.strip().lower() for name in header)
    return Raw(columns, _csv_rows(reader, columns))


def _csv_rows(reader: Any, columns: tuple[str, ...]) -> Iterator[RawRow | Problem]:
    width = len(columns)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UnusableError(f"not CSV ({error}); the rest of the file was not read", line) from error
        if row is None:
            return
        # Spreadsheets pad with empty lines; they hold nothing.
        if not any(map(str.strip, row)):
            continue
        if len(row) == width:
            yield line, dict(zip(columns, row, strict=True))
        else:
            yield Problem(f"{len(row)} fields instead of {width}", line)


def read_json(content: bytes, name: str) -> Raw:
    """A list of objects, or an object with such a list under `rows`. Raises UnusableError."""
    text = decoded(content)
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UnusableError(f"not JSON ({error.msg})", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise UnusableError(f"not JSON that can be used ({str(error)[:100]})") from error
    rows = _listed(data, name)
    return Raw(
        None,
        ((number, row) if isinstance(row, dict) else _no_row(number) for number, row in enumerate(rows, 1)),
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _no_row(line: int) -> Problem:
    return Problem("not a mapping of columns to values", line)


def _listed(data: Any, name: str) -> list[Any]:
    if isinstance(data, dict) and len(data) == 1:
        key, data = next(iter(data.items()))
        if key not in ("rows", name):
            raise UnusableError(f"unknown key '{str(key)[:40]}'; write a list of rows, or 'rows:' with one")
    if data is None:
        return []
    if not isinstance(data, list):
        raise UnusableError("not a list of rows; write '- column: value' for each")
    return data


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without timestamps, so that a date stays the text that was written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(content: bytes, name: str) -> Raw:
    """A list of mappings, or such a list under `rows`; no aliases. Raises UnusableError."""
    if len(content) > MAX_YAML_BYTES:
        raise UnusableError(f"more than {MAX_YAML_BYTES} bytes of YAML; write CSV", too_long=True)
    text = decoded(content)
    try:
        _guard(text)
        rows = _composed(text, name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnusableError(f"not YAML ({error.problem})", _line_of(mark)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnusableError(f"not YAML ({type(error).__name__})") from error
    return Raw(None, iter(rows))


def _composed(text: str, name: str) -> list[RawRow | Problem]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return list(_yaml_rows(loader, node, name)) if node is not None else []
    finally:
        loader.dispose()


def _guard(text: str) -> None:
    """Aliases can expand without end, and deep nesting ends the parser."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise UnusableError("an alias (*name); write the value out", _line_of(event.start_mark))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_YAML_DEPTH:
            raise UnusableError("nested too deep", _line_of(event.start_mark))


def _yaml_rows(loader: _Loader, node: yaml.Node, name: str) -> Iterator[RawRow | Problem]:
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        key, node = node.value[0]
        if key.value not in ("rows", name):
            raise UnusableError(
                "unknown key; write a list of rows, or 'rows:' with one", key.start_mark.line + 1
            )
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return
    if not isinstance(node, yaml.SequenceNode):
        raise UnusableError("not a list of rows; write '- column: value' for each", _line(node))
    for item in node.value:
        yield _yaml_row(loader, item)


def _line(node: yaml.Node) -> int:
    return _line_of(node.start_mark)


def _line_of(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _yaml_row(loader: _Loader, item: yaml.Node) -> RawRow | Problem:
    line = _line(item)
    if not isinstance(item, yaml.MappingNode):
        return _no_row(line)
    row: dict[str, Any] = {}
    for key, value in item.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name is None or name in row:
            return Problem("a key is there twice" if name else "a key is no text", _line(key))
        row[name] = loader.construct_object(value, deep=True)
    return line, row


def _xlsx(content: bytes, name: str) -> Raw:
    from collectors.registers.xlsx import read_xlsx  # with openpyxl, which takes time

    columns, rows = read_xlsx(content, name)
    return Raw(columns, rows)


READERS: Mapping[str, Callable[[bytes, str], Raw]] = {
    ".csv": read_csv,
    ".xlsx": _xlsx,
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
}
"""By extension."""
