"""JSON Schemas of resource types. Shapes that several types share lie in `schemas/common/`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastjsonschema

from scanner.model import ROW_KEY, ROW_LINE
from scanner.tables import table_schema

_COLUMN = re.compile(r"[a-z][a-z0-9_]*")


def read_fact_schema(path: Path) -> dict[str, Any]:
    """A schema with every `{"$ref": "common/NAME.json"}` replaced by what that file holds.

    Raises ValueError when a file is not there or not a JSON Schema (draft 7).
    """
    schema: dict[str, Any] = _inlined(_read(path), path.parent, ())
    try:
        if "x-file" in schema:
            return record_schema(schema)
        fastjsonschema.compile(schema)
    except fastjsonschema.JsonSchemaDefinitionException as error:
        raise ValueError(str(error)) from error
    return schema


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"{path.name}: {error.strerror}") from error


def _inlined(node: Any, folder: Path, above: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_inlined(item, folder, above) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _inlined(value, folder, above) for key, value in node.items() if key != "$ref"}
    name = node.get("$ref")
    if name is None:
        return found
    if not isinstance(name, str) or not name.startswith("common/") or ".." in name:
        raise ValueError(f"$ref {name!r} is none of common/NAME.json")
    if name in above:
        raise ValueError(f"{name} contains itself")
    return {**_inlined(_read(folder / name), folder, (*above, name)), **found}


def record_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of the facts of a record type, whose file describes one row. Raises ValueError.

    Compiling about a hundred of them takes a second: whoever reads rows compiles those that are there.
    """
    problem = next(_record_problems(schema), None)
    if problem:
        raise ValueError(problem)
    return table_schema(schema)


def _record_problems(schema: dict[str, Any]) -> Iterator[str]:
    columns = schema.get("properties", {})
    for name, column in columns.items():
        if not _COLUMN.fullmatch(name) or name in (ROW_KEY, ROW_LINE):
            yield f"'{name}' is no name for a column: lower-case letters, digits and _, and none of ours"
        if column.get("x-column") not in ("keep", "hmac", "drop"):
            yield f"the column '{name}' needs x-column: keep, hmac or drop"
    named = [*schema.get("x-key", ()), *schema.get("required", ()), *filter(None, [schema.get("x-date")])]
    groups = [
        *schema.get("x-exactly-one", ()),
        *(rule["columns"] for rule in schema.get("x-filled-when", ())),
    ]
    for name in (*named, *(one for group in groups for one in group)):
        if name not in columns:
            yield f"there is no column '{name}'"
    if any(columns.get(name, {}).get("x-column") == "drop" for name in schema.get("x-key", ())):
        yield "a column of x-key may not be dropped; rows are told apart by it"
