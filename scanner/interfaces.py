"""The three doors of the scanner: collectors, policy engines, report formats.

Each implementation is registered by an entry point of the distribution (`selfaudit.collectors`,
`selfaudit.reports`) and imports nothing of ours but this module and the model.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from scanner.model import Event, Report, Target

Json = Any
"""A value as `json.loads` gives it."""


@dataclass(frozen=True, slots=True)
class FactRequest:
    """Which facts of which resource types some loaded check reads."""

    types: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def wants(self, type_: str) -> bool:
        """Whether resources of this type are wanted at all, even with no facts."""
        return type_ in self.types

    def facts(self, type_: str) -> frozenset[str]:
        """The wanted facts of a type; empty when it is not wanted."""
        return self.types.get(type_, frozenset())


class ConfigurationError(Exception):
    """The user's input cannot be used: what, where, and how to fix it, one line each. Exit code 2."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Collector(Protocol):
    """Gathers configuration from targets of one kind. Read-only, never raises for one resource's trouble.

    For each type in `types` that is wanted, `collect` delivers either `Enumerated` or a `Gap` without
    resource and fact; for each wanted fact of each resource, the fact or a `Gap`. A gap comes before
    the resources it concerns. Facts that were not asked for may come too and are dropped.
    """

    types: frozenset[str]
    """The resource types that targets of this kind can have."""
    settings_schema: Mapping[str, Json]
    """JSON Schema of a target's settings; a setting of `"format": "path"` is relative to audit.yaml."""

    def check(self, target: Target) -> Sequence[str]:
        """What is wrong with a target's settings beyond their schema, one line each; reads nothing remote."""
        ...

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the target has."""
        ...


@dataclass(frozen=True, slots=True)
class Module:
    """One Rego file: a name for messages, the package it declares, and its text."""

    name: str
    package: str
    source: str
    library: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """Everything an engine loads before it answers queries.

    `data` goes below `data.`: `parameters`, `run` and `inventory`.
    """

    modules: Sequence[Module]
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Query:
    """Evaluate the rules `refs` (each without the leading `data.`) with this input document."""

    input: Mapping[str, Json]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule gave: a value, undefined, or an error that concerns it alone; `defined` only with a value.

    The members of a set come in no particular order.
    """

    value: Json = None
    defined: bool = True
    error: str | None = None


class EngineError(Exception):
    """The engine as a whole cannot go on (not one rule's trouble)."""


class PolicyEngine(Protocol):
    """Evaluates Rego. Sets come back as lists. Every query gets one answer per ref, in order."""

    name: str

    def load(self, program: Program) -> AbstractContextManager[None]:
        """Load policies and data for the time of the context.

        Raises ConfigurationError for a policy that does not compile, EngineError for all else, also at
        the end, when what was loaded turns out to have been replaced meanwhile.
        """
        ...

    def evaluate(self, queries: Iterable[Query]) -> Iterator[Mapping[str, Answer]]:
        """Answer the queries in order, lazily; raises EngineError when it cannot go on."""
        ...


class ReportFormat(Protocol):
    """Renders a finished scan into one file."""

    filename: str
    """Name of the file in the output folder."""

    def render(self, report: Report) -> str:
        """The whole file as text."""
        ...


Progress = Callable[[str, str], None]
"""Called with a target id and what happens to it now: `collecting`, `done`, `incomplete`,
`evaluating`."""
