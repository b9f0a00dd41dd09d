"""Values that a rule compares with: of a register, of live resources, of a parameter, or written down."""

import json
from collections.abc import Mapping
from typing import Any

from scanner.policy_pack.records.world import Problem
from scanner.policy_pack.records.writer import Writer


def literal(value: Any) -> str:
    """A value as Rego; a list has one item per line, because the engines refuse very long lines."""
    return json.dumps(value, ensure_ascii=False, indent=0 if isinstance(value, list) else None)


def type_of(source: Mapping[str, Any], writer: Writer) -> str:
    """The resource type of a source that names a register or a type. Raises Problem."""
    type_: str = f"register.{source['register']}" if "register" in source else source["type"]
    writer.world.columns(type_)
    return type_


def rows_of(source: Mapping[str, Any], writer: Writer, more: list[str] | None = None) -> list[str]:
    """Statements that bind `row` to the rows of a source."""
    type_ = type_of(source, writer)
    rows = [f'some row in data.inventory["{type_}"].all']
    return [*rows, *writer.statements(source.get("where", {}), writer.other(type_)), *(more or [])]


def values_of(source: Mapping[str, Any] | list[Any], writer: Writer) -> str:
    """An array (or set) of values, as Rego."""
    if isinstance(source, list):
        return literal(source)
    if "parameter" in source:
        return writer.parameter(source["parameter"])
    if "column" not in source:
        raise Problem("a register or type to compare with needs 'column'")
    name = writer.foreign(type_of(source, writer), source["column"])
    statements = [*rows_of(source, writer), f"some value in condition.values({name})"]
    return f"[value | {'; '.join(statements)}]"
