"""Programs of a made-up machine that run with more rights than those of who starts them."""

import os
import re
import subprocess
import sys

import pytest

from collectors.server import probe
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

WANTED = "setuid setgid gives"


@pytest.fixture
def host(machine: FakeMachine) -> FakeMachine:
    machine.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\n")
    for path, owner, mode in (
        ("/usr/bin/passwd", "0:0", 0o4755),
        ("/opt/agent/run", "7:7", 0o4711),
        ("/usr/bin/crontab", "0:9", 0o2755),
        ("/home/ann/.x/bash", "0:0", 0o4755),
        ("/home/ann/.x/passwd", "0:0", 0o4755),
        ("/etc/locked", "0:9", 0o2644),
        ("/usr/bin/cat", "0:0", 0o755),
        ("/usr/share/with space/a b", "0:0", 0o4755),
        ("/srv/customers/Ms Doe/x", "0:0", 0o4755),
    ):
        machine.write(path, "")
        subprocess.run(["chown", owner, str(machine.root) + path], check=True)
        os.chmod(str(machine.root) + path, mode)  # noqa: PTH101 - after chown, which takes the bits away
    return machine


def test_what_each_program_runs_as_and_gives(host: FakeMachine) -> None:
    found = host.scan(want(privileged_program=WANTED), "/srv/customers")
    facts = {
        r.name: tuple(r.facts[name] for name in WANTED.split()) for r in found.resources("privileged_program")
    }
    assert facts == {
        "/usr/bin/passwd": (0, None, "limited"),
        "/opt/agent/run": (7, None, "unclear"),
        "/usr/bin/crontab": (None, 9, "limited"),
        "/home/ann/.x/bash": (0, None, "any"),
        # A name of the system is not enough.
        "/home/ann/.x/passwd": (0, None, "unclear"),
        # Without the right to execute the bit means mandatory locking.
        "/etc/locked": (None, None, "unclear"),
        "/usr/share/with space/a b": (0, None, "unclear"),
    }
    # Names in a dataset may be those of customers.
    assert "Doe" not in repr(found)


def test_without_anything_that_tells_capabilities_the_list_is_not_whole(host: FakeMachine) -> None:
    found = host.scan(want(privileged_program="capabilities"))
    (gap,) = found.gaps
    assert (gap.reason, gap.scope, gap.fact) == (GapReason.TOOL_ABSENT, "capabilities", None)
    assert "install libcap2-bin" in gap.detail
    assert found.count("privileged_program") is None
    assert {r.facts["capabilities"] for r in found.resources("privileged_program")} == {None}


NET_RAW = bytes.fromhex("0100000200200000000000000000000000000000")
SETUID_AND_41 = bytes.fromhex("010000028000000000000000" + "0002000000000000")
"""As setcap writes them: struct vfs_cap_data, version 2."""


def with_capabilities(host: FakeMachine) -> None:
    for path, value in (("/opt/ping", NET_RAW), ("/usr/bin/two words", SETUID_AND_41)):
        os.setxattr(host.write(path, "", 0o755), "security.capability", value)


def test_perl_sees_capabilities_where_getcap_is_missing(host: FakeMachine) -> None:
    with_capabilities(host)
    host.program("/usr/bin/perl")
    found = host.scan(want(privileged_program="capabilities"))
    assert found.gaps == []
    facts = {r.name: r.facts["capabilities"] for r in found.resources("privileged_program")}
    assert facts["/opt/ping"] == ["cap_net_raw"]
    assert facts["/usr/bin/two words"] == ["cap_41", "cap_setuid"]
    assert facts["/usr/bin/passwd"] == []


def test_python_sees_the_same(host: FakeMachine) -> None:
    with_capabilities(host)
    code = re.search(r"-I -S -c '\n(.*?)'\n", probe.text("privileged_programs"), re.DOTALL)
    assert code is not None
    paths = [str(host.root / name) for name in ("opt/ping", "usr/bin/two words", "usr/bin/cat", "gone")]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code[1]],
        input="".join(f"{path}\0" for path in paths),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        f"{NET_RAW.hex()} {paths[0]}",
        f"{SETUID_AND_41.hex()} {paths[1]}",
        ".",
    ]


def test_a_closed_folder_could_hold_one(host: FakeMachine) -> None:
    (host.root / "opt/agent").chmod(0o700)
    found = host.scan(want(privileged_program=WANTED), user=("nobody",))
    (gap,) = (gap for gap in found.gaps if not gap.scope and not gap.resource)
    assert gap.reason is GapReason.DENIED
    assert "cannot be searched" in gap.detail
    assert "/opt/agent/run" not in {r.name for r in found.resources("privileged_program")}
