"""What is loaded of policy packs. Apart from the loader, which most runs have no need of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scanner.interfaces import Module
from scanner.model import Check, Control, Document, PackInfo


@dataclass(frozen=True, slots=True)
class Pack:
    """All loaded packs as one. `modules` are what an engine needs, libraries first."""

    checks: Mapping[str, Check]
    modules: tuple[Module, ...]
    tests: tuple[Module, ...]
    schemas: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Any]
    parameter_entries: Mapping[str, Mapping[str, Any]]
    """What parameters.yaml says of each: value, unit, which way is stricter, whose number it is."""
    controls: Mapping[str, Control]
    packs: tuple[PackInfo, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)


def modules_of(pack: Pack, checks: Iterable[Check]) -> tuple[Module, ...]:
    """What an engine needs for these checks alone: fewer modules also make each answer cheaper."""
    packages = {point.ref.rpartition(".")[0] for check in checks for point in check.points}
    return tuple(module for module in pack.modules if module.library or module.package in packages)
