"""Home directories, last logins and shared uids of a made-up machine."""

import struct
import subprocess

import pytest

from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

PASSWD = "root:x:0:0::/root:/bin/sh\nann:x:1001:100::/home/ann:/bin/sh\nbob:x:1002:100::/home/bob:/bin/sh\n"


@pytest.fixture
def host(machine: FakeMachine) -> FakeMachine:
    machine.write("/etc/passwd", PASSWD)
    machine.write("/etc/login.defs", "")
    home = machine.root / "home/ann"
    home.mkdir(parents=True)
    subprocess.run(["chown", "1001:100", str(home)], check=True)
    home.chmod(0o750)
    return machine


def test_homes(host: FakeMachine) -> None:
    host.write("/home/ann/.netrc", "password geheim", 0o644)
    host.write("/home/ann/.rhosts", "")
    (host.root / "home/ann/.shosts").symlink_to("/dev/null")
    found = host.scan(want(account="home_stat risky_files"))
    assert found.one("account", "ann").facts == {
        "home_stat": {"mode": "0750", "uid": 1001, "gid": 100},
        "risky_files": [{"name": ".netrc", "mode": "0644", "uid": 0}],
    }
    assert found.one("account", "bob").facts == {"home_stat": None, "risky_files": []}
    assert "geheim" not in repr(found)
    assert found.gaps == []


def test_a_closed_home_is_not_taken_for_an_empty_one(host: FakeMachine) -> None:
    (host.root / "home/bob").mkdir(mode=0o700)
    found = host.scan(want(account="home_stat risky_files"), user=("nobody",))
    assert found.one("account", "bob").facts["home_stat"]["mode"] == "0700"
    assert found.gap("account", "risky_files", "bob").reason is GapReason.DENIED
    (host.root / "home").chmod(0o700)
    found = host.scan(want(account="home_stat risky_files"), user=("nobody",))
    assert found.gap("account", "home_stat", "bob").reason is GapReason.DENIED


def test_last_logins(host: FakeMachine) -> None:
    record = struct.pack("<I32s256s", 1_700_000_000, b"pts/0", b"10.0.0.1")
    host.write("/var/log/lastlog", b"\0" * 292 * 1001 + record)
    found = host.scan(want(account="last_login"))
    logins = {r.name: r.facts["last_login"] for r in found.resources("account")}
    assert logins == {"root": None, "ann": "2023-11-14T22:13:20Z", "bob": None}


LASTLOG2 = """\
Username         Port     From                                       Latest
root                                                                 **Never logged in**
ann              ssh      Mon Jan  1 00:00:00 +0000 1990             Sat Nov 28 18:13:25 +0000 2026
"""


def database_of_logins(host: FakeMachine, says: str) -> None:
    host.write("/var/lib/lastlog/lastlog2.db", "SQLite format 3")
    host.write("/bin/lastlog2", f"#!/bin/sh\n[ \"$TZ $LC_ALL\" = 'UTC0 C' ] || exit 1\n{says}", 0o755)


def test_last_logins_of_newer_systems(host: FakeMachine) -> None:
    database_of_logins(host, f"cat <<'END'\n{LASTLOG2}END\n")
    host.write("/var/log/lastlog", "")
    found = host.scan(want(account="last_login"))
    logins = {r.name: r.facts["last_login"] for r in found.resources("account")}
    assert logins == {"root": None, "ann": "2026-11-28T18:13:25Z", "bob": None}
    # What was recorded before the change of systems still counts.
    record = struct.pack("<I32s256s", 1_700_000_000, b"pts/0", b"10.0.0.1")
    host.write("/var/log/lastlog", b"\0" * 292 * 1001 + record * 2)
    found = host.scan(want(account="last_login"))
    logins = {r.name: r.facts["last_login"] for r in found.resources("account")}
    assert logins == {"root": None, "ann": "2026-11-28T18:13:25Z", "bob": "2023-11-14T22:13:20Z"}


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ("echo 'lastlog2: SQL error: no such table: Lastlog2' >&2; exit 1", GapReason.UNSUPPORTED),
        ("exit 127", GapReason.TOOL_ABSENT),
        ("echo Latest; echo 'ann ssh 10.0.0.1 gestern'", GapReason.MALFORMED),
        ("echo Latest; echo 'ann ssh 10.0.0.1 Sat Nov 31 18:13:25 +0000 2026'", GapReason.MALFORMED),
        ("echo Latest", GapReason.UNSUPPORTED),
    ],
)
def test_a_database_of_logins_that_is_not_understood(host: FakeMachine, says: str, reason: GapReason) -> None:
    database_of_logins(host, says)
    assert host.scan(want(account="last_login")).gap("account", "last_login").reason is reason


def test_logins_that_nobody_records_are_no_dormant_accounts(host: FakeMachine) -> None:
    assert host.scan(want(account="last_login")).gap("account", "last_login").reason is GapReason.UNSUPPORTED
    host.write("/var/log/lastlog", b"\0" * 292 * 2000)
    gap = host.scan(want(account="last_login")).gap("account", "last_login")
    assert "no login of any account" in gap.detail
    host.write("/var/log/lastlog", b"\1" * 292, 0o600)
    found = host.scan(want(account="last_login"), user=("nobody",))
    assert found.gap("account", "last_login").reason is GapReason.DENIED


def test_accounts_with_the_same_uid(host: FakeMachine) -> None:
    host.write("/etc/passwd", PASSWD + "eve:x:1001:100::/:/bin/sh\n")
    found = host.scan(want(account="same_uid"))
    assert {r.name: r.facts["same_uid"] for r in found.resources("account")} == {
        "root": [],
        "ann": ["eve"],
        "bob": [],
        "eve": ["ann"],
    }
