"""The clients of the fleet: `python -m bench.server_clients NAME TARGETS` (a JSON file of all hosts)."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import paramiko

from bench.collecting import collect_all, wanted
from bench.measure import report
from collectors.server import scan
from collectors.server.ssh import SshCollector
from collectors.server.ssh_session import _transport
from scanner.collect import MAX_PARALLEL, Job
from scanner.model import Store, Target
from tests.collectors.server.support import DATASET

NONCE = "0badc0de0badc0de0badc0de0badc0de"
EXECS = 30
PATH = "/srv/customers"

Hosts = Sequence[Mapping[str, Any]]


def ours(hosts: Hosts) -> int:
    """The collector, from the connection to the snapshot file."""
    request = wanted(SshCollector.types, "ssh")
    return collect_all([Job(_target(host), SshCollector(), request) for host in hosts])


def bare(hosts: Hosts) -> int:
    """Paramiko alone: the same script, the same replies, thrown away."""
    script = scan.streamed(wanted(SshCollector.types, "ssh"), [PATH], 120, NONCE)

    def one(client: paramiko.SSHClient) -> int:
        return _exchange(client, "sudo -n sh -s", script)

    return _all(hosts, one)


def recorded(host: Mapping[str, Any]) -> str:
    """What one host answers to the probe, with @NONCE@ for its nonce."""
    script = scan.streamed(wanted(SshCollector.types, "ssh"), [PATH], 120, NONCE)
    reply: list[bytes] = []

    def one(client: paramiko.SSHClient) -> int:
        reply.append(_ask(client, "sudo -n sh -s", script))
        return len(reply[0])

    _all([host], one)
    return reply[0].decode("ascii").replace(NONCE, "@NONCE@")


def execs(hosts: Hosts) -> int:
    """Paramiko with one command per fact: thirty on one connection, a kilobyte each."""

    def one(client: paramiko.SSHClient) -> int:
        return sum(_exchange(client, "head -c 1000 /dev/zero", b"") for _ in range(EXECS))

    return _all(hosts, one)


CLIENTS: Mapping[str, Callable[[Hosts], int]] = {"ours": ours, "bare": bare, "execs": execs}


def _target(host: Mapping[str, Any]) -> Target:
    settings = {key: value for key, value in host.items() if key not in ("id", "kind")}
    return Target(host["id"], "ssh", settings, {}, (Store(DATASET, "path", PATH),))


def _all(hosts: Hosts, work: Callable[[paramiko.SSHClient], int]) -> int:
    def one(host: Mapping[str, Any]) -> int:
        with paramiko.SSHClient() as client:
            client.load_host_keys(host["known_hosts"])
            client.connect(
                host["host"],
                port=host["port"],
                username=host["user"],
                key_filename=host["key_file"],
                allow_agent=False,
                look_for_keys=False,
                transport_factory=_transport,
            )
            return work(client)

    with ThreadPoolExecutor(MAX_PARALLEL) as pool:
        return sum(pool.map(one, hosts))


def _exchange(client: paramiko.SSHClient, command: str, text: bytes) -> int:
    return len(_ask(client, command, text))


def _ask(client: paramiko.SSHClient, command: str, text: bytes) -> bytes:
    transport = client.get_transport()
    if transport is None:
        raise SystemExit("a host closed the connection")
    with transport.open_session() as channel:
        channel.exec_command(command)
        channel.sendall(text)
        channel.shutdown_write()
        answer = bytearray()
        while data := channel.recv(262144):
            answer += data
        return bytes(answer)


if __name__ == "__main__":
    name, path = sys.argv[1:]
    everyone = json.loads(Path(path).read_text())
    wanted(SshCollector.types, "ssh")  # the policies are loaded before the clock starts
    report(lambda: {"bytes": CLIENTS[name](everyone)})
