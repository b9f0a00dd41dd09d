"""Two reports compared: what is new, still there, fixed, and what nobody looked at again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.model import PastFinding
from scanner.saved_report import SavedReport


@dataclass(frozen=True, slots=True)
class Difference:
    """Findings that the later report adds or shows worse, others that it has, and those that are gone."""

    new: tuple[PastFinding, ...]
    still: tuple[PastFinding, ...]
    fixed: tuple[PastFinding, ...]
    not_rechecked: tuple[PastFinding, ...]


def difference(old: SavedReport, new: SavedReport) -> Difference:
    """Compare by fingerprint."""
    before = {one.finding.fingerprint: one.finding for one in old.findings}
    after = {one.finding.fingerprint: one.finding for one in new.findings}
    known = {
        name
        for name, finding in after.items()
        if name in before and finding.severity.rank <= before[name].severity.rank
    }
    gone = [finding for name, finding in before.items() if name not in after]
    seen = _Seen(old.document, new)
    return Difference(
        new=tuple(finding for name, finding in after.items() if name not in known),
        still=tuple(finding for name, finding in after.items() if name in known),
        fixed=tuple(filter(seen.is_decided, gone)),
        not_rechecked=tuple(finding for finding in gone if not seen.is_decided(finding)),
    )


class _Seen:
    """What a report proves about findings that it lacks.

    A report does not list what passed. But when a check was evaluated on a target whose listing was complete,
    and has no finding on a resource, then it passed or did not apply there, or the resource is gone.
    """

    def __init__(self, old: Mapping[str, Any], new: SavedReport) -> None:
        document = new.document
        kinds = {target["id"]: target["kind"] for target in old["targets"]}
        self._targets = {
            target["id"]
            for target in document["targets"]
            if any(target["outcomes"].values()) and kinds.get(target["id"]) == target["kind"]
        }
        self._checks = {id_ for id_, check in document["checks"].items() if any(check["outcomes"].values())}
        self._filters: Mapping[str, Any] = document["filters"]
        self._unlisted = set(_unlisted(document))
        self._found = {(one.finding.check, one.finding.resource) for one in new.findings}
        listings = [one.finding for one in new.findings if not one.finding.resource]
        self._blind = {(finding.check, finding.target) for finding in listings}

    def is_decided(self, finding: PastFinding) -> bool:
        """Whether the report proves that the finding is no more."""
        return (
            not self._filters
            and finding.target in self._targets
            and finding.check in self._checks
            and (finding.target, finding.type) not in self._unlisted
            and (finding.check, finding.target) not in self._blind
            and (not finding.resource or (finding.check, finding.resource) not in self._found)
        )


def _unlisted(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for gap in document["gaps"]:
        if gap["resource"] is None and gap["fact"] is None:
            yield gap["target"], gap["type"]
