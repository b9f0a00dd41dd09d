"""From principals to people: who stands behind an account, and who says so.

The first of these that has a say about an account settles it: the mapping file, the staff roster, the tags
of an IAM user, the comments of the keys that open it. Only people of the roster count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from scanner.access.model import Kind, Principal
from scanner.model import Resource
from scanner.tables import rows_of

ROSTER = "register.hr_roster"
OWNERS = "register.account_owners"
NEEDS: Mapping[str, frozenset[str]] = {
    ROSTER: frozenset({"person", "accounts", "status"}),
    OWNERS: frozenset({"account", "system", "person"}),
}
_IMPERSONAL = frozenset({Kind.ANONYMOUS, Kind.CONDITIONAL, Kind.AWS_ACCOUNT, Kind.SERVICE})
_TAGS = ("person", "owner", "staff", "staffid", "employee", "employeeid", "user", "username", "email")
"""Names of tags that say whose a user is, without signs and in lower case; the first that is there counts."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hints:
    """What an account says of its owner: tags of an IAM user, comments of all keys that open it."""

    tags: Mapping[str, str] = field(default_factory=dict)
    comments: Sequence[str] = ()


class _Names:
    """Rows by a name; letters in any case, and `*` in a name is a pattern."""

    def __init__(self) -> None:
        self._exact: dict[str, list[Row]] = {}
        self._patterns: list[tuple[str, Row]] = []

    def add(self, name: str, row: Row) -> None:
        if "*" in name:
            self._patterns.append((name.casefold(), row))
        else:
            self._exact.setdefault(name.casefold(), []).append(row)

    def exact(self, name: str) -> Sequence[Row]:
        return self._exact.get(name, ())

    def fitting(self, name: str) -> Iterator[Row]:
        return (row for pattern, row in self._patterns if fnmatchcase(name, pattern))


class People:
    """Finds who stands behind a principal."""

    def __init__(self, roster: Sequence[Resource], owners: Sequence[Resource] = ()) -> None:
        self._by_account, self._owners = _Names(), _Names()
        self._by_person: dict[str, list[Row]] = {}
        for row in _rows(roster, ROSTER):
            self._by_person.setdefault(row["person"].casefold(), []).append(row)
            for account in row["accounts"]:
                self._by_account.add(account, row)
        for row in _rows(owners, OWNERS):
            self._owners.add(row["account"], row)

    def behind(self, principal: Principal, hints: Hints | None = None) -> list[dict[str, str]]:
        """Staff ids, their states, and what says that it is them: mapping, roster, tag or key."""
        if principal.kind in _IMPERSONAL or not principal.login:
            return []
        names = sorted({principal.login.casefold(), principal.id.casefold()})
        by, rows = self._settled(names, principal.target, hints or Hints())
        found: dict[str, str] = {}
        for row in rows:
            # Who left and came back has two rows.
            if found.get(row["person"], "left") == "left":
                found[row["person"]] = row["status"]
        return [{"person": person, "status": found[person], "by": by} for person in sorted(found)]

    def _settled(self, names: Sequence[str], target: str, hints: Hints) -> tuple[str, list[Row]]:
        mapped = self._mapped(names, target)
        if mapped is not None:
            return "mapping", [row for person in mapped for row in self._by_person.get(person, ())]
        rows = [row for name in names for row in self._named(name)]
        if rows:
            return "roster", rows
        rows = self._tagged(hints.tags)
        return ("tag", rows) if rows else ("key", self._of_keys(hints.comments))

    def _mapped(self, names: Sequence[str], target: str) -> list[str] | None:
        """Staff ids of the mapping file: what is exact, or of this system, goes before what is general."""
        rows = [row for name in names for row in (*self._owners.exact(name), *self._owners.fitting(name))]
        meant = [row for row in rows if row["system"] in (None, target)]
        if not meant:
            return None
        best = max(map(_exactness, meant))
        return [row["person"].casefold() for row in meant if _exactness(row) == best]

    def _named(self, name: str) -> Iterator[Row]:
        yield from self._by_account.exact(name)
        yield from self._by_account.fitting(name)

    def _tagged(self, tags: Mapping[str, str]) -> list[Row]:
        plain = {_letters(key): value for key, value in sorted(tags.items())}
        return next((list(self._called(plain[key])) for key in _TAGS if key in plain), [])

    def _of_keys(self, comments: Sequence[str]) -> list[Row]:
        """With a key of somebody unknown, the account is not only of those who are known."""
        found = [list(self._called(comment)) for comment in comments]
        return [row for rows in found for row in rows] if all(found) else []

    def _called(self, text: str) -> Iterator[Row]:
        """Who is meant by a staff id, an account, or an address that begins with one of them."""
        whole = text.strip().casefold()
        for name in dict.fromkeys((whole, whole.partition("@")[0])):
            rows = [*self._by_person.get(name, ()), *self._by_account.exact(name)]
            if name and rows:
                yield from rows
                return


def _rows(tables: Sequence[Resource], type_: str) -> Iterator[Row]:
    return (row for table in tables for row in rows_of(table, NEEDS[type_]))


def _exactness(row: Row) -> tuple[bool, bool, int]:
    account: str = row["account"]
    return "*" not in account, row["system"] is not None, len(account)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
