"""How long a register of many rows takes: collecting and judging it by the rules of the controls."""

import argparse
import csv
import random
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from bench import measure
from scanner.cli.policy import load

ALL = "all"
REGISTERS = ("consent_register", "transmission_log", ALL)
START = datetime(2026, 10, 1, tzinfo=UTC)


def main() -> None:
    """Write registers into a folder, and audit them in a process of its own."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    arguments.add_argument("--registers", nargs="+", default=REGISTERS, help=f"{ALL}: so many rows in all")
    arguments.add_argument("--xlsx-rows", type=int, default=10_000, help="rows of a workbook; 0 for none")
    given = arguments.parse_args()
    prefix = "register."
    schemas = load([]).schemas
    records = {type_.removeprefix(prefix): one["x-row"] for type_, one in schemas.items() if "x-row" in one}
    table = []
    for name in given.registers:
        chosen = records if name == ALL else {name: records[name]}
        kinds = [(count, ".csv") for count in given.rows]
        kinds += [(given.xlsx_rows, ".xlsx")] if given.xlsx_rows else []
        table += [_measured(chosen, name + extension, extension, count) for count, extension in kinds]
    columns = ["rows", "MB", "rules", "CPU s", "of it load s", "wall s", "MiB", "at once", "us/row"]
    measure.show("Registers: collect, snapshot, evaluate; scanner and engine together", columns, table)


def _measured(records: Mapping[str, Any], title: str, extension: str, count: int) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {folder / f"{record['x-file']}{extension}": record for record in records.values()}
        rows = sum(write(path, record, count // len(files)) for path, record in files.items())
        size = sum(path.stat().st_size for path in files)
        found = measure.client("bench.register_client", name, *records)
    cpu, start = found["cpu_all"], found["load_cpu"]
    return [
        title,
        f"{rows:,}",
        f"{size / 1e6:.1f}",
        str(found["rules"]),
        f"{cpu:.1f}",
        f"{start:.1f}",
        f"{found['wall']:.1f}",
        f"{found['memory_all']:.0f}",
        f"{found['memory_at_once']:.0f}",
        f"{(cpu - start) / rows * 1e6:.0f}",
    ]


def write(path: Path, record: Mapping[str, Any], count: int) -> int:
    """A register with every column filled in, in the order of a quarter's time; how many rows it has.

    Where the key is one of few words, there are few rows.
    """
    columns, keys = record["properties"], record.get("x-key", ())
    lines: dict[Any, list[str]] = {}
    chance = random.Random(7)
    for number in range(count):
        line = [_cell(name, schema, number, chance, name in keys) for name, schema in columns.items()]
        key = tuple(value for name, value in zip(columns, line, strict=True) if name in keys)
        lines.setdefault(key or number, line)
    for group in record.get("x-exactly-one", ()):
        for line in lines.values():
            for name in group[1:]:
                line[list(columns).index(name)] = ""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(lines.values())
    else:
        _workbook(path, list(columns), iter(lines.values()))
    return len(lines)


def _workbook(path: Path, header: list[str], lines: Iterator[list[str]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(path.stem)
    sheet.append(header)
    for line in lines:
        sheet.append(line)
    book.save(path)


def _cell(name: str, schema: Mapping[str, Any], number: int, chance: random.Random, unique: bool) -> str:
    moment = START + timedelta(seconds=number * 79)
    if schema.get("format") == "date-time":
        return moment.isoformat()
    if schema.get("format") == "date":
        return moment.date().isoformat()
    if "enum" in schema:
        return str(chance.choice([value for value in schema["enum"] if value is not None]))
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in types:
        return ";".join(map(str, schema["items"].get("enum", ["one", "two", "three"])[:3]))
    if "boolean" in types:
        return "yes"
    if "integer" in types or "number" in types:
        return str(number if unique else chance.randrange(1, 90))
    unique = unique or name.endswith(("id", "ref"))
    return f"{name}-{number}" if unique else f"{name} {chance.randrange(2000)}"


if __name__ == "__main__":
    main()
