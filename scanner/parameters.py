"""Parameters that audit.yaml sets in place of the defaults, and whether they ask less than the documents."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scanner.datasets import HOLDING_TYPES
from scanner.interfaces import ConfigurationError
from scanner.model import Override
from scanner.policy_pack import Pack
from scanner.scoped import DATASETS, asking_for_datasets, parts_of


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of `parameters:` in audit.yaml, and where it stands, for messages."""

    value: Any
    place: str


def check_settings(
    pack: Pack, settings: Mapping[str, Setting], types: Mapping[str, frozenset[str]] | None = None
) -> None:
    """Raise ConfigurationError for every parameter that there is not, or that is of another kind.

    With the resource types of each target, also for one that no check reads there.
    """
    problems = []
    for key, setting in settings.items():
        section, id_, name = parts_of(key)
        problem = _problem(pack, name, setting.value)
        if not problem and section:
            problem = _scope_problem(pack, section, name, (types or {}).get(id_))
        if problem:
            problems.append(f"{setting.place}: {problem}")
    if problems:
        raise ConfigurationError(*problems)


def overridden(pack: Pack, values: Mapping[str, Any]) -> Pack:
    """The pack with other values of some parameters. Raises ConfigurationError for what does not fit.

    Those of single datasets and targets are for `Scoped`.
    """
    check_settings(pack, {name: Setting(value, f"parameter {name}") for name, value in values.items()})
    return replace(
        pack,
        checks={id_: asking_for_datasets(check, values) for id_, check in pack.checks.items()},
        parameters={**pack.parameters, **{key: value for key, value in values.items() if "." not in key}},
    )


def overrides(pack: Pack, values: Mapping[str, Any]) -> tuple[Override, ...]:
    """Each overridden parameter beside its default, the looser ones first."""
    found = [_override(pack, key, value) for key, value in values.items()]
    return tuple(sorted(found, key=lambda one: (not one.looser, one.name, one.only_for, one.only_id)))


def _override(pack: Pack, key: str, value: Any) -> Override:
    section, id_, name = parts_of(key)
    entry = pack.parameter_entries[name]
    controls = {
        control
        for check in pack.checks.values()
        if name in check.reads.parameters
        for control in check.controls
    }
    return Override(
        name=name,
        title=entry["title"],
        title_zh=entry.get("title_zh", entry["title"]),
        unit=entry["unit"],
        basis=entry["basis"],
        default=entry["value"],
        value=value,
        looser=entry["basis"] == "documents" and _is_looser(entry, value),
        controls=tuple(sorted(controls)),
        only_for=section.removesuffix("s"),
        only_id=id_,
    )


def _is_looser(entry: Mapping[str, Any], value: Any) -> bool:
    """Whether a value asks less than the documents; what cannot be compared counts as looser."""
    bound = entry.get("bound", entry["value"])
    if isinstance(bound, Mapping) and isinstance(value, Mapping):
        return any(_is_looser({**entry, "bound": bound[key]}, value[key]) for key in bound)
    if not _is_number(bound) or not _is_number(value) or entry["stricter"] == "none":
        return bool(value != bound)
    return bool(value > bound if entry["stricter"] == "lower" else value < bound)


def _problem(pack: Pack, name: str, value: Any) -> str | None:
    if name not in pack.parameter_entries:
        return f"there is no parameter '{name}'; policies/parameters.yaml has them all"
    default = pack.parameter_entries[name]["value"]
    if _kind(value) != _kind(default):
        return f"must be {_kind(default)}, as the default {_shown(default)}"
    if isinstance(default, Mapping) and value.keys() != default.keys():
        return f"must have the keys {', '.join(default)}"
    return None


def _scope_problem(pack: Pack, section: str, name: str, types: frozenset[str] | None) -> str | None:
    """Why a parameter cannot be one of a dataset or target, where it would change nothing, say."""
    if section == DATASETS:
        if pack.parameter_entries[name]["stricter"] == "none" or not _is_number(pack.parameters[name]):
            return "only a number that is stricter one way can be set for a dataset, which may share a store"
        types = HOLDING_TYPES
    readers = {check.resource for check in pack.checks.values() if name in check.reads.parameters}
    if types is None or readers & types:
        return None
    where = "stores of a dataset" if section == DATASETS else "what this target has"
    return f"no check of {where} reads it, so it would change nothing; set it under 'parameters:' of the file"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if _is_number(value):
        return "a number"
    return "text" if isinstance(value, str) else "a mapping" if isinstance(value, Mapping) else "a list"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
