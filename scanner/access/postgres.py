"""Who gets at the data in tables of PostgreSQL.

What a role can do is the server's own answer (`access` of postgres.table); this adds what it can do after
SET ROLE, and by which grant. Source: PostgreSQL manual, "Privileges", "Role Membership", "Predefined Roles".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.access.model import Access, Kind, Place, Principal, Right, Way
from scanner.model import Resource

NEEDS: Mapping[str, frozenset[str]] = {
    "postgres.table": frozenset({"access", "grants", "owner"}),
    "postgres.role": frozenset({"superuser", "login", "replication", "member_of"}),
}
_PRIVILEGES = {
    Right.READ: ("SELECT",),
    Right.WRITE: ("INSERT", "UPDATE"),
    Right.DELETE: ("DELETE", "TRUNCATE"),
}
_PREDEFINED = {
    Right.READ: "pg_read_all_data",
    Right.WRITE: "pg_write_all_data",
    Right.DELETE: "pg_write_all_data",
}
_COPIERS = frozenset({"pg_execute_server_program", "pg_read_server_files"})
"""Predefined roles that reach the files of the server, past all privileges."""


@dataclass(frozen=True)
class Server:
    """The roles of one PostgreSQL server by name."""

    roles: Mapping[str, Resource]

    def accesses(self, table: Resource) -> Iterator[Access]:
        """The rights of every role that can log in."""
        held = {row["role"]: row for row in table.facts["access"]}
        for role in self.roles.values():
            if role.facts["login"]:
                yield from self._of_role(role, table, held)

    def _of_role(
        self, role: Resource, table: Resource, held: Mapping[str, Mapping[str, Any]]
    ) -> Iterator[Access]:
        place = Place(table.id, table.name, table.type)
        who = Principal(Kind.POSTGRES_ROLE, role.id, role.name, role.name, role.target)
        if role.facts["superuser"]:
            sentence = f"{role.name} is a superuser, whom privileges do not stop"
            yield Access(who, place, frozenset(Right), Way.ROOT, "superuser", (sentence,))
            return
        found: dict[tuple[Way, str, tuple[str, ...]], set[Right]] = {}
        masters = [role.name, *self._masters(role)]
        for right, step in self._rights(masters, table, held):
            found.setdefault(step, set()).add(right)
        copying = self._copying(role)
        if copying:
            found.setdefault(copying, set()).add(Right.EXPORT)
        for (way, source, chain), rights in found.items():
            yield Access(who, place, frozenset(rights), way, source, chain)

    def _masters(self, role: Resource) -> list[str]:
        """The roles that it can act as."""
        return [member["role"] for member in role.facts["member_of"]]

    def _rights(
        self, masters: Sequence[str], table: Resource, held: Mapping[str, Mapping[str, Any]]
    ) -> Iterator[tuple[Right, tuple[Way, str, tuple[str, ...]]]]:
        for right in (Right.READ, Right.WRITE, Right.DELETE):
            for name in masters:
                if name in held and held[name][right.value]:
                    step = self._step(masters[0], name, table, right)
                    limit = () if held[name]["every_row"] else ("row-level security decides which rows",)
                    yield right, (step[0], step[1], (*step[2], *limit))
                    break
        for name in masters:
            if (name in held and held[name]["owns"]) or self._is_superuser(name):
                yield Right.ADMINISTER, self._owner_step(masters[0], name, table)
                return
        for grant in table.facts["grants"]:
            if grant["grantable"] and (grant["public"] or grant["grantee"] in masters):
                sentence = f"{grant['grantee']} may grant {grant['privilege']} on {table.name} to others"
                yield Right.ADMINISTER, (Way.DIRECT, f"{table.id}#{grant['grantee']}", (sentence,))
                return

    def _is_superuser(self, name: str) -> bool:
        return name in self.roles and bool(self.roles[name].facts["superuser"])

    def _owner_step(self, role: str, name: str, table: Resource) -> tuple[Way, str, tuple[str, ...]]:
        if self._is_superuser(name):
            return Way.ROOT, f"role/{name}", (f"{role} can become {name}, a superuser",)
        through = () if name == role else (f"{role} can act as {name}",)
        sentence = f"{table.facts['owner']} owns {table.name}"
        return Way.OWNER, f"{table.id}#owner", (*through, sentence)

    def _step(self, role: str, name: str, table: Resource, right: Right) -> tuple[Way, str, tuple[str, ...]]:
        """By what the role `name`, as which `role` can act, has a right."""
        act = () if name == role else (f"{role} can act as {name}",)
        if self._is_superuser(name):
            return Way.ROOT, f"role/{name}", (*act, f"{name} is a superuser")
        masters = [name, *(self._masters(self.roles[name]) if name in self.roles else ())]
        if table.facts["owner"] in masters:
            return self._through(role, name, table.facts["owner"], Way.OWNER, act, f"owns {table.name}")
        for grant in table.facts["grants"]:
            if grant["privilege"] in _PRIVILEGES[right] and grant["grantee"] in masters:
                what = f"has {grant['privilege']} on {table.name}"
                return self._through(role, name, grant["grantee"], Way.DIRECT, act, what)
        if _PREDEFINED[right] in masters:
            what = f"gives it on every table, {table.name} too"
            return self._through(role, name, _PREDEFINED[right], Way.GROUP, act, what)
        sentence = f"PUBLIC, which is everybody, has a privilege on {table.name}"
        return Way.EVERYBODY, f"{table.id}#PUBLIC", (*act, sentence)

    @staticmethod
    def _through(
        role: str, name: str, holder: str, way: Way, act: tuple[str, ...], what: str
    ) -> tuple[Way, str, tuple[str, ...]]:
        member = () if holder == name else (f"{name} is a member of {holder}",)
        shared = way if holder == role else (Way.OWNER if way is Way.OWNER else Way.GROUP)
        return shared, f"role/{holder}", (*act, *member, f"{holder} {what}")

    def _copying(self, role: Resource) -> tuple[Way, str, tuple[str, ...]] | None:
        """Replication, and the files of the server, hold every table."""
        if role.facts["replication"]:
            sentence = f"{role.name} may replicate, which copies the whole server"
            return Way.DIRECT, "replication", (sentence,)
        for name in self._masters(role):
            if name in _COPIERS:
                sentence = f"{role.name} is a member of {name}, which reaches the files of the server"
                return Way.GROUP, f"role/{name}", (sentence,)
        return None
