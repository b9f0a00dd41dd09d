"""Properties in the names of Terraform."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collectors.planned.values import Unknown, holds_unknown, parts

Json = Any
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Made:
    """A block in the making; `about` names the attribute by which it belongs to the resource itself."""

    type: str
    values: Mapping[str, Json]
    about: str | None = None


def snake(name: str) -> str:
    """`KmsKeyId` as `kms_key_id`."""
    return _WORD.sub("_", name).lower()


def renamed(properties: Mapping[str, Json], names: Mapping[str, str] | Sequence[str]) -> dict[str, Json]:
    """Some properties under other names; a sequence takes their own, in lower case."""
    table = names if isinstance(names, Mapping) else {name: snake(name) for name in names}
    return {new: properties[old] for old, new in table.items() if old in properties}


def inside(properties: Mapping[str, Json], *keys: str) -> Json:
    """A property below others; None when one of them is not set, unknown when one is."""
    found: Json = properties
    for key in keys:
        if isinstance(found, Unknown):
            return found
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def items(value: Json) -> Json:
    """A list; unknown stays unknown, unset is empty, one thing is a list of one."""
    if isinstance(value, Unknown):
        return value
    return value if isinstance(value, list) else [] if value is None else [value]


def each(value: Json, make: Any) -> Json:
    """`make` of every item; unknown stays unknown."""
    found = items(value)
    if isinstance(found, Unknown):
        return found
    return [item if isinstance(item, Unknown) else make(item) for item in found]


def document(value: Json) -> Json:
    """A policy as the text that the API has; unknown when a part of it is."""
    if value is None or isinstance(value, str | Unknown):
        return value
    if holds_unknown(value):
        found = [part for part in parts(value) if isinstance(part, Unknown)]
        return Unknown(
            tuple(ref for part in found for ref in part.refs), next((one.why for one in found if one.why), "")
        )
    return json.dumps(value)


def tags(value: Json) -> Json:
    """Tags as a mapping; a list of pairs, or a mapping already."""
    if value is None or isinstance(value, Mapping | Unknown):
        return value
    pairs = [pair for pair in value if isinstance(pair, Mapping) and "Key" in pair]
    return {str(pair["Key"]): pair.get("Value") for pair in pairs}
