"""The access list of a table, checked by trying to read and write as every role of a real server."""

from collections.abc import Iterator, Mapping

import psycopg
import pytest

from collectors.postgres import PostgresCollector
from scanner.access.model import Access, Right
from scanner.access.postgres import NEEDS, Server
from scanner.interfaces import FactRequest
from scanner.model import Resource, Target
from tests.collectors.postgres.cluster import Cluster
from tests.collectors.postgres.support import table_store

ROLES = """
CREATE ROLE readers NOLOGIN;
CREATE ROLE aloof NOLOGIN;
CREATE ROLE crm_owner LOGIN;
CREATE ROLE direct LOGIN;
CREATE ROLE by_group LOGIN;
CREATE ROLE by_set_role LOGIN NOINHERIT;
CREATE ROLE by_predefined LOGIN;
CREATE ROLE one_column LOGIN;
CREATE ROLE writer LOGIN;
CREATE ROLE cleaner LOGIN;
CREATE ROLE no_schema LOGIN;
CREATE ROLE stranger LOGIN;
CREATE ROLE boss LOGIN SUPERUSER;
CREATE ROLE copier LOGIN REPLICATION;
CREATE ROLE files LOGIN;
CREATE ROLE passes_on LOGIN;
GRANT readers TO by_group;
GRANT readers TO by_set_role;
GRANT pg_read_all_data TO by_predefined;
GRANT pg_read_server_files TO files;
"""
TABLES = """
CREATE SCHEMA crm AUTHORIZATION crm_owner;
GRANT USAGE ON SCHEMA crm TO direct, readers, one_column, writer, cleaner, stranger, passes_on;
CREATE TABLE crm.customers (id int, name text);
ALTER TABLE crm.customers OWNER TO crm_owner;
GRANT SELECT ON crm.customers TO direct, readers, no_schema;
GRANT SELECT (name) ON crm.customers TO one_column;
GRANT INSERT, UPDATE ON crm.customers TO writer;
GRANT SELECT, DELETE ON crm.customers TO cleaner;
GRANT SELECT ON crm.customers TO passes_on WITH GRANT OPTION;
CREATE TABLE crm.open (id int, name text);
GRANT SELECT ON crm.open TO PUBLIC;
"""
TRIES: Mapping[Right, str] = {
    Right.READ: "SELECT name FROM {table} LIMIT 1",
    Right.WRITE: "INSERT INTO {table} VALUES (1, 'x')",
    Right.DELETE: "DELETE FROM {table} WHERE false",
}


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    with Cluster() as cluster:
        cluster.sql(ROLES)
        cluster.sql(TABLES)
        yield cluster


def lists(cluster: Cluster, table: str) -> dict[str, list[Access]]:
    store = table_store(f"postgres.{table}")
    target = Target("db", "postgres", cluster.settings, {}, (store,))
    events = list(PostgresCollector().collect(target, FactRequest(NEEDS)))
    found = [event for event in events if isinstance(event, Resource)]
    server = Server({each.name: each for each in found if each.type == "postgres.role"})
    (of_table,) = (each for each in found if each.type == "postgres.table")
    by_role: dict[str, list[Access]] = {}
    for access in server.accesses(of_table):
        by_role.setdefault(access.principal.name, []).append(access)
    return by_role


def can(cluster: Cluster, role: str, right: Right, table: str) -> bool:
    """Whether a role really can, as itself or as one of the roles that it can become."""
    where = {"host": str(cluster.folder), "port": cluster.port, "user": role, "dbname": "postgres"}
    with psycopg.connect(**where) as connection:  # type: ignore[arg-type]
        masters = connection.execute(
            "SELECT rolname FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')"
            " AND rolname NOT LIKE 'pg\\_%'"
        ).fetchall()
        for (master,) in [(role,), *masters]:
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(f'SET LOCAL ROLE "{master}"'.encode())
                    connection.execute(TRIES[right].format(table=table).encode())
            except psycopg.errors.InsufficientPrivilege:
                continue
            return True
    return False


@pytest.mark.parametrize("table", ["crm.customers", "crm.open"])
def test_a_role_is_listed_with_what_it_really_can_do(running: Cluster, table: str) -> None:
    found = lists(running, table)
    names = ROLES.split("CREATE ROLE ")[1:]
    logins = [name.split()[0] for name in names if " LOGIN" in name.split(";", maxsplit=1)[0]]
    for role in logins:
        rights = {right for access in found.get(role, ()) for right in access.rights}
        really = {right for right in TRIES if can(running, role, right, table)}
        assert rights & TRIES.keys() == really, role


def test_the_chain_says_by_what(running: Cluster) -> None:
    found = lists(running, "crm.customers")
    chains = {role: [access.chain for access in accesses] for role, accesses in found.items()}
    assert chains["by_group"] == [
        ("by_group is a member of readers", "readers has SELECT on postgres.crm.customers")
    ]
    assert chains["by_set_role"] == [
        ("by_set_role can act as readers", "readers has SELECT on postgres.crm.customers")
    ]
    assert chains["by_predefined"] == [
        (
            "by_predefined is a member of pg_read_all_data",
            "pg_read_all_data gives it on every table, postgres.crm.customers too",
        )
    ]
    assert chains["boss"] == [("boss is a superuser, whom privileges do not stop",)]


def test_who_can_carry_it_off_or_give_it_away(running: Cluster) -> None:
    found = lists(running, "crm.customers")
    rights = {role: {right for a in accesses for right in a.rights} for role, accesses in found.items()}
    assert rights["copier"] == {Right.EXPORT}
    assert rights["files"] == {Right.EXPORT}
    assert rights["passes_on"] == {Right.READ, Right.ADMINISTER}
    assert Right.ADMINISTER in rights["crm_owner"]
    assert rights["boss"] == set(Right)


def test_row_level_security_is_on_the_chain(running: Cluster) -> None:
    running.sql("ALTER TABLE crm.customers ENABLE ROW LEVEL SECURITY;\n")
    try:
        found = lists(running, "crm.customers")
    finally:
        running.sql("ALTER TABLE crm.customers DISABLE ROW LEVEL SECURITY;\n")
    assert found["direct"][0].chain[-1] == "row-level security decides which rows"
    assert "row-level" not in found["crm_owner"][0].chain[-1]
