"""A small estate, audited from end to end: every planted fault is found, and nothing else."""

import stat
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from reports.json import schema
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.conformance.opa_rest import OpaRest
from tests.conformance.oracle import need_oracle
from tests.e2e.bucket import make_clean_account, make_faulty_account
from tests.e2e.conftest import Run, Workspace, aws_target
from tests.e2e.estate import clean_server, faulty_server
from tests.e2e.twin import Twin

ROSTER = """\
person,accounts,status,left_on,role
e1,ann,active,,clerk
e2,bob,left,2026-01-31,
e3,audit,active,,auditor
"""

ROLE_MATRIX = """\
role,person,account,dataset,rights
,e3,,customers,administer
"""

OWN_RULE = "audit ALL = (root) ALL"
UNAVOIDABLE = {
    # A namespace on a test machine has no audit system of its own, and its logs go nowhere.
    ("auditd-running", "HOST"),
    ("syslog-forwarded", "HOST"),
    # The account that audits uses sudo without a password: a finding, also when it is ours.
    ("sudo-nopasswd-all", OWN_RULE),
    ("sudo-all-to-person", OWN_RULE),
    # A bucket for logs has to end the chain somewhere.
    ("s3-access-logging", "logs"),
    # The emulated account does not keep MFA delete.
    ("s3-mfa-delete", "customers-eu"),
}
UNDECIDABLE = {
    # An overlay hides the disk below it.
    ("path-mount-encrypted", "/srv/customers"),
    ("host-disk-encryption", "HOST"),
    # Nobody has ever logged in to the test machine with a terminal.
    ("account-dormant", "ann"),
    ("account-dormant", "audit"),
    ("account-dormant", "bob"),
    ("account-dormant", "guest"),
    # auditctl is not installed.
    ("audit-rules-identity", "HOST"),
}
PLANTED_ON_SERVER = {
    ("account-empty-password", "guest"),
    ("account-extra-root", "toor"),
    ("account-leaver-active", "bob"),
    ("account-weak-password-hash", "bob"),
    ("account-without-person", "guest"),
    ("host-umask", "HOST"),
    ("logrotate-retention", "HOST"),
    ("path-acl-persons", "/srv/customers"),
    ("path-files-open", "/srv/customers"),
    ("path-others-read", "/srv/customers"),
    ("path-readers-authorised", "/srv/customers"),
    ("path-retention", "/srv/customers"),
    ("path-root-persons", "/srv/customers"),
    ("sshd-password-login", "HOST"),
    ("sshd-weak-ciphers", "HOST"),
    ("sshd-x11-forwarding", "HOST"),
    ("sudo-nopasswd-escape", "ann ALL = (ALL) /usr/bin/vi"),
}
PLANTED_IN_ACCOUNT = {
    ("s3-account-public-access-block", ACCOUNT),
    ("s3-customer-managed-key", "customers-eu"),
    ("s3-lifecycle-expiry", "customers-eu"),
    ("s3-public-access-block", "customers-eu"),
    ("s3-public-policy", "customers-eu"),
    ("s3-tls-only", "customers-eu"),
    ("s3-versioning", "customers-eu"),
}
# The emulated account does not encrypt new buckets; what is in no dataset counts as sensitive.
NEGLECTED_BUCKET = {
    "s3-abort-multipart",
    "s3-access-logging",
    "s3-customer-managed-key",
    "s3-default-encryption",
    "s3-in-dataset",
    "s3-ownership-enforced",
    "s3-public-access-block",
    "s3-tls-only",
    "s3-versioning",
}


# The fleet judges servers by every check, the account of twins AWS; this estate is about both in one scan.
JUDGED = NEGLECTED_BUCKET | {
    check for check, _ in UNAVOIDABLE | UNDECIDABLE | PLANTED_ON_SERVER | PLANTED_IN_ACCOUNT
}


