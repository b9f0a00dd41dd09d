"""Statements of IAM policies, compiled against the buckets that are known.

A set of buckets is an int with one bit per bucket, so that ten thousand principals and a thousand buckets
meet in a few operations. Source: IAM User Guide, "Policy evaluation logic".
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scanner.access.conditions import Conditions, Holds, holds
from scanner.access.patterns import covers, literal_start, matches, overlaps

OBJECT_ACTIONS = (
    "s3:getobject",
    "s3:getobjectversion",
    "s3:putobject",
    "s3:deleteobject",
    "s3:deleteobjectversion",
    "s3:putobjectacl",
)
BUCKET_ACTIONS = (
    "s3:listbucket",
    "s3:putbucketpolicy",
    "s3:deletebucketpolicy",
    "s3:putbucketacl",
    "s3:putbucketpublicaccessblock",
    "s3:putbucketownershipcontrols",
    "s3:putreplicationconfiguration",
)
ACTIONS = (*OBJECT_ACTIONS, *BUCKET_ACTIONS)

Statement = Mapping[str, Any]
"""As in schemas/common/iam_statement.json."""
Sets = Mapping[str, int]
"""Action to a set of buckets."""


@dataclass(frozen=True)
class Buckets:
    """All buckets, each with its ARN and the beginning of the keys that hold data; bits by position."""

    arns: Sequence[str]
    prefixes: Sequence[str]

    @cached_property
    def every(self) -> int:
        """The set of all."""
        return (1 << len(self.arns)) - 1

    def touched(self, pattern: str, *, objects: bool) -> int:
        """Those of which the pattern means something: the bucket, or a key that holds data."""
        return self._select(pattern, overlaps if objects else matches, objects=objects)

    def covered(self, pattern: str, *, objects: bool) -> int:
        """Those of which the pattern means all."""
        return self._select(pattern, covers if objects else matches, objects=objects)

    def _select(self, pattern: str, test: Callable[[str, str], bool], *, objects: bool) -> int:
        if not pattern.strip("*"):
            return self.every
        names = self._objects if objects else self._buckets
        return sum(1 << place for name, place in names.near(literal_start(pattern)) if test(pattern, name))

    @cached_property
    def _objects(self) -> "_Names":
        return _Names([f"{arn}/{prefix}" for arn, prefix in zip(self.arns, self.prefixes, strict=True)])

    @cached_property
    def _buckets(self) -> "_Names":
        return _Names(self.arns)


class _Names:
    """Names and their positions, found by how they begin."""

    def __init__(self, names: Sequence[str]) -> None:
        self._sorted = sorted((name, place) for place, name in enumerate(names))
        self._lengths = sorted({len(name) for name in names})

    def near(self, start: str) -> Iterator[tuple[str, int]]:
        """Those that begin with a text, and those with which the text begins; each once."""
        for length in self._lengths:
            if length < len(start):
                yield from self._from(start[:length], whole=True)
        yield from self._from(start, whole=False)

    def _from(self, start: str, *, whole: bool) -> Iterator[tuple[str, int]]:
        for position in range(bisect_left(self._sorted, (start, -1)), len(self._sorted)):
            name, place = self._sorted[position]
            if name != start if whole else not name.startswith(start):
                return
            yield name, place


def members(found: int) -> Iterator[int]:
    """Positions of the bits that are set."""
    while found:
        low = found & -found
        yield low.bit_length() - 1
        found ^= low


def meant(statement: Statement, action: str) -> bool:
    """Whether a statement is about an action, given in lower case."""
    if statement["not_actions"]:
        return not any(matches(pattern.lower(), action) for pattern in statement["not_actions"])
    return any(matches(pattern.lower(), action) for pattern in statement["actions"])


class Compiler:
    """Turns statements into sets of buckets; equal statements and patterns are looked at once."""

    def __init__(self, buckets: Buckets) -> None:
        self.buckets = buckets
        self._patterns: dict[tuple[str, bool, bool], int] = {}
        self._statements: dict[str, dict[str, int]] = {}

    def sets(self, statement: Statement) -> Sets:
        """Per action that the statement is about, the buckets that it concerns: some data of theirs for an
        Allow, all of it for a Deny."""
        key = repr((statement["effect"], *(sorted(statement[name]) for name in _ABOUT)))
        if key not in self._statements:
            self._statements[key] = dict(self._compile(statement))
        return self._statements[key]

    def _compile(self, statement: Statement) -> Iterator[tuple[str, int]]:
        whole = statement["effect"] == "Deny"
        for action in ACTIONS:
            if meant(statement, action):
                found = self._resources(statement, objects=action in OBJECT_ACTIONS, whole=whole)
                if found:
                    yield action, found

    def _resources(self, statement: Statement, *, objects: bool, whole: bool) -> int:
        if statement["not_resources"]:
            # All but these: what is left of a bucket is some of it unless the patterns cover it whole.
            left_out = 0
            for pattern in statement["not_resources"]:
                left_out |= self._pattern(pattern, objects=objects, whole=not whole)
            return self.buckets.every & ~left_out
        found = 0
        for pattern in statement["resources"]:
            found |= self._pattern(pattern, objects=objects, whole=whole)
        return found

    def _pattern(self, pattern: str, *, objects: bool, whole: bool) -> int:
        key = (pattern, objects, whole)
        if key not in self._patterns:
            look = self.buckets.covered if whole else self.buckets.touched
            self._patterns[key] = look(pattern, objects=objects)
        return self._patterns[key]


_ABOUT = ("actions", "not_actions", "resources", "not_resources")


@dataclass(frozen=True, slots=True)
class Granted:
    """One statement of a policy for one principal: what it says, whether it holds, and where it stands."""

    statement: Statement
    policy: str
    group: str | None
    sets: Sets
    holds: Holds


def of_policies(
    policies: Sequence[Mapping[str, Any]], compiler: Compiler, known: Mapping[str, str]
) -> list[Granted]:
    """The statements of granted policies (schemas/common/iam_granted_policy.json) that can matter here."""
    found = []
    for policy in policies:
        for statement in policy["statements"]:
            filled = _filled(statement, known)
            sets = compiler.sets(filled)
            answer = holds(_conditions(filled), known)
            if sets and answer is not Holds.NO:
                found.append(Granted(filled, policy["name"], policy.get("group"), sets, answer))
    return found


def _conditions(statement: Statement) -> Conditions:
    found: Conditions = statement["conditions"]
    return found


_VARIABLE = "${aws:username}"


def _filled(statement: Statement, known: Mapping[str, str]) -> Statement:
    """With the user's name in place of its policy variable."""
    name = known.get("aws:username")
    if name is None or not any(_VARIABLE in pattern for pattern in statement["resources"]):
        return statement
    return {**statement, "resources": [text.replace(_VARIABLE, name) for text in statement["resources"]]}
