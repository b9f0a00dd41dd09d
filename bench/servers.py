"""What one host costs the client: `python -m bench.servers [--hosts 100 …]`; needs root."""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bench import measure
from bench.fleet import fleet, targets
from bench.server_clients import recorded
from tests.e2e.twin import Twin

LABELS = {
    "ours": "selfaudit",
    "bare": "paramiko, same bytes",
    "execs": "paramiko, 30 execs",
    "ansible": "ansible -m setup",
}


def main() -> None:
    """Measure every client on fleets of the given sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, nargs="+", default=[100], help="sizes of the fleet")
    parser.add_argument("--only", nargs="+", choices=LABELS, default=list(LABELS), help="clients to run")
    parser.add_argument("--replay", action="store_true", help="hosts answer with a recorded reply")
    parser.add_argument("--same", action="store_true", help="they all answer with the very same")
    options = parser.parse_args()
    reply = _recorded() if options.replay else ""
    with (
        fleet(max(options.hosts), reply, same=options.same) as hosts,
        tempfile.TemporaryDirectory() as folder,
    ):
        for count in options.hosts:
            _measure(hosts[:count], Path(folder), options.only)


def _recorded() -> str:
    with fleet(1) as hosts:
        return recorded(targets(hosts)[0])


def _measure(hosts: list[Twin], folder: Path, names: Sequence[str]) -> None:
    file = folder / "targets.json"
    file.write_text(json.dumps(targets(hosts)))
    rows = []
    for name in names:
        result = (
            _ansible(hosts, folder)
            if name == "ansible"
            else measure.client("bench.server_clients", name, str(file))
        )
        rows.append((LABELS[name], *(_figures(result, len(hosts)) if result else ("not installed",))))
    columns = ("CPU ms/host", "wall s", "peak MiB", "threads", "kB/host")
    measure.show(f"{len(hosts)} hosts", columns, rows)


def _figures(result: measure.Result, hosts: int) -> tuple[str, ...]:
    return (
        f"{result['cpu'] * 1000 / hosts:.1f}",
        f"{result['wall']:.1f}",
        f"{result['memory_mib']:.0f}",
        str(result.get("threads", "")),
        f"{result['bytes'] / 1000 / hosts:.1f}" if "bytes" in result else "",
    )


def _ansible(hosts: list[Twin], folder: Path) -> measure.Result | None:
    program = shutil.which("ansible", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None:
        return None
    inventory = folder / "inventory.yaml"
    inventory.write_text(yaml.safe_dump({"all": {"hosts": {host.name: _variables(host) for host in hosts}}}))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    config = folder / "ansible.cfg"
    config.write_text("[defaults]\n[ssh_connection]\npipelining = true\n")
    subprocess.run(
        [program, "all", "-i", str(inventory), "-m", "setup", "-f", "16"],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "ANSIBLE_CONFIG": str(config)},
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "wall": time.monotonic() - start,
        "memory_mib": after.ru_maxrss / 1024,
    }


def _variables(host: Twin) -> dict[str, Any]:
    known = f"-o UserKnownHostsFile={host.settings['known_hosts']} -o StrictHostKeyChecking=yes"
    return {
        "ansible_host": host.settings["host"],
        "ansible_port": host.settings["port"],
        "ansible_user": host.settings["user"],
        "ansible_ssh_private_key_file": host.settings["key_file"],
        "ansible_ssh_common_args": f"-F none {known}",
        "ansible_python_interpreter": sys.executable,
        "ansible_become": True,
    }


if __name__ == "__main__":
    main()
