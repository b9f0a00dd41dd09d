"""Access lists of datasets: complete, or saying what could not be seen."""

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from scanner.access import TARGET, TYPE, Derivation, wanted
from scanner.access.derive import NEEDS
from scanner.collect import FactSchemas
from scanner.interfaces import FactRequest
from scanner.model import Classification, Dataset, Enumerated, Event, Gap, GapReason, Resource, Store, Target
from scanner.policy_pack.fact_schema import read_fact_schema

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CRM = Dataset("crm", Classification.SENSITIVE, "crm-team", 730)
NEWS = Dataset("news", Classification.GENERAL, "pr-team", 100)
WEB = Target("web", "ssh", {}, {}, (Store(CRM, "path", "/srv/crm"), Store(NEWS, "path", "/srv/news")))
STAFF = Target("staff", "register")
STAT = {
    "kind": "directory",
    "mode": "0750",
    "owner": "root",
    "group": "crm",
    "uid": 0,
    "gid": 0,
    "symlink": False,
}
ACL = [{"tag": "group", "qualifier": "", "perms": "r-x", "effective": "r-x"}]


def path(name: str, *readers: str) -> Resource:
    given = [{"account": reader, "uid": 1000, "by": "group"} for reader in readers]
    facts = {"exists": True, "stat": STAT, "acl": ACL, "readers": given, "writers": []}
    return Resource(f"host:1/path{name}", "server.path", name, "web", facts, NOW)


def account(name: str, uid: int = 1000, **more: Any) -> Resource:
    facts = {
        "uid": uid,
        "groups": ["crm"],
        "system": False,
        "password": {"state": "none"},
        "runs": [],
        **more,
    }
    return Resource(f"host:1/account/{name}", "server.account", name, "web", facts, NOW)


def person(id_: str, *accounts: str, status: str = "active") -> Resource:
    facts = {"person": [id_], "accounts": [list(accounts)], "status": [status]}
    return Resource("register:hr_roster", "register.hr_roster", "hr_roster.csv", "staff", facts, NOW)


def derived(*events: Event, targets: Iterable[Target] = (WEB, STAFF)) -> list[Event]:
    derivation = Derivation(tuple(targets), lambda: NOW)
    for event in events:
        derivation.take(event)
    return list(derivation.events())


def gap(type_: str, **more: Any) -> Gap:
    return Gap("web", type_, GapReason.DENIED, "needs root", **more)


def resources(events: Iterable[Event]) -> dict[str, Resource]:
    return {event.name: event for event in events if isinstance(event, Resource)}


NO_KEYS = Enumerated("web", "server.authorized_key", 0)
WHOLE = (
    NO_KEYS,
    path("/srv/crm", "ann"),
    path("/srv/news", "ann", "bob"),
    account("ann"),
    account("bob"),
    person("e1", "ann"),
)


def test_each_dataset_has_its_principals_and_a_complete_listing() -> None:
    events = derived(*WHOLE)
    assert set(resources(events)) == {"ann on crm", "ann on news", "bob on news"}
    assert [event for event in events if isinstance(event, Enumerated)] == [
        Enumerated(TARGET, TYPE, 1, "crm"),
        Enumerated(TARGET, TYPE, 2, "news"),
    ]
    assert not [event for event in events if isinstance(event, Gap)]


def test_what_is_delivered_is_what_the_schema_says() -> None:
    schema = read_fact_schema(Path(str(files("policies") / "schemas" / f"{TYPE}.json")))
    schemas = FactSchemas({TYPE: schema})
    for resource in resources(derived(*WHOLE)).values():
        assert resource.facts.keys() == schema["properties"].keys()
        assert [schemas.problem(TYPE, fact, value) for fact, value in resource.facts.items()] == [None] * 6


def test_people_come_from_the_roster() -> None:
    found = resources(derived(*WHOLE))
    assert found["ann on crm"].facts["people"] == [{"person": "e1", "status": "active", "by": "roster"}]
    assert found["bob on news"].facts["people"] == []


def test_a_grant_over_two_classes_shows() -> None:
    found = resources(derived(*WHOLE))
    wide = [{"source": "web:group/crm", "classifications": ["general", "sensitive"]}]
    assert found["ann on crm"].facts["wide_grants"] == wide


def test_without_a_roster_nobody_knows_who_is_behind_an_account() -> None:
    events = derived(*WHOLE[:-1], targets=(WEB,))
    (found,) = (event for event in events if isinstance(event, Gap))
    assert (found.fact, found.reason) == ("people", GapReason.NOT_IN_SOURCE)
    assert "people" not in resources(events)["ann on crm"].facts


def test_a_broken_roster_is_no_empty_one() -> None:
    trouble = Gap("staff", "register.hr_roster", GapReason.MALFORMED, "line 3")
    events = derived(*WHOLE, trouble)
    (found,) = (event for event in events if isinstance(event, Gap))
    assert (found.fact, found.detail) == ("people", "staff roster: line 3")


@pytest.mark.parametrize(
    ("trouble", "blind"),
    [
        (gap("server.sudo_rule"), {"crm", "news"}),
        (gap("server.account"), {"crm", "news"}),
        (gap("server.privileged_program", scope="capabilities"), {"crm", "news"}),
        (gap("server.path"), {"crm", "news"}),
        (gap("server.path", resource="host:1/path/srv/crm"), {"crm"}),
        (gap("server.path", resource="host:1/path/srv/crm", fact="acl"), {"crm"}),
        (gap("server.path", fact="acl"), {"crm", "news"}),
        (gap("server.path", fact="files"), set()),
        (gap("server.path", resource="host:1/path/srv/logs"), set()),
        (gap("server.host"), set()),
    ],
)
def test_what_was_not_seen_makes_a_list_incomplete(trouble: Gap, blind: set[str]) -> None:
    events = derived(*WHOLE, trouble)
    assert {event.scope for event in events if isinstance(event, Gap)} == blind
    assert {event.scope for event in events if isinstance(event, Enumerated)} == {"crm", "news"} - blind
    assert "ann on news" in resources(events)


