"""A list of servers as CSV, RFC 4180, with a header."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from collectors.server.inventories.names import fits
from scanner.interfaces import ConfigurationError, Json, Listed

MAX_BYTES = 16 * 1024 * 1024
COLUMNS = ("id", "host", "port", "user", "key_file", "sudo", "proxy_jump")
LABEL = "label."
_LABEL_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


class CsvInventory:
    """One server per row: `id`, and where they are given `host` (else the id), `port`, `user`, `key_file`,
    `sudo`, `proxy_jump` and `label.NAME`. UTF-8 with or without a byte order mark, or GB18030.
    """

    kind = "ssh"

    def read(self, path: Path, pattern: str | None, given: Mapping[str, Json]) -> Sequence[Listed]:  # noqa: ARG002
        """See scanner.interfaces.InventorySource; `pattern` is a pattern list on the ids."""
        problems: list[str] = []
        entries = [entry for row in _rows(path, problems) if (entry := _entry(path, row, problems))]
        if problems:
            raise ConfigurationError(*problems)
        return [entry for entry in entries if fits(entry.id, pattern)]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]
    """By column; empty ones are left out."""


def _rows(path: Path, problems: list[str]) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        problems += [f"{path}:1: {text}" for text in _header_problems(header)]
        if problems:
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) not in (0, len(header)):
                problems.append(f"{path}:{line}: {len(cells)} columns where the header has {len(header)}")
            elif any(cell.strip() for cell in cells):
                pairs = zip(header, map(str.strip, cells), strict=True)
                yield _Row(line, {name: cell for name, cell in pairs if cell})
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(f"{path}:{line}: not CSV: {error}")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            content = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(content) > MAX_BYTES:
        raise ConfigurationError(f"{path}: larger than {MAX_BYTES >> 20} MiB; split it")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigurationError(f"{path}: neither UTF-8 nor GB18030; save the file as UTF-8")


def _header_problems(header: Sequence[str]) -> Iterator[str]:
    allowed = f"allowed are {', '.join(COLUMNS)} and {LABEL}NAME"
    if "id" not in header:
        yield f"the column 'id' is missing from the header; {allowed}"
        return
    for number, name in enumerate(header):
        if name in header[:number]:
            yield f"the column '{name}' is given twice; keep one"
        elif name.startswith(LABEL):
            if not _LABEL_NAME.fullmatch(name.removeprefix(LABEL)):
                yield f"column '{name}': the name of a label has lower-case letters, digits and underscores"
        elif name not in COLUMNS:
            yield f"unknown column '{name}'; {allowed}"


def _entry(path: Path, row: _Row, problems: list[str]) -> Listed | None:
    place = f"{path}:{row.line}"
    if "id" not in row.cells:
        problems.append(f"{place}: column 'id': is empty; give every server an id")
        return None
    settings: dict[str, Json] = {"host": row.cells["id"]}
    labels = {}
    for name, cell in row.cells.items():
        if name.startswith(LABEL):
            labels[name.removeprefix(LABEL)] = cell
        elif name != "id":
            try:
                settings[name] = _value(path, name, cell)
            except ValueError as error:
                problems.append(f"{place}: column '{name}': {error}")
    return Listed(place, row.cells["id"], settings, labels)


def _value(path: Path, name: str, cell: str) -> Json:
    """A cell as the setting that it is. Raises ValueError for what is none."""
    if name == "port":
        if not re.fullmatch(r"[0-9]{1,5}", cell) or not 0 < int(cell) < 65536:
            raise ValueError("must be a whole number from 1 to 65535")
        return int(cell)
    if name == "sudo":
        if cell.lower() not in _TRUE | _FALSE:
            raise ValueError("must be true or false")
        return cell.lower() in _TRUE
    if name == "key_file":
        return str(path.parent / Path(cell).expanduser())
    return cell
