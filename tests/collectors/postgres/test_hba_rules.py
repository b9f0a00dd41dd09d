"""When one rule of pg_hba.conf hides another: certain when said, for every connection there is."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.postgres.hba_rules import Rule

KINDS = ("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc")
NAMES = ("all", "a", "b", "replication", "sameuser")
ADDRESSES = (
    "all",
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.1.2.3/32",
    "0.0.0.0/0",
    "::/0",
    "fe80::/10",
    "samenet",
    "h.example",
)
WAYS = ("local", "tls", "gss", "plain")
CLIENTS = ("10.1.2.3", "10.9.9.9", "192.168.1.1", "fe80::1", "2001:db8::1")

rules = st.builds(
    lambda kind, databases, users, address: Rule(
        kind, tuple(databases), tuple(users), None if kind == "local" else address, "md5", ()
    ),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    st.lists(st.sampled_from(("all", "a", "b", "+group")), min_size=1, max_size=2),
    st.sampled_from(ADDRESSES),
)


def ways(kind: str) -> set[str]:
    """Connections that a kind is for (pg_hba.conf in the manual)."""
    return {
        "local": {"local"},
        "host": {"tls", "gss", "plain"},
        "hostssl": {"tls"},
        "hostnossl": {"gss", "plain"},
        "hostgssenc": {"gss"},
        "hostnogssenc": {"tls", "plain"},
    }[kind]


def in_database(rule: Rule, database: str, user: str) -> bool:
    if database == "replication":
        return "replication" in rule.databases
    same = "sameuser" in rule.databases and database == user
    return "all" in rule.databases or database in rule.databases or same


def from_address(rule: Rule, way: str, client: str) -> bool:
    if rule.address is None or rule.address == "all":
        return (rule.address is None) == (way == "local")
    if rule.address in ("samenet", "h.example"):  # as the test's world has it
        return client == "192.168.1.1"
    return ip_address(client) in ip_network(rule.address)


def matches(rule: Rule, way: str, database: str, user: str, client: str) -> bool:
    users = "all" in rule.users or user in rule.users or ("+group" in rule.users and user == "g")
    where = in_database(rule, database, user) and from_address(rule, way, client)
    return way in ways(rule.kind) and users and where


@given(rules, rules)
def test_what_is_covered_never_gets_a_connection(first: Rule, second: Rule) -> None:
    if not first.covers(second):
        return
    for way in WAYS:
        for database in ("a", "b", "other", "replication"):
            for user in ("a", "b", "g", "other"):
                for client in CLIENTS:
                    if matches(second, way, database, user, client):
                        assert matches(first, way, database, user, client)


def rule(text: str) -> Rule:
    kind, databases, users, address = text.split()
    return Rule(kind, tuple(databases.split(",")), tuple(users.split(",")), address, "md5", ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("host all all all", "hostssl shop app 10.0.0.0/8"),
        ("host all all 10.0.0.0/8", "host all all 10.1.0.0/16"),
        ("host a,b x,y all", "host b y samenet"),
        ("hostssl all all ::/0", "hostssl all +g fe80::/10"),
        ("host all all samenet", "host all all samehost"),
        ("host replication all all", "hostssl replication app all"),
    ],
)
def test_certain_cases_are_found(first: str, second: str) -> None:
    assert rule(first).covers(rule(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hostssl all all all", "host all all all"),
        ("host all all all", "host replication all all"),
        ("host all all 0.0.0.0/0", "host all all ::/0"),
        ("host all all 0.0.0.0/0", "host all all all"),
        ("host a all all", "host all all all"),
        ("host all +g all", "host all app all"),
        ("host all all samehost", "host all all 10.0.0.1/32"),
    ],
)
def test_uncertain_cases_are_not(first: str, second: str) -> None:
    assert not rule(first).covers(rule(second))
