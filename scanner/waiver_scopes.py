"""What a waiver is about: findings by name, findings by their place in a file, or gaps."""

from dataclasses import dataclass

from scanner.model import Finding, GapReason, Location, Outcome, Reason, fits


@dataclass(frozen=True, slots=True)
class FindingScope:
    """Which findings are meant: those of a check, or of checks that serve no other controls than these.

    `resource` is the id of a resource or, when the target is given as well, its name.
    """

    check: str
    controls: frozenset[str]
    resource: str
    target: str
    path: str
    outcome: Outcome

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is meant."""
        return (
            finding.outcome is self.outcome
            and self._demand(finding)
            and self._place(finding)
            and (not self.path or fits(self.path, finding.path))
        )

    def _demand(self, finding: Finding) -> bool:
        if self.check:
            return finding.check == self.check
        return bool(finding.controls) and self.controls.issuperset(finding.controls)

    def _place(self, finding: Finding) -> bool:
        subject = finding.subject
        if self.target and not fits(self.target, subject.target):
            return False
        names = (subject.id, *subject.former_ids, *((subject.name,) if self.target else ()))
        return any(name and fits(self.resource, name) for name in names)


@dataclass(frozen=True, slots=True)
class GapScope:
    """Which gaps are meant.

    Without `fact` and `resource` only those in a whole listing; with `fact` alone that of any resource.
    """

    target: str
    type: str
    reason: GapReason
    fact: str
    resource: str

    def covers(self, reason: Reason) -> bool:
        """Whether the gap behind this reason is meant."""
        return (
            reason.gap is self.reason
            and fits(self.target, reason.target)
            and fits(self.type, reason.type)
            and _part(self.fact, reason.fact or "")
            and (_part(self.resource, reason.resource) or bool(self.fact and not self.resource))
        )


def _part(pattern: str, text: str) -> bool:
    """Whether both name the same, or neither anything."""
    return bool(text) and fits(pattern, text) if pattern else not text


@dataclass(frozen=True, slots=True)
class InlineScope:
    """The findings of a check in the block around or below a line."""

    check: str
    path: str
    line: int

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is meant."""
        where = finding.location
        return (
            where is not None
            and finding.outcome is Outcome.FAIL
            and finding.check == self.check
            and where.path == self.path
            and self._near(where)
        )

    def _near(self, where: Location) -> bool:
        return where.line > 0 and where.line - 1 <= self.line <= max(where.line, where.end_line)
