"""Whole Debian servers, one as it should be and one full of faults, each seen by root and without root."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from scanner.model import Outcome
from tests.e2e import database
from tests.e2e.conftest import Run, Workspace
from tests.e2e.faulty_host import PLANTED, faulty_host
from tests.e2e.fleet import Host, clean_host
from tests.e2e.verdicts import KINDS, Verdicts, contradictions, verdicts

OWN_RULE = "audit ALL = (root) ALL"
UNAVOIDABLE = {
    # The auditor's right to everything is a finding also when it is ours.
    ("sudo-all-to-person", OWN_RULE),
    ("sudo-nopasswd-all", OWN_RULE),
    # The kernel keeps its mandatory access control for the machine itself.
    ("mac-enforced", "web1"),
}
UNDECIDABLE = {
    # An overlay hides the disk below it.
    ("host-disk-encryption", "web1"),
    ("path-mount-cipher", "/srv/customers"),
    ("path-mount-encrypted", "/srv/customers"),
    # Nobody has ever logged in with a terminal.
    ("account-dormant", "ann"),
    ("account-dormant", "audit"),
}
CLEAN_BUT_UNDECIDABLE = {
    # cron keeps no record of how a job ended.
    ("backup-recent", "web1"),
}
FAULTY_BUT_UNDECIDABLE = {
    ("account-dormant", "bob"),
    ("account-dormant", "guest"),
    # Whether an application purges cannot be seen.
    ("path-purge-job", "/srv/customers"),
}
# Settings that a kernel has only once, so that they are those of the machine.
OF_THE_MACHINE = {"sysctl-link-protection", "sysctl-setuid-dumps", "sysctl-address-space", "host-core-dumps"}

ROSTER = """\
person,accounts,status,left_on,role
e1,ann,active,,clerk
e2,bob,left,2026-01-31,
e3,audit,active,,auditor
"""
MATRIX = "role,person,account,dataset,rights\n,e3,,customers,administer\n"


@dataclass(frozen=True)
class Seen:
    """One scan: its report, and every verdict."""

    run: Run
    verdicts: Verdicts

    def names(self, outcome: str) -> set[tuple[str, str]]:
        """(check, name) with an outcome; what differs from host to host made equal."""
        found = (finding for finding in self.run.report["findings"] if finding["outcome"] == outcome)
        return {
            (each["check"], _made_equal(each["subject"]["name"]))
            for each in found
            if each["subject"]["type"].startswith(KINDS) and each["check"] not in OF_THE_MACHINE
        }


def _made_equal(name: str) -> str:
    return re.sub(r"^198\.18\.[\d.]+:5432$", "DB", re.sub(r"SHA256:\S+", "KEY", name))


def scan(workspace: Workspace, host: Host, **settings: Any) -> Seen:
    """The host and its database, with a dataset that lies in both."""
    registers = workspace.folder / "registers"
    registers.mkdir(exist_ok=True)
    (registers / "hr_roster.csv").write_text(ROSTER)
    (registers / "role_matrix.csv").write_text(MATRIX)
    workspace.env["AUDIT_PASSWORD"] = database.PASSWORD
    stores = [
        {"target": "web1", "path": "/srv/customers"},
        {"target": "db", "table": "shop.public.customers", "date_column": "created_at"},
    ]
    workspace.configure(
        targets=[
            {"id": "web1", "kind": "ssh", **host.settings, **settings},
            {"id": "db", "kind": "postgres", **host.database, "password_env": "AUDIT_PASSWORD"},
            {"id": "staff", "kind": "register", "folder": "registers"},
        ],
        datasets=[
            {
                "id": "customers",
                "classification": "sensitive",
                "retention_days": 365,
                "owner": "crm",
                "stores": stores,
            }
        ],
    )
    run = workspace.scan("--save-snapshot", "taken.zst")
    return Seen(run, verdicts(workspace.folder / "taken.zst"))


@dataclass(frozen=True)
class Views:
    """One host as root sees it, and as an account sees it that has no more rights than any other."""

    root: Seen
    account: Seen


def views(host: Host, factory: pytest.TempPathFactory) -> Views:
    workspace = Workspace(factory.mktemp(host.name))
    return Views(scan(workspace, host), scan(workspace, host, sudo=False))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    with clean_host() as host:
        yield views(host, tmp_path_factory)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    with faulty_host() as host:
        yield views(host, tmp_path_factory)


def test_a_clean_server_has_no_finding_but_the_unavoidable(clean: Views) -> None:
    assert clean.root.names("fail") == UNAVOIDABLE
    assert clean.root.names("unknown") == UNDECIDABLE | CLEAN_BUT_UNDECIDABLE


def test_every_planted_fault_is_found_and_nothing_else(faulty: Views) -> None:
    assert faulty.root.names("fail") == UNAVOIDABLE | PLANTED
    assert faulty.root.names("unknown") == UNDECIDABLE | FAULTY_BUT_UNDECIDABLE


@pytest.mark.parametrize("name", ["clean", "faulty"])
def test_without_root_everything_is_as_root_sees_it_or_unknown(
    name: str, request: pytest.FixtureRequest
) -> None:
    seen: Views = request.getfixturevalue(name)
    assert contradictions(seen.account.verdicts, seen.root.verdicts) == set()
    assert seen.account.run.code == 3
    # Much is undecided, much is not: the account does see what everybody may see.
    outcomes = list(seen.account.verdicts.values())
    assert outcomes.count(Outcome.UNKNOWN) > outcomes.count(Outcome.FAIL)
    assert outcomes.count(Outcome.PASS) > 60
