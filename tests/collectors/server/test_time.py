"""How a made-up machine keeps its clock; what the daemons say was said by real ones."""

from pathlib import Path
from typing import Any

import pytest

from collectors.server.facts.time_sync import tracking
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

RECORDED = Path(__file__).parent / "recorded" / "debian"
TIME = want(host="time_sync")


def said(name: str) -> str:
    return (RECORDED / f"{name}.txt").read_text()


def time_sync(machine: FakeMachine) -> Any:
    return machine.scan(TIME).one("host").facts["time_sync"]


@pytest.fixture
def machine(machine: FakeMachine) -> FakeMachine:
    """Without the clock of the machine that runs the tests."""
    (machine.root / "bin/adjtimex").unlink()
    (machine.root / "bin/ntpd").unlink(missing_ok=True)
    machine.tool("adjtimex", status=1)
    return machine


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("chronyc-tracking-synchronised", "yes"),
        ("chronyc-tracking-unsynchronised", "no"),
        # It calls itself normal, and follows nothing but its own clock.
        ("chronyc-tracking-local", "no"),
    ],
)
def test_what_chronyd_says(name: str, state: str) -> None:
    assert tracking(said(name)) == state


def test_what_is_no_answer_is_undetermined() -> None:
    assert tracking("506 Cannot talk to daemon\n") == "undetermined"


def test_chrony_with_sources_in_many_files(machine: FakeMachine) -> None:
    machine.tool("chronyd")
    machine.tool("chronyc", said("chronyc-tracking-synchronised"))
    machine.process("chronyd")
    machine.write(
        "/etc/chrony/chrony.conf",
        "# server no.example\n! pool no.example\nServer a.example iburst\npool b.example # c\n"
        "confdir /etc/chrony/conf.d\nsourcedir /run/chrony-dhcp /etc/chrony/sources.d\nserverstats\n",
    )
    machine.write("/etc/chrony/conf.d/phc.conf", "refclock PHC /dev/ptp0 poll 2\n")
    machine.write("/etc/chrony/sources.d/x.sources", "server c.example\n")
    machine.write("/etc/chrony/sources.d/README", "server readme.example\n")
    machine.write("/etc/timezone", "Asia/Shanghai\n")
    assert time_sync(machine) == {
        "daemon": "chrony",
        "running": True,
        "servers": 4,
        "synchronised": "yes",
        "container": False,
        "timezone": "Asia/Shanghai",
    }


def test_includes_that_are_not_followed(machine: FakeMachine) -> None:
    machine.tool("chronyd")
    machine.process("chronyd")
    machine.write("/etc/chrony.conf", "include /etc/chrony.d/*.conf\n")
    machine.write("/etc/chrony.d/a.conf", "include /etc/more.conf\n")
    assert machine.scan(TIME).gap("host", "time_sync").reason is GapReason.UNSUPPORTED


def test_a_configuration_out_of_reach(machine: FakeMachine) -> None:
    machine.tool("chronyd")
    machine.write("/etc/chrony.conf", "", 0o600)
    found = machine.scan(TIME, user=("nobody",))
    assert found.gap("host", "time_sync").reason is GapReason.DENIED


def test_nothing_keeps_the_clock(machine: FakeMachine) -> None:
    machine.tool("adjtimex", said("busybox-adjtimex"))
    found = time_sync(machine)
    assert (found["daemon"], found["running"], found["servers"]) == ("none", False, 0)
    assert found["synchronised"] == "no"


def test_nobody_says_whether_it_is_synchronised(machine: FakeMachine) -> None:
    assert time_sync(machine)["synchronised"] == "undetermined"


def test_timesyncd_with_the_servers_it_was_built_with(machine: FakeMachine) -> None:
    machine.write("/lib/systemd/systemd-timesyncd", "", 0o755)
    machine.process("systemd-timesyn")
    machine.tool("timedatectl", "NTPSynchronized=yes\n")
    machine.write("/etc/systemd/timesyncd.conf", "[Time]\n#NTP=\n#FallbackNTP=0.example 1.example\n")
    found = time_sync(machine)
    assert (found["daemon"], found["servers"], found["synchronised"]) == ("timesyncd", 2, "yes")
    machine.write("/etc/systemd/timesyncd.conf.d/a.conf", "[Time]\nNTP=own.example\nFallbackNTP=\n")
    assert time_sync(machine)["servers"] == 1


def test_the_local_clock_of_ntpd_is_no_source(machine: FakeMachine) -> None:
    machine.tool("ntpd")
    machine.process("ntpd")
    machine.write("/etc/ntp.conf", "server 127.127.1.0\nfudge 127.127.1.0 stratum 10\nserver 127.127.20.0\n")
    found = time_sync(machine)
    assert (found["daemon"], found["servers"]) == ("ntpd", 1)


def test_busybox_ntpd_by_its_arguments(machine: FakeMachine) -> None:
    (machine.root / "bin/ntpd").symlink_to("busybox")
    machine.process("ntpd", arguments=b"/usr/sbin/ntpd\0-N\0-p\x00a.example\0-p\x00b.example\0")
    machine.tool(
        "adjtimex", said("busybox-adjtimex").replace("status:       64 (UNSYNC)", "status:       1 (PLL)")
    )
    found = time_sync(machine)
    assert (found["daemon"], found["servers"], found["synchronised"]) == ("busybox", 2, "yes")


def test_two_daemons_are_one_too_many(machine: FakeMachine) -> None:
    machine.process("chronyd", 70)
    machine.process("ntpd", 71)
    assert machine.scan(TIME).gap("host", "time_sync").reason is GapReason.UNSUPPORTED


def test_a_container_says_so(machine: FakeMachine) -> None:
    machine.write("/.dockerenv", "")
    assert time_sync(machine)["container"] is True
