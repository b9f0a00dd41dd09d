"""Log retention and forwarding of a made-up machine."""

import pytest

from collectors.server.facts.journald import retention_days
from collectors.server.facts.syslog import rsyslog_targets, syslog_ng_targets
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want


def test_logrotate_with_a_folder_of_blocks(machine: FakeMachine) -> None:
    machine.write(
        "/etc/logrotate.conf",
        "# weekly\nmonthly\nrotate 4\ninclude /etc/logrotate.d\nmaxage = 90\n"
        "/var/log/wtmp {\n\trotate 1\n}\n",
    )
    machine.write(
        "/etc/logrotate.d/app",
        '"/var/log/my app.log" /var/log/b*.log\n{\n  daily\n  rotate 7\n'
        "  postrotate\n    rotate 99 }\n  endscript\n}\n",
    )
    machine.write("/etc/logrotate.d/old.dpkg-old", "/x {\n rotate 1000\n}\n")
    facts = machine.scan(want(log_policy="logrotate")).one("log_policy").facts["logrotate"]
    assert facts == {
        "installed": True,
        "frequency": "monthly",
        "rotate": 4,
        "maxage_days": 90,
        "overrides": [
            {
                "file": "/etc/logrotate.d/app",
                "line": 2,
                "logs": ["/var/log/my app.log", "/var/log/b*.log"],
                "frequency": "daily",
                "rotate": 7,
                "maxage_days": None,
            },
            {
                "file": "/etc/logrotate.conf",
                "line": 6,
                "logs": ["/var/log/wtmp"],
                "frequency": None,
                "rotate": 1,
                "maxage_days": None,
            },
        ],
    }


@pytest.mark.parametrize("text", ["/x {\n rotate 1\n", "rotate many\n", "include /a\ninclude /b\n'/x {\n"])
def test_logrotate_that_is_not_understood(machine: FakeMachine, text: str) -> None:
    machine.write("/etc/logrotate.conf", text)
    assert machine.scan(want(log_policy="logrotate")).gap("log_policy", "logrotate")


def test_a_logrotate_file_out_of_reach(machine: FakeMachine) -> None:
    machine.write("/etc/logrotate.conf", "include /etc/logrotate.d\n")
    machine.write("/etc/logrotate.d/secret", "", 0o600)
    found = machine.scan(want(log_policy="logrotate"), user=("nobody",))
    assert found.gap("log_policy", "logrotate").reason is GapReason.DENIED


def test_journald_drop_ins_win_by_name_and_by_folder(machine: FakeMachine) -> None:
    machine.write("/etc/systemd/journald.conf", "[Journal]\nStorage=volatile\n#ForwardToSyslog=yes\n")
    machine.write("/usr/lib/systemd/journald.conf.d/50.conf", "[Journal]\nMaxRetentionSec=1year\n")
    machine.write("/etc/systemd/journald.conf.d/50.conf", "[Journal]\nMaxRetentionSec=180day\n")
    machine.write(
        "/etc/systemd/journald.conf.d/10.conf", "[Journal]\nStorage=persistent\n[Other]\nStorage=none\n"
    )
    machine.write("/run/systemd/system/x", "")
    facts = machine.scan(want(log_policy="journald")).one("log_policy").facts["journald"]
    assert facts == {
        "in_use": True,
        "storage": "persistent",
        "max_retention_days": 180.0,
        "persistent_directory": False,
        "forward_to_syslog": True,
    }


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("", None),
        ("0", None),
        ("infinity", None),
        ("86400", 1.0),
        ("1week 2d", 9.0),
        ("6h", 0.25),
        ("1month", 30.44),
    ],
)
def test_time_spans(span: str, days: float | None) -> None:
    assert retention_days(span) == days


def test_a_running_rsyslog_and_its_targets(machine: FakeMachine) -> None:
    machine.tool("rsyslogd")
    machine.process("rsyslogd")
    machine.write("/etc/rsyslog.conf", "$IncludeConfig /etc/rsyslog.d/*.conf\n")
    machine.write("/etc/rsyslog.d/50-remote.conf", "*.* @@logs.example.net:6514\n")
    facts = machine.scan(want(log_policy="syslog")).one("log_policy").facts["syslog"]
    assert facts == {
        "daemon": "rsyslog",
        "running": True,
        "remote_targets": [{"target": "logs.example.net", "protocol": "tcp", "tls": False}],
    }


def test_busybox_syslogd_by_its_arguments(machine: FakeMachine) -> None:
    (machine.root / "bin/syslogd").symlink_to("busybox")
    machine.process("syslogd", arguments=b"/sbin/syslogd\0-R\x00logs:514\0-L\0")
    facts = machine.scan(want(log_policy="syslog")).one("log_policy").facts["syslog"]
    assert facts["remote_targets"] == [{"target": "logs", "protocol": "udp", "tls": False}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*.* @logs", [("logs", "udp", False)]),
        ("*.*\t@@(o)[2001:db8::1]:514;RSYSLOG_Format", [("2001:db8::1", "tcp", False)]),
        ("$ActionSendStreamDriverMode 1\n*.* @@logs", [("logs", "tcp", True)]),
        ("# *.* @logs", []),
        ("mail.* -/var/log/mail@x", []),
        ("*.* :omrelp:relp.example:20514", [("relp.example", "relp", False)]),
        (
            '*.* action(type="omfwd" Target="a" Port="6514"\n Protocol="tcp" StreamDriverMode="1")',
            [("a", "tcp", True)],
        ),
        ('action(type="omfwd" target=["a","b"] protocol="tcp")', [("a", "tcp", False), ("b", "tcp", False)]),
        ('action(type="omrelp" target="r" tls="on")', [("r", "relp", True)]),
        ('action(type="omfile" file="/x")', []),
    ],
)
def test_rsyslog_forwarding(text: str, expected: list[tuple[str, str, bool]]) -> None:
    found = [(t["target"], t["protocol"], t["tls"]) for t in rsyslog_targets(text.split("\n"))]
    assert found == expected


def test_syslog_ng_forwarding() -> None:
    text = """
    source s { network(ip("0.0.0.0") port(514)); };
    destination d_tls { network("logs" port(6514) transport("tls") tls(ca-dir("/x"))); };
    destination d_file { file("/var/log/x"); };  # destination d { udp("no"); };
    destination d_two { udp("10.0.0.1" port(514)); syslog("b"); };
    """
    found = [(t["target"], t["protocol"], t["tls"]) for t in syslog_ng_targets(text.split("\n"))]
    assert found == [("logs", "tcp", True), ("10.0.0.1", "udp", False), ("b", "tcp", False)]
