"""Record types: what the schema of a register says of its file and columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import fastjsonschema

from scanner.interfaces import Json


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `handling` is keep, hmac or drop; `when_absent` is empty or gap, for a file without it."""

    name: str
    schema: Mapping[str, Json]
    required: bool

    @property
    def handling(self) -> str:
        """What leaves the collector: the value, a keyed digest, or only whether it is filled in."""
        handling: str = self.schema["x-column"]
        return handling

    @property
    def types(self) -> frozenset[str]:
        """The JSON types of its values."""
        types = self.schema.get("type", "string")
        return frozenset([types] if isinstance(types, str) else types)

    @property
    def may_be_absent(self) -> bool:
        """Whether a file without the column says that it is empty everywhere."""
        return self.schema.get("x-absent") == "empty"


@dataclass(frozen=True)
class RecordType:
    """A register: resource type, file, and columns in the order of the schema."""

    name: str
    schema: Mapping[str, Json] = field(repr=False)

    @property
    def type(self) -> str:
        """The resource type."""
        return f"register.{self.name}"

    @property
    def file(self) -> str:
        """The name of the file without its extension."""
        file: str = self.schema["x-file"]
        return file

    @property
    def title(self) -> str:
        """What people call it."""
        title: str = self.schema["title"]
        return title[:1].lower() + title[1:]

    @property
    def optional(self) -> bool:
        """Whether no file says the same as an empty one."""
        return bool(self.schema.get("x-optional", False))

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns by name."""
        required = self.schema.get("required", ())
        return {
            name: Column(name, schema, name in required) for name, schema in self.schema["properties"].items()
        }

    @property
    def key(self) -> Sequence[str]:
        """The columns that are unique together; none when rows may repeat."""
        key: Sequence[str] = self.schema.get("x-key", ())
        return key

    @cached_property
    def validate(self) -> Callable[[Any], Any]:
        """Raises JsonSchemaValueException for a row that does not fit.

        All columns are there, and values are of the type, format and choice of their column, because this
        collector made them: only what is asked for beyond that needs a look.
        """
        whole = {key: value for key, value in self.schema.items() if key not in _BUILT}
        columns = {name: _beyond(schema) for name, schema in self.schema["properties"].items()}
        asked = {**_without(whole), "properties": {name: one for name, one in columns.items() if one}}
        validate: Callable[[Any], Any] = fastjsonschema.compile(asked)
        return validate if asked != {"properties": {}} else lambda row: row

    def fault(self, row: Mapping[str, Any]) -> tuple[str, str] | None:
        """What is wrong between columns of a row, as (column, text)."""
        for group in self.schema.get("x-exactly-one", ()):
            if sum(row[name] is not None for name in group) != 1:
                return group[0], f"fill in exactly one of {', '.join(group)}"
        for rule in self.schema.get("x-filled-when", ()):
            if all(row[name] in values for name, values in rule["when"].items()):
                empty = [name for name in rule["columns"] if row[name] in (None, [])]
                when = ", ".join(f"{name} is {row[name]}" for name in rule["when"])
                if empty:
                    return empty[0], f"empty although {when}; fill it in"
        return None


_BUILT = frozenset({"$schema", "type", "properties", "required", "additionalProperties"})
"""What holds of every row, by how it is made."""
_MADE = frozenset({"string", "integer", "number", "boolean", "null", "array"})
"""Types that cells are made into."""


def _without(schema: Mapping[str, Json], *keys: str) -> dict[str, Json]:
    """A schema without these keys, and without what is for people and for this collector."""
    notes = ("title", "title_zh", "description", "description_zh")
    return {
        key: value for key, value in schema.items() if key not in (*keys, *notes) and not key.startswith("x-")
    }


def _beyond(schema: Mapping[str, Json]) -> dict[str, Json]:
    """What a column asks of a value beyond what its reader has made sure of."""
    types = Column("", schema, required=False).types
    if not types <= _MADE:
        return _without(schema, "format")
    texts = types <= {"string", "null"}
    asked = _without(schema, "type", "format", *(["enum"] if texts and _chosen(schema, types) else []))
    if asked.get("minLength") == 1:
        del asked["minLength"]
    items = asked.get("items", {})
    if items.get("type") == "string" and items.get("minLength", 1) == 1:
        asked["items"] = _without(items, "type", "enum", "minLength")
    return {key: value for key, value in asked.items() if (key, value) != ("items", {})}


def _chosen(schema: Mapping[str, Json], types: frozenset[str]) -> bool:
    """Whether one of the allowed texts, or null, is a value for sure."""
    return "null" not in types or None in schema.get("enum", (None,))


def record_types(schemas: Mapping[str, Mapping[str, Json]]) -> dict[str, RecordType]:
    """The record types among the schemas of resource types, by resource type."""
    return {
        type_: RecordType(type_.removeprefix("register."), schema["x-row"])
        for type_, schema in sorted(schemas.items())
        if "x-row" in schema
    }
