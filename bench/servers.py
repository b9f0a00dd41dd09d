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
from rich.console import Console
from rich.table import Table

from bench.fleet import fleet, targets
from tests.e2e.twin import Twin

LABELS = {
    "ours": "selfaudit, collect and parse",
    "bare": "paramiko, same script and bytes",
    "execs": "paramiko, 30 execs of 1 kB",
    "ansible": "ansible -m setup",
}


def main() -> None:
    """Measure every client on fleets of the given sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, nargs="+", default=[100], help="sizes of the fleet")
    parser.add_argument("--only", nargs="+", choices=LABELS, default=list(LABELS), help="clients to run")
    options = parser.parse_args()
    with fleet(max(options.hosts)) as hosts, tempfile.TemporaryDirectory() as folder:
        for count in options.hosts:
            _measure(hosts[:count], Path(folder), options.only)


def _measure(hosts: list[Twin], folder: Path, names: Sequence[str]) -> None:
    table = Table(title=f"{len(hosts)} hosts", title_justify="left", box=None, header_style="bold")
    table.add_column("client")
    for column in ("CPU ms/host", "wall s", "peak MiB", "threads", "kB/host"):
        table.add_column(column, justify="right")
    for name in names:
        result = _ansible(hosts, folder) if name == "ansible" else _client(name, hosts, folder)
        if result is None:
            table.add_row(LABELS[name], "not installed")
            continue
        table.add_row(
            LABELS[name],
            f"{result['cpu'] * 1000 / len(hosts):.1f}",
            f"{result['wall']:.1f}",
            f"{result['memory_mib']:.0f}",
            str(result.get("threads", "")),
            f"{result['bytes'] / 1000 / len(hosts):.1f}" if "bytes" in result else "",
        )
    Console().print(table)


def _client(name: str, hosts: list[Twin], folder: Path) -> dict[str, Any]:
    file = folder / "targets.json"
    file.write_text(json.dumps(targets(hosts)))
    done = subprocess.run(
        [sys.executable, "-m", "bench.clients", name, str(file)], stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _ansible(hosts: list[Twin], folder: Path) -> dict[str, Any] | None:
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
