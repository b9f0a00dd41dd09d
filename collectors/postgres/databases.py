"""Databases: who may enter them, and what is installed in them.

Sources: pg_database, pg_extension, pg_language, pg_namespace, pg_default_acl (chapter "System Catalogs" of
the PostgreSQL manual).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from collectors.postgres.cluster import Cluster, Source
from collectors.postgres.session import Row, Session
from collectors.postgres.unseen import NotSeenError
from scanner.model import Enumerated, Event, GapReason

TYPE = "postgres.database"


def events(cluster: Cluster) -> Iterator[Event]:
    """The databases that are audited."""
    rows, absent = selected(cluster)
    for name in absent:
        yield cluster.gap(TYPE, _no_such(name))
    for row in rows:
        yield from _database(cluster, row)
    if not absent:
        yield Enumerated(cluster.target.id, TYPE, len(rows))


def selected(cluster: Cluster) -> tuple[list[Row], list[str]]:
    """The databases to audit, and the names of those that are not there."""
    chosen = cluster.settings.databases
    rows = cluster.session.rows(
        "SELECT d.datname::text AS name, pg_get_userbyid(d.datdba)::text AS owner,"
        " d.datistemplate AS template, d.datallowconn AS allows_connections,"
        " ARRAY(SELECT a.privilege_type FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a"
        " WHERE a.grantee = 0 ORDER BY 1) AS public"
        " FROM pg_database AS d ORDER BY d.datname"
    )
    absent = sorted(chosen - {row["name"] for row in rows})
    return [row for row in rows if (row["name"] in chosen if chosen else row["allows_connections"])], absent


def _no_such(name: str) -> NotSeenError:
    return NotSeenError(GapReason.NOT_IN_SOURCE, f"there is no database {name}; correct databases")


def _database(cluster: Cluster, row: Row) -> Iterator[Event]:
    with ExitStack() as stack:
        inside = _Inside(cluster, row["name"], stack)
        facts: Mapping[str, Source] = {
            "owner": lambda: row["owner"],
            "template": lambda: row["template"],
            "public_privileges": lambda: row["public"],
            "extensions": inside.ask(_extensions),
            "languages": inside.ask(_languages),
            "public_create_schemas": inside.ask(_public_create),
            "default_privileges": inside.ask(_default_privileges),
        }
        yield from cluster.deliver(TYPE, f"/database/{row['name']}", row["name"], facts)


class _Inside:
    """Logs in to a database when the first fact needs it, and keeps why it could not."""

    def __init__(self, cluster: Cluster, database: str, stack: ExitStack) -> None:
        self._cluster = cluster
        self._database = database
        self._stack = stack
        self._session: Session | NotSeenError | None = None

    def ask(self, read: Callable[[Session], Any]) -> Source:
        """A fact that only a session in the database can tell."""
        return lambda: read(self._login())

    def _login(self) -> Session:
        if self._session is None:
            try:
                self._session = self._stack.enter_context(self._cluster.login(self._database))
            except NotSeenError as trouble:
                self._session = trouble
        if isinstance(self._session, NotSeenError):
            raise self._session
        return self._session


def _extensions(session: Session) -> list[Row]:
    return session.rows(
        "SELECT extname::text AS name, extversion AS version FROM pg_extension ORDER BY extname"
    )


def _languages(session: Session) -> list[Row]:
    """The procedural languages; internal and C are always there and for superusers."""
    return session.rows(
        "SELECT lanname::text AS name, lanpltrusted AS trusted FROM pg_language"
        " WHERE lanispl ORDER BY lanname"
    )


def _public_create(session: Session) -> list[str]:
    rows = session.rows(
        "SELECT n.nspname::text AS name FROM pg_namespace AS n"
        " WHERE EXISTS (SELECT FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a"
        " WHERE a.grantee = 0 AND a.privilege_type = 'CREATE') ORDER BY n.nspname"
    )
    return [row["name"] for row in rows]


def _default_privileges(session: Session) -> list[Row]:
    """What PUBLIC gets on tables that are made later."""
    return session.rows(
        "SELECT pg_get_userbyid(d.defaclrole)::text AS role, n.nspname::text AS schema,"
        " a.privilege_type AS privilege FROM pg_default_acl AS d CROSS JOIN aclexplode(d.defaclacl) AS a"
        " LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace"
        " WHERE a.grantee = 0 AND d.defaclobjtype = 'r' ORDER BY 1, 2, 3"
    )
