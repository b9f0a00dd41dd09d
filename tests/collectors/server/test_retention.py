"""Purges by age, and core dumps, of a made-up machine."""

from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

DATA = "/srv/customers"


def purges(machine: FakeMachine, *paths: str) -> list[dict[str, Any]]:
    found = machine.scan(want(retention_job=""), *paths)
    return [dict(resource.facts) for resource in found.resources("retention_job")]


@pytest.fixture
def systemd(machine: FakeMachine) -> FakeMachine:
    """A machine whose timers are enabled."""
    machine.tool("systemctl", "enabled\n")
    return machine


def test_a_line_of_tmpfiles_with_an_age(systemd: FakeMachine) -> None:
    systemd.write(
        "/etc/tmpfiles.d/customers.conf",
        f"# comment\ne {DATA}/* - - - m:365d\nd /run/x 0755 root root -\nx /srv/keep\nf /srv/f - - - - 10d\n",
    )
    assert purges(systemd, DATA, "/srv/customers2") == [
        {
            "kind": "tmpfiles",
            "file": "/etc/tmpfiles.d/customers.conf",
            "path": f"{DATA}/*",
            "age_days": 365.0,
            "runs": True,
            "datasets": [DATA],
        }
    ]


def test_a_purge_of_a_part_is_none_of_the_whole(systemd: FakeMachine) -> None:
    systemd.write("/etc/tmpfiles.d/x.conf", f"e {DATA}/cache - - - 10d\ne /srv - - - 10d\n")
    found = {purge["path"]: purge["datasets"] for purge in purges(systemd, DATA)}
    assert found == {f"{DATA}/cache": [], "/srv": [DATA]}


def test_a_file_of_the_administrator_hides_the_packaged_one(systemd: FakeMachine) -> None:
    systemd.write("/usr/lib/tmpfiles.d/x.conf", f"e {DATA} - - - 10d\n")
    systemd.write("/etc/tmpfiles.d/x.conf", "")
    assert purges(systemd, DATA) == []


def test_a_cleaner_that_is_masked_purges_nothing(machine: FakeMachine) -> None:
    machine.tool("systemctl", "masked\n", status=1)
    machine.write("/etc/tmpfiles.d/x.conf", f"e {DATA} - - - 10d\n")
    (purge,) = purges(machine, DATA)
    assert purge["runs"] is False


def test_find_in_the_script_of_a_timer(systemd: FakeMachine) -> None:
    systemd.write("/etc/systemd/system/purge.service", "[Service]\nExecStart=/usr/local/bin/purge\n")
    systemd.write("/etc/systemd/system/purge.timer", "[Timer]\nOnCalendar=daily\n")
    systemd.write(
        "/usr/local/bin/purge",
        "#!/bin/sh\n# find / -mtime +1 -delete\nfind /srv -mtime +1\n"
        f"find {DATA} -xdev -type f -mtime +400 -delete\n",
        0o755,
    )
    (purge,) = purges(systemd, DATA)
    assert (purge["kind"], purge["path"], purge["age_days"], purge["runs"]) == ("timer", DATA, 400.0, True)
    assert purge["file"] == "/usr/local/bin/purge"


def test_an_age_that_is_none_is_a_gap(systemd: FakeMachine) -> None:
    systemd.write("/etc/tmpfiles.d/x.conf", f"e {DATA} - - - soon\n")
    assert systemd.scan(want(retention_job=""), DATA).gap("retention_job").reason is GapReason.MALFORMED


def test_a_file_out_of_reach_is_a_gap(systemd: FakeMachine) -> None:
    systemd.write("/etc/tmpfiles.d/x.conf", "", 0o600)
    found = systemd.scan(want(retention_job=""), DATA, user=("nobody",))
    assert found.gap("retention_job").reason is GapReason.DENIED


def coredumps(machine: FakeMachine, pattern: str, limit: str = "0") -> Any:
    machine.write("/proc/sys/kernel/core_pattern", f"{pattern}\n")
    machine.write(
        "/proc/1/limits", f"Max core file size        {limit}                    unlimited            bytes\n"
    )
    return machine.scan(want(host="coredumps")).one("host").facts["coredumps"]


@pytest.mark.parametrize(
    ("pattern", "limit", "kept"),
    [
        ("core", "0", "no"),
        ("core", "unlimited", "yes"),
        ("", "unlimited", "no"),
        ("|/bin/false", "unlimited", "no"),
        ("|/usr/share/apport/apport -p%p", "0", "yes"),
        ("|/usr/lib/systemd/systemd-coredump %P", "0", "yes"),
        ("|/opt/collector", "0", "undetermined"),
    ],
)
def test_core_dumps(machine: FakeMachine, pattern: str, limit: str, kept: str) -> None:
    assert coredumps(machine, pattern, limit)["kept"] == kept


def test_core_dumps_by_the_drop_ins_of_systemd(machine: FakeMachine) -> None:
    machine.write("/etc/systemd/coredump.conf", "[Coredump]\nStorage=external\n")
    machine.write(
        "/etc/systemd/coredump.conf.d/20.conf", "[Coredump]\nStorage=none\n[Other]\nStorage=journal\n"
    )
    machine.write("/etc/systemd/system.conf", "[Manager]\nDefaultLimitCORE=0:infinity\n")
    fact = coredumps(machine, "|/usr/lib/systemd/systemd-coredump %P")
    assert fact == {"handler": "systemd-coredump", "storage": "none", "kept": "no"}
    assert coredumps(machine, "core", "unlimited")["kept"] == "no"


def test_a_kernel_that_does_not_tell_is_a_gap(machine: FakeMachine) -> None:
    assert machine.scan(want(host="coredumps")).gap("host", "coredumps")
