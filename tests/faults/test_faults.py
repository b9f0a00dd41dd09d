"""Whatever goes wrong: no false pass, no false fail, a gap that says why, and the rest complete."""

import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scanner.policy_pack import load_packs
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer
from tests.e2e.bucket import make_faulty_account
from tests.e2e.conftest import Run, Workspace, aws_target
from tests.e2e.estate import clean_server
from tests.e2e.twin import Twin
from tests.scanner.packs import write_check

Verdicts = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def account(moto: MotoServer) -> Iterator[FaultProxy]:
    """A proxy in front of an account with faults in it."""
    moto.reset()
    make_faulty_account(moto)
    with FaultProxy(moto.url) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def server() -> Iterator[Twin]:
    with clean_server() as twin:
        yield twin


@pytest.fixture(autouse=True)
def no_faults_left(account: FaultProxy) -> None:
    account.reset()


@cache
def of_s3() -> tuple[str, ...]:
    """Options for the checks of buckets and the account's settings: no other service is whole in the fake."""
    checks = load_packs([("policies", Path(__file__).parents[2] / "policies")]).checks.values()
    ids = [check.id for check in checks if check.resource in ("s3.bucket", "s3.account") and not check.needs]
    return tuple(option for id_ in ids for option in ("--check", id_))


def s3_scan(workspace: Workspace, account: FaultProxy, *faults: Fault, **settings: Any) -> Run:
    account.inject(*faults)
    workspace.configure(targets=[{**aws_target(account.url), **settings}])
    return workspace.scan("--fail-on", "low", *of_s3())


def ssh_scan(workspace: Workspace, server: Twin, **settings: Any) -> Run:
    """The server as it is now beside this machine, which has to be audited whatever happens."""
    given = {key: value for key, value in {**server.settings, **settings}.items() if value is not None}
    workspace.configure(targets=[{"id": "server", "kind": "ssh", **given}, {"id": "here", "kind": "local"}])
    return workspace.scan()


def failed(run: Run) -> set[tuple[str, str]]:
    return run.checks("fail")


def gaps(run: Run, target: str = "account") -> list[dict[str, Any]]:
    return [gap for gap in run.report["gaps"] if gap["target"] == target]


def passes(run: Run) -> int:
    count: int = run.report["coverage"]["outcomes"]["pass"]
    return count


@pytest.fixture(scope="module")
def undisturbed(account: FaultProxy, tmp_path_factory: pytest.TempPathFactory) -> Run:
    account.reset()
    return s3_scan(Workspace(tmp_path_factory.mktemp("undisturbed")), account)


# --- S3 ----------------------------------------------------------------------------------------------


def test_without_faults_the_account_is_decided(undisturbed: Run) -> None:
    assert undisturbed.code == 1
    assert gaps(undisturbed) == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(bucket="customers-eu", subresource="policy"), "denied"),
        (Fault(subresource="encryption"), "denied"),
        (Fault(status=501, code="NotImplemented"), "unsupported"),
        (Fault(subresource="publicAccessBlock"), "denied"),
        (Fault(subresource="acl", status=200, body=b"<html>a proxy says hello</html>"), "malformed"),
        (Fault(subresource="versioning", reset=True), "unreachable"),
        (Fault(), "denied"),
    ],
    ids=["one call of one bucket", "one operation", "501", "access block", "garbage", "reset", "everything"],
)
def test_a_failing_call_is_a_gap_and_never_a_verdict(
    workspace: Workspace, account: FaultProxy, undisturbed: Run, fault: Fault, reason: str
) -> None:
    run = s3_scan(workspace, account, replace(fault))
    assert run.code == 3
    assert {gap["reason"] for gap in gaps(run)} == {reason}
    assert failed(run) <= failed(undisturbed)
    assert passes(run) <= passes(undisturbed)
    lost = failed(undisturbed) - failed(run)
    unlisted = any(gap["resource"] is None and gap["fact"] is None for gap in gaps(run))
    assert unlisted or lost <= run.checks("unknown")


def test_one_denied_call_leaves_all_other_buckets_decided(workspace: Workspace, account: FaultProxy) -> None:
    run = s3_scan(workspace, account, Fault(bucket="customers-eu", subresource="versioning"))
    (gap,) = gaps(run)
    assert (gap["fact"], gap["resource"]) == ("versioning", "arn:aws:s3:::customers-eu")
    assert "s3:GetBucketVersioning" in gap["detail"]
    assert {name for _, name in run.checks("unknown")} == {"customers-eu"}
    assert ("s3-versioning", "forgotten") in failed(run)


