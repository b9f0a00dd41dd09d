"""What is known of a principal besides its rights: who stands behind it, and whether a service uses it."""

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.access import people, use
from scanner.access.model import Kind, Principal
from scanner.access.people import OWNERS, ROSTER, Hints, People
from scanner.access.seen import Seen
from scanner.model import Gap, GapReason, Resource

_ACCOUNT, _KEY, _USER = "server.account", "server.authorized_key", "iam.user"
HELPS: Mapping[str, frozenset[str]] = {
    _ACCOUNT: use.NEEDS,
    _KEY: frozenset({"account", "comment"}),
    _USER: frozenset({"tags"}),
}
"""Facts that tell about principals: without them a list is complete, and less is known of who is on it."""
TOLD = ("use", "people")
"""The facts of an entry that this gives."""


class Background:
    """Everything about principals that was delivered, over all targets."""

    def __init__(self, seen: Mapping[str, Seen]) -> None:
        self._seen = seen
        self.trouble = _trouble(seen)
        """Why nobody knows who stands behind any principal: reason and detail."""
        tables = {
            type_: [t for each in seen.values() for t in each.whole(type_, people.NEEDS[type_])]
            for type_ in people.NEEDS
        }
        self._people = People(tables[ROSTER], tables[OWNERS])
        self._known = {
            each.id: each
            for one in seen.values()
            for type_ in (_ACCOUNT, _USER)
            for each in one.resources.get(type_, ())
        }
        self._comments = {target: _comments(one) for target, one in seen.items()}
        self._told: dict[Principal, dict[str, Any]] = {}

    def of(self, principal: Principal) -> dict[str, Any]:
        """`people` and `use`, as far as they are known."""
        if principal not in self._told:
            self._told[principal] = self._find(principal)
        return self._told[principal]

    def _find(self, principal: Principal) -> dict[str, Any]:
        found: dict[str, Any] = {"use": None}
        if principal.kind is Kind.SERVER_ACCOUNT:
            state = self._use(principal)
            found = {} if state is None else {"use": state}
        if self.trouble is None:
            hints = self._hints(principal)
            behind = self._people.behind(principal, hints or Hints())
            if behind or hints is not None:
                found["people"] = behind
        return found

    def why_not(self, principal: Principal) -> tuple[GapReason, str]:
        """Why not all is known of a principal."""
        seen = self._seen.get(principal.target, Seen())
        for gap in seen.gaps:
            facts = (None, *HELPS.get(gap.type, ()))
            if gap.type in HELPS and gap.fact in facts and gap.resource in (None, principal.id):
                return gap.reason, f"{gap.type} of {principal.target}: {gap.detail}"
        return GapReason.NOT_IN_SOURCE, f"{principal.name} is no account of which more is known"

    def _use(self, principal: Principal) -> Mapping[str, Any] | None:
        account = self._known.get(principal.id)
        comments = self._comments.get(principal.target)
        keys = None if comments is None else principal.name in comments
        return use.use_of(account, keys=keys) if account else None

    def _hints(self, principal: Principal) -> Hints | None:
        """What the account itself says; None when that was not seen."""
        known = self._known.get(principal.id)
        if principal.kind is Kind.IAM_USER:
            return Hints(tags=known.facts["tags"]) if known and "tags" in known.facts else None
        if principal.kind is Kind.SERVER_ACCOUNT:
            return self._keys_of(principal, known)
        return Hints()

    def _keys_of(self, principal: Principal, account: Resource | None) -> Hints | None:
        comments = self._comments.get(principal.target)
        if comments is None or account is None or "password" not in account.facts:
            return None
        # Who knows a password stands behind no key.
        closed = account.facts["password"]["state"] not in use.OPEN
        return Hints(comments=comments.get(principal.name, ()) if closed else ())


def _trouble(seen: Mapping[str, Seen]) -> tuple[GapReason, str] | None:
    gaps = [gap for each in seen.values() for type_ in people.NEEDS for gap in each.of_type(type_)]
    if gaps:
        what = "staff roster" if gaps[0].type == ROSTER else "owners of accounts"
        return gaps[0].reason, f"{what}: {gaps[0].detail}"
    if not any(ROSTER in each.resources for each in seen.values()):
        detail = "no staff roster; add a target of kind register with hr_roster.csv"
        return GapReason.NOT_IN_SOURCE, detail
    return None


def _comments(seen: Seen) -> dict[str, list[str]] | None:
    """The comments of the keys of each account; None when some keys were not seen."""
    if _KEY not in seen.listed or any(gap.fact in (None, *HELPS[_KEY]) for gap in seen.of_type(_KEY)):
        return None
    found: dict[str, list[str]] = {}
    for key in seen.whole(_KEY, HELPS[_KEY]):
        found.setdefault(key.facts["account"], []).append(key.facts["comment"])
    return found


def gaps_of(
    background: Background, principal: Principal, facts: Mapping[str, Any], place: tuple[str, str, str]
) -> Iterator[Gap]:
    """A gap for each fact of an entry that is not known; `place` is target, type and id of the entry."""
    target, type_, id_ = place
    for fact in TOLD:
        if fact not in facts and not (fact == "people" and background.trouble):
            reason, detail = background.why_not(principal)
            yield Gap(target, type_, reason, detail, resource=id_, fact=fact)
