"""A small estate, audited from end to end: every planted fault is found, and nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reports.json import schema
from tests.collectors.aws.moto_server import MotoServer
from tests.e2e.bucket import make_clean_account, make_faulty_account
from tests.e2e.conftest import Workspace, aws_target
from tests.e2e.estate import clean_server, faulty_server
from tests.e2e.twin import Twin

ROSTER = """\
person,accounts,status,left_on
e1,ann,active,
e2,bob,left,2026-01-31
e3,audit,active,
"""

# What a namespace on a test machine cannot have: the audit system and a log server belong to the kernel and
# the network; and the account that audits uses sudo without a password, which is a finding, also when it is ours.
EVERYWHERE = {
    ("auditd-running", "audit"),
    ("sudo-nopasswd-all", "audit: ALL"),
    ("syslog-forwarded", "log policy"),
}
PLANTED_ON_SERVER = {
    ("sshd-password-login", "sshd"),
    ("sshd-weak-ciphers", "sshd"),
    ("sshd-x11-forwarding", "sshd"),
    ("account-extra-root", "toor"),
    ("account-leaver-active", "bob"),
    ("account-weak-password-hash", "bob"),
    ("account-empty-password", "guest"),
}


@pytest.fixture(scope="module")
def clean() -> Iterator[Twin]:
    with clean_server() as twin:
        yield twin


@pytest.fixture(scope="module")
def faulty() -> Iterator[Twin]:
    with faulty_server() as twin:
        yield twin


def configure(workspace: Workspace, twin: Twin, moto: MotoServer) -> None:
    registers = workspace.folder / "registers"
    registers.mkdir(exist_ok=True)
    (registers / "hr_roster.csv").write_text(ROSTER)
    stores: list[dict[str, Any]] = [
        {"target": "server", "path": "/srv/customers"},
        {"target": "account", "bucket": "customers-*"},
    ]
    dataset = {
        "id": "customers",
        "classification": "sensitive",
        "retention_days": 365,
        "owner": "crm",
        "stores": stores,
    }
    workspace.configure(
        targets=[
            {"id": "server", "kind": "ssh", **twin.settings},
            aws_target(moto.url),
            {"id": "staff", "kind": "register", "folder": "registers"},
        ],
        datasets=[dataset],
    )


def test_print(workspace: Workspace, clean: Twin, faulty: Twin, moto: MotoServer) -> None:
    for twin, make in ((clean, make_clean_account), (faulty, make_faulty_account)):
        moto.reset()
        make(moto)
        configure(workspace, twin, moto)
        run = workspace.scan()
        print(run.code, run.err)
        for f in run.report["findings"]:
            print(f["outcome"], f["check"], f["subject"]["name"], "|", f["message"])
        print(run.report["gaps"])
