"""Whether a static path exists in the JSON Schema of a resource type."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def path_problem(schema: Schema, path: tuple[str, ...], *, optional: bool) -> str | None:
    """Say what is wrong with a path, None when it always leads somewhere.

    A key of a map with free keys may be missing and would read as "nothing wrong": it takes object.get,
    which makes the use `optional`.
    """
    if not path:
        return None
    key, rest = path[0], path[1:]
    types = schema.get("type", "object")
    kinds = [types] if isinstance(types, str) else types
    if "array" in kinds:
        return _in_array(schema, key, rest, optional=optional)
    if "object" in kinds:
        return _in_object(schema, key, rest, optional=optional)
    return f"there is nothing below it: it is a {' or '.join(kinds)}"


def _in_array(schema: Schema, key: str, rest: tuple[str, ...], *, optional: bool) -> str | None:
    if key != "*":
        return f"'{key}' is used as a key, but it is a list"
    return path_problem(schema["items"], rest, optional=optional)


def _in_object(schema: Schema, key: str, rest: tuple[str, ...], *, optional: bool) -> str | None:
    known = schema.get("properties", {})
    if key in known:
        return path_problem(known[key], rest, optional=optional)
    free = schema.get("additionalProperties")
    if not isinstance(free, Mapping):
        return None if key == "*" else f"'{key}' does not exist; there are {', '.join(sorted(known))}"
    if key != "*" and not optional:
        return f"'{key}' may be missing there; use object.get with a default"
    return path_problem(free, rest, optional=optional)
