"""Checks of access lists against registers: what cannot be read makes its readers unknown, no others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scanner import access
from scanner.engines.regorus import RegorusEngine
from scanner.interfaces import Halt
from scanner.model import Enumerated, Event, Gap, GapReason, Resource
from scanner.pipeline import evaluate_snapshot
from scanner.policy_pack import Pack
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot
from tests.company.workspace import NOW

READ_BY = {
    "hr_roster": {"access-highly-sensitive", "access-role-matrix"},
    "role_matrix": {"access-role-matrix"},
    "access_grant_register": {"access-unauthorised"},
    "access_change_log": {"access-mover"},
    "training_register": {"access-untrained"},
    "partner_register": {"access-partner"},
}
ROWS: Mapping[str, Mapping[str, Any]] = {
    "hr_roster": {"person": "e1", "status": "active", "role": "agent", "accounts": ["ann"]},
    "role_matrix": {
        "role": "agent",
        "person": None,
        "account": None,
        "dataset": "crm",
        "classification": None,
        "rights": ["read"],
    },
    "access_grant_register": {
        "account": "ann",
        "person": "e1",
        "dataset": "crm",
        "rights": ["read"],
        "approved_on": "2026-01-05",
        "granted_on": "2026-01-05",
        "expires": None,
    },
    "access_change_log": {
        "person": "e1",
        "to_post": "agent",
        "effective_on": "2026-01-05T09:00:00Z",
        "rights_updated_at": "2026-01-05T10:00:00Z",
    },
    "training_register": {"person": "e1", "date": "2026-12-20", "attended": True, "course": "privacy"},
    "partner_register": {
        "partner": "Courier",
        "active": True,
        "data_access": True,
        "agreement_ref": "A-7",
        "signed_on": "2026-01-05",
        "valid_until": None,
        "authorised_accounts": ["ann"],
    },
}
ANN = {
    "principal": {"kind": "iam_user", "id": "arn:aws:iam::1:user/ann", "name": "ann", "login": "ann"},
    "rights": ["read"],
    "grants": [
        {
            "rights": ["read"],
            "stores": ["crm"],
            "store_type": "s3.bucket",
            "way": "group",
            "source": "x",
            "chain": ["ann is in the group crm"],
            "conditional": False,
        }
    ],
    "wide_grants": [],
    "people": [{"person": "e1", "status": "active", "by": "roster"}],
    "use": None,
}
CRM = {"ids": ["crm"], "classification": "highly_sensitive", "retention_days": 365, "owner": "crm"}
CHECKS = frozenset(check for checks in READ_BY.values() for check in checks)


def outcomes(pack: Pack, folder: Path, missing: str | None) -> dict[str, dict[str, int]]:
    """What each check says of ann, with one register that cannot be read."""
    types = tuple(f"register.{name}" for name in READ_BY)
    targets = (
        TargetInfo(access.TARGET, "derived", (access.TYPE,), {}),
        TargetInfo("staff", "register", types, {}),
    )
    events: list[Event] = [
        Resource("access:crm/ann", access.TYPE, "ann on crm", access.TARGET, ANN, NOW, dataset=CRM),
        Enumerated(access.TARGET, access.TYPE, 1, "crm"),
    ]
    for name, row in ROWS.items():
        type_ = f"register.{name}"
        if name == missing:
            events.append(Gap("staff", type_, GapReason.MALFORMED, f"{name}.csv: line 2"))
            continue
        columns = {column: [value] for column, value in {**row, "row_key": "1"}.items()}
        events.append(Resource(f"register:{name}", type_, f"{name}.csv", "staff", columns, NOW))
        events.append(Enumerated("staff", type_, 1))
    with (folder / "taken").open("wb") as handle:
        header = Header(
            "0", NOW, targets, has_datasets=True, parameters={"highly_sensitive_roles": ["agent"]}
        )
        with SnapshotWriter(handle, header) as writer:
            for event in events:
                writer.add(event)
    report = evaluate_snapshot(
        open_snapshot(folder / "taken"),
        pack,
        RegorusEngine(),
        Options(checks=CHECKS),
        lambda: NOW,
        Halt(),
        lambda _done, _total: None,
    )
    return {
        id_: {outcome.value: count for outcome, count in report.checks[id_].outcomes.items() if count}
        for id_ in CHECKS
    }


def test_with_all_registers_every_right_is_in_order(pack: Pack, tmp_path: Path) -> None:
    assert outcomes(pack, tmp_path, None) == {key: {"pass": 1} for key in CHECKS}


@pytest.mark.parametrize("missing", READ_BY)
def test_without_a_register_exactly_its_checks_are_unknown(pack: Pack, tmp_path: Path, missing: str) -> None:
    found = outcomes(pack, tmp_path, missing)
    assert {id_ for id_, outcome in found.items() if outcome == {"unknown": 1}} == READ_BY[missing]
    assert all(found[id_] == {"pass": 1} for id_ in CHECKS - READ_BY[missing])
