"""Where a plan says that values are known only after apply, in the values themselves."""

from collections.abc import Mapping
from typing import Any

from collectors.planned.values import Unknown

Json = Any


def merged(after: Json, unknown: Json, config: Json, resolve: Any) -> Json:
    """Values with `Unknown` where the plan says so.

    Below the top, an unknown attribute that its block does not set is one that the provider will choose.
    """
    if unknown is True:
        return Unknown(resolve(config or {}))
    if isinstance(unknown, Mapping) and isinstance(after, Mapping):
        keys = dict.fromkeys((*after, *unknown))
        return {key: merged(after.get(key), unknown.get(key), _inside(config, key), resolve) for key in keys}
    if isinstance(unknown, list) and isinstance(after, list):
        return [
            merged(
                after[index] if index < len(after) else None,
                unknown[index] if index < len(unknown) else None,
                _item(config, index),
                resolve,
            )
            for index in range(max(len(after), len(unknown)))
        ]
    return after


def _inside(config: Json, key: str) -> Json:
    if isinstance(config, Mapping) and not config.keys() & {"references", "constant_value"}:
        return config.get(key)
    return config


def _item(config: Json, index: int) -> Json:
    if isinstance(config, list):
        return config[index] if index < len(config) else None
    return config
