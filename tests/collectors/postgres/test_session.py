"""Logging in: nothing falls back to plain text, nothing writes, nothing waits for ever."""

import socket
import time
from pathlib import Path
from typing import Any

import pytest

from collectors.postgres.session import Deadline, Session
from collectors.postgres.settings import settings_of
from collectors.postgres.unseen import NotSeenError
from scanner.model import GapReason, Target
from tests.collectors.postgres.cluster import Cluster
from tests.collectors.postgres.support import as_role, gap_of, only, scan

SESSION = {"server": ["session"]}
LOGIN = {"host": "localhost", "user": "plain", "password_env": "PG_PASSWORD"}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGSSLMODE", "PGHOSTADDR", "PGOPTIONS", "PGPASSWORD", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PG_PASSWORD", "right")


def login(cluster: Cluster, **change: Any) -> dict[str, Any]:
    settings = {**LOGIN, "port": cluster.port, "sslrootcert": str(cluster.authority), **change}
    return {name: value for name, value in settings.items() if value is not None}


def test_a_login_is_verified_and_encrypted(cluster: Cluster) -> None:
    session = only(scan(login(cluster), SESSION), "server")["session"]
    assert session["client"] == {"path": "loopback", "tls": True}
    assert session["server"]["tls"]
    assert session["server"]["version"] in ("TLSv1.2", "TLSv1.3")


def test_both_ends_of_a_unix_socket_say_so(cluster: Cluster) -> None:
    session = only(scan(as_role(cluster, "plain"), SESSION), "server")["session"]
    assert session["client"]["path"] == session["server"]["path"] == "unix"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sslrootcert": None}, "certificate"),
        ({"host": "127.0.0.1"}, "use the name in the certificate"),
        ({"sslrootcert": "/nowhere/ca.pem"}, "sslrootcert"),
    ],
)
def test_a_certificate_that_proves_nothing_ends_the_login(
    cluster: Cluster, change: dict[str, Any], said: str
) -> None:
    gap = gap_of(scan(login(cluster, **change), SESSION))
    assert gap.reason is GapReason.DENIED
    assert said in gap.detail


def test_a_server_without_tls_is_not_talked_to_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    with Cluster({"listen_addresses": "'localhost'"}, "host all all localhost trust\n") as server:
        target = {"host": "localhost", "port": server.port, "user": "postgres"}
        gap = gap_of(scan(target, SESSION))
        assert gap.reason is GapReason.DENIED
        assert "does not support SSL" in gap.detail
        chosen = only(scan({**target, "sslmode": "disable"}, SESSION), "server")["session"]
    assert chosen["client"] == {"path": "loopback", "tls": False}


def test_the_environment_cannot_lead_the_login_elsewhere(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    monkeypatch.setenv("PGOPTIONS", "-c search_path=public -c default_transaction_read_only=off")
    monkeypatch.setenv("PGSSLMODE", "disable")
    session = only(scan(login(cluster), SESSION), "server")["session"]
    assert session["client"] == {"path": "loopback", "tls": True}


def test_a_wrong_password_and_none_are_denied(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_PASSWORD", "wrong-secret")
    gap = gap_of(scan(login(cluster), SESSION))
    assert gap.reason is GapReason.DENIED
    assert "wrong-secret" not in gap.detail
    none = gap_of(scan(login(cluster, password_env=None, passfile="/dev/null"), SESSION))
    assert none.reason is GapReason.DENIED
    assert "password_env" in none.detail


def test_a_password_file_works(cluster: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "pass"
    file.write_text(f"localhost:{cluster.port}:*:plain:right\n")
    file.chmod(0o600)
    events = scan(login(cluster, password_env=None, passfile=str(file)), SESSION)
    assert only(events, "server")["session"]["client"]["tls"]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"host": "127.0.0.1", "port": 1}, GapReason.UNREACHABLE),
        ({"host": "/nowhere", "port": 1}, GapReason.UNREACHABLE),
        ({"host": "no-such-host.invalid", "port": 1}, GapReason.UNREACHABLE),
    ],
)
def test_nobody_there_is_unreachable(settings: dict[str, Any], reason: GapReason) -> None:
    gap = gap_of(scan(settings, SESSION))
    assert gap.reason is reason
    assert gap.detail.isprintable()


