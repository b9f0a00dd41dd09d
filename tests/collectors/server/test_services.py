"""What runs as an account of a made-up machine without anybody logging in."""

import pytest

from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import Scan, want

PASSWD = "".join(
    f"{name}:x:{uid}:{uid}::/:/bin/false\n"
    for uid, name in enumerate(("root", "web", "db", "mail", "timed", "old", "job", "spool", "one"))
)
SYSTEMD = "/usr/lib/systemd/system"
WANTS = "/etc/systemd/system/multi-user.target.wants"


@pytest.fixture
def host(machine: FakeMachine) -> FakeMachine:
    machine.write("/etc/passwd", PASSWD)
    machine.write("/proc/1/status", "Name:\tinit\nUid:\t0\t0\t0\t0\n")
    machine.write("/proc/20/status", "Name:\tnginx: worker\nUid:\t1\t1\t1\t1\n")
    machine.write("/proc/21/status", "Name:\tchild\nUid:\t0\t2\t0\t0\n")
    for unit, user in (("mail", "mail"), ("timed", "timed"), ("old", "old"), ("many@", "%i")):
        machine.write(f"{SYSTEMD}/{unit}.service", f"[Service]\nUser={user}\nExecStart=/bin/x\n")
    machine.write(f"{WANTS}/mail.service", "")
    machine.write(f"{WANTS}/many@one.service", "")
    machine.write(f"{SYSTEMD}/timers.target.wants/timed.timer", "")
    machine.write("/etc/cron.d/job", "# every day\nPATH=/bin\n0 5 * * * job /bin/x\n@daily root /bin/y\n")
    machine.write("/var/spool/cron/crontabs/spool", "0 5 * * * /bin/x\n", 0o600)
    return machine


def runs(found: Scan) -> dict[str, list[str]]:
    return {each.name: each.facts["runs"] for each in found.resources("account")}


def test_processes_units_and_jobs(host: FakeMachine) -> None:
    found = host.scan(want(account="runs"))
    assert runs(found) == {
        "root": ["cron"],
        "web": ["nginx: worker"],
        "db": ["child"],
        "mail": ["mail.service"],
        "timed": ["timed.service"],
        "old": [],
        "job": ["cron"],
        "spool": ["cron"],
        "one": ["many@one.service"],
    }
    assert found.gaps == []


def test_a_drop_in_changes_the_account_of_a_unit(host: FakeMachine) -> None:
    host.write("/etc/systemd/system/mail.service.d/own.conf", "[Service]\n User = old \n")
    assert runs(host.scan(want(account="runs")))["old"] == ["mail.service"]


@pytest.mark.parametrize("path", ["/proc/1/status", f"{SYSTEMD}/mail.service", "/etc/cron.d/job"])
def test_what_cannot_be_seen_leaves_no_account_without_a_service(path: str, host: FakeMachine) -> None:
    (host.root / path.removeprefix("/")).chmod(0o600)
    (host.root / "var/spool/cron/crontabs").chmod(0o755)
    found = host.scan(want(account="runs"), user=("nobody",))
    assert found.gap("account", "runs").reason is GapReason.DENIED


def test_crontabs_behind_a_closed_folder_are_not_taken_for_none(host: FakeMachine) -> None:
    (host.root / "var/spool/cron/crontabs").chmod(0o700)
    found = host.scan(want(account="runs"), user=("nobody",))
    assert "crontabs cannot be read" in found.gap("account", "runs").detail
