"""Who stands behind an account, and who says so."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.access.model import Kind, Principal
from scanner.access.people import Hints, People
from scanner.model import Resource
from tests.scanner.access.test_derive import NOW

ROSTER: dict[str, list[Any]] = {
    "person": ["E1", "E2", "E3", "E3"],
    "accounts": [["ann", "ann-*"], ["bob", "bob@shop.example"], ["cat"], ["cat"]],
    "status": ["active", "left", "left", "active"],
}


def table(type_: str, columns: dict[str, list[Any]]) -> Resource:
    return Resource(f"register:{type_}", f"register.{type_}", f"{type_}.csv", "staff", columns, NOW)


def owners(*rows: tuple[str, str | None, str]) -> Resource:
    accounts, systems, people = ([row[place] for row in rows] for place in range(3))
    return table("account_owners", {"account": accounts, "system": systems, "person": people})


def behind(login: str, *rows: tuple[str, str | None, str], **hints: Any) -> list[tuple[str, str]]:
    principal = Principal(Kind.SERVER_ACCOUNT, f"host:1/account/{login}", login, login, "web")
    found = People([table("hr_roster", ROSTER)], [owners(*rows)]).behind(principal, Hints(**hints))
    return [(each["person"], each["by"]) for each in found]


def test_the_roster_knows_names_in_any_case_and_patterns() -> None:
    assert behind("ANN") == behind("ann-laptop") == [("E1", "roster")]
    assert behind("eve") == []


def test_who_left_and_came_back_is_here() -> None:
    principal = Principal(Kind.POSTGRES_ROLE, "db/role/cat", "cat", "cat", "db")
    found = People([table("hr_roster", ROSTER)]).behind(principal)
    assert found == [{"person": "E3", "status": "active", "by": "roster"}]


def test_the_mapping_file_goes_before_everything() -> None:
    assert behind("bob", ("bob", None, "e1")) == [("E1", "mapping")]
    assert behind("eve", ("eve", None, "E1"), ("EVE", None, "E2")) == [("E1", "mapping"), ("E2", "mapping")]
    assert behind("x", ("host:1/account/X", None, "E1")) == [("E1", "mapping")]


def test_what_is_exact_goes_before_what_is_general() -> None:
    rows = (("*", None, "E1"), ("svc-*", None, "E2"), ("svc-shop", None, "E3"), ("svc-shop", "web", "E1"))
    assert behind("svc-shop", *rows) == [("E1", "mapping")]
    assert behind("svc-shop", *rows[:3]) == [("E3", "mapping")]
    assert behind("svc-mail", *rows) == [("E2", "mapping")]
    assert behind("svc-mail", ("svc-mail", "db", "E2")) == []


def test_a_mapping_to_nobody_of_the_roster_is_nobody() -> None:
    """Not the roster's own guess either: somebody wrote down whose it is, and that person is not there."""
    assert behind("bob", ("bob", None, "E9")) == []


@pytest.mark.parametrize(
    ("tags", "person"),
    [
        ({"Owner": "E1"}, "E1"),
        ({"staff-id": "e2"}, "E2"),
        ({"Email": "bob@shop.example"}, "E2"),
        ({"email": "ann@elsewhere.example"}, "E1"),
        ({"Owner": "E2", "person": "E1"}, "E1"),
        ({"owner": "the shop team"}, None),
        ({"owner": ""}, None),
        ({"cost-centre": "E1"}, None),
    ],
)
def test_tags(tags: dict[str, str], person: str | None) -> None:
    assert behind("deploy", tags=tags) == ([(person, "tag")] if person else [])


def test_comments_of_keys_count_when_all_of_them_are_known() -> None:
    assert behind("deploy", comments=["ann@laptop", "bob@shop.example"]) == [("E1", "key"), ("E2", "key")]
    assert behind("deploy", comments=["ann@laptop", "somebody@else"]) == []
    assert behind("deploy", comments=["ann@laptop", ""]) == []
    assert behind("deploy", comments=["ann's laptop"]) == []
    assert behind("bob", comments=["ann@laptop"]) == [("E2", "roster")]


@pytest.mark.parametrize("kind", [Kind.ANONYMOUS, Kind.CONDITIONAL, Kind.AWS_ACCOUNT, Kind.SERVICE])
def test_what_is_no_account_has_nobody_behind_it(kind: Kind) -> None:
    people = People([table("hr_roster", ROSTER)], [owners(("*", None, "E1"))])
    assert people.behind(Principal(kind, "ann", "ann", "ann")) == []


@given(st.dictionaries(st.text(), st.text()), st.lists(st.text()))
def test_whatever_an_account_says_names_people_of_the_roster_or_nobody(
    tags: dict[str, str], comments: list[str]
) -> None:
    assert {person for person, _ in behind("eve", tags=tags, comments=comments)} <= {"E1", "E2", "E3"}
