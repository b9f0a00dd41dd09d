"""doctor, probe and the installed probe on a real server with a real sudo."""

import re
import subprocess
from pathlib import Path
from typing import Any

import paramiko
import pytest
import yaml

from tests.e2e.conftest import Run, Workspace
from tests.e2e.estate import SETUP, SUDOERS, clean_files
from tests.e2e.test_scan import found
from tests.e2e.twin import Twin
from tests.needs import need_root

PROBE = "/usr/local/sbin/selfaudit-probe"
DATASET = {"id": "customers", "classification": "sensitive", "retention_days": 730, "owner": "crm"}
ALMIGHTY = {(check, "audit ALL = (root) ALL") for check in ("sudo-nopasswd-all", "sudo-all-to-person")}
NO_RIGHTS = SUDOERS.replace("audit ALL=(root) NOPASSWD: ALL\n", "")
ROOTS_OWN = "needs root", "sudo -n refused"


def server(sudoers: str, probe: str = "", setup: str = "") -> Twin:
    """A server whose account `audit` has the rights in this text."""
    files = {**clean_files(), "/etc/sudoers": sudoers}
    if probe:
        files[PROBE] = probe
        setup = f"chmod 755 {PROBE}; chown root:root {PROBE}; {setup}"
    return Twin("web1", files, f"{SETUP}\n{setup}\n")


def configure(workspace: Workspace, twin: Twin, *paths: str, **settings: Any) -> None:
    """One target, with a dataset when there are paths."""
    plain = {key: value for key, value in twin.settings.items() if key != "sudo"}
    stores = [{"target": "web1", "path": path} for path in paths]
    workspace.configure(
        targets=[{"id": "web1", "kind": "ssh", **plain, **settings}],
        datasets=[{**DATASET, "stores": stores}] if stores else [],
    )