def test_a_denied_listing_is_not_an_empty_account(workspace: Workspace, account: FaultProxy) -> None:
    run = s3_scan(workspace, account, Fault(bucket="", subresource=""))
    assert run.code == 3
    assert "s3:ListAllMyBuckets" in gaps(run)[0]["detail"]
    assert run.report["coverage"]["resources"].get("s3.bucket") is None
    assert len([1 for check, _ in run.checks("unknown") if check.startswith("s3-")]) > 10


def test_an_account_without_buckets_is_not_applicable(workspace: Workspace) -> None:
    with MotoServer(images=False) as empty:
        workspace.configure(targets=[aws_target(empty.url)])
        run = workspace.scan(*of_s3())
    assert gaps(run) == []
    assert run.checks("unknown") == set()
    assert {check for check, _ in failed(run)} == {"s3-account-public-access-block"}


def test_a_dataset_in_a_bucket_that_is_not_there_is_a_gap(workspace: Workspace, account: FaultProxy) -> None:
    workspace.configure(
        targets=[aws_target(account.url)],
        datasets=[
            {
                "id": "lost",
                "classification": "sensitive",
                "retention_days": 30,
                "owner": "crm",
                "stores": [{"target": "account", "bucket": "no-such-*"}],
            }
        ],
    )
    run = workspace.scan(*of_s3())
    assert run.code == 3
    assert "no bucket matches 'no-such-*'" in gaps(run)[0]["detail"]


def test_a_dataset_by_tag_is_unknown_where_tags_are_denied(workspace: Workspace, account: FaultProxy) -> None:
    """No bucket is said to be in no dataset when nobody could look, whatever checks there are."""
    workspace.configure(
        targets=[aws_target(account.url)],
        datasets=[
            {
                "id": "crm",
                "classification": "general",
                "retention_days": 30,
                "owner": "crm",
                "stores": [{"target": "account", "tag": {"key": "classification", "value": "general"}}],
            }
        ],
    )
    calm = workspace.scan("--check", "s3-in-dataset")
    in_none = {bucket for _, bucket in failed(calm)}
    assert in_none
    account.inject(Fault(subresource="tagging"))
    run = workspace.scan("--check", "s3-in-dataset")
    assert run.code == 3
    assert not failed(run)
    assert passes(run) == 0
    assert {gap["fact"] for gap in gaps(run)} == {"tags"}


def test_an_endpoint_that_is_not_there(workspace: Workspace) -> None:
    workspace.configure(targets=[aws_target("http://127.0.0.1:9")])
    run = workspace.scan()
    assert run.code == 3
    assert {gap["reason"] for gap in gaps(run)} == {"unreachable"}
    assert passes(run) == 0


# --- servers ------------------------------------------------------------------------------------------


def scribbled_known_hosts(server: Twin) -> str:
    text = (server.folder / "known_hosts").read_text()
    name, kind, _ = text.split()[:3]
    other = (server.folder / "client.pub").read_text().split()[1]
    (server.folder / "other_hosts").write_text(f"{name} {kind} {other}\n")
    return str(server.folder / "other_hosts")


Change = Callable[[Twin], dict[str, Any]]


@pytest.mark.parametrize(
    ("change", "reason", "detail"),
    [
        (lambda _: {"port": 9}, "unreachable", "127.0.0.1"),
        (lambda _: {"known_hosts": "/dev/null"}, "denied", "ssh-keyscan"),
        (lambda server: {"known_hosts": scribbled_known_hosts(server)}, "denied", "ssh-keygen -R"),
        (lambda server: {"key_file": str(server.folder / "host")}, "denied", "audit"),
    ],
    ids=["unreachable", "unknown host key", "changed host key", "wrong key"],
)
def test_a_server_that_cannot_be_entered(
    workspace: Workspace, server: Twin, change: Change, reason: str, detail: str
) -> None:
    run = ssh_scan(workspace, server, **change(server))
    assert run.code == 3
    assert {gap["reason"] for gap in gaps(run, "server")} == {reason}
    assert all(detail in gap["detail"] for gap in gaps(run, "server"))
    by_target = {target["id"]: target for target in run.report["targets"]}
    assert by_target["server"]["outcomes"]["pass"] == 0
    assert by_target["server"]["outcomes"]["fail"] == 0
    assert by_target["server"]["outcomes"]["unknown"] > 30
    assert by_target["here"]["outcomes"]["pass"] > 30


