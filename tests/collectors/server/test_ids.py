"""Intrusion detection of a made-up machine; what the tools say was said by real ones."""

from pathlib import Path
from typing import Any

import pytest

from collectors.server.facts.ids import _seconds
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

RECORDED = Path(__file__).parent / "recorded" / "debian"
NOTHING: dict[str, Any] = {"installed": False, "database": None, "schedule": [], "paths": []}


def facts(machine: FakeMachine, names: str, *paths: str) -> Any:
    return machine.scan(want(intrusion_detection=names), *paths).one("intrusion_detection").facts


def test_a_bare_machine(machine: FakeMachine) -> None:
    machine.write("/sys/empty", "")
    assert facts(machine, "") == {
        "agents": [],
        "scanners": {"tripwire": False, "rkhunter": False, "chkrootkit": False},
        "fail2ban": {"installed": False, "running": False, "jails": []},
        "aide": NOTHING,
        "apparmor": {"enabled": False, "profiles": {"enforce": 0, "complain": 0, "unconfined": 0}},
        "selinux": {"mode": "disabled", "configured": None, "policy": None},
        "clamav": {"installed": False, "daemon_running": False, "updater_running": False, "databases": []},
    }


def test_agents_that_run_and_one_that_does_not(machine: FakeMachine) -> None:
    machine.tool("falco")
    machine.process("Suricata-Main", 70)
    machine.process("AliYunDun", 71)
    machine.process("AliYunDunMonito", 72)
    machine.write("/var/lib/suricata/rules/suricata.rules", "alert\n")
    found = {agent["name"]: agent for agent in facts(machine, "agents")["agents"]}
    assert {name: agent["running"] for name, agent in found.items()} == {
        "aliyun": True,
        "falco": False,
        "suricata": True,
    }
    assert (found["suricata"]["kind"], found["falco"]["kind"]) == ("network", "host")
    assert found["suricata"]["rules_updated"].startswith("20")
    assert found["falco"]["rules_updated"] is None


WAZUH = """<ossec_config>
  <client>
    <!-- <address>old.example</address> -->
    <server>
      <address>{}</address>
    </server>
  </client>
</ossec_config>
"""


@pytest.mark.parametrize(
    ("address", "state", "manager"),
    [
        ("MANAGER_IP", None, "none"),
        ("", None, "none"),
        ("siem.example", None, "configured"),
        ("siem.example", "connected", "connected"),
        ("siem.example", "pending", "disconnected"),
    ],
)
def test_a_wazuh_agent_and_its_manager(
    machine: FakeMachine, address: str, state: str | None, manager: str
) -> None:
    machine.write("/var/ossec/etc/ossec.conf", WAZUH.format(address))
    if state:
        machine.write("/var/ossec/var/run/wazuh-agentd.state", f"# state\nstatus='{state}'\n")
    machine.process("wazuh-agentd")
    (agent,) = facts(machine, "agents")["agents"]
    assert (agent["name"], agent["running"], agent["manager"]) == ("wazuh", True, manager)


def test_a_wazuh_configuration_out_of_reach(machine: FakeMachine) -> None:
    machine.write("/var/ossec/etc/ossec.conf", WAZUH.format("x"), 0o640)
    found = machine.scan(want(intrusion_detection="agents"), user=("nobody",))
    assert found.gap("intrusion_detection", "agents").reason is GapReason.DENIED


def test_jails_from_the_reader_of_fail2ban(machine: FakeMachine) -> None:
    machine.write("/etc/fail2ban/jail.conf", "")
    machine.tool("fail2ban-client", (RECORDED / "fail2ban-dump.txt").read_text())
    machine.process("fail2ban-server")
    assert facts(machine, "fail2ban")["fail2ban"] == {
        "installed": True,
        "running": True,
        "jails": [
            {"name": "mysshd", "ssh": True, "max_retry": 5, "find_seconds": 600, "ban_seconds": -1},
            {"name": "recidive", "ssh": False, "max_retry": 5, "find_seconds": 86400, "ban_seconds": 604800},
            # jail.local counts more than jail.d/*.conf.
            {"name": "sshd", "ssh": True, "max_retry": 4, "find_seconds": 86400, "ban_seconds": 3600},
        ],
    }


