"""The functions of Terraform that need nothing but their arguments. Others give an unknown value.

Source: "Functions" in the Terraform language documentation.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from collectors.planned.values import Unknown, holds_unknown, parts

Json = Any
MAX_TEXT = 1024 * 1024
MAX_ITEMS = 100_000


class FunctionError(Exception):
    """Terraform itself would refuse the call."""


def refs_of(*values: Json) -> tuple[str, ...]:
    """What unknown values are made of."""
    found = (
        ref for value in values for part in parts(value) if isinstance(part, Unknown) for ref in part.refs
    )
    return tuple(dict.fromkeys(found))


def call(name: str, arguments: list[Json]) -> Json:
    """The value of a call; unknown when an argument is, or when the function is not one of these."""
    if name in _WITH_UNKNOWN:
        return _WITH_UNKNOWN[name](*arguments)
    if name not in _PLAIN or holds_unknown(arguments):
        return Unknown(refs_of(*arguments))
    try:
        return _PLAIN[name](*arguments)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise FunctionError(f"{name}: {error}") from error


def to_text(value: Json) -> str:
    """A value as a template shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        raise FunctionError("null in a text")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    raise FunctionError("a list or an object in a text")


def _merge(*maps: Json) -> Json:
    if any(isinstance(each, Unknown) for each in maps):
        return Unknown(refs_of(*maps))
    found: dict[str, Json] = {}
    for each in maps:
        found.update(each or {})
    return found


def _concat(*lists: Json) -> Json:
    if any(isinstance(each, Unknown) for each in lists):
        return Unknown(refs_of(*lists))
    return [item for each in lists for item in each]


def _length(value: Json) -> Json:
    return Unknown(value.refs) if isinstance(value, Unknown) else len(value)


def _lookup(values: Json, key: Json, *default: Json) -> Json:
    if isinstance(values, Unknown) or isinstance(key, Unknown):
        return Unknown(refs_of(values, key))
    if key in values:
        return values[key]
    if not default:
        raise FunctionError(f"lookup: no key {key}")
    return default[0]


def _coalesce(*values: Json) -> Json:
    for value in values:
        if isinstance(value, Unknown):
            return Unknown(refs_of(*values))
        if value not in (None, ""):
            return value
    raise FunctionError("coalesce: nothing that is set")


def _element(items: Json, index: Json) -> Json:
    if isinstance(items, Unknown) or isinstance(index, Unknown):
        return Unknown(refs_of(items, index))
    return items[int(index) % len(items)]


def _same(value: Json) -> Json:
    return value


def _to_list(value: Json) -> Json:
    if isinstance(value, Unknown):
        return value
    return list(value.values()) if isinstance(value, Mapping) else list(value)


def _one(items: Json) -> Json:
    if isinstance(items, Unknown):
        return items
    if len(items) > 1:
        raise FunctionError("one: more than one")
    return items[0] if items else None


_WITH_UNKNOWN: Mapping[str, Callable[..., Json]] = {
    "merge": _merge,
    "concat": _concat,
    "length": _length,
    "lookup": _lookup,
    "coalesce": _coalesce,
    "element": _element,
    "tolist": _to_list,
    "tomap": _same,
    "sensitive": _same,
    "nonsensitive": _same,
    "one": _one,
}
"""Functions whose value can be known while an argument is not."""


def _unique(items: list[Json]) -> list[Json]:
    found: dict[str, Json] = {}
    for item in items:
        found.setdefault(json.dumps(item, sort_keys=True), item)
    return list(found.values())


def _flatten(items: Json) -> list[Json]:
    found, stack = [], [items]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        else:
            found.append(item)
        if len(found) > MAX_ITEMS:
            raise ValueError("too many items")
    return found


def _format(pattern: str, *values: Json) -> str:
    given = iter(values)

    def one(match: "re.Match[str]") -> str:
        if match[0] == "%%":
            return "%"
        value = next(given)
        if match[1] in "sv":
            return json.dumps(value) if isinstance(value, list | dict) else to_text(value)
        if match[1] == "q":
            return json.dumps(to_text(value))
        return str(int(value))

    text = re.sub(r"%([svqd%])", one, pattern)
    if re.search(r"%[^svqd%]", pattern):
        raise ValueError("a verb that is not known")
    return text


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise ValueError("a regular expression")
    return text.replace(old, new)


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError("the text is too long")
    return text


def _range(*numbers: int) -> list[int]:
    start, end, step = {1: (0, numbers[0], 1), 2: (*numbers, 1), 3: numbers}[len(numbers)]
    found = range(int(start), int(end), int(step))
    if len(found) > MAX_ITEMS:
        raise ValueError("too many items")
    return list(found)


def _number(value: Json) -> Json:
    text = to_text(value)
    return int(text) if text.lstrip("-").isdecimal() else float(text)


def _bool(value: Json) -> bool:
    return {"true": True, "false": False}[to_text(value)]


_PLAIN: Mapping[str, Callable[..., Json]] = {
    "chomp": lambda text: text.rstrip("\r\n"),
    "coalescelist": lambda *lists: next(each for each in lists if each),
    "compact": lambda items: [item for item in items if item not in (None, "")],
    "contains": lambda items, item: item in items,
    "distinct": _unique,
    "endswith": lambda text, end: text.endswith(end),
    "flatten": _flatten,
    "format": lambda pattern, *values: _bounded(_format(pattern, *values)),
    "formatlist": lambda pattern, items: [_format(pattern, item) for item in items],
    "join": lambda separator, items: _bounded(separator.join(to_text(item) for item in items)),
    "jsondecode": json.loads,
    "jsonencode": lambda value: _bounded(json.dumps(value, separators=(",", ":"))),
    "keys": sorted,
    "lower": str.lower,
    "max": max,
    "min": min,
    "range": _range,
    "replace": lambda text, old, new: _bounded(_replace(text, old, new)),
    "reverse": lambda items: items[::-1],
    "slice": lambda items, start, end: items[int(start) : int(end)],
    "sort": lambda items: sorted(to_text(item) for item in items),
    "split": lambda separator, text: text.split(separator),
    "startswith": lambda text, start: text.startswith(start),
    "substr": lambda text, start, length: (
        text[int(start) :] if length < 0 else text[int(start) :][: int(length)]
    ),
    "title": str.title,
    "tobool": _bool,
    "tonumber": _number,
    "toset": lambda value: _unique(list(value)),
    "tostring": to_text,
    "trimprefix": lambda text, prefix: text.removeprefix(prefix),
    "trimspace": str.strip,
    "trimsuffix": lambda text, suffix: text.removesuffix(suffix),
    "upper": str.upper,
    "values": lambda given: [given[key] for key in sorted(given)],
    "zipmap": lambda keys, values: dict(zip(keys, values, strict=True)),
}