def found(run: Run, outcome: str) -> set[tuple[str, str]]:
    """(check, name) of the findings with an outcome; HOST stands for the name of the server."""
    names = {"web1": "HOST"}
    return {(check, names.get(name, name)) for check, name in run.checks(outcome) if check in JUDGED}


def dataset(id_: str, classification: str, *stores: dict[str, str]) -> dict[str, Any]:
    return {
        "id": id_,
        "classification": classification,
        "retention_days": 365,
        "owner": "crm",
        "stores": list(stores),
    }


@pytest.fixture(scope="module")
def clean() -> Iterator[Twin]:
    with clean_server() as twin:
        yield twin


def estate(workspace: Workspace, twin: Twin, moto: MotoServer) -> Workspace:
    registers = workspace.folder / "registers"
    registers.mkdir(exist_ok=True)
    (registers / "hr_roster.csv").write_text(ROSTER)
    (registers / "role_matrix.csv").write_text(ROLE_MATRIX)
    workspace.configure(
        targets=[
            {"id": "server", "kind": "ssh", "labels": {"owner": "ops"}, **twin.settings},
            aws_target(moto.url),
            {"id": "staff", "kind": "register", "folder": "registers"},
        ],
        datasets=[
            dataset(
                "customers",
                "sensitive",
                {"target": "server", "path": "/srv/customers"},
                {"target": "account", "bucket": "customers-*"},
            ),
            dataset("access-logs", "general", {"target": "account", "bucket": "logs"}),
        ],
    )
    return workspace


@pytest.fixture(scope="module")
def faulty_run(tmp_path_factory: pytest.TempPathFactory, moto: MotoServer) -> tuple[Workspace, Run]:
    """One scan of the faulty estate, its snapshot kept."""
    moto.reset()
    make_faulty_account(moto)
    workspace = Workspace(tmp_path_factory.mktemp("faulty"))
    with faulty_server() as twin:
        return workspace, estate(workspace, twin, moto).scan("--save-snapshot", "taken.zst")


def test_a_clean_estate_has_no_findings_but_the_unavoidable(
    workspace: Workspace, clean: Twin, moto: MotoServer
) -> None:
    moto.reset()
    make_clean_account(moto)
    run = estate(workspace, clean, moto).scan()
    assert found(run, "fail") == UNAVOIDABLE
    assert found(run, "unknown") <= UNDECIDABLE
    assert run.code == 3  # disk encryption is critical for a sensitive dataset, and out of sight


def test_every_planted_fault_is_found_and_nothing_else(faulty_run: tuple[Workspace, Run]) -> None:
    _, run = faulty_run
    failed = found(run, "fail") - UNAVOIDABLE
    neglected = {check for check, name in failed if name == "forgotten"}
    assert {item for item in failed if item[1] != "forgotten"} == PLANTED_ON_SERVER | PLANTED_IN_ACCOUNT
    assert neglected == NEGLECTED_BUCKET
    assert found(run, "unknown") <= UNDECIDABLE
    assert run.code == 3


def test_a_fault_comes_with_facts_remediation_and_controls(faulty_run: tuple[Workspace, Run]) -> None:
    _, run = faulty_run
    (finding,) = [item for item in run.report["findings"] if item["check"] == "path-retention"]
    assert "they may be kept for 365 days" in finding["message"]
    assert finding["evidence"]["files"]["count"] == 1
    assert finding["evidence"]["dataset"]["owner"] == "crm"
    assert finding["subject"]["labels"] == {"owner": "ops"}
    assert "ret-expiry-destroyed" in finding["controls"]
    check = run.report["checks"]["path-retention"]
    assert check["remediation"]
    assert check["references"]


def test_the_report_is_valid_private_and_adds_up(faulty_run: tuple[Workspace, Run]) -> None:
    workspace, run = faulty_run
    jsonschema.validate(run.report, schema())
    for name in ("report.json", "report.html"):
        path = workspace.folder / "selfaudit-out" / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    outcomes = run.report["coverage"]["outcomes"]
    for part in (run.report["targets"], list(run.report["checks"].values())):
        for outcome, total in outcomes.items():
            assert sum(item["outcomes"][outcome] for item in part) == total
    assert "add up" not in run.out


