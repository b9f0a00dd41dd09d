"""Listeners: real sockets in a network namespace of their own, told by ss and by /proc alone."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from collectors.server.facts.services import service
from scanner.model import GapReason
from tests.collectors.server.machine import NOBODY, FakeMachine, ShellCollector
from tests.collectors.server.support import Scan, scan, target, want
from tests.needs import need_root

LISTENER = want(listener="")
SOCKETS = """
import socket, sys
kept = []
def bind(kind, address, port, v6only=None, device=None, family=socket.AF_INET):
    family = socket.AF_INET6 if ":" in address else family
    s = socket.socket(family, kind)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if v6only is not None:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    if device:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device)
    s.bind((address, port))
    if kind == socket.SOCK_STREAM:
        s.listen()
    kept.append(s)
    return s
TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM
bind(TCP, "0.0.0.0", 5432)
bind(TCP, "127.0.0.1", 6379)
bind(TCP, "::", 443, v6only=0)
bind(TCP, "::", 80, v6only=1)
bind(TCP, "::1", 631)
bind(TCP, "::ffff:127.0.0.1", 8080, v6only=0)
bind(UDP, "0.0.0.0", 161)
bind(UDP, "127.0.0.1", 323)
bind(UDP, "0.0.0.0", 51820)
# Clients: one that waits for answers from anywhere, one with a peer, one that is connected.
bind(UDP, "0.0.0.0", 40001)
bind(UDP, "0.0.0.0", 40002)
bind(UDP, "127.0.0.1", 40003).connect(("127.0.0.1", 323))
client = socket.create_connection(("127.0.0.1", 6379))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def namespace() -> Iterator[list[str]]:
    """A command that enters the network namespace with the sockets."""
    need_root("ss", "ip", "unshare", "nsenter", "busybox")
    with subprocess.Popen(
        ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$0" -c "$1"', sys.executable, SOCKETS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield ["nsenter", "--target", str(process.pid), "--net", "--"]
        process.kill()


@pytest.fixture
def without_ss(open_folder: Path) -> str:
    """A PATH in which busybox comes first, and an ss that the kernel gives no answers."""
    folder = open_folder / "tools"
    folder.mkdir()
    folder.chmod(0o755)
    listed = subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        (folder / name).symlink_to("/usr/bin/busybox")
    # The usual folders follow in PATH.
    (folder / "ss").write_text("#!/bin/sh\nexit 255\n")
    (folder / "ss").chmod(0o755)
    return str(folder)


def own_name(namespace: list[str]) -> str:
    """How the kernel calls the process with the sockets."""
    return Path(f"/proc/{namespace[2]}/comm").read_text().strip()


def told(found: Scan) -> dict[str, Mapping[str, Any]]:
    return {resource.name: resource.facts for resource in found.resources("listener")}


EXPECTED = {
    "tcp 0.0.0.0:5432": ("any", "no", "postgresql"),
    "tcp 127.0.0.1:6379": ("loopback", "no", "redis"),
    "tcp [::]:443": ("any", "yes", "https"),
    "tcp [::]:80": ("any", "no", "http"),
    "tcp [::1]:631": ("loopback", "no", "ipp"),
    "tcp 127.0.0.1:8080": ("loopback", "no", None),
    "udp 0.0.0.0:161": ("any", "no", "snmp"),
    "udp 127.0.0.1:323": ("loopback", "no", "ntp"),
    "udp 0.0.0.0:51820": ("any", "no", "wireguard"),
    "udp 0.0.0.0:*": ("any", "no", None),
}


def test_ss_tells_every_listener_and_no_client(namespace: list[str]) -> None:
    found = told(scan(ShellCollector([*namespace, "/bin/sh", "-s"]), target(), LISTENER))
    assert {
        name: (facts["scope"], facts["dual_stack"], facts["service"]) for name, facts in found.items()
    } == EXPECTED
    assert {tuple(facts["processes"]) for facts in found.values()} == {(own_name(namespace),)}


def test_proc_alone_tells_the_same_but_for_what_only_ss_knows(namespace: list[str], without_ss: str) -> None:
    full = scan(ShellCollector([*namespace, "/bin/sh", "-s"]), target(), LISTENER)
    bare = scan(ShellCollector([*namespace, f"{without_ss}/sh", "-s"], without_ss), target(), LISTENER)
    assert {r.id for r in bare.resources("listener")} == {r.id for r in full.resources("listener")}
    expected = told(full)
    for name, facts in told(bare).items():
        known = {"dual_stack": "undetermined"} if name.startswith("tcp [::]:") else {}
        assert facts == {**expected[name], **known}, name


def test_netstat_agrees(namespace: list[str]) -> None:
    text = subprocess.run(
        [*namespace, "busybox", "netstat", "-lntu"], capture_output=True, text=True, check=True
    ).stdout
    theirs = {(line.split()[0][:3], line.split()[3].rpartition(":")[2]) for line in text.splitlines()[2:]}
    found = told(scan(ShellCollector([*namespace, "/bin/sh", "-s"]), target(), LISTENER))
    ours = {(facts["protocol"], str(facts["port"])) for facts in found.values() if facts["port"] is not None}
    assert ours == theirs - {("udp", "40001"), ("udp", "40002")}


@pytest.mark.parametrize("bare", [False, True])
def test_without_root_the_processes_of_others_are_a_gap(
    namespace: list[str], without_ss: str, bare: bool
) -> None:
    shell = [f"{without_ss}/sh", "-s"] if bare else ["/bin/sh", "-s"]
    collector = ShellCollector([*namespace, *NOBODY, *shell], without_ss if bare else None)
    found = scan(collector, target(), LISTENER)
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    assert {gap.fact for gap in found.gaps} == {"processes"}
    assert found.count("listener") == len(EXPECTED)


def test_names_stay_when_a_process_restarts(namespace: list[str]) -> None:
    collector = ShellCollector([*namespace, "/bin/sh", "-s"])
    first, second = (scan(collector, target(), LISTENER) for _ in range(2))
    assert [r.id for r in first.resources("listener")] == [r.id for r in second.resources("listener")]
    assert not any(str(port) in r.id for r in first.resources("listener") for port in (40001, 40002, 40003))


def test_a_busy_machine_in_big_endian(machine: FakeMachine) -> None:
    head = "  sl  local_address rem_address   st tx rx tr tm->when retrnsmt   uid  timeout inode\n"
    rows = "   0: {} 00000000:0000 0A 0:0 00:0 0 0 0 77 1 0\n"
    machine.write("/proc/net/tcp", head + rows.format("7F000001:1538"))
    machine.write("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
    (machine.root / "bin/od").unlink()
    machine.tool("od", "  256\n")
    assert set(told(machine.scan(LISTENER))) == {"tcp 127.0.0.1:5432"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tcp LISTEN 0 128 what-is-this 0.0.0.0:*\n", GapReason.MALFORMED),
        ("sctp LISTEN 0 128 1.2.3.4:80 0.0.0.0:*\n", GapReason.MALFORMED),
        ("tcp\n", GapReason.MALFORMED),
    ],
)
def test_what_ss_says_is_not_guessed(machine: FakeMachine, text: str, reason: GapReason) -> None:
    machine.tool("ss", text)
    machine.write("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
    assert machine.scan(LISTENER).gap("listener").reason is reason


def test_addresses_as_several_versions_of_ss_write_them(machine: FakeMachine) -> None:
    machine.tool(
        "ss",
        'udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:* users:(("systemd-resolve",pid=1,fd=2)) v6only:0\n'
        "udp UNCONN 0 0 [fe80::1]%eth0:546 [::]:*\n"
        "udp UNCONN 0 0 [fe80::2%eth0]:546 [::]:*\n"
        "udp UNCONN 0 0 10.0.0.5%eth0:68 0.0.0.0:*\n"
        'tcp LISTEN 0 9 *:80 *:* users:(("nginx",pid=3,fd=1),("nginx",pid=4,fd=1))\n',
    )
    machine.write("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
    found = told(machine.scan(LISTENER))
    assert {(name, facts["scope"], facts["interface"]) for name, facts in found.items()} == {
        ("udp 127.0.0.53%lo:53", "loopback", "lo"),
        ("udp [fe80::1%eth0]:546", "link", "eth0"),
        ("udp [fe80::2%eth0]:546", "link", "eth0"),
        ("udp 10.0.0.5%eth0:68", "address", "eth0"),
        ("tcp [::]:80", "any", None),
    }
    assert found["tcp [::]:80"]["dual_stack"] == "yes"
    assert found["tcp [::]:80"]["processes"] == ["nginx"]


@pytest.mark.parametrize(
    ("protocol", "port", "processes", "expected"),
    [
        ("tcp", 5432, ["docker-proxy"], "postgresql"),
        ("tcp", 15432, ["postgres"], "postgresql"),
        ("tcp", 5432, ["sshd"], "ssh"),
        ("tcp", 443, ["nginx"], "https"),
        ("tcp", 8443, ["nginx"], "http"),
        ("tcp", 2376, ["dockerd"], "docker-tls"),
        ("tcp", 4243, ["dockerd"], "docker"),
        ("tcp", 23, ["systemd"], "telnet"),
        ("tcp", 8080, ["java"], None),
    ],
)
def test_which_service_a_port_is(
    protocol: str, port: int, processes: list[str], expected: str | None
) -> None:
    assert service(protocol, port, processes) == expected
