"""Whether something found before is fixed: proven by this run, never concluded from silence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.gaps import GapIndex
from scanner.model import Evaluation, Outcome, PastFinding

_CLEAR = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Looked:
    """Where this run looked: the targets and resource types that were evaluated, and what was listed."""

    targets: frozenset[str]
    types: frozenset[str]
    gaps: GapIndex

    def wholly(self, target: str, type_: str) -> bool:
        """Whether every resource of the type on the target was seen."""
        looked = target in self.targets and type_ in self.types and (target, type_) in self.gaps.listed
        return looked and not self.gaps.listing(target, type_)


@dataclass(slots=True)
class Watch:
    """Watches the evaluations of this run for resources that had findings before.

    With `decided` a failure that was decided in full clears what it no longer names: the other places on the
    resource, or rows of a register.
    """

    past: tuple[PastFinding, ...] = ()
    decided: bool = False
    _watched: frozenset[str] = field(init=False)
    _seen: set[str] = field(default_factory=set)
    _clear: set[tuple[str, str]] = field(default_factory=set)
    _not_clear: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._watched = frozenset(finding.resource for finding in self.past if finding.resource)

    def note(self, evaluation: Evaluation) -> None:
        """Take note of one evaluation."""
        if not self._watched:
            return
        subject = evaluation.subject
        for id_ in self._watched.intersection((subject.id, *subject.former_ids)):
            self._seen.add(id_)
            where = self._clear if self._is_clear(evaluation) else self._not_clear
            where.add((evaluation.check, id_))

    def _is_clear(self, evaluation: Evaluation) -> bool:
        whole = self.decided and evaluation.outcome is Outcome.FAIL and not evaluation.reasons
        return whole or evaluation.outcome in _CLEAR

    def is_fixed(self, finding: PastFinding, looked: Looked) -> bool:
        """The same check passed or did not apply there, or the resource is gone from a complete listing."""
        if not finding.resource:
            return looked.wholly(finding.target, finding.type)
        key = (finding.check, finding.resource)
        if key in self._clear:
            return key not in self._not_clear
        return finding.resource not in self._seen and looked.wholly(finding.target, finding.type)

    def split(
        self, absent: Iterable[PastFinding], looked: Looked
    ) -> tuple[tuple[PastFinding, ...], tuple[PastFinding, ...]]:
        """Findings that are no longer among those of this run: the fixed ones, and the others."""
        fixed: list[PastFinding] = []
        others: list[PastFinding] = []
        for finding in absent:
            (fixed if self.is_fixed(finding, looked) else others).append(finding)
        return tuple(fixed), tuple(others)
