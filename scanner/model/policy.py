"""What is demanded: checks, and the controls they serve."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
    account); what is missing elsewhere does not matter then.
    """

    facts: frozenset[str]
    within_target: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One Rego package that decides one demand on one resource type.

    `deny_parts` holds one entry point per `deny` rule when the rules read different facts: with a gap, the
    rules that read none of the missing facts can still prove a failure.
    `needs` names the joined types and what of theirs the check uses.
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


@dataclass(frozen=True, slots=True)
class Control:
    """A demand of the catalogue."""

    id: str
    domain: str
    title: str
    title_zh: str
    requirement: str
    severity: Severity
    frequency: str
