"""A database cluster, audited from end to end: every planted fault is found, and nothing else.

The cluster alone is judged: who gets at its data is a matter of more sources, and has tests of its own.
"""

import getpass
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.collectors.postgres.cluster import Cluster
from tests.e2e.conftest import Run, Workspace

PASSWORD = "correct-horse-7"
# 192.0.2.0/24 is for documentation: the server means to listen on the network, and cannot.
LISTEN = "'localhost, 192.0.2.1'"
ROSTER = "person,accounts,status,left_on\ne1,ann,active,\ne2,bob,left,2026-01-31\n"
# Which version a distribution has is not up to this test.
BY_VERSION = "postgres-supported-version"
ARCHIVE_TOKEN = "archive-token-3"
ALONE = ("--target", "db")

CLEAN = """\
REVOKE ALL ON DATABASE shop FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE ROLE app LOGIN PASSWORD '{password}';
CREATE ROLE ann LOGIN PASSWORD '{password}';
CREATE ROLE bob NOLOGIN;
CREATE ROLE shop_readers NOLOGIN;
GRANT shop_readers TO ann;
GRANT CONNECT ON DATABASE shop TO app, shop_readers;
CREATE TABLE customers (name text, created_at timestamptz);
INSERT INTO customers SELECT 'c', now() - interval '380 days' FROM generate_series(1, 3);
GRANT SELECT, INSERT ON customers TO app;
GRANT SELECT ON customers TO shop_readers;
CREATE POLICY all_rows ON customers TO app, shop_readers USING (true);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
"""
AUDITOR = """\
CREATE ROLE audit LOGIN PASSWORD '{password}';
GRANT pg_monitor TO audit;
GRANT SELECT ON pg_hba_file_rules TO audit;
GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO audit;
GRANT SELECT (oid, rolpassword) ON pg_authid TO audit;
"""
COUNTER = """\
GRANT CONNECT ON DATABASE shop TO audit;
GRANT SELECT (created_at) ON customers TO audit;
CREATE POLICY audit_counts ON customers TO audit USING (true);
"""
FAULTY = """\
CREATE ROLE root2 LOGIN SUPERUSER;
CREATE ROLE app LOGIN CREATEROLE BYPASSRLS PASSWORD '{password}';
CREATE ROLE ann LOGIN;
CREATE ROLE bob LOGIN;
CREATE ROLE runners NOLOGIN;
GRANT pg_execute_server_program TO runners;
GRANT runners TO ann;
CREATE TABLE customers (name text, created_at timestamptz);
INSERT INTO customers SELECT 'secret-of-a-customer', now() - interval '500 days' FROM generate_series(1, 3);
GRANT SELECT ON customers TO PUBLIC;
GRANT UPDATE (name) ON customers TO ann WITH GRANT OPTION;
CREATE POLICY none ON customers USING (false);
GRANT CREATE ON SCHEMA public TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
CREATE LANGUAGE unsafe HANDLER plpgsql_call_handler;
CREATE ROLE nobody LOGIN;
"""
FAULTY_HBA = """\
local all all trust
hostssl all all 10.1.0.0/16 password
host all all 0.0.0.0/0 md5
hostssl all bob 10.2.0.0/16 reject
"""
FAULTY_SETTINGS = {
    "listen_addresses": LISTEN,
    "ssl_min_protocol_version": "'TLSv1'",
    "ssl_ciphers": "'ALL'",
    "password_encryption": "md5",
    "fsync": "off",
    "archive_mode": "on",
    "archive_command": f"'/bin/false {ARCHIVE_TOKEN}'",
    "log_connections": "off",
}
OPEN = "host all all 0.0.0.0/0 md5"
PLANTED = {
    ("postgres-tls-version", "SERVER"),
    ("postgres-tls-ciphers", "SERVER"),
    ("postgres-password-encryption", "SERVER"),
    ("postgres-log-connections", "SERVER"),
    ("postgres-log-disconnections", "SERVER"),
    ("postgres-log-line-prefix", "SERVER"),
    ("postgres-log-ddl", "SERVER"),
    ("postgres-access-logged", "SERVER"),
    ("postgres-durability", "SERVER"),
    ("postgres-archiver-failing", "SERVER"),
    ("postgres-hba-trust", "local all all trust"),
    ("postgres-hba-cleartext-password", "hostssl all all 10.1.0.0/16 password"),
    ("postgres-hba-plaintext", OPEN),
    ("postgres-hba-md5", OPEN),
    ("postgres-hba-any-address", OPEN),
    ("postgres-hba-dead-reject", "hostssl all bob 10.2.0.0/16 reject"),
    ("postgres-superusers", "root2"),
    ("postgres-powerful-roles", "ann"),
    ("postgres-bypass-rls", "app"),
    ("postgres-create-role", "app"),
    ("postgres-password-md5", "app"),
    ("postgres-role-leaver", "bob"),
    ("postgres-database-public-connect", "shop"),
    ("postgres-public-create", "shop"),
    ("postgres-default-privileges", "shop"),
    ("postgres-untrusted-language", "shop"),
    ("postgres-table-public", "shop.public.customers"),
    ("postgres-table-grant-option", "shop.public.customers"),
    ("postgres-table-person-grants", "shop.public.customers"),
    ("postgres-row-security", "shop.public.customers"),
    ("postgres-table-retention", "shop.public.customers"),
}