def test_no_secret_of_the_server_comes_home(faulty_run: tuple[Workspace, Run]) -> None:
    workspace, _ = faulty_run
    import zstandard

    raw = (workspace.folder / "taken.zst").read_bytes()
    text = zstandard.ZstdDecompressor().stream_reader(raw).read().decode()
    text += (workspace.folder / "selfaudit-out" / "report.json").read_text()
    for secret in ("CV6iOJjtKbyXeTjlkXOMj1", "X3DX6M94c7o", "BEGIN OPENSSH", "AKIAAUDIT", "a.csv"):
        assert secret not in text


def test_a_snapshot_is_evaluated_again_to_the_same_findings(faulty_run: tuple[Workspace, Run]) -> None:
    workspace, first = faulty_run
    again = workspace.scan("--snapshot", "taken.zst")
    assert again.report["findings"] == first.report["findings"]
    assert again.code == first.code


def test_filters_narrow_the_scan_and_say_so(faulty_run: tuple[Workspace, Run]) -> None:
    workspace, _ = faulty_run
    run = workspace.scan("--snapshot", "taken.zst", "--target", "account", "--check", "s3-versioning")
    assert {name for _, name in run.checks("fail")} == {"customers-eu", "forgotten"}
    assert run.report["filters"] == {"check": ["s3-versioning"], "target": ["account"]}


def test_a_join_works_for_one_selected_target(workspace: Workspace, clean: Twin, moto: MotoServer) -> None:
    estate(workspace, clean, moto)
    (workspace.folder / "registers" / "hr_roster.csv").write_text(
        ROSTER.replace("e3,audit,active,,auditor", "e3,audit,left,2026-01-31,auditor")
    )
    run = workspace.scan("--target", "server", "--check", "account-leaver-active")
    assert run.checks("fail") == {("account-leaver-active", "audit")}
    assert run.code == 1


def test_a_snapshot_of_chosen_targets_does_not_look_like_one_of_all(
    workspace: Workspace, clean: Twin, moto: MotoServer
) -> None:
    estate(workspace, clean, moto).scan("--target", "account", "--save-snapshot", "part.zst")
    run = workspace.scan("--snapshot", "part.zst")
    assert "server" not in {target["id"] for target in run.report["targets"]}
    assert run.report["warnings"] == [
        "target 'server' was left out with --target when the snapshot was taken",
        "target 'staff' was left out with --target when the snapshot was taken",
    ]
    not_assessed = run.report["coverage"]["not_assessed"]
    assert not_assessed["sshd-root-login"] == "no audited target can have server.sshd"


def test_the_threshold_decides_about_failure(faulty_run: tuple[Workspace, Run]) -> None:
    workspace, _ = faulty_run
    arguments = ("--snapshot", "taken.zst", "--check", "s3-versioning")
    assert workspace.scan(*arguments).code == 0
    assert workspace.scan(*arguments, "--fail-on", "medium").code == 1


def test_the_opa_engine_gives_the_same_report(faulty_run: tuple[Workspace, Run]) -> None:
    need_oracle()
    workspace, first = faulty_run
    with OpaRest(token="s3cret") as server:
        workspace.env["SELFAUDIT_OPA_TOKEN"] = "s3cret"
        run = workspace.scan("--snapshot", "taken.zst", "--engine", "opa", "--opa-url", server.url)
    assert run.report["findings"] == first.report["findings"]
    assert run.report["engine"] == "OPA server"
    assert run.code == first.code


def test_an_opa_server_that_is_gone_decides_nothing(faulty_run: tuple[Workspace, Run]) -> None:
    workspace, _ = faulty_run
    run = workspace.scan("--snapshot", "taken.zst", "--engine", "opa", "--opa-url", "http://127.0.0.1:9")
    assert run.code == 3
    assert "the policy engine failed, so nothing was decided" in run.err
    assert run.report == {}
