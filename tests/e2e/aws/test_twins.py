"""Each bad twin is found, no good one is, twice the same."""

import json
import re
from itertools import chain

from collectors.aws import AwsCollector
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.account import TRAPS
from tests.e2e.auditor import Auditor, Outcomes
from tests.e2e.aws.conftest import Calm, afterwards
from tests.e2e.bucket import BLOCK
from tests.e2e.conftest import Run, Workspace

GOOD = ("pass", "not_applicable")


def run(workspace: Workspace, auditor: Auditor) -> Run:
    """The command line, with the checks that the twins are about."""
    return workspace.scan(*chain.from_iterable(("--check", check) for check in sorted(auditor.checks)))


def without_times(scanned: Run) -> str:
    """The findings byte for byte, but for when things were seen."""
    text = json.dumps(scanned.report["findings"])
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "TIME", text)


def test_every_type_of_the_collector_has_twins() -> None:
    assert TRAPS.keys() == AwsCollector.types


def test_every_bad_twin_is_found_and_no_good_one(
    account: tuple[MotoServer, Outcomes],
    workspace: Workspace,
    auditor: Auditor,
    proxy: FaultProxy,
    calm: Calm,
) -> None:
    proxy.reset()
    expected = account[1]
    scanned = run(workspace, auditor)
    assert {(f["check"], f["subject"]["name"]): f["outcome"] for f in scanned.report["findings"]} == expected
    # One policy names somebody who cannot be told, so that the scan is incomplete.
    assert "unknown" in expected.values()
    assert scanned.code == 3
    assert {key: outcome for key, outcome in calm.outcomes.items() if outcome not in GOOD} == expected
    # Nothing was skipped: every check was decided on something.
    decided = {check for check, _ in calm.outcomes}
    assert decided == {check.id for check in auditor.selection().checks}
    again = run(workspace, auditor)
    assert without_times(again) == without_times(scanned)


def test_a_block_for_the_account_closes_what_is_public(
    account: tuple[MotoServer, Outcomes], auditor: Auditor, calm: Calm
) -> None:
    control = account[0].client("s3control")
    types = ("s3.account", "s3.bucket", "s3.access_point", "cloudtrail.trail")
    control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK)
    try:
        after = afterwards(auditor, calm, types)
    finally:
        control.delete_public_access_block(AccountId=ACCOUNT)
    closed = {
        "cloudtrail-bucket-closed",
        "s3-access-point-public-block",
        "s3-access-point-public-policy",
        "s3-account-public-access-block",
        "s3-public-access-block",
        "s3-public-acl",
        "s3-public-policy",
    }
    changed = {key for key, outcome in after.items() if outcome != calm.outcomes[key]}
    assert changed == {
        key for key, outcome in calm.outcomes.items() if key[0] in closed and outcome == "fail"
    }
    assert {after[key] for key in changed} == {"pass"}


def test_trails_for_many_regions_that_are_all_stopped_record_nothing(
    account: tuple[MotoServer, Outcomes], auditor: Auditor, calm: Calm
) -> None:
    trails = account[0].client("cloudtrail")
    running = [trap.name for trap in TRAPS["cloudtrail.trail"] if trap.name != "trail-stopped"]
    for name in running:
        trails.stop_logging(Name=name)
    try:
        after = afterwards(auditor, calm, ["cloudtrail.trail"])
    finally:
        for name in running:
            trails.start_logging(Name=name)
    assert after["cloudtrail-account-recorded", ACCOUNT] == "fail"
    assert calm.outcomes["cloudtrail-account-recorded", ACCOUNT] == "pass"
