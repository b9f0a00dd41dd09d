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
        "# weekly\nmonthly\ncreate 640 root adm\nrotate 4\ninclude /etc/logrotate.d\nmaxage = 90\n"
        "/var/log/wtmp {\n\trotate 1\n\tcreate 0664 root utmp\n}\n",
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
        "create_mode": "0640",
        "overrides": [
            {
                "file": "/etc/logrotate.d/app",
                "line": 2,
                "logs": ["/var/log/my app.log", "/var/log/b*.log"],
                "frequency": "daily",
                "rotate": 7,
                "maxage_days": None,
                "create_mode": None,
            },
            {
                "file": "/etc/logrotate.conf",
                "line": 7,
                "logs": ["/var/log/wtmp"],
                "frequency": None,
                "rotate": 1,
                "maxage_days": None,
                "create_mode": "0664",
            },
        ],
    }


@pytest.mark.parametrize(
    ("general", "block", "frequencies"),
    [
        ("", "  maxsize 1M\n", ("weekly", "size_only")),
        ("maxsize 1M\n", "  daily\n", ("size_only", "size_only")),
        ("", "  minsize 1M\n  daily\n", ("weekly", "daily")),
    ],
)
def test_a_size_that_rotates_early_leaves_the_time_open(
    machine: FakeMachine, general: str, block: str, frequencies: tuple[str, str]
) -> None:
    machine.write("/etc/logrotate.conf", f"weekly\nrotate 52\n{general}/var/log/app.log {{\n{block}}}\n")
    facts = machine.scan(want(log_policy="logrotate")).one("log_policy").facts["logrotate"]
    assert (facts["frequency"], facts["overrides"][0]["frequency"]) == frequencies


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


def test_modes_of_logs(machine: FakeMachine) -> None:
    machine.write("/var/log/auth.log", "", 0o640)
    machine.write("/var/log/auth.log.1", "", 0o640)
    machine.write("/var/log/messages", "x")
    machine.write("/var/log/messages.1", "x")
    machine.write("/var/log/audit/audit.log", "", 0o600)
    machine.write("/var/log/nginx/access.log", "")
    (machine.root / "var/log/audit").chmod(0o700)
    (machine.root / "var/log/syslog").symlink_to("/dev/null")
    (machine.root / "var/log/secure").symlink_to("/no/where")
    found = machine.scan(want(log_policy="log_files")).one("log_policy").facts["log_files"]
    assert {entry["path"]: (entry["kind"], entry["mode"]) for entry in found} == {
        "/var/log/auth.log": ("file", "0640"),
        "/var/log/secure": ("other", "0000"),
        "/var/log/messages": ("file", "0644"),
        "/var/log/messages.1": ("file", "0644"),
        "/var/log/syslog": ("other", "0666"),
        "/var/log/audit": ("directory", "0700"),
        "/var/log/audit/audit.log": ("file", "0600"),
    }
    denied = machine.scan(want(log_policy="log_files"), user=("nobody",))
    assert denied.gap("log_policy", "log_files").reason is GapReason.DENIED


def test_what_sends_logs_away(machine: FakeMachine) -> None:
    machine.process("filebeat", 70)
    machine.process("fluent-bit", 71)
    machine.write("/etc/systemd/journal-upload.conf", "[Upload]\n# URL=https://no.example\n")
    shippers = machine.scan(want(log_policy="shippers")).one("log_policy").facts["shippers"]
    assert shippers == {
        "running": ["filebeat", "fluent-bit"],
        "journal_upload": {"configured": False, "running": False},
    }
    machine.write("/etc/systemd/journal-upload.conf.d/a.conf", "[Upload]\nURL = https://user:hunter2@logs\n")
    machine.tool("systemctl", "active\n")
    found = machine.scan(want(log_policy="shippers"))
    upload = found.one("log_policy").facts["shippers"]["journal_upload"]
    assert upload == {"configured": True, "running": True}
    machine.tool("systemctl", "", 1, "Failed to connect to bus\n")
    assert machine.scan(want(log_policy="shippers")).gap("log_policy", "shippers")