def configure(workspace: Workspace, target: dict[str, Any]) -> Workspace:
    registers = workspace.folder / "registers"
    registers.mkdir(exist_ok=True)
    (registers / "hr_roster.csv").write_text(ROSTER)
    store = {"target": "db", "table": "shop.public.customers", "date_column": "created_at"}
    workspace.configure(
        targets=[
            {"id": "db", "kind": "postgres", **target},
            {"id": "staff", "kind": "register", "folder": "registers"},
        ],
        datasets=[
            {
                "id": "customers",
                "classification": "sensitive",
                "retention_days": 365,
                "owner": "crm",
                "stores": [store],
            }
        ],
    )
    return workspace


def found(run: Run, outcome: str) -> set[tuple[str, str]]:
    """(check, name) with an outcome; SERVER stands for the address of the server."""
    servers = {
        finding["subject"]["name"]
        for finding in run.report["findings"]
        if finding["subject"]["type"] == "postgres.server"
    }
    return {
        (check, "SERVER" if name in servers else name)
        for check, name in run.checks(outcome)
        if check != BY_VERSION
    }


@pytest.fixture(scope="module")
def faulty() -> Iterator[Cluster]:
    with Cluster(FAULTY_SETTINGS, FAULTY_HBA, tls=True) as cluster:
        cluster.sql("CREATE DATABASE shop;\n")
        cluster.sql(FAULTY.format(password=PASSWORD), "shop")
        cluster.sql("SELECT pg_switch_wal();\n")
        _wait_for(cluster, "SELECT failed_count > 0 FROM pg_stat_archiver")
        yield cluster


def _wait_for(cluster: Cluster, condition: str) -> None:
    where = psycopg.conninfo.make_conninfo(
        host=str(cluster.folder), port=cluster.port, user="postgres", dbname="postgres"
    )
    end = time.monotonic() + 60
    with psycopg.connect(where, autocommit=True) as connection:
        while time.monotonic() < end:
            row = connection.execute(condition.encode()).fetchone()
            if row and row[0]:
                return
            time.sleep(0.1)
    raise AssertionError(f"never became true: {condition}")


def test_a_clean_cluster_has_no_findings(workspace: Workspace) -> None:
    hba = "local all postgres peer map=me\nhostssl all audit 127.0.0.1/32 scram-sha-256\n"
    hba += "hostssl all audit ::1/128 scram-sha-256\nhostssl shop app,ann 10.1.2.0/24 scram-sha-256\n"
    settings = {
        "listen_addresses": LISTEN,
        "ssl_ciphers": "'HIGH:!aNULL'",
        "ssl_min_protocol_version": "'TLSv1.2'",
        "password_encryption": "'scram-sha-256'",
        "archive_mode": "on",
        "archive_command": "'/bin/true'",
        "log_connections": "on",
        "log_disconnections": "on",
        "log_statement": "'all'",
        "log_line_prefix": "'%m [%p] user=%u,db=%d,client=%h '",
    }
    with Cluster(settings, hba, tls=True, ident=f"me {getpass.getuser()} postgres\n") as cluster:
        cluster.sql("CREATE DATABASE shop;\n")
        for database in ("postgres", "template1"):
            cluster.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n", database)
        cluster.sql(CLEAN.format(password=PASSWORD), "shop")
        cluster.sql(AUDITOR.format(password=PASSWORD))
        cluster.sql(COUNTER, "shop")
        workspace.env["AUDIT_PASSWORD"] = PASSWORD
        target = {**cluster.tcp, "user": "audit", "password_env": "AUDIT_PASSWORD"}
        run = configure(workspace, target).scan(*ALONE)
        assert found(run, "unknown") == set()
        assert found(run, "fail") == set()
        assert run.code == 0
    assert PASSWORD not in str(run.report)


