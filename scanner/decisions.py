"""What people decided about findings beforehand, and how it changes what a run reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scanner.baseline import Baseline, BaselineDesk
from scanner.gaps import GapIndex
from scanner.inline_waivers import InlineWaivers
from scanner.model import Acceptance, BaselineComparison, Disposition, Finding
from scanner.waiver_desk import WaiverDesk
from scanner.waivers import Waiver
from scanner.watch import Looked, Watch


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run was about: the day in UTC, and the checks, their types and the targets evaluated.

    `whole` when no filter was in force.
    """

    today: date
    checks: frozenset[str]
    types: frozenset[str]
    targets: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings with their dispositions, lines for the reader, and the comparison with the baseline."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    comparison: BaselineComparison | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Waivers and baselines. Of several that concern a finding the first counts, waivers before baselines.

    `inline` are waivers in the files under test, `prior` what was there before the change under test.
    """

    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None
    inline: InlineWaivers | None = None
    prior: Baseline | None = None

    def watch(self) -> Watch:
        """The watch over what the baseline knows."""
        return Watch(self.baseline.findings if self.baseline else ())

    def settle(self, findings: Sequence[Finding], scope: Scope, gaps: GapIndex, watch: Watch) -> Settled:
        """Apply them; no finding is ever left out."""
        desk = WaiverDesk(self.waivers, scope.today, self.inline)
        waived = [_with(finding, Disposition.WAIVED, desk.acceptance(finding)) for finding in findings]
        compared, comparison = self._compare(waived, scope, gaps, watch)
        settled = _known(compared, self.prior, scope)[0]
        notes = tuple(desk.notes(scope.checks, scope.targets, whole=scope.whole))
        return Settled(tuple(settled), notes, comparison)

    def _compare(
        self, findings: Sequence[Finding], scope: Scope, gaps: GapIndex, watch: Watch
    ) -> tuple[Sequence[Finding], BaselineComparison | None]:
        if self.baseline is None:
            return findings, None
        settled, desk = _known(findings, self.baseline, scope)
        looked = Looked(scope.targets, scope.types, gaps)
        fixed, others = watch.split(desk.left(), looked)
        return settled, BaselineComparison(self.baseline.source, desk.known, fixed, others)


def _known(
    findings: Sequence[Finding], baseline: Baseline | None, scope: Scope
) -> tuple[Sequence[Finding], BaselineDesk]:
    """The findings, those of the baseline accepted."""
    desk = BaselineDesk(baseline or Baseline("", ()), scope.targets)
    known = desk.accept(findings)
    settled = [_with(f, Disposition.BASELINED, known.get(n)) for n, f in enumerate(findings)]
    return settled, desk


def _with(finding: Finding, disposition: Disposition, acceptance: Acceptance | None) -> Finding:
    """The finding accepted; as it was without an acceptance, or when it was accepted already."""
    if acceptance is None or finding.disposition is not Disposition.OPEN:
        return finding
    return replace(finding, disposition=disposition, acceptance=acceptance)
