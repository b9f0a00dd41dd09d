"""Roles and what they may do.

Sources: pg_roles, pg_auth_members, pg_authid (chapter "System Catalogs" of the PostgreSQL manual). There is
no time of the last login: the server does not keep one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from collectors.postgres.cluster import Cluster, Source
from collectors.postgres.session import Row, Session
from collectors.postgres.unseen import NotSeenError
from scanner.model import Enumerated, Event, Gap, GapReason

TYPE = "postgres.role"
_BOOTSTRAP = 10
"""Oid of the superuser that initdb makes (pg_authid.dat)."""
_FIRST_USER_OID = 16_384
"""Lower oids are of the system (transam.h)."""


def events(cluster: Cluster) -> Iterator[Event]:
    """All roles but the predefined ones."""
    roles = _Roles(cluster.session)
    unseen = frozenset[str]()
    if "password" in cluster.wanted.facts(TYPE):
        try:
            _ = roles.passwords
        except NotSeenError as trouble:
            unseen = frozenset({"password"})
            yield Gap(cluster.target.id, TYPE, trouble.reason, trouble.detail, fact="password")
    count = 0
    for oid, row in roles.all.items():
        if not row["predefined"]:
            count += 1
            facts = _facts(oid, row, roles)
            yield from cluster.deliver(TYPE, f"/role/{row['name']}", row["name"], facts, unseen)
    yield Enumerated(cluster.target.id, TYPE, count)


def _facts(oid: int, row: Row, roles: "_Roles") -> Mapping[str, Source]:
    return {
        "superuser": lambda: row["superuser"],
        "bootstrap": lambda: oid == _BOOTSTRAP,
        "login": lambda: row["login"],
        "create_role": lambda: row["create_role"],
        "create_db": lambda: row["create_db"],
        "replication": lambda: row["replication"],
        "bypass_rls": lambda: row["bypass_rls"],
        "connection_limit": lambda: row["connection_limit"],
        "valid_until": lambda: row["valid_until"],
        "member_of": lambda: roles.member_of(oid),
        "password": lambda: roles.password(oid),
    }


@dataclass(frozen=True)
class _Roles:
    """Catalogues of roles, each read once and only when something is wanted of it."""

    session: Session

    @cached_property
    def all(self) -> dict[int, Row]:
        """By oid, in the order of the names."""
        rows = self.session.rows(
            "SELECT oid::int8 AS oid, rolname::text AS name, rolsuper AS superuser, rolcanlogin AS login,"
            " rolcreaterole AS create_role, rolcreatedb AS create_db, rolreplication AS replication,"
            " rolbypassrls AS bypass_rls, rolconnlimit AS connection_limit,"
            " oid::int8 < %s AND rolname LIKE 'pg\\_%%' AS predefined,"
            " CASE WHEN isfinite(rolvaliduntil) THEN"
            " to_char(rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') END AS valid_until"
            " FROM pg_roles ORDER BY rolname",
            (_FIRST_USER_OID,),
        )
        return {row.pop("oid"): row for row in rows}

    @cached_property
    def passwords(self) -> dict[int, str]:
        """Kind of password by oid. The server says what kind of hash it has; no hash leaves it."""
        user = self.session.user
        fix = (
            "only a superuser may know the kind of a password (GRANT SELECT (oid, rolpassword) ON pg_authid"
            f' TO "{user}" would do, but lets it read the hashes: weigh it)'
        )
        rows = self.session.rows(
            "SELECT oid::int8 AS oid, CASE WHEN rolpassword IS NULL THEN 'none'"
            " WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256'"
            " WHEN rolpassword ~ '^md5[0-9a-f]{32}$' THEN 'md5' ELSE 'other' END AS state FROM pg_authid",
            fix=fix,
        )
        return {row["oid"]: row["state"] for row in rows}

    @cached_property
    def _memberships(self) -> dict[int, list[int]]:
        """Member to the roles it can act as; since PostgreSQL 16 a membership can be without any effect."""
        rows = self.session.rows(
            "SELECT m.roleid::int8 AS role, m.member::int8 AS member FROM pg_auth_members AS m"
            " WHERE m.admin_option OR coalesce((to_jsonb(m) ->> 'inherit_option')::bool, true)"
            " OR coalesce((to_jsonb(m) ->> 'set_option')::bool, true)"
        )
        found: dict[int, list[int]] = {}
        for row in rows:
            found.setdefault(row["member"], []).append(row["role"])
        return found

    def password(self, oid: int) -> str:
        """Kind of the stored password."""
        if oid not in self.passwords:
            raise NotSeenError(GapReason.MALFORMED, "the role was made during the scan; scan again")
        return self.passwords[oid]

    def member_of(self, oid: int) -> list[dict[str, Any]]:
        """All roles that a role can act as, directly or through others."""
        direct = set(self._memberships.get(oid, ()))
        reached, waiting = set(direct), list(direct)
        while waiting:
            more = set(self._memberships.get(waiting.pop(), ())) - reached
            reached |= more
            waiting += more
        rows = [(self.all[role], role in direct) for role in reached - {oid}]
        return sorted(
            (
                {
                    "role": row["name"],
                    "direct": is_direct,
                    "predefined": row["predefined"],
                    "superuser": row["superuser"],
                }
                for row, is_direct in rows
            ),
            key=lambda item: str(item["role"]),
        )
