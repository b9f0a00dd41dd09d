"""JSON Schemas of resource types. Shapes that several types share lie in `schemas/common/`."""

import json
from pathlib import Path
from typing import Any

import fastjsonschema


def read_fact_schema(path: Path) -> dict[str, Any]:
    """A schema with every `{"$ref": "common/NAME.json"}` replaced by what that file holds.

    Raises ValueError when a file is not there or not a JSON Schema (draft 7).
    """
    schema: dict[str, Any] = _inlined(_read(path), path.parent, ())
    try:
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
