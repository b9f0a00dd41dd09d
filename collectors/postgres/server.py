"""The server: what it runs, how it speaks, what it logs and keeps.

Sources: pg_settings, pg_stat_ssl, pg_stat_archiver, pg_stat_replication, pg_db_role_setting (chapters
"System Catalogs", "System Views" and "The Cumulative Statistics System" of the PostgreSQL manual).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from collectors.postgres.cluster import Cluster, Source
from collectors.postgres.session import Row, Session
from collectors.postgres.setting_facts import SETTINGS, is_loopback, listens, pgaudit
from collectors.postgres.unseen import NotSeenError
from scanner.model import Enumerated, Event, GapReason

TYPE = "postgres.server"
_PRIVATE = ("archive_command", "archive_library")
"""Settings that can hold secrets: the server tells only whether they are set."""
_OF_THE_SESSION = ("database", "user", "database user", "client", "session", "interactive", "test")
_OVERRIDABLE = (
    "log_connections",
    "log_disconnections",
    "log_statement",
    "pgaudit.log",
    "password_encryption",
    "row_security",
)


_OTHERS = ("archive_mode", *_PRIVATE, "shared_preload_libraries", "pgaudit.log", "pgaudit.role")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings as the server has them, not as this session was given them."""

    rows: Mapping[str, Row]
    user: str
    sees_all: bool
    """Whether the role sees settings that are not for everybody."""

    @classmethod
    def read(cls, session: Session) -> "ServerSettings":
        rows = session.rows(
            "SELECT name, source, CASE WHEN name <> ALL(%s) THEN setting"
            " WHEN setting IN ('', '(disabled)') THEN 'off' ELSE 'on' END AS setting"
            " FROM pg_settings WHERE name = ANY(%s)",
            (list(_PRIVATE), [*SETTINGS, *_OTHERS]),
        )
        sees_all = session.row("SELECT pg_has_role('pg_read_all_settings', 'USAGE') AS yes")["yes"]
        return cls({row["name"]: row for row in rows}, session.user, sees_all)

    def value(self, name: str) -> str:
        """A setting as text; raises NotSeenError when the session does not see that of the server."""
        row = self.rows.get(name)
        if row is None and not self.sees_all:
            detail = f'the setting {name} is not for everybody; GRANT pg_read_all_settings TO "{self.user}"'
            raise NotSeenError(GapReason.DENIED, detail)
        if row is None:
            raise NotSeenError(GapReason.UNSUPPORTED, f"this server has no setting {name}")
        if row["source"] in _OF_THE_SESSION:
            detail = f"{name} is set for this role or database; let a role without settings of its own audit"
            raise NotSeenError(GapReason.NOT_IN_SOURCE, detail)
        text: str = row["setting"]
        return text

    def has(self, name: str) -> bool:
        """Whether the server knows a setting."""
        return name in self.rows


def events(cluster: Cluster) -> Iterator[Event]:
    """The one server of the cluster."""
    session = cluster.session
    settings = ServerSettings.read(session)
    facts: dict[str, Source] = {
        "version": lambda: _version(session),
        "session": lambda: _session(session),
        "pgaudit": lambda: pgaudit(settings.value("shared_preload_libraries"), settings.value),
        "archiving": lambda: _archiving(settings),
        "archiver": lambda: _archiver(session),
        "wal_receivers": lambda: _wal_receivers(session),
        "standby": lambda: session.row("SELECT pg_is_in_recovery() AS yes")["yes"],
        "setting_overrides": lambda: _overrides(session),
    }
    for name, parse in SETTINGS.items():
        facts[name] = _setting(settings, name, parse)
    yield from cluster.deliver(TYPE, "", cluster.settings.address, facts)
    yield Enumerated(cluster.target.id, TYPE, 1)


def _setting(settings: ServerSettings, name: str, parse: Callable[[str], Any]) -> Source:
    return lambda: parse(settings.value(name))


def listens_of(session: Session) -> str:
    """Where the server accepts connections: unix, loopback or network (listen_addresses)."""
    given = session.row("SELECT setting FROM pg_settings WHERE name = 'listen_addresses'")["setting"]
    return listens(given)


def _version(session: Session) -> dict[str, Any]:
    number = session.server_version
    major = str(number // 10_000) if number >= 100_000 else f"{number // 10_000}.{number // 100 % 100}"
    return {"number": number, "major": major}


def _session(session: Session) -> dict[str, Any]:
    seen = session.row(
        "SELECT ssl, version, cipher, host(inet_client_addr()) AS client, host(inet_server_addr()) AS server"
        " FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    )
    if seen["client"] is None:
        path = "unix"
    else:
        here = seen["client"] == seen["server"] or is_loopback(seen["client"])
        path = "loopback" if here else "network"
    server = {"path": path, "tls": seen["ssl"], "version": seen["version"], "cipher": seen["cipher"]}
    return {"client": {"path": session.path, "tls": session.tls}, "server": server}


def _archiving(settings: ServerSettings) -> dict[str, Any]:
    """Since PostgreSQL 15 a library can do it instead of a command."""
    command, library = _PRIVATE
    names = [command, library] if settings.has(library) else [command]
    return {
        "mode": settings.value("archive_mode"),
        "command_set": "on" in [settings.value(name) for name in names],
    }


def _archiver(session: Session) -> dict[str, Any]:
    return session.row(
        "SELECT archived_count, failed_count,"
        " to_char(last_archived_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS last_archived,"
        " to_char(last_failed_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS last_failed"
        " FROM pg_stat_archiver"
    )


def _wal_receivers(session: Session) -> list[str]:
    rows = session.rows("SELECT application_name, state FROM pg_stat_replication ORDER BY 1")
    if any(row["state"] is None for row in rows):
        detail = f'who receives the WAL is not for everybody; GRANT pg_read_all_stats TO "{session.user}"'
        raise NotSeenError(GapReason.DENIED, detail)
    return [row["application_name"] for row in rows]


def _overrides(session: Session) -> list[Row]:
    return session.rows(
        "SELECT CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole)::text END AS role,"
        " d.datname::text AS database, split_part(c, '=', 1) AS name,"
        " substr(c, position('=' IN c) + 1) AS value"
        " FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS c"
        " LEFT JOIN pg_database d ON d.oid = s.setdatabase"
        " WHERE split_part(c, '=', 1) = ANY(%s) ORDER BY 1, 2, 3",
        (list(_OVERRIDABLE),),
    )
