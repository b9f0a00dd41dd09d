"""The clients that are compared. Each runs in a process of its own: `python -m bench.clients NAME TARGETS`.

TARGETS is a JSON file with the settings of all hosts. The result goes to standard output as JSON: CPU and
wall seconds from after the imports to the last host, peak memory, most threads, bytes of all replies.
"""

import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import paramiko

from collectors.server import SshCollector, probe, sections
from collectors.server.ssh_session import _transport
from scanner.cli.policy import load
from scanner.collect import MAX_PARALLEL, FactSchemas, Job, collect
from scanner.interfaces import FactRequest
from scanner.model import Gap, Store, Target
from scanner.policy_pack import Pack
from scanner.selection import Options, select
from scanner.snapshot import Header, SnapshotWriter, TargetInfo
from tests.collectors.server.support import DATASET

NONCE = "0badc0de0badc0de0badc0de0badc0de"
EXECS = 30
PATH = "/srv/customers"

Hosts = Sequence[Mapping[str, Any]]


def ours(hosts: Hosts) -> int:
    """The collector, from the connection to the snapshot file."""
    wanted, stores = _wanted(hosts), (Store(DATASET, "path", PATH),)
    schemas = FactSchemas(_pack().schemas)
    jobs = [Job(_target(host, stores), SshCollector(), wanted) for host in hosts]
    infos = tuple(TargetInfo(job.target.id, "ssh", tuple(sorted(job.collector.types)), {}) for job in jobs)
    unreached = []
    with tempfile.TemporaryFile() as handle:
        header = Header("bench", datetime.now(UTC), infos, has_datasets=True)
        with SnapshotWriter(handle, header) as writer:
            for event in collect(jobs, schemas, lambda *_: None, threading.Event()):
                writer.add(event)
                if isinstance(event, Gap) and event.resource is None and event.fact is None:
                    unreached.append(event)
        if unreached:
            raise SystemExit(f"not every host answered: {unreached[0]}")
        return handle.tell()


def bare(hosts: Hosts) -> int:
    """Paramiko alone: the same script, the same replies, thrown away."""
    script = _script(hosts)

    def one(client: paramiko.SSHClient) -> int:
        return _exchange(client, "sudo -n sh -s", script)

    return _all(hosts, one)


def execs(hosts: Hosts) -> int:
    """Paramiko with one command per fact: thirty on one connection, a kilobyte each."""

    def one(client: paramiko.SSHClient) -> int:
        return sum(_exchange(client, "head -c 1000 /dev/zero", b"") for _ in range(EXECS))

    return _all(hosts, one)


CLIENTS: Mapping[str, Callable[[Hosts], int]] = {"ours": ours, "bare": bare, "execs": execs}


@cache
def _pack() -> Pack:
    return load(None)


def _wanted(hosts: Hosts) -> FactRequest:
    types = SshCollector.types
    info = TargetInfo(hosts[0]["id"], "ssh", tuple(types), {})
    roster = TargetInfo("register", "register", ("register.hr_roster",), {})
    selection = select(_pack(), [info, roster], Options(), has_datasets=True)
    return selection.wanted(types, evaluated=True)


def _target(host: Mapping[str, Any], stores: tuple[Store, ...]) -> Target:
    settings = {key: value for key, value in host.items() if key not in ("id", "kind")}
    return Target(host["id"], "ssh", settings, {}, stores)


def _script(hosts: Hosts) -> bytes:
    wanted = _wanted(hosts)
    parts = sections.needed(wanted, [PATH], 120)
    return probe.script(parts, NONCE, sections.library(wanted))


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
    transport = client.get_transport()
    if transport is None:
        raise SystemExit("a host closed the connection")
    with transport.open_session() as channel:
        channel.exec_command(command)
        channel.sendall(text)
        channel.shutdown_write()
        size = 0
        while data := channel.recv(262144):
            size += len(data)
        return size


def main(name: str, path: str) -> None:
    """Run one client and print what it cost."""
    hosts = json.loads(Path(path).read_text())
    _wanted(hosts)  # the policies are loaded before the clock starts
    most, done = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.01):
            most = max(most, threading.active_count() - 1)

    threading.Thread(target=watch, daemon=True).start()
    cpu, wall = time.process_time(), time.monotonic()
    size = CLIENTS[name](hosts)
    result = {
        "cpu": time.process_time() - cpu,
        "wall": time.monotonic() - wall,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "threads": most,
        "bytes": size,
    }
    done.set()
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