def test_fail2ban_that_cannot_read_its_configuration(machine: FakeMachine) -> None:
    machine.write("/etc/fail2ban/jail.local", "broken = [\n", 0o600)
    machine.tool("fail2ban-client", "x fail2ban [1]: ERROR File contains no section headers.\n", 255)
    found = machine.scan(want(intrusion_detection="fail2ban")).gap("intrusion_detection", "fail2ban")
    assert found.reason is GapReason.UNSUPPORTED
    assert "no section headers" in found.detail
    denied = machine.scan(want(intrusion_detection="fail2ban"), user=("nobody",))
    assert denied.gap("intrusion_detection", "fail2ban").reason is GapReason.DENIED


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("600", 600),
        ("10m", 600),
        ("1d 12h", 129600),
        ("1mo", 2629800),
        ("-1", -1),
        ("2 weeks", 1209600),
        ("x", None),
    ],
)
def test_times_of_fail2ban(text: str, seconds: int | None) -> None:
    assert _seconds(text) == seconds


AIDE = """#!/bin/sh
case "$*" in
*path-check=f:/srv/customers/tmp/selfaudit) echo "[ ] f '$3': no matching rule" && exit 1 ;;
*path-check=f:/*) echo "[X] f '$3': selective rule" ;;
esac
"""


def test_aide_with_its_database_and_schedule(machine: FakeMachine) -> None:
    machine.write("/bin/aide", AIDE, 0o755)
    machine.write("/etc/aide.conf", "@@define DBDIR /var/lib/aide\ndatabase=file:@@{DBDIR}/aide.db.gz\n")
    machine.write("/var/lib/aide/aide.db.gz", "x")
    machine.write("/etc/crontab", "# 1 1 * * * root aide --check\n5 4 * * * root /usr/sbin/aide --check\n")
    machine.write("/etc/cron.d/other", "5 4 * * * root /usr/bin/xaide; /opt/aide/run\n")
    (machine.root / "srv/customers/tmp").mkdir(parents=True)
    machine.write("/srv/customers/one.csv", "")
    paths = ["/srv/customers", "/srv/customers/tmp", "/srv/customers/one.csv"]
    found = facts(machine, "aide", *paths)["aide"]
    assert found["database"]["place"] == "file:/var/lib/aide/aide.db.gz"
    assert found["database"]["exists"] == "yes"
    assert found["schedule"] == ["cron /etc/crontab"]
    assert {asked["path"]: asked["covered"] for asked in found["paths"]} == {
        "/etc": "yes",
        "/usr/bin": "yes",
        "/srv/customers": "yes",
        "/srv/customers/tmp": "no",
        "/srv/customers/one.csv": "yes",
    }


def test_aide_without_a_database_of_an_older_version(machine: FakeMachine) -> None:
    machine.tool("aide", status=15, error="aide: unrecognized option '--path-check=f:/etc'\n")
    machine.write("/etc/aide/aide.conf", "database_in = file:/var/lib/aide/aide.db\n")
    found = facts(machine, "aide")["aide"]
    assert (found["database"]["exists"], found["schedule"]) == ("no", [])
    assert {asked["covered"] for asked in found["paths"]} == {"undetermined"}
    machine.write("/var/lib/aide/aide.db", "")
    assert facts(machine, "aide")["aide"]["database"]["exists"] == "no"
    machine.write("/etc/aide/aide.conf", "database_in = https://db.example/aide.db\n")
    assert facts(machine, "aide")["aide"]["database"]["exists"] == "undetermined"


def test_a_timer_takes_the_place_of_debians_cron_script(machine: FakeMachine) -> None:
    machine.tool("aide", "[X]")
    machine.write("/etc/aide/aide.conf", "")
    machine.write("/etc/cron.daily/aide", "if [ -d /run/systemd/system ]; then exit; fi\naide --check\n")
    assert facts(machine, "aide")["aide"]["schedule"] == ["cron /etc/cron.daily/aide"]
    machine.write("/run/systemd/system/x", "")
    assert facts(machine, "aide")["aide"]["schedule"] == []
    machine.write("/etc/systemd/system/timers.target.wants/dailyaidecheck.timer", "")
    assert facts(machine, "aide")["aide"]["schedule"] == ["timer dailyaidecheck.timer"]


