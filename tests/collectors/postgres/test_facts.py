"""What a cluster is, fact by fact, and what becomes a gap."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from collectors.postgres.session import Deadline, Session
from collectors.postgres.settings import settings_of
from collectors.postgres.unseen import NotSeenError
from scanner.interfaces import FactRequest
from scanner.model import Gap, GapReason, Resource, Target
from tests.collectors.aws.contract import enumerated, keeps_contract
from tests.collectors.postgres.cluster import Cluster
from tests.collectors.postgres.support import (
    as_role,
    gap_of,
    gaps,
    only,
    resources,
    scan,
    table_store,
)


@pytest.fixture
def shop(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster with a database of its own for the test."""
    cluster.sql("CREATE DATABASE shop;\n")
    yield cluster
    cluster.sql("DROP DATABASE shop WITH (FORCE);\n")


def all_of(schemas: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {
        type_.removeprefix("postgres."): frozenset(schema["properties"]) for type_, schema in schemas.items()
    }


@pytest.mark.parametrize("role", ["postgres", "plain", "nobody-like-this"])
def test_every_fact_is_delivered_or_explained(shop: Cluster, schemas: dict[str, Any], role: str) -> None:
    shop.sql("CREATE TABLE customers (id int, created_at timestamptz);\n", "shop")
    store = table_store("shop.public.*", "created_at")
    events = scan(as_role(shop, role), all_of(schemas), store)
    request = FactRequest({type_: frozenset(schema["properties"]) for type_, schema in schemas.items()})
    keeps_contract(events, request, schemas)
    if role == "postgres":
        assert gaps(events) == []
        assert set(enumerated(events)) == set(schemas)


def test_only_what_is_wanted_is_asked_for(cluster: Cluster) -> None:
    events = scan(as_role(cluster, "plain"), {"role": ["login"]})
    assert gaps(events) == []
    assert set(only(events, "role", "plain")) == {"login"}


def test_a_fact_that_nobody_knows_is_unsupported(cluster: Cluster) -> None:
    assert gap_of(scan(cluster.settings, {"server": ["horoscope"]})).reason is GapReason.UNSUPPORTED


# --- server -----------------------------------------------------------------------------------------


def test_a_setting_of_the_auditor_is_not_that_of_the_server(cluster: Cluster) -> None:
    cluster.sql("CREATE ROLE tuned LOGIN SUPERUSER;\nALTER ROLE tuned SET log_statement = 'all';\n")
    try:
        events = scan(as_role(cluster, "tuned"), {"server": ["log_statement", "setting_overrides"]})
    finally:
        cluster.sql("DROP ROLE tuned;\n")
    gap = gap_of(events)
    assert (gap.fact, gap.reason) == ("log_statement", GapReason.NOT_IN_SOURCE)
    override = {"role": "tuned", "database": None, "name": "log_statement", "value": "all"}
    assert override in only(events, "server")["setting_overrides"]


def test_hidden_settings_are_denied_with_the_grant_that_helps(cluster: Cluster) -> None:
    wanted = {"server": ["pgaudit", "ssl_ciphers", "ssl"]}
    events = scan(as_role(cluster, "plain"), wanted)
    assert {gap.fact for gap in gaps(events)} == {"pgaudit", "ssl_ciphers"}
    assert all('GRANT pg_read_all_settings TO "plain"' in gap.detail for gap in gaps(events))
    cluster.sql("GRANT pg_monitor TO plain;\n")
    try:
        events = scan(as_role(cluster, "plain"), wanted)
    finally:
        cluster.sql("REVOKE pg_monitor FROM plain;\n")
    assert only(events, "server")["pgaudit"] == {"loaded": False, "log": [], "object_role": False}


def test_an_archive_command_never_comes_home() -> None:
    secret = "s3cr3t-key"
    settings = {"archive_mode": "on", "archive_command": f"'KEY={secret} /bin/true'"}
    with Cluster(settings) as cluster:
        events = scan(cluster.settings, {"server": ["archiving", "archiver"]})
    assert only(events, "server")["archiving"] == {"mode": "on", "command_set": True}
    assert secret not in str(events)


# --- client authentication --------------------------------------------------------------------------

HBA = {"hba_entry": ["position", "address", "prefix_length", "origin", "options", "shadowed_by", "listens"]}


def entries(cluster: Cluster, text: str) -> dict[str, Resource]:
    cluster.write_hba("local all all trust\n" + text)
    events = scan(cluster.settings, HBA)
    return resources(events, "postgres.hba_entry")


@pytest.fixture
def writable(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster; its pg_hba.conf may be rewritten, it is not reloaded."""
    yield cluster
    cluster.write_hba("local all all trust\nhostssl all all localhost scram-sha-256\n")


def test_rules_keep_their_id_when_lines_move(writable: Cluster) -> None:
    rule = "hostssl shop app 10.1.0.0/16 scram-sha-256\n"
    before = entries(writable, rule)
    after = entries(writable, "# a comment\nlocal replication all peer\n" + rule)
    (name,) = [name for name in before if name.startswith("hostssl")]
    assert before[name].id == after[name].id
    assert before[name].facts["position"] == 2
    assert after[name].facts["position"] == 3


def test_equal_rules_are_told_apart_and_the_second_is_dead(writable: Cluster) -> None:
    found = entries(writable, "hostssl shop app 10.1.0.0/16 md5\n" * 2)
    assert found["hostssl shop app 10.1.0.0/16 md5"].facts["shadowed_by"] is None
    second = found["hostssl shop app 10.1.0.0/16 md5 #2"].facts["shadowed_by"]
    assert (second["position"], second["method"]) == (2, "md5")


def test_addresses_in_all_their_forms(writable: Cluster) -> None:
    found = entries(
        writable,
        "host a b 10.1.2.3 255.255.0.0 md5\nhost a b ::1/128 md5\nhost a b all md5\nhost a b samenet md5\n"
        "host a b db.example.com md5\nhost a b 0.0.0.0/0 md5\nhost a b fe80::/10 md5\n"
        "host a b localhost md5\n",
    )
    seen = {
        entry.facts["address"]: (entry.facts["prefix_length"], entry.facts["origin"])
        for entry in found.values()
    }
    assert seen == {
        None: (None, "local"),
        "10.1.0.0/16": (16, "network"),
        "::1/128": (128, "loopback"),
        "all": (0, "network"),
        "samenet": (None, "network"),
        "db.example.com": (None, "network"),
        "0.0.0.0/0": (0, "network"),
        "fe80::/10": (10, "network"),
        "localhost": (None, "loopback"),
    }


def test_secrets_in_options_stay_on_the_server(writable: Cluster) -> None:
    found = entries(
        writable,
        "hostssl a b 10.0.0.0/8 ldap ldapserver=x ldapbasedn=dc ldapbinddn=cn ldapbindpasswd=s3cret"
        " ldaptls=1\n",
    )
    (entry,) = [entry for name, entry in found.items() if "ldap" in name]
    assert "ldapbindpasswd" in entry.facts["options"]
    assert "ldaptls=true" in entry.facts["options"]
    assert "s3cret" not in str(found)


def test_a_faulty_line_is_a_gap_that_does_not_quote_it(writable: Cluster) -> None:
    writable.write_hba("local all all trust\nhostssl a b 10.0.0.0/8 s3cret-method\nhost a b all md5\n")
    events = scan(writable.settings, HBA)
    (listing, *others) = gaps(events)
    assert listing.reason is GapReason.MALFORMED
    assert "line 2" in listing.detail
    assert "s3cret" not in str(events)
    assert {gap.fact for gap in others} == {"shadowed_by"}
    assert enumerated(events) == {}
    assert len(resources(events, "postgres.hba_entry")) == 2


def test_without_the_grants_there_are_no_rules(cluster: Cluster) -> None:
    events = scan(as_role(cluster, "plain"), HBA)
    gap = gap_of(events)
    assert (gap.reason, gap.resource, gap.fact) == (GapReason.DENIED, None, None)
    assert 'GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO "plain"' in gap.detail
    assert enumerated(events) == {}


# --- roles ------------------------------------------------------------------------------------------


@pytest.fixture
def roles(cluster: Cluster) -> Iterator[Cluster]:
    cluster.sql(
        "CREATE ROLE outer_group;\nCREATE ROLE inner_group;\nGRANT pg_read_server_files TO inner_group;\n"
        "GRANT inner_group TO outer_group;\nCREATE ROLE member LOGIN;\nGRANT outer_group TO member;\n"
        "SET password_encryption = 'md5';\nALTER ROLE member PASSWORD 'x';\n"
        "ALTER ROLE member VALID UNTIL '2030-01-02 03:04:05+00';\n"
        'CREATE ROLE "we""ird role" LOGIN VALID UNTIL \'infinity\';\n'
    )
    yield cluster
    cluster.sql(
        'DROP ROLE "we""ird role";\nDROP ROLE member;\nDROP ROLE outer_group;\nDROP ROLE inner_group;\n'
    )


def test_memberships_count_through_other_roles(roles: Cluster) -> None:
    events = scan(roles.settings, {"role": ["member_of", "password", "valid_until", "bootstrap"]})
    member = only(events, "role", "member")
    assert {item["role"]: item["direct"] for item in member["member_of"]} == {
        "outer_group": True,
        "inner_group": False,
        "pg_read_server_files": False,
    }
    assert [item["role"] for item in member["member_of"] if item["predefined"]] == ["pg_read_server_files"]
    assert member["valid_until"] == "2030-01-02T03:04:05Z"
    assert only(events, "role", "postgres")["bootstrap"]
    assert only(events, "role", 'we"ird role')["valid_until"] is None


def test_of_a_password_only_the_kind_is_told(roles: Cluster) -> None:
    events = scan(roles.settings, {"role": ["password"]})
    kinds = {name: role.facts["password"] for name, role in resources(events, "postgres.role").items()}
    assert kinds["member"] == "md5"
    assert kinds["plain"] == "scram-sha-256"
    assert kinds["postgres"] == "none"
    assert not any(name.startswith("pg_") for name in kinds)
    assert "SCRAM-SHA-256$" not in str(events)


def test_passwords_are_one_gap_for_all_roles(cluster: Cluster) -> None:
    events = scan(as_role(cluster, "plain"), {"role": ["password", "superuser"]})
    gap = gap_of(events)
    assert (gap.reason, gap.fact, gap.resource) == (GapReason.DENIED, "password", None)
    assert "GRANT SELECT (oid, rolpassword) ON pg_authid" in gap.detail
    assert only(events, "role", "plain") == {"superuser": False}


# --- databases --------------------------------------------------------------------------------------

INSIDE = ("extensions", "languages", "public_create_schemas", "default_privileges")


def test_a_database_that_may_not_be_entered_leaves_gaps_for_what_is_inside(shop: Cluster) -> None:
    shop.sql("REVOKE CONNECT ON DATABASE shop FROM PUBLIC;\n")
    events = scan(as_role(shop, "plain"), {"database": [*INSIDE, "public_privileges"]})
    found = [gap for gap in gaps(events) if gap.resource and gap.resource.endswith("/database/shop")]
    assert {gap.fact for gap in found} == set(INSIDE)
    assert {gap.reason for gap in found} == {GapReason.DENIED}
    assert only(events, "database", "shop") == {"public_privileges": ["TEMPORARY"]}
    assert only(events, "database", "postgres").keys() == {*INSIDE, "public_privileges"}


def test_chosen_databases_and_those_that_are_not_there(shop: Cluster) -> None:
    events = scan({**shop.settings, "databases": ["shop", "nix"]}, {"database": ["owner"]})
    assert only(events, "database") == {"owner": "postgres"}
    assert "there is no database nix" in gap_of(events).detail
    assert enumerated(events) == {}


def test_open_doors_in_a_database(shop: Cluster) -> None:
    shop.sql(
        "CREATE SCHEMA free;\nGRANT CREATE ON SCHEMA free TO PUBLIC;\n"
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA free GRANT SELECT ON TABLES TO PUBLIC;\n"
        "CREATE LANGUAGE unsafe HANDLER plpgsql_call_handler;\n",
        "shop",
    )
    facts = only(scan(shop.settings, {"database": INSIDE}), "database", "shop")
    assert facts["public_create_schemas"] == ["free"]
    assert facts["default_privileges"] == [{"role": "postgres", "schema": "free", "privilege": "SELECT"}]
    assert {"name": "unsafe", "trusted": False} in facts["languages"]
    assert {"name": "plpgsql", "trusted": True} in facts["languages"]


# --- tables -----------------------------------------------------------------------------------------

AGE = {"table": ["age"]}


def counts(facts: Any) -> dict[int, int]:
    return {item["days"]: item["rows"] for item in facts["age"]["overdue"]}


@pytest.mark.parametrize("type_", ["date", "timestamp", "timestamptz"])
def test_rows_are_counted_by_how_late_they_are(shop: Cluster, type_: str) -> None:
    shop.sql(
        f"CREATE TABLE t (at {type_});\n"
        "INSERT INTO t SELECT (now() AT TIME ZONE 'UTC') - d * interval '1 day'"
        " FROM unnest(ARRAY[1, 100, 364, 367, 380, 800]) AS d;\n",
        "shop",
    )
    age = only(scan(shop.settings, AGE, table_store("shop.public.t", "at")), "table")
    assert age["age"]["rows"] == 6
    assert age["age"]["undated"] == 0
    assert counts(age) == {0: 3, 7: 2, 14: 2, 30: 1, 60: 1, 90: 1, 180: 1, 365: 1}


def test_rows_without_a_usable_date_are_counted_apart(shop: Cluster) -> None:
    shop.sql(
        "CREATE TABLE t (at timestamptz);\n"
        "INSERT INTO t VALUES (NULL), ('infinity'), ('-infinity'), ('9999-01-01'), (now());\n",
        "shop",
    )
    age = only(scan(shop.settings, AGE, table_store("shop.public.t", "at")), "table")
    assert (age["age"]["rows"], age["age"]["undated"], counts(age)[0]) == (5, 4, 0)


def test_row_security_never_makes_a_count_too_small(shop: Cluster) -> None:
    shop.sql(
        "CREATE TABLE t (at timestamptz);\nINSERT INTO t VALUES ('2001-01-01');\n"
        "CREATE POLICY hide ON t USING (false);\nALTER TABLE t ENABLE ROW LEVEL SECURITY;\n"
        "GRANT SELECT ON t TO plain;\n",
        "shop",
    )
    gap = gap_of(scan(as_role(shop, "plain"), AGE, table_store("shop.public.t", "at")))
    assert (gap.reason, gap.fact) == (GapReason.DENIED, "age")
    assert 'CREATE POLICY selfaudit ON "public"."t" FOR SELECT TO "plain" USING (true)' in gap.detail
    assert counts(only(scan(shop.settings, AGE, table_store("shop.public.t", "at")), "table"))[365] == 1


@pytest.mark.parametrize(
    ("policy", "counted"),
    [
        ("CREATE POLICY shown ON t FOR SELECT TO plain USING (true)", True),
        ("CREATE POLICY shown ON t USING (true)", True),
        ("CREATE POLICY shown ON t FOR UPDATE TO plain USING (true)", False),
        ("CREATE POLICY shown ON t TO postgres USING (true)", False),
        ("CREATE POLICY shown ON t TO plain USING (at > '2002-01-01')", False),
        ("CREATE POLICY one ON t USING (true); CREATE POLICY two ON t USING (false)", False),
        ("CREATE POLICY one ON t USING (true); CREATE POLICY two ON t AS RESTRICTIVE USING (true)", False),
    ],
)
def test_rows_are_counted_when_a_policy_shows_all_of_them(
    shop: Cluster, policy: str, *, counted: bool
) -> None:
    shop.sql(
        "CREATE TABLE t (at timestamptz);\nINSERT INTO t VALUES ('2001-01-01');\n"
        f"{policy};\nALTER TABLE t ENABLE ROW LEVEL SECURITY;\nGRANT SELECT ON t TO plain;\n",
        "shop",
    )
    events = scan(as_role(shop, "plain"), AGE, table_store("shop.public.t", "at"))
    if counted:
        assert counts(only(events, "table"))[365] == 1
    else:
        assert gap_of(events).reason is GapReason.DENIED


def test_a_grant_on_the_date_column_is_enough_to_count(shop: Cluster) -> None:
    shop.sql("CREATE TABLE t (name text, at date);\nINSERT INTO t VALUES ('x', '2001-01-01');\n", "shop")
    store = table_store("shop.public.t", "at")
    gap = gap_of(scan(as_role(shop, "plain"), AGE, store))
    assert 'GRANT SELECT ("at") ON "public"."t" TO "plain"' in gap.detail
    shop.sql("GRANT SELECT (at) ON t TO plain;\n", "shop")
    assert counts(only(scan(as_role(shop, "plain"), AGE, store), "table"))[0] == 1


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ((None,), "name a date_column"),
        (("nix",), "has no column nix"),
        (("name",), "is not a date"),
        (("at", "name"), "keep one"),
        (('at"; DROP TABLE t; --',), "has no column"),
    ],
)
def test_without_a_usable_date_column_the_age_is_a_gap(
    shop: Cluster, columns: tuple[str | None, ...], said: str
) -> None:
    shop.sql("CREATE TABLE t (name text, at date);\n", "shop")
    stores = [table_store("shop.public.t", column) for column in columns]
    events = scan(shop.settings, {"table": ["age", "kind"]}, *stores)
    gap = gap_of(events)
    assert (gap.reason, gap.fact) == (GapReason.NOT_IN_SOURCE, "age")
    assert said in gap.detail
    assert only(events, "table") == {"kind": "table"}


def test_the_code_of_a_view_is_never_run(shop: Cluster) -> None:
    shop.sql(
        "CREATE TABLE ran (at date);\n"
        "CREATE FUNCTION spring() RETURNS date LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_notify('ran', 'x'); RAISE EXCEPTION 'the trap sprang'; END $$;\n"
        "CREATE VIEW v AS SELECT spring() AS at;\n",
        "shop",
    )
    events = scan(shop.settings, {"table": ["age", "kind", "grants"]}, table_store("shop.public.v", "at"))
    assert only(events, "table")["kind"] == "view"
    assert gap_of(events).reason is GapReason.UNSUPPORTED
    assert "sprang" not in str(events)


def test_a_table_that_becomes_a_view_is_not_run(shop: Cluster) -> None:
    shop.sql("CREATE VIEW v AS SELECT 1 / (random() * 0)::int AS at;\n", "shop")
    settings = settings_of(Target("db", "postgres", shop.settings))
    with Session(settings, "shop", Deadline.after(30)) as session:
        known = session.rows("SELECT FROM pg_settings WHERE name = 'restrict_nonsystem_relation_kind'")
        with pytest.raises(NotSeenError) as caught, session.every_row_counts():
            session.rows("SELECT at FROM public.v")
    assert ("restricted" if known else "division by zero") in caught.value.detail


def test_rows_on_another_server_are_not_counted_here(shop: Cluster) -> None:
    shop.sql(
        "CREATE FOREIGN DATA WRAPPER nothing;\nCREATE SERVER there FOREIGN DATA WRAPPER nothing;\n"
        "CREATE TABLE p (at date) PARTITION BY RANGE (at);\n"
        "CREATE FOREIGN TABLE p1 PARTITION OF p"
        " FOR VALUES FROM ('2001-01-01') TO ('2002-01-01') SERVER there;\n",
        "shop",
    )
    events = scan(shop.settings, {"table": ["age", "kind"]}, table_store("shop.public.p*", "at"))
    assert [(gap.reason, gap.fact) for gap in gaps(events)] == [(GapReason.UNSUPPORTED, "age")] * 2
    assert only(events, "table", "shop.public.p1")["kind"] == "foreign"


def test_grants_on_columns_and_partitions_count(shop: Cluster) -> None:
    shop.sql(
        "CREATE TABLE p (name text, at date) PARTITION BY RANGE (at);\n"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2001-01-01') TO ('2002-01-01');\n"
        "GRANT SELECT ON p1 TO PUBLIC;\nGRANT UPDATE (name) ON p TO plain WITH GRANT OPTION;\n",
        "shop",
    )
    facts = only(scan(shop.settings, {"table": ["grants", "kind"]}, table_store("shop.public.p")), "table")
    assert facts["kind"] == "partitioned"
    column, partition = facts["grants"]
    assert column == {
        "partition": None,
        "column": "name",
        "grantee": "plain",
        "public": False,
        "login": True,
        "privilege": "UPDATE",
        "grantable": True,
    }
    assert (partition["partition"], partition["grantee"], partition["public"]) == (
        "public.p1",
        "PUBLIC",
        True,
    )


def test_a_role_called_public_is_not_everybody(shop: Cluster) -> None:
    shop.sql('CREATE TABLE t (at date);\nCREATE ROLE "PUBLIC";\nGRANT SELECT ON t TO "PUBLIC";\n', "shop")
    try:
        facts = only(scan(shop.settings, {"table": ["grants"]}, table_store("shop.public.t")), "table")
    finally:
        shop.sql('REVOKE ALL ON t FROM "PUBLIC";\nDROP ROLE "PUBLIC";\n', "shop")
    assert [(grant["grantee"], grant["public"]) for grant in facts["grants"]] == [("PUBLIC", False)]


def test_names_with_dots_quotes_and_brackets(shop: Cluster) -> None:
    shop.sql(
        'CREATE SCHEMA "a.b";\nCREATE TABLE "a.b"."c""d[e]" (at date);\nCREATE TABLE "c" (at date);\n', "shop"
    )
    name = 'shop."a.b"."c""d[e]"'
    events = scan(shop.settings, AGE, table_store(name, "at"))
    assert list(resources(events, "postgres.table")) == [name]
    assert only(events, "table")["age"]["rows"] == 0


def test_tables_of_a_database_that_may_not_be_entered_are_a_gap(shop: Cluster) -> None:
    shop.sql("REVOKE CONNECT ON DATABASE shop FROM PUBLIC;\n")
    events = scan(as_role(shop, "plain"), AGE, table_store("shop.public.*", "at"))
    gap = gap_of(events)
    assert (gap.reason, gap.scope, gap.fact) == (GapReason.DENIED, "shop", None)
    assert enumerated(events) == {}


def test_a_locked_table_is_a_gap_and_not_a_wait(shop: Cluster) -> None:
    shop.sql("CREATE TABLE t (at date);\n", "shop")
    where = {"host": str(shop.folder), "port": shop.port, "user": "postgres", "dbname": "shop"}
    with psycopg.connect(**where) as other:  # type: ignore[arg-type]
        other.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
        gap = gap_of(scan(shop.settings, AGE, table_store("shop.public.t", "at")))
    assert (gap.reason, gap.fact) == (GapReason.TIMEOUT, "age")


def test_without_stores_there_are_no_tables(shop: Cluster) -> None:
    shop.sql("CREATE TABLE t (at date);\n", "shop")
    events = scan(shop.settings, AGE)
    assert enumerated(events) == {"postgres.table": 0}
    assert not any(isinstance(event, Gap) for event in events)


def test_the_id_is_that_of_the_cluster_not_of_the_way_to_it(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_PASSWORD", "right")
    tcp = {**cluster.tcp, "user": "plain", "password_env": "PG_PASSWORD"}
    (over_tcp,) = resources(scan(tcp, {"server": ["ssl"]}), "postgres.server").values()
    (over_unix,) = resources(scan(cluster.settings, {"server": ["ssl"]}), "postgres.server").values()
    assert over_tcp.id == over_unix.id
    assert over_tcp.name != over_unix.name