def test_a_database_that_is_not_there_is_named(cluster: Cluster) -> None:
    gap = gap_of(scan({**cluster.settings, "database": "nix"}, SESSION))
    assert gap.reason is GapReason.NOT_IN_SOURCE
    assert '"nix"' in gap.detail


def test_a_server_that_never_answers_a_login_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        started = time.monotonic()
        gap = gap_of(scan({"host": "127.0.0.1", "port": port, "connect_timeout_seconds": 2}, SESSION))
    assert gap.reason is GapReason.TIMEOUT
    assert time.monotonic() - started < 10


def test_a_server_that_hangs_is_cut_off() -> None:
    with Cluster() as server:
        settings = settings_of(Target("db", "postgres", server.settings))
        with Session(settings, "postgres", Deadline.after(2)) as session:
            server.freeze()
            try:
                started = time.monotonic()
                with pytest.raises(NotSeenError) as caught:
                    session.rows("SELECT 1 AS one")
            finally:
                server.thaw()
    assert caught.value.reason is GapReason.TIMEOUT
    assert time.monotonic() - started < 10


def test_a_query_that_takes_too_long_times_out(cluster: Cluster) -> None:
    target = Target("db", "postgres", {**cluster.settings, "statement_timeout_seconds": 1})
    with Session(settings_of(target), "postgres", Deadline.after(30)) as session:
        with pytest.raises(NotSeenError) as caught:
            session.rows("SELECT pg_sleep(20)")
        assert session.rows("SELECT 1 AS one") == [{"one": 1}]
    assert caught.value.reason is GapReason.TIMEOUT
    assert "statement_timeout_seconds" in caught.value.detail


def test_the_session_cannot_write_and_finds_no_foreign_functions(cluster: Cluster) -> None:
    cluster.sql(
        "CREATE ROLE lured LOGIN SUPERUSER;\n"
        "CREATE SCHEMA trap;\n"
        "CREATE FUNCTION trap.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true';\n"
        "CREATE VIEW trap.pg_roles AS SELECT * FROM pg_catalog.pg_roles LIMIT 0;\n"
        "ALTER ROLE lured SET search_path = trap, pg_catalog;\n"
        "ALTER ROLE lured SET default_transaction_read_only = off;\n"
    )
    try:
        events = scan(as_role(cluster, "lured"), {"server": ["standby"], "role": ["login"]})
        assert only(events, "server")["standby"] is False
        assert only(events, "role", "lured")["login"]
        settings = settings_of(Target("db", "postgres", as_role(cluster, "lured")))
        with (
            Session(settings, "postgres", Deadline.after(30)) as session,
            pytest.raises(NotSeenError, match="read-only"),
        ):
            session.rows("CREATE TABLE public.written (id int)")
    finally:
        cluster.sql("DROP SCHEMA trap CASCADE;\nDROP ROLE lured;\n")


def test_a_connection_that_breaks_is_unreachable() -> None:
    with Cluster() as server:
        settings = settings_of(Target("db", "postgres", server.settings))
        with Session(settings, "postgres", Deadline.after(30)) as session:
            server.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'selfaudit';\n"
            )
            with pytest.raises(NotSeenError) as caught:
                session.rows("SELECT 1 AS one")
    assert caught.value.reason is GapReason.UNREACHABLE


def test_more_rows_than_fit_are_truncated(cluster: Cluster) -> None:
    settings = settings_of(Target("db", "postgres", cluster.settings))
    with (
        Session(settings, "postgres", Deadline.after(60)) as session,
        pytest.raises(NotSeenError) as caught,
    ):
        session.rows("SELECT g FROM generate_series(1, 200000) AS g")
    assert caught.value.reason is GapReason.TRUNCATED


def test_the_server_sees_who_reads(cluster: Cluster) -> None:
    settings = settings_of(Target("db", "postgres", cluster.settings))
    with Session(settings, "postgres", Deadline.after(30)) as session:
        row = session.row(
            "SELECT application_name AS name FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        )
        assert session.row("SHOW row_security")["row_security"] == "on"
    assert row["name"] == "selfaudit"
