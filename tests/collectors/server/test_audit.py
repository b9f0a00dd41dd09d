"""The audit system of a made-up machine whose auditctl says what a real one said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.audit_rules import Rule, control, rules
from collectors.server.reply import NotSeenError
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

RECORDED = Path(__file__).parent / "recorded" / "debian"
LISTED = (RECORDED / "auditctl-list.txt").read_text()
WRITTEN = (RECORDED / "audit-rules-written.txt").read_text()


def auditctl(machine: FakeMachine, listed: str = LISTED, status: str = "") -> None:
    machine.write("/var/said/list", listed)
    machine.write("/var/said/status", status or (RECORDED / "auditctl-status.txt").read_text())
    text = "#!/bin/sh\ncase $1 in -l) cat /var/said/list ;; -s) cat /var/said/status ;; esac\n"
    machine.write("/bin/auditctl", text, 0o755)


def rule(text: str) -> Rule:
    (found,) = rules([text])
    return found


def test_what_is_written_is_what_is_loaded(machine: FakeMachine) -> None:
    auditctl(machine)
    machine.write("/etc/audit/rules.d/audit.rules", WRITTEN.replace(" -S 59 ", " -S execve "))
    assert machine.scan(want(audit="disk")).one("audit").facts["disk"] == {
        "source": "rules.d",
        "rules": 19,
        "immutable": False,
        "not_loaded": [],
        "not_on_disk": [],
        "undetermined": [],
    }


def test_a_number_of_a_system_call_is_left_undetermined(machine: FakeMachine) -> None:
    auditctl(machine)
    machine.write("/etc/audit/audit.rules", WRITTEN)
    found = machine.scan(want(audit="disk")).one("audit").facts["disk"]
    assert found["source"] == "audit.rules"
    assert found["not_loaded"] == []
    assert [" -S 59 " in text for text in found["undetermined"]] == [True]
    assert len(found["not_on_disk"]) == 1


def test_rules_that_differ_are_named(machine: FakeMachine) -> None:
    auditctl(machine, "-w /etc/passwd -p wa -k identity\n-a always,exit -S all -F dir=/tmp -F perm=w\n")
    machine.write("/etc/audit/audit.rules", "-a never,task\n")
    machine.write("/etc/audit/rules.d/10.rules", "-D\n# text\n-w /etc/passwd/ -p aw -k identity\n")
    machine.write("/etc/audit/rules.d/99.rules", "-w /etc/shadow -p wa\n-e 1\n-e 2\n")
    found = machine.scan(want(audit="disk")).one("audit").facts["disk"]
    assert found["not_loaded"] == ["-w /etc/shadow -p aw"]
    assert found["not_on_disk"] == ["-w /tmp -p w"]
    assert (found["source"], found["immutable"]) == ("rules.d", True)


def test_the_listing_hides_a_never_and_the_disk_shows_it(machine: FakeMachine) -> None:
    auditctl(machine)
    machine.write("/etc/audit/rules.d/audit.rules", WRITTEN)
    assert "-w /srv/customers/hidden -p rwxa" in LISTED.splitlines()
    parsed = machine.scan(want(audit="parsed")).one("audit").facts["parsed"]
    assert len(parsed) == len(LISTED.splitlines())
    by_path = {entry["path"]: entry for entry in parsed}
    assert by_path["/srv/customers/hidden"]["action"] == "never"
    assert by_path["/srv/customers"] == {
        "list": "exit",
        "action": "always",
        "path": "/srv/customers",
        "permissions": "arw",
        "arch": None,
        "syscalls": [],
        "filters": [],
        "keys": ["customers"],
    }
    assert by_path["/srv/customers/a"]["filters"] == ["auid>=1000"]


def test_status_of_the_kernel(machine: FakeMachine) -> None:
    auditctl(machine)
    expected = {"enabled": 0, "failure": 1, "lost": 0, "backlog_limit": 8192}
    assert machine.scan(want(audit="status")).one("audit").facts["status"] == expected
    auditctl(
        machine,
        status="AUDIT_STATUS: enabled=2 flag=1 pid=9 rate_limit=0 backlog_limit=64 lost=3 failure=1\n",
    )
    assert machine.scan(want(audit="status")).one("audit").facts["status"]["lost"] == 3


def test_an_auditctl_that_is_refused_is_no_empty_answer(machine: FakeMachine) -> None:
    machine.tool("auditctl", status=255, error="Error - operation not permitted\n")
    found = machine.scan(want(audit="parsed disk status rules"))
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    machine.tool("auditctl", output="No rules\n")
    found = machine.scan(want(audit="parsed disk status"))
    assert found.one("audit").facts["parsed"] == []
    assert found.one("audit").facts["disk"]["source"] == "none"
    assert found.gap("audit", "status").reason is GapReason.MALFORMED


def test_rules_on_disk_out_of_reach(machine: FakeMachine) -> None:
    auditctl(machine)
    machine.write("/etc/audit/rules.d/a.rules", "-D\n")
    (machine.root / "etc/audit").chmod(0o700)
    found = machine.scan(want(audit="parsed disk forwarding settings"), user=("nobody",))
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    assert found.one("audit").facts == {}


def test_plugins_and_the_remote_server(machine: FakeMachine) -> None:
    machine.write("/etc/audit/plugins.d/au-remote.conf", "active = Yes\npath = /sbin/audisp-remote\n")
    machine.write("/etc/audit/plugins.d/syslog.conf", "# active = yes\nactive = no\n")
    machine.write("/etc/audit/audisp-remote.conf", "remote_server = logs.example.net\nport = 60\n")
    assert machine.scan(want(audit="forwarding")).one("audit").facts["forwarding"] == {
        "plugins": [
            {"name": "au-remote", "active": True, "program": "/sbin/audisp-remote"},
            {"name": "syslog", "active": False, "program": None},
        ],
        "remote_server": "logs.example.net",
    }


def test_settings_of_the_daemon(machine: FakeMachine) -> None:
    machine.write(
        "/etc/audit/auditd.conf", "Disk_Full_Action = SUSPEND\nlog_file = /var/log/audit/audit.log\n"
    )
    found = machine.scan(want(audit="settings")).one("audit").facts["settings"]
    assert (found["disk_full_action"], found["admin_space_left_action"]) == ("suspend", None)
    assert found["log_file"] == "/var/log/audit/audit.log"


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("-w /etc/x/", "-w /etc/x -p rwxa"),
        ("-w /etc/x -p wa -k 'two words'", "-w /etc/x -p wa -k two\\ words"),
        ("-a exit,always -F dir=/x -F perm=wr", "-a always,exit -S all -F dir=/x/ -F perm=rw"),
        ("-a always,exit -S a -S b -k t", "-a always,exit -S b,a -F key=t"),
        ("-a always,exit -F arch=x86_64 -S a", "-a always,exit -F arch=b64 -S a"),
        ("-a always,exit -S a -C euid!=uid", "-a always,exit -S a -C uid!=euid"),
        ("-a always,exit -S a -F auid!=unset", "-a always,exit -S a -F auid!=-1"),
        ("-a always,exit -S a -F auid!=4294967295", "-a always,exit -S a -F auid!=-1"),
        ("-a always,exit -S a -F exit=-13", "-a always,exit -S a -F exit=-EACCES"),
        ("-a always,exit -S a -F a1&03", "-a always,exit -S a -F a1&0x3"),
        ("-a never,exclude -F msgtype=CWD", "-a always,exclude -F msgtype=CWD"),
        ("-a always,exit -S a -F success=no", "-a always,exit -S a -F success=0"),
    ],
)
def test_two_ways_to_write_one_rule(written: str, listed: str) -> None:
    assert rule(written) == rule(listed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("-w /etc/x -p w", "-w /etc/x -p wa"),
        ("-a never,exit -F dir=/x", "-a always,exit -F dir=/x"),
        ("-a always,exit -S a", "-a always,exit -S all"),
        ("-a always,exit -S a -F arch=b64", "-a always,exit -S a -F arch=b32"),
        ("-a always,exit -F path=/x", "-a always,exit -F path=/x -F success=1"),
        ("-a always,exit -F path!=/x", "-a always,exit -F path=/x"),
    ],
)
def test_rules_that_are_not_the_same(one: str, other: str) -> None:
    assert rule(one) != rule(other)


@pytest.mark.parametrize(
    "text", ["-w", "-a always,exit -S", "-a maybe,exit -S a", "-x 1", "-w '/a", "-w /a -p z"]
)
def test_what_is_no_rule_is_not_skipped(text: str) -> None:
    with pytest.raises(NotSeenError):
        list(rules([text]))


def test_options_are_no_rules() -> None:
    lines = ["-D", "-b 8192", "-f 1", "-e 1", "", "# -w /x", "--backlog_wait_time 60000", "-e 2", "-i"]
    assert list(rules(lines)) == []
    assert control(lines, "-e") == "2"
    assert control(lines, "-r") is None


@given(st.text())
def test_any_text_is_rules_or_an_error(text: str) -> None:
    try:
        found = list(rules(text.split("\n")))
    except NotSeenError:
        return
    assert all(one.list and one.action in ("always", "never") for one in found)
