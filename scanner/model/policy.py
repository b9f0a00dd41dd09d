"""What is demanded: checks, and the controls they serve."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from scanner.model import chinese


class Severity(StrEnum):
    """How bad a failed check is, least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Position in the order of severity; higher is worse."""
        return list(Severity).index(self)

    @property
    def zh(self) -> str:
        """The word in Chinese."""
        return chinese.SEVERITY[self.value]


@dataclass(frozen=True, slots=True)
class Reads:
    """What a rule reads of its input, derived from the syntax tree.

    `facts` are top-level keys of `input.facts`, `labels` keys of `input.labels`, `joins` resource types
    under `data.inventory`, `parameters` keys of `data.parameters`. `dataset` tells whether
    `input.dataset` is read.
    """

    facts: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    dataset: bool = False

    def __or__(self, other: "Reads") -> "Reads":
        return Reads(
            self.facts | other.facts,
            self.labels | other.labels,
            self.joins | other.joins,
            self.parameters | other.parameters,
            self.dataset or other.dataset,
        )


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A rule the scanner asks for: its reference below `data`, and what it reads."""

    ref: str
    reads: Reads


@dataclass(frozen=True, slots=True)
class Need:
    """What a check looks up in the resources of another type.

    `within_target`: only those of the target that the judged resource is on (the same host, the same
    account); what is missing elsewhere does not matter then. `optional`: while no configured target can have
    the type, there are simply no rows.
    """

    facts: frozenset[str]
    within_target: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One Rego package that decides one demand on one resource type.

    `deny_parts` holds one entry point per `deny` rule when the rules read different facts: with a gap, the
    rules that read none of the missing facts can still prove a failure.
    `needs` names the joined types and what of theirs the check uses. A `dated` check judges what was recorded
    in a period, so it has something to say only when an audit is about one.
    """

    id: str
    package: str
    file: str
    resource: str
    severity: Severity
    controls: tuple[str, ...]
    title: str
    description: str
    remediation: str
    references: tuple[str, ...]
    reads: Reads
    deny: EntryPoint
    deny_parts: tuple[EntryPoint, ...] = ()
    not_applicable: EntryPoint | None = None
    unknown: EntryPoint | None = None
    needs: Mapping[str, Need] = field(default_factory=dict)
    zh: Mapping[str, str] = field(default_factory=dict)
    overrides: str | None = None
    dated: bool = False

    @property
    def points(self) -> tuple[EntryPoint, ...]:
        """Everything that an engine may be asked."""
        points = (self.deny, *self.deny_parts, self.not_applicable, self.unknown)
        return tuple(point for point in points if point and point.ref)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that demands something."""

    id: str
    title: str
    title_zh: str


@dataclass(frozen=True, slots=True)
class Source:
    """A place that demands what a control asks for: the id of a document, and its heading there."""

    document: str
    section: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a control measures, and the bound: `value`, or what a parameter says.

    `basis`: the documents name it, it follows from their words, or it is ours. A parameter has its own.
    """

    metric: str
    operator: str
    parameter: str | None = None
    value: Any = None
    unit: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """A demand of the catalogue.

    `frequency_basis`: the documents name the frequency, or it is ours. `owner` is the role that answers
    for the control, `rectify_within` the parameter that says how long its findings may take to put right,
    when that is less than their severity allows.
    `verify` lists what decides it, each entry as the file has it: `checks` (those that name the control),
    a `rule` about records (the check `<control>.<name or number>`), or an `attestation`.
    """

    id: str
    domain: str
    title: str
    title_zh: str
    requirement: str
    severity: Severity
    frequency: str
    requirement_zh: str = ""
    verify: tuple[Mapping[str, Any], ...] = ()
    frequency_basis: str = "ours"
    owner: str = ""
    owner_zh: str = ""
    thresholds: tuple[Threshold, ...] = ()
    sources: tuple[Source, ...] = ()
    rectify_within: str = ""