def sudoers_of(doctor: Run) -> str:
    """The lines to paste, as doctor prints them."""
    (lines,) = re.findall(r"^(Defaults!.*?\$)$", doctor.out, re.MULTILINE | re.DOTALL)
    return f"{NO_RIGHTS}{lines}\n"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The probe and the sudoers lines for a server with /srv/customers, as the command line prints them."""
    workspace = Workspace(tmp_path_factory.mktemp("printed"))
    with server(NO_RIGHTS) as twin:
        configure(workspace, twin, "/srv/customers")
        doctor = workspace.run("doctor")
        assert doctor.code == 3
        assert re.search(r"server\.account +access denied +\d+ +password", doctor.out)
        assert "needs root; selfaudit doctor tells how to allow just that" in doctor.out
        assert "may do everything" not in doctor.out
        assert f"installed_probe: {PROBE}" in doctor.out
        probe = workspace.run("probe", "--print", "--installed", "--target", "web1")
    assert probe.code == 0
    return probe.out, sudoers_of(doctor)


def test_with_what_doctor_prints_the_account_sees_all_and_may_do_nothing_else(
    workspace: Workspace, printed: tuple[str, str], tmp_path: Path
) -> None:
    probe, sudoers = printed
    check = tmp_path / "sudoers"
    check.write_text(sudoers)
    check.chmod(0o440)
    subprocess.run(["visudo", "-cf", str(check)], check=True, capture_output=True)
    with server(SUDOERS) as twin:
        configure(workspace, twin, "/srv/customers", sudo=True)
        almighty = workspace.scan()
    with server(sudoers, probe) as twin:
        configure(workspace, twin, "/srv/customers", installed_probe=PROBE)
        doctor = workspace.run("doctor", "--target", "web1")
        run = workspace.scan()
        refused = [ssh(twin, f"sudo -n {words}") for words in ATTACKS]
    assert not [mark for mark in ROOTS_OWN if mark in doctor.out]
    assert "Install the probe" not in doctor.out
    assert found(run, "unknown") == found(almighty, "unknown")
    # The rule for the probe is no finding; the one for everything is.
    assert found(run, "fail") == found(almighty, "fail") - ALMIGHTY
    assert found(almighty, "fail") >= ALMIGHTY
    assert run.report["coverage"]["resources"]["server.sudo_rule"] == 3
    assert refused == [(1, "")] * len(ATTACKS)


NONCE = "0" * 64
ATTACKS = (
    "id",
    "sh -s",
    f"sh {PROBE}",
    PROBE,
    f"{PROBE} {NONCE}",
    f"{PROBE} {NONCE} 'identity-00000000; id'",
    f"{PROBE} {NONCE} '../../bin/sh'",
    f"BASH_ENV=/tmp/x {PROBE} {NONCE} identity-00000000",
    f"-E PS4=x SHELLOPTS=xtrace {PROBE} {NONCE} identity-00000000",
    f"-u nobody {PROBE} {NONCE} identity-00000000",
    f"{PROBE}/../selfaudit-probe2 {NONCE} identity-00000000",
    f"-e {PROBE}",
)


def ssh(twin: Twin, command: str) -> tuple[int, str]:
    """Status and output of one command on the server, as the account that audits."""
    settings = twin.settings
    with paramiko.SSHClient() as client:
        client.load_host_keys(settings["known_hosts"])
        client.connect(
            settings["host"],
            settings["port"],
            settings["user"],
            key_filename=settings["key_file"],
            allow_agent=False,
            look_for_keys=False,
        )
        stdin, stdout, _ = client.exec_command(command, timeout=60)
        stdin.close()
        text = stdout.read().decode()
        return stdout.channel.recv_exit_status(), text


@pytest.mark.parametrize(
    ("setup", "why"),
    [
        (f"echo '# changed' >> {PROBE}", "a password is required"),
        (f"rm {PROBE}", f"{PROBE} does not exist"),
    ],
    ids=["changed", "missing"],
)
def test_a_probe_that_is_not_the_one_in_sudoers_is_a_gap_with_the_way_out(
    workspace: Workspace, printed: tuple[str, str], setup: str, why: str
) -> None:
    probe, sudoers = printed
    with server(sudoers, probe, setup) as twin:
        configure(workspace, twin, "/srv/customers", installed_probe=PROBE)
        run = workspace.scan()
        doctor = workspace.run("doctor")
    assert (run.code, doctor.code) == (3, 3)
    (gap,) = [gap for gap in run.report["gaps"] if gap["type"] == "server.sudo_rule"]
    assert gap["reason"] == "denied"
    assert f"sudo -n refused: {PROBE}: " in gap["detail"]
    assert why in gap["detail"]
    # Nothing knows the name of this server, which sudo remarks first.
    assert "unable to resolve" not in gap["detail"]
    assert "selfaudit doctor --target web1 prints what to install" in gap["detail"]
    # What the account may see by itself is still seen.
    assert run.report["coverage"]["resources"]["server.account"] == 6
    assert sudoers_of(doctor) == sudoers


def test_a_probe_made_before_a_dataset_was_added_is_too_old_for_it_alone(
    workspace: Workspace, printed: tuple[str, str]
) -> None:
    probe, sudoers = printed
    with server(sudoers, probe) as twin:
        configure(workspace, twin, "/srv/customers", "/etc/ssh", installed_probe=PROBE)
        doctor = workspace.run("doctor")
        run = workspace.scan()
    assert doctor.code == 3
    assert "the installed probe is of another version or configuration" in doctor.out
    assert "Install the probe" in doctor.out
    assert sudoers_of(doctor) != sudoers
    old = [gap for gap in run.report["gaps"] if "another version" in gap["detail"]]
    assert {gap["resource"].rpartition("/path")[2] for gap in old if gap["type"] == "server.path"} == {
        "/etc/ssh"
    }
    assert not {"server.account", "server.sudo_rule", "server.sshd"} & {gap["type"] for gap in old}


def test_a_password_free_root_shell_is_said_to_be_a_finding(workspace: Workspace) -> None:
    with server(SUDOERS) as twin:
        configure(workspace, twin, sudo=True)
        doctor = workspace.run("doctor")
    assert "'audit' may do everything as root without a password" in doctor.out
    assert "sudo-nopasswd-all" in doctor.out
    assert sudoers_of(doctor).count("sha256:") == 1


@pytest.mark.parametrize("rule", ["/bin/sh, /usr/bin/sh", "/bin/sh -s, /usr/bin/sh -s"])
def test_the_shell_that_sudo_true_needs_is_a_finding_too(workspace: Workspace, rule: str) -> None:
    with server(f"{NO_RIGHTS}audit ALL=(root) NOPASSWD: {rule}\n") as twin:
        configure(workspace, twin, sudo=True)
        run = workspace.scan("--check", "sudo-nopasswd-escape")
        doctor = workspace.run("doctor")
    assert {check for check, _ in found(run, "fail")} == {"sudo-nopasswd-escape"}
    assert "'audit' may do everything as root without a password" in doctor.out


def test_doctor_says_how_to_accept_a_host_key_and_gives_no_advice_on_root(workspace: Workspace) -> None:
    with server(NO_RIGHTS) as twin:
        configure(workspace, twin, known_hosts="/dev/null")
        doctor = workspace.run("doctor")
    assert doctor.code == 3
    assert "ssh-keyscan -p" in doctor.out
    assert "Install the probe" not in doctor.out


def test_gaps_of_any_collector_stand_in_the_same_table(workspace: Workspace) -> None:
    registers = workspace.folder / "registers"
    registers.mkdir()
    (registers / "hr_roster.csv").write_text("person,accounts,status,left_on\ne1,ann,gone,\n")
    with server(SUDOERS) as twin:
        configure(workspace, twin, sudo=True)
        document = yaml.safe_load((workspace.folder / "audit.yaml").read_text())
        document["targets"].append({"id": "staff", "kind": "register", "folder": "registers"})
        workspace.configure(**document)
        doctor = workspace.run("doctor")
    assert doctor.code == 3
    assert re.search(r"^register\.hr_roster +reply not understood +\d+ +", doctor.out, re.MULTILINE)
    assert "hr_roster.csv" in doctor.out


def test_a_target_that_does_not_exist_is_a_usage_error(workspace: Workspace) -> None:
    doctor = workspace.run("doctor", "--target", "nobody")
    assert doctor.code == 2
    assert "there is no such target" in doctor.err


def test_probe_prints_what_runs(workspace: Workspace) -> None:
    need_root("dash", "bash", "busybox")
    first = workspace.run("probe", "--print")
    assert first.code == 0
    assert "NONCE=RANDOM_FOR_EACH_SCAN\n" in first.out
    assert first.out == workspace.run("probe", "--print", "--target", "this-machine").out
    for shell in (["dash"], ["bash"], ["busybox", "sh"]):
        subprocess.run([*shell, "-n"], input=first.out, text=True, check=True)
    assert workspace.run("probe").code == 2
    unknown = workspace.run("probe", "--print", "--target", "db9")
    assert unknown.code == 2
    assert "name one server; there are this-machine" in unknown.err


def test_what_is_printed_is_what_is_sent(workspace: Workspace) -> None:
    """A login shell that keeps what it is given before it runs it."""
    keep = '#!/bin/sh\\n[ "$2" = "exec sh -s" ] || exec sh "$@"\\ntee /srv/kept/sent | sh -s\\n'
    setup = (
        f"printf '{keep}' > /bin/keeping; chmod 755 /bin/keeping; mkdir /srv/kept; chmod 777 /srv/kept\n"
        "sed -i '/^audit:/s,/bin/bash,/bin/keeping,' /etc/passwd"
    )
    with server(NO_RIGHTS, "", setup) as twin:
        configure(workspace, twin, "/srv/customers")
        workspace.scan()
        printed = workspace.run("probe", "--print", "--target", "web1").out
        sent = ssh(twin, "cat /srv/kept/sent")[1]
    assert len(printed) > 10_000
    assert re.sub(r"^NONCE=[0-9a-f]{64}$", "NONCE=RANDOM_FOR_EACH_SCAN", sent, flags=re.MULTILINE) == printed
