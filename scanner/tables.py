"""Registers as resources: one table each, with a fact per column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.model import ROW_KEY, ROW_LINE, Columns, Location, Resource

DIGEST = "^hmac:[0-9a-f]{32}$"
"""What a value of an `hmac` column leaves as."""
MAX_ROWS_SHOWN = 100


def table_schema(record: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a register's facts: per column an array of what leaves of its values.

    `x-row` is the record type itself, as its file has it.
    """
    columns = {name: _column(schema) for name, schema in record["properties"].items()}
    columns[ROW_KEY] = {"type": "array", "items": {"type": "string"}, "description": "What tells rows apart."}
    columns[ROW_LINE] = {
        "type": "array",
        "items": {"type": "integer"},
        "description": "The line of each row.",
    }
    return {
        "$schema": record.get("$schema", "http://json-schema.org/draft-07/schema#"),
        "type": "object",
        "additionalProperties": False,
        "properties": columns,
        "x-row": record,
    }


def _column(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _reduced(schema), "description": schema.get("description", "")}


def _reduced(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    match schema["x-column"]:
        case "keep":
            return schema
        case "hmac":
            one = {"type": ["string", "null"], "pattern": DIGEST}
            return {"type": "array", "items": one} if schema.get("type") == "array" else one
        case _:
            # Only whether it is filled in.
            return {"enum": [True, None]}


def chosen(facts: Mapping[str, Any], names: Iterable[str]) -> Mapping[str, Any]:
    """Those of the facts, which must be there; columns stay as they are."""
    return facts.only(names) if isinstance(facts, Columns) else {name: facts[name] for name in names}


def is_table(resource: Resource) -> bool:
    """Whether facts are columns. Such a resource is never shown whole."""
    return ROW_LINE in resource.facts or ROW_KEY in resource.facts


def rows_of(resource: Resource, facts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The rows of a table with these of their columns, as far as they were delivered."""
    names = [name for name in facts if name in resource.facts]
    for values in zip(*(resource.facts[name] for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def expanded(resource: Resource, facts: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The same with an id and a name for each row; the facts must be some, the key among them."""
    for key, row in zip(resource.facts[ROW_KEY], rows_of(resource, facts), strict=True):
        # A column of that name is what the register says.
        yield {"id": f"{resource.id}/{key}", "name": key, **row}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of some rows of a table, by their numbers. One column at a time is read for it."""

    register: str
    place: Location | None
    rows_read: int
    rows: Mapping[int, Mapping[str, Any]]

    @classmethod
    def of(cls, resource: Resource, facts: Iterable[str], numbers: Iterable[int]) -> "Excerpt":
        """These facts of the rows with these numbers, as far as they are there, and their lines."""
        lines = resource.facts.get(ROW_LINE, ())
        rows: dict[int, dict[str, Any]] = {
            number: {"line": lines[number]} for number in set(numbers) if 0 <= number < len(lines)
        }
        for name in facts:
            if rows and name in resource.facts:
                column = resource.facts[name]
                for number, row in rows.items():
                    row[name] = column[number]
        return cls(resource.name, resource.locations.get(""), len(lines), rows)

    def evidence(self, numbers: Sequence[int] = ()) -> dict[str, Any]:
        """What some of the rows say, and how many rows there are."""
        shown = [self.rows[number] for number in numbers[:MAX_ROWS_SHOWN] if number in self.rows]
        return {"register": self.register, "rows_read": self.rows_read, "rows": shown}

    def location(self, numbers: Sequence[int]) -> Location | None:
        """The line of the only row, else the file."""
        if self.place and len(numbers) == 1 and numbers[0] in self.rows:
            line = self.rows[numbers[0]]["line"]
            return Location(self.place.path, line, line)
        return self.place