def test_every_planted_fault_is_found_and_nothing_else(workspace: Workspace, faulty: Cluster) -> None:
    run = configure(workspace, faulty.settings).scan(*ALONE, "--save-snapshot", "taken.zst")
    assert found(run, "fail") == PLANTED
    assert found(run, "unknown") == set()
    assert run.code == 1


def test_nothing_of_a_customer_and_no_hash_comes_home(workspace: Workspace, faulty: Cluster) -> None:
    import zstandard

    configure(workspace, faulty.settings).scan(*ALONE, "--save-snapshot", "taken.zst")
    raw = (workspace.folder / "taken.zst").read_bytes()
    text = zstandard.ZstdDecompressor().stream_reader(raw).read().decode()
    text += (workspace.folder / "selfaudit-out" / "report.json").read_text()
    assert "shop.public.customers" in text
    for secret in ("secret-of-a-customer", PASSWORD, ARCHIVE_TOKEN):
        assert secret not in text


def test_a_role_without_rights_gets_unknown_but_no_false_pass(workspace: Workspace, faulty: Cluster) -> None:
    run = configure(workspace, {**faulty.settings, "user": "nobody"}).scan(*ALONE)
    failed, undecided = found(run, "fail"), found(run, "unknown")
    whole_listings = {check for check, name in undecided if not name}
    assert failed < PLANTED
    for check, name in PLANTED - failed:
        assert (check, name) in undecided or check in whole_listings
    assert {check for check, _ in undecided} == {
        "postgres-tls-version",
        "postgres-tls-ciphers",
        "postgres-log-ddl",
        "postgres-access-logged",
        "postgres-password-md5",
        "postgres-hba-any-address",
        "postgres-hba-cleartext-password",
        "postgres-hba-dead-reject",
        "postgres-hba-md5",
        "postgres-hba-plaintext",
        "postgres-hba-trust",
    }
    assert run.code == 3
    details = {gap["detail"] for gap in run.report["gaps"]}
    assert any("GRANT SELECT ON pg_hba_file_rules" in detail for detail in details)
    assert any("GRANT pg_read_all_settings" in detail for detail in details)


def test_a_server_without_tls_and_archive(workspace: Workspace) -> None:
    hba = "local all all trust\nhostnossl shop app 10.1.2.0/24 scram-sha-256\n"
    with Cluster({"listen_addresses": LISTEN}, hba) as cluster:
        cluster.sql("CREATE DATABASE shop;\n")
        cluster.sql("CREATE TABLE customers (created_at date);\n", "shop")
        run = configure(workspace, cluster.settings).scan(*ALONE)
    assert {
        ("postgres-ssl", "SERVER"),
        ("postgres-archiving", "SERVER"),
        ("postgres-hba-plaintext", "hostnossl shop app 10.1.2.0/24 scram-sha-256"),
    } <= found(run, "fail")
    assert found(run, "unknown") == set()


def test_a_server_that_is_gone_decides_nothing(workspace: Workspace) -> None:
    run = configure(workspace, {"host": "127.0.0.1", "port": 1, "sslmode": "disable"}).scan(*ALONE)
    assert found(run, "fail") == set()
    outcomes = {check: item["outcomes"] for check, item in run.report["checks"].items()}
    postgres = {check: counts for check, counts in outcomes.items() if check.startswith("postgres-")}
    assert len(postgres) > 30
    assert all(counts["unknown"] == 1 and counts["pass"] == 0 for counts in postgres.values())
    assert run.code == 3
