"""What account_owners.csv says of an account counts where checks ask whose it is; a broken one is unknown."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scanner.cli.policy import load
from scanner.model import Outcome, Resource
from scanner.policy_pack import Pack
from tests.records.judge import NOW, judge

ROSTER = (
    "person,department,role,status,accounts,left_on\n"
    "E1,sales,agent,active,ann;ben,\n"
    "E2,it,engineer,active,,\n"
    "E3,it,engineer,left,,2026-12-01\n"
)
OWNERS = (
    "account,system,person,service\n"
    "Deploy,,e2,pipeline\n"  # letters in any case
    "app-*,live,E2,\n"  # this target only
    "old-*,elsewhere,E2,\n"
    "ben,,E9,\n"  # goes before the roster, which knows him, but not E9
    "gone,,E3,\n"  # somebody, for whom checks of leavers ask
)
VERDICTS = {
    **dict.fromkeys(("ann", "deploy", "app-7", "gone"), Outcome.PASS),
    **dict.fromkeys(("ben", "old-7", "zoe"), Outcome.FAIL),
}
FACTS: Mapping[str, Mapping[str, Any]] = {
    "server.account": {"uid": 1001, "login_shell": True, "system": False},
    "iam.user": {
        "credentials": {
            "as_of": "2026-11-10T09:00:00Z",
            "password": {"enabled": True, "last_used": None, "last_changed": "2026-01-01T00:00:00Z"},
            "mfa": True,
            "keys": [],
        }
    },
}
CHECKS = {"server.account": "account-without-person", "iam.user": "iam-user-without-person"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load([])


def judged(folder: Path, pack: Pack, type_: str, owners: str | None) -> dict[str, Outcome]:
    one = replace(pack, checks={CHECKS[type_]: pack.checks[CHECKS[type_]]})
    live = [Resource(f"x:{name}", type_, name, "live", FACTS[type_], NOW) for name in VERDICTS]
    files = {"hr_roster.csv": ROSTER, **({"account_owners.csv": owners} if owners is not None else {})}
    found = judge(folder, one, files, live)
    return {evaluation.subject.name: evaluation.outcome for evaluation in found.evaluations}


@pytest.mark.parametrize("type_", list(CHECKS))
def test_an_account_is_of_whom_the_list_of_owners_says(tmp_path: Path, pack: Pack, type_: str) -> None:
    assert judged(tmp_path, pack, type_, OWNERS) == VERDICTS


@pytest.mark.parametrize("type_", list(CHECKS))
def test_without_the_list_the_roster_says(tmp_path: Path, pack: Pack, type_: str) -> None:
    found = judged(tmp_path, pack, type_, None)
    assert {name for name, outcome in found.items() if outcome is Outcome.PASS} == {"ann", "ben"}
    assert Outcome.UNKNOWN not in found.values()


@pytest.mark.parametrize("type_", list(CHECKS))
def test_a_list_that_cannot_be_read_leaves_all_unknown(tmp_path: Path, pack: Pack, type_: str) -> None:
    found = judged(tmp_path, pack, type_, OWNERS + "no person,,,\n")
    assert set(found.values()) == {Outcome.UNKNOWN}
