"""The doors of the scanner: collectors, inventories, policy engines, report formats.

Each implementation is registered by an entry point of the distribution (`selfaudit.collectors`,
`selfaudit.inventories`, `selfaudit.reports`) and imports nothing of ours but this module and the model.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from scanner.model import Columns, Event, GapReason, Report, Target

Json = Any
"""A value as `json.loads` gives it."""


class Halt:
    """Tells everybody at work to come to an end, and why. The first reason stands."""

    def __init__(self) -> None:
        self.event = threading.Event()
        """To wait on, also in place of sleeping; set it through `set` only."""
        self.reason = GapReason.CANCELLED
        self.detail = ""
        self._since = 0.0

    def set(self, reason: GapReason, detail: str) -> None:
        """Come to an end: what is not there by now is a gap with this reason and detail."""
        if not self.event.is_set():
            self.reason, self.detail, self._since = reason, detail, time.monotonic()
            self.event.set()

    def is_set(self) -> bool:
        """Whether to come to an end."""
        return self.event.is_set()

    def seconds(self) -> float:
        """How long ago it was set, 0 when it was not."""
        return time.monotonic() - self._since if self.event.is_set() else 0.0


@dataclass(frozen=True, slots=True)
class FactRequest:
    """Which facts of which resource types some loaded check reads.

    When `halt` is set, a collector has a moment left to deliver what it has and a gap for the rest.
    """

    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    halt: Halt = field(default_factory=Halt, compare=False, repr=False)

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
    """JSON Schema of a target's settings; a setting of `"format": "path"` is relative to audit.yaml.

    One of `"format": "time-zone"` is the zone of `period:` unless it is given.
    """

    def check(self, target: Target) -> Sequence[str]:
        """What is wrong with a target's settings beyond their schema, one line each; reads nothing remote."""
        ...

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the target has."""
        ...


@dataclass(frozen=True, slots=True)
class RecordState:
    """What one register is like: how many rows can be used (None: there is no file), and what cannot."""

    name: str
    place: str
    rows: int | None
    examples: int = 0
    problems: tuple[str, ...] = ()


@runtime_checkable
class RecordReader(Protocol):
    """A collector of record types, which packs define."""

    def learn(self, schemas: Mapping[str, Mapping[str, Json]]) -> None:
        """Take note of the resource types of the loaded packs: once, before `types` is asked for."""
        ...

    def survey(self, target: Target) -> Iterator[RecordState]:
        """Read every register of a target for itself, keeping nothing of it."""
        ...


@dataclass(frozen=True, slots=True)
class Advice:
    """How to close gaps of one target: what to do in a sentence or two, and text to paste, line by line."""

    title: str
    text: str
    paste: str = ""


@runtime_checkable
class Advisor(Protocol):
    """A collector that can say more about its gaps than their details do."""

    def advice(self, target: Target, wanted: FactRequest, found: Iterable[Event]) -> Sequence[Advice]:
        """What to set up so that all that is wanted can be seen; `found` is what was collected."""
        ...


@runtime_checkable
class Recogniser(Protocol):
    """A collector whose targets are files or folders, and that knows its own by what is in them."""

    def recognise(self, path: Path) -> Mapping[str, Json] | None:
        """Settings of a target for this file or folder; None when it is not of this kind.

        For a file that another one includes, they are those of the other one: `path` is another then.
        Raises ConfigurationError for one that is of this kind but cannot be used. All such collectors take
        the settings `path`; `shown`, what to call it in messages and locations; and, when they know how
        things were before the change, `side`: `after` (the default) or `before`, under the same ids.
        """
        ...


@runtime_checkable
class Prober(Protocol):
    """A collector that runs a text on its targets, and can show it."""

    def probe(self, target: Target, wanted: FactRequest) -> bytes:
        """The text as it is sent, but for what is random."""
        ...

    def installable(self, target: Target, wanted: FactRequest) -> bytes:
        """The file to install on the target."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of an inventory: the target that it makes, and where it stands, for messages.

    The id is as the inventory has it; `settings` are those of the kind of target.
    """

    place: str
    id: str
    settings: Mapping[str, Json]
    labels: Mapping[str, str] = field(default_factory=dict)


class InventorySource(Protocol):
    """Reads targets of one kind from a file that people keep for another tool."""

    kind: str
    """The kind of target that the entries make."""

    def read(self, path: Path, pattern: str | None, given: Mapping[str, Json]) -> Sequence[Listed]:
        """The entries that match the pattern, all of them without one; none is not an error here.

        `given` are settings of audit.yaml, which win over what an entry says. Raises ConfigurationError
        for a file that cannot be read whole.
        """
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

    def text(self) -> bytes:
        """The input as JSON. Columns are JSON already."""
        if not isinstance(self.input.get("facts"), Columns):
            return json.dumps(self.input).encode()
        return b"{%b}" % b",".join(
            json.dumps(key).encode()
            + b":"
            + (value.text() if isinstance(value, Columns) else json.dumps(value).encode())
            for key, value in self.input.items()
        )

    def plain(self) -> Mapping[str, Json]:
        """The input as values of JSON."""
        facts = self.input.get("facts")
        return {**self.input, "facts": dict(facts)} if isinstance(facts, Columns) else self.input


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
    """Name of the file in the output folder; empty for lines that are printed."""

    def render(self, report: Report) -> str | bytes:
        """The whole file, text in UTF-8."""
        ...


Progress = Callable[[str, str], None]
"""Called with a target id and what happens to it now: `collecting`, `done`, `incomplete`."""

Advance = Callable[[int, int], None]
"""Called with the number of resources that are evaluated and that of all."""