def test_what_cannot_be_read_of_aide_is_not_missing(machine: FakeMachine) -> None:
    aide = want(intrusion_detection="aide")
    machine.tool("aide", "[X]")
    machine.write("/etc/aide.conf", "database=file:/var/lib/aide/aide.db\n")
    machine.write("/var/lib/aide/aide.db", "x")
    machine.write("/etc/cron.d/secret", "aide\n", 0o600)
    found = machine.scan(aide, user=("nobody",)).gap("intrusion_detection", "aide")
    assert (found.reason, "/etc/cron.d/secret" in found.detail) == (GapReason.DENIED, True)
    machine.write("/etc/cron.d/plain", "1 1 * * * root aide --check\n")
    (machine.root / "var/lib/aide").chmod(0o700)
    found = machine.scan(aide, user=("nobody",)).gap("intrusion_detection", "aide")
    assert (found.reason, "database" in found.detail) == (GapReason.DENIED, True)
    (machine.root / "etc/aide.conf").chmod(0o600)
    found = machine.scan(aide, user=("nobody",)).gap("intrusion_detection", "aide")
    assert found.reason is GapReason.DENIED


def test_apparmor_by_the_modes_of_its_profiles(machine: FakeMachine) -> None:
    machine.write("/sys/module/apparmor/parameters/enabled", "Y\n")
    profiles = "/usr/sbin/chronyd (enforce)\nlsb_release (enforce)\nnvidia (complain)\n/usr/bin/a b (kill)\n"
    machine.write("/sys/kernel/security/apparmor/profiles", profiles, 0o400)
    counts = {"enforce": 3, "complain": 1, "unconfined": 0}
    assert facts(machine, "apparmor")["apparmor"] == {"enabled": True, "profiles": counts}
    denied = machine.scan(want(intrusion_detection="apparmor"), user=("nobody",))
    assert denied.gap("intrusion_detection", "apparmor").reason is GapReason.DENIED
    (machine.root / "sys/kernel/security/apparmor/profiles").unlink()
    assert machine.scan(want(intrusion_detection="apparmor")).gap("intrusion_detection", "apparmor")


@pytest.mark.parametrize(("enforce", "mode"), [("1", "enforcing"), ("0", "permissive"), (None, "disabled")])
def test_selinux_now_and_after_a_restart(machine: FakeMachine, enforce: str | None, mode: str) -> None:
    if enforce:
        machine.write("/sys/fs/selinux/enforce", enforce)
    machine.write("/etc/selinux/config", "# SELINUX= can take\nSELINUX=Permissive\nSELINUXTYPE=targeted\n")
    assert facts(machine, "selinux")["selinux"] == {
        "mode": mode,
        "configured": "permissive",
        "policy": "targeted",
    }


def test_clamav_by_the_headers_of_its_databases(machine: FakeMachine) -> None:
    machine.tool("freshclam")
    machine.process("freshclam")
    machine.write("/etc/freshclam.conf", "# x\nDatabaseDirectory /srv/clam\n")
    header = b"ClamAV-VDB:16 Sep 2021 08-32 -0400:62:6647427:90:x:y:sigmgr:1631795562"
    machine.write("/srv/clam/main.cvd", header.ljust(512) + b"\x1f\x8b\0")
    machine.write(
        "/srv/clam/daily.cld", b"ClamAV-VDB:19 Nov 2026 10-26 +0000:27800:1:90:X:X:raynman:1".ljust(512)
    )
    assert facts(machine, "clamav")["clamav"] == {
        "installed": True,
        "daemon_running": False,
        "updater_running": True,
        "databases": [
            {"name": "main", "built": "2021-09-16T12:32:00Z"},
            {"name": "daily", "built": "2026-11-19T10:26:00Z"},
        ],
    }
    machine.write("/srv/clam/daily.cld", "garbage")
    gap = machine.scan(want(intrusion_detection="clamav")).gap("intrusion_detection", "clamav")
    assert gap.reason is GapReason.MALFORMED
    (machine.root / "srv/clam").chmod(0o700)
    gap = machine.scan(want(intrusion_detection="clamav"), user=("nobody",)).gap(
        "intrusion_detection", "clamav"
    )
    assert gap.reason is GapReason.DENIED


def test_hidden_processes_are_a_gap(machine: FakeMachine) -> None:
    (machine.root / "proc/1/comm").unlink()
    machine.write("/etc/fail2ban/jail.conf", "")
    machine.tool("fail2ban-client")
    found = machine.scan(
        want(intrusion_detection="agents fail2ban clamav", host="time_sync", log_policy="shippers")
    )
    assert {gap.fact for gap in found.gaps} == {"agents", "fail2ban", "clamav", "time_sync", "shippers"}
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