def test_without_root_what_needs_root_is_unknown(workspace: Workspace, server: Twin) -> None:
    run = ssh_scan(workspace, server, sudo=None)
    unknown = {check for check, _ in run.checks("unknown")}
    assert {"account-empty-password", "account-weak-password-hash"} <= unknown
    on_server = [item for item in run.report["findings"] if item["subject"]["target"] == "server"]
    assert not [
        item for item in on_server if item["check"].startswith("account-") and item["outcome"] == "fail"
    ]
    assert any(gap["reason"] == "denied" and gap["fact"] == "password" for gap in gaps(run, "server"))


def audited(workspace: Workspace, server: Twin, seconds: int = 100) -> Run:
    """The server alone, with a dataset on it; `seconds` for all of its answer."""
    store = {"target": "server", "path": "/srv/customers"}
    workspace.configure(
        targets=[{"id": "server", "kind": "ssh", **server.settings, "timeout_seconds": seconds}],
        datasets=[
            {
                "id": "customers",
                "classification": "sensitive",
                "retention_days": 365,
                "owner": "crm",
                "stores": [store],
            }
        ],
    )
    return workspace.scan()


@pytest.fixture(scope="module")
def healthy(server: Twin, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return audited(Workspace(tmp_path_factory.mktemp("healthy")), server)


STRANGE_NAMES = """\
cd /srv/customers
touch "$(printf 'a\\377b')" "$(printf 'a\\nb')"
chmod 600 a*
"""
NOISE = """\
ForceCommand sh -c 'echo "Welcome! 42 begin updates"; exec sh -c "$SSH_ORIGINAL_COMMAND"'
"""


@pytest.mark.parametrize(
    ("setup", "sshd"),
    [
        ("", NOISE),
        (STRANGE_NAMES, ""),
    ],
    ids=["a shell that talks", "names that are not UTF-8"],
)
def test_what_only_looks_strange_changes_no_verdict(
    workspace: Workspace, healthy: Run, setup: str, sshd: str
) -> None:
    with clean_server(setup, sshd) as server:
        run = audited(workspace, server)
    assert [gap["detail"] for gap in run.report["gaps"]] == [gap["detail"] for gap in healthy.report["gaps"]]
    assert failed(run) == failed(healthy)
    assert passes(run) == passes(healthy)


HANG = """\
printf '#!/bin/sh\\nexec sleep 600\\n' >/usr/local/bin/findmnt
chmod 755 /usr/local/bin/findmnt
"""
CUT = """\
ForceCommand sh -c 'sh -c "$SSH_ORIGINAL_COMMAND" | head -c 60000'
"""
UNSEARCHABLE = """\
chown audit /srv/customers
mkdir -p /srv/customers/2026/vault
chmod 0 /srv/customers/2026/vault
sed -i /NOPASSWD/d /etc/sudoers
"""


@pytest.mark.parametrize(
    ("setup", "sshd", "reason"),
    [
        (HANG, "", "timeout"),
        ("", CUT, "truncated"),
        ("rm /usr/bin/sudo\n", "", "denied"),
        (UNSEARCHABLE, "", "denied"),
        ("rm -f /usr/bin/getfacl\n", "", "tool_absent"),
        ("echo 'broken:line' >>/etc/passwd\n", "", "malformed"),
    ],
    ids=[
        "a hung command",
        "an answer cut off",
        "sudo absent",
        "a folder out of reach",
        "a tool absent",
        "a bad line",
    ],
)
def test_a_server_that_tells_only_a_part(
    workspace: Workspace, healthy: Run, setup: str, sshd: str, reason: str
) -> None:
    with clean_server(setup, sshd) as server:
        run = audited(workspace, server, 12 if setup == HANG else 100)
    assert run.code == 3
    assert reason in {gap["reason"] for gap in gaps(run, "server")}
    assert failed(run) - failed(healthy) == set()
    assert 0 < passes(run) <= passes(healthy)
    # Access lists are unknown as a whole then, not entry by entry.
    assert {check for check, _ in run.checks("unknown")} > {check for check, _ in healthy.checks("unknown")}


# --- policies -----------------------------------------------------------------------------------------


def host_check(folder: Path, name: str, body: str, **more: Any) -> None:
    write_check(folder, f"mine.{name}", body, resource="server.host", **more)


def test_a_policy_with_a_syntax_error_stops_before_anything_is_audited(workspace: Workspace) -> None:
    host_check(workspace.folder / "mine", "broken", 'deny contains {"msg": "x"} if input.facts.os.id == ==\n')
    run = workspace.scan("--policies", "mine")
    assert run.code == 2
    assert "mine/mine/broken/broken.rego:13:" in run.err
    assert run.report == {}


def test_a_runtime_error_is_unknown_for_that_check_alone(workspace: Workspace) -> None:
    body = 'deny contains {"msg": "x"} if to_number(input.facts.os.id) > 1\n'
    host_check(workspace.folder / "mine", "crashing", body, severity="low")
    run = workspace.scan("--policies", "mine")
    assert run.code == 3
    (finding,) = [item for item in run.report["findings"] if item["check"] == "crashing"]
    assert finding["outcome"] == "unknown"
    assert "the check is broken: mine/mine/crashing/crashing.rego:13:" in finding["message"]
    assert passes(run) > 30


def test_an_endless_policy_meets_its_deadline(workspace: Workspace) -> None:
    body = (
        'deny contains {"msg": input.facts.os.id} if {\n\tn := numbers.range(1, 1000000)\n'
        "\tcount([1 | some i in n; some j in n; i + j == 0]) > 0\n}\n"
    )
    host_check(workspace.folder / "mine", "endless", body)
    run = workspace.scan("--policies", "mine")
    assert run.code == 3
    (finding,) = [item for item in run.report["findings"] if item["check"] == "endless"]
    assert "deadline" in finding["message"]
    assert passes(run) > 30


def test_a_pack_cannot_redefine_a_built_in_check(workspace: Workspace) -> None:
    body = 'deny contains {"msg": "never"} if input.facts.permitrootlogin == "never"\n'
    write_check(
        workspace.folder / "mine", "least_privilege.sshd_root_login", body,
        id_="sshd-root-login", resource="server.sshd",
    )  # fmt: skip
    run = workspace.scan("--policies", "mine")
    assert run.code == 2
    assert "the check 'sshd-root-login' is already defined" in run.err
    (workspace.folder / "mine" / "pack.yaml").write_text("overrides: [sshd-root-login]\n")
    run = workspace.scan("--policies", "mine")
    assert run.code in (0, 1, 3)
    assert run.report["packs"][1]["overrides"] == ["sshd-root-login"]


# --- configuration and usage ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--config", "none.yaml"), "none.yaml: cannot be read"),
        (("--target", "nobody"), "--target nobody: there is no such target; there are this-machine"),
        (("--check", "sshd-rot-login"), "--check sshd-rot-login: there is no such check"),
        (("--format", "pdf"), "--format pdf: there is no such format; there are console, csv, github"),
        (("--fail-on", "severe"), "severe"),
        (("--engine", "opa"), "--engine opa needs --opa-url"),
        (("--policies", "nowhere"), "nowhere: not a folder of policies"),
        (("--snapshot", "none.zst"), "none.zst: cannot be read"),
        (("--snapshot", "a", "--save-snapshot", "b"), "exclude each other"),
        (("--output", "/proc/nowhere"), "/proc/nowhere: cannot be made"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_exit_2(
    workspace: Workspace, arguments: tuple[str, ...], message: str
) -> None:
    run = workspace.scan(*arguments)
    assert run.code == 2
    assert message in run.err
    assert "Traceback" not in run.err
    assert run.report == {}


def test_an_empty_inventory_audits_nothing_and_is_an_error(workspace: Workspace) -> None:
    workspace.configure(targets=[])
    run = workspace.scan()
    assert run.code == 2
    assert "audit.yaml:1: targets: must be a list of at least one target" in run.err


def test_a_report_that_cannot_be_written_is_not_half_written(workspace: Workspace) -> None:
    out = workspace.folder / "selfaudit-out"
    out.mkdir()
    (out / "report.html").symlink_to(workspace.folder / "victim")
    run = workspace.scan()
    assert run.code == 2
    assert "is a symlink" in run.err
    assert not (workspace.folder / "victim").exists()
    shutil.rmtree(out)


# --- stopping -----------------------------------------------------------------------------------------


def test_ctrl_c_reports_what_was_collected(workspace: Workspace, server: Twin) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        given = {**server.settings, "port": silent.getsockname()[1], "connect_timeout_seconds": 100}
        workspace.configure(
            targets=[{"id": "server", "kind": "ssh", **given}, {"id": "here", "kind": "local"}]
        )
        with workspace.start("scan") as process:
            assert process.stderr is not None
            for line in process.stderr:
                if "here: " in line and "collecting" not in line:
                    break
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
    run = workspace.ended(process.returncode)
    assert run.code == 3
    assert {gap["reason"] for gap in gaps(run, "server")} == {"cancelled"}
    assert passes(run) > 30
    assert run.report["verdict"].startswith("The scan was stopped before its end.")


def test_a_reader_that_goes_away_changes_nothing(workspace: Workspace) -> None:
    with workspace.start("scan") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert process.returncode in (0, 1, 3)
    assert "Traceback" not in errors
    assert workspace.ended(process.returncode).report["coverage"]["outcomes"]["pass"] > 30
