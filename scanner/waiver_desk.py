"""Finds the waiver of each finding, and tells what the owners of waivers should know."""

from collections.abc import Iterable, Iterator
from datetime import date

from scanner.inline_waivers import InlineWaivers
from scanner.model import Acceptance, Finding, Outcome, fits
from scanner.waiver_scopes import FindingScope, GapScope, InlineScope
from scanner.waivers import FOUR_EYES, Waiver


class WaiverDesk:
    """Finds the waiver of each finding, and remembers which were of use and which could not be."""

    def __init__(self, waivers: Iterable[Waiver], today: date, inline: InlineWaivers | None = None) -> None:
        self._today = today
        self._inline = inline
        self._by_check: dict[str, list[Waiver]] = {}
        self._gaps: list[Waiver] = []
        for waiver in waivers:
            if isinstance(waiver.scope, GapScope):
                self._gaps.append(waiver)
            elif isinstance(waiver.scope, FindingScope):
                self._by_check.setdefault(waiver.scope.check, []).append(waiver)
        self.met: dict[Waiver, set[str]] = {waiver: set() for waiver in waivers}
        """Fingerprints of the findings that each waiver is about."""
        self.too_few: dict[Waiver, set[str]] = {}
        """Those that stay open because one person alone stands behind the waiver."""

    def acceptance(self, finding: Finding) -> Acceptance | None:
        """Why the finding is accepted; None when it stays open."""
        if any(reason.broken for reason in finding.reasons):
            return None
        own = self._by_check.get(finding.check, []) + self._by_check.get("", [])
        found = [w for w in own if isinstance(w.scope, FindingScope) and w.scope.covers(finding)]
        inline = self._inline.near(finding) if self._inline else ()
        waiver = self._valid([*found, *inline], finding)
        if waiver is None and finding.outcome is Outcome.UNKNOWN:
            waiver = self._all_gaps(finding)
        return waiver.acceptance if waiver else None

    def _all_gaps(self, finding: Finding) -> Waiver | None:
        """The first of the waivers that together cover every reason."""
        chosen = []
        for reason in finding.reasons:
            found = [w for w in self._gaps if isinstance(w.scope, GapScope) and w.scope.covers(reason)]
            chosen.append(self._valid(found, finding))
        return None if None in chosen or not chosen else chosen[0]

    def _valid(self, found: Iterable[Waiver], finding: Finding) -> Waiver | None:
        valid = None
        for waiver in found:
            self.met.setdefault(waiver, set()).add(finding.fingerprint)
            if not waiver.holds(self._today):
                continue
            if not waiver.suffices(finding.severity):
                self.too_few.setdefault(waiver, set()).add(finding.fingerprint)
            elif valid is None:
                valid = waiver
        return valid

    def notes(self, evaluated: frozenset[str], targets: frozenset[str], *, whole: bool) -> Iterator[str]:
        """What the owners of the waivers should know, a line each.

        Only of a `whole` audit can it be said that a waiver is about nothing; of another, only when its
        check was `evaluated` and it means one of its `targets`.
        """
        for waiver, met in self.met.items():
            where = waiver.acceptance.source
            if not waiver.holds(self._today):
                day = waiver.expires.isoformat()
                about = f"{_findings(len(met))} of this run" if met else "nothing that was found"
                yield f"{where}: the waiver expired on {day}; it is about {about}; renew or remove it"
            elif waiver in self.too_few:
                number = _findings(len(self.too_few[waiver]))
                one = "owner and approver are the same person"
                yield f"{where}: {one}, which is not enough for {number} from '{FOUR_EYES}' on"
            elif not met and (whole or _in_scope(waiver, evaluated, targets)):
                yield f"{where}: the waiver is about nothing that was found; correct or remove it"
        for waiver in self._inline.proposed if self._inline else ():
            yield f"{waiver.acceptance.source}: the waiver is proposed by this change and does not count yet"


def _in_scope(waiver: Waiver, evaluated: frozenset[str], targets: frozenset[str]) -> bool:
    scope = waiver.scope
    if isinstance(scope, InlineScope) or (isinstance(scope, FindingScope) and scope.check not in evaluated):
        return False
    return not scope.target or any(fits(scope.target, target) for target in targets)


def _findings(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"
