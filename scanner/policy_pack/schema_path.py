"""Whether a static path exists in the JSON Schema of a resource type."""

from collections.abc import Mapping
from typing import Any

from scanner.policy_pack.uses import plain

Schema = Mapping[str, Any]


def path_problem(schema: Schema, path: tuple[str, ...]) -> str | None:
    """Say what is wrong with a path, None when it always leads somewhere.

    A key of a map with free keys may be missing and would read as "nothing wrong": it takes object.get,
    which marks the key with `?`.
    """
    if not path:
        return None
    key, rest = path[0], path[1:]
    types = schema.get("type", "object")
    kinds = [types] if isinstance(types, str) else types
    if "array" in kinds:
        return _in_array(schema, key, rest)
    if "object" in kinds:
        return _in_object(schema, key, rest)
    return f"there is nothing below it: it is a {' or '.join(kinds)}"


def _in_array(schema: Schema, key: str, rest: tuple[str, ...]) -> str | None:
    if key != "*":
        return f"'{plain(key)}' is used as a key, but it is a list"
    return path_problem(schema["items"], rest)


def _in_object(schema: Schema, key: str, rest: tuple[str, ...]) -> str | None:
    known = schema.get("properties", {})
    if plain(key) in known:
        return path_problem(known[plain(key)], rest)
    free = schema.get("additionalProperties")
    if not isinstance(free, Mapping):
        return None if key == "*" else f"'{plain(key)}' does not exist; there are {', '.join(sorted(known))}"
    if key != "*" and not key.startswith("?"):
        return f"'{key}' may be missing there; use object.get with a default"
    return path_problem(free, rest)