def test_a_resource_without_a_needed_fact_is_on_no_list() -> None:
    """Its gap says so; here the collector owes one."""
    broken = Resource("host:1/path/srv/crm", "server.path", "/srv/crm", "web", {"exists": True}, NOW)
    events = derived(broken, gap("server.path", resource=broken.id), NO_KEYS, *WHOLE[2:])
    assert "ann on crm" not in resources(events)
    assert {event.scope for event in events if isinstance(event, Gap)} == {"crm"}


def test_only_what_the_lists_need_is_asked_for() -> None:
    types = frozenset({"server.account", "server.path", "server.host"})
    more = wanted(FactRequest({"server.host": frozenset({"os"})}), WEB, types)
    assert more.types == {
        "server.host": {"os"},
        "server.account": NEEDS["server.account"] | {"system", "password", "runs"},
        "server.path": NEEDS["server.path"],
    }
    assert "server.account" not in wanted(FactRequest({}), Target("w", "ssh"), types).types


OTHERS = path("/srv/crm", "ann", "www-data")
WITH_SERVICE = (NO_KEYS, OTHERS, path("/srv/news"), account("ann"), person("e1", "ann"))


def key(name: str, comment: str) -> Resource:
    facts = {"account": name, "comment": comment}
    return Resource(f"host:1/key/{name}/{comment}", "server.authorized_key", name, "web", facts, NOW)


@pytest.mark.parametrize(
    ("facts", "keys", "state"),
    [
        ({"system": False}, (), "login"),
        ({"system": True}, (), "idle"),
        ({"system": True, "runs": ["nginx"]}, (), "service"),
        ({"system": True, "password": {"state": "set"}}, (), "login"),
        ({"system": True, "password": {"state": "empty"}}, (), "login"),
        ({"system": True, "password": {"state": "locked"}}, (), "idle"),
        ({"system": True, "runs": ["nginx"]}, (key("www-data", "x"),), "login"),
        ({"system": True}, (key("ann", "x"),), "idle"),
    ],
)
def test_what_an_account_is_there_for(facts: dict[str, Any], keys: tuple[Event, ...], state: str) -> None:
    found = resources(derived(*WITH_SERVICE, account("www-data", 33, **facts), *keys))
    assert found["www-data on crm"].facts["use"] == {"state": state, "runs": facts.get("runs", [])}


@pytest.mark.parametrize(
    ("trouble", "known"),
    [
        (gap("server.account", resource="host:1/account/www-data", fact="password"), {"ann"}),
        (gap("server.account", resource="host:1/account/www-data", fact="runs"), {"ann"}),
        (gap("server.account", fact="system"), set()),
        (gap("server.authorized_key"), {"ann"}),
    ],
)
def test_what_was_not_seen_of_an_account_is_no_idle_one(trouble: Gap, known: set[str]) -> None:
    """The list stays complete: who gets at the data is known, and less of what the account is for."""
    facts: dict[str, Any] = {"system": True, "password": {"state": "none"}, "runs": []}
    seen = {"ann": {"system": False}, "www-data": facts}
    for name, given in seen.items():
        if trouble.fact and trouble.resource in (None, f"host:1/account/{name}"):
            given.pop(trouble.fact)
    whole = [
        Resource(each.id, each.type, each.name, each.target, given | {"uid": 9, "groups": []}, NOW)
        for each, given in ((account(name), given) for name, given in seen.items())
    ]
    events = derived(trouble, *WITH_SERVICE[1:3], *WITH_SERVICE[4:], *whole)
    found = {name for name in seen if "use" in resources(events)[f"{name} on crm"].facts}
    assert found == known
    gaps = {each.resource: each for each in events if isinstance(each, Gap) and each.fact == "use"}
    assert gaps.keys() == {f"access:crm/host:1/account/{name}" for name in seen.keys() - known}
    assert Enumerated(TARGET, TYPE, 2, "crm") in events


def test_who_is_behind_an_account_is_unknown_while_its_keys_are() -> None:
    events = derived(gap("server.authorized_key"), *WITH_SERVICE[1:], account("www-data"))
    assert "people" not in resources(events)["www-data on crm"].facts
    assert resources(events)["ann on crm"].facts["people"][0]["person"] == "e1"


def test_comments_of_keys_say_nothing_of_who_knows_a_password() -> None:
    mine = key("www-data", "e1@laptop")
    closed = resources(derived(*WITH_SERVICE, mine, account("www-data")))
    assert closed["www-data on crm"].facts["people"] == [{"person": "e1", "status": "active", "by": "key"}]
    open_ = resources(derived(*WITH_SERVICE, mine, account("www-data", password={"state": "set"})))
    assert open_["www-data on crm"].facts["people"] == []


def test_a_mapping_that_cannot_be_read_leaves_nobody_known() -> None:
    trouble = Gap("staff", "register.account_owners", GapReason.MALFORMED, "line 3")
    (found,) = (event for event in derived(*WHOLE, trouble) if isinstance(event, Gap))
    assert (found.fact, found.detail) == ("people", "owners of accounts: line 3")
