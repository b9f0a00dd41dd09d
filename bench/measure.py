"""Clients in processes of their own, and what each of them cost."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

Result = Mapping[str, Any]
"""`cpu` and `wall` in seconds, `memory_mib` at the peak, and what else the client counted."""


def report(work: Callable[[], Mapping[str, Any]]) -> None:
    """In the client's process: do the work, print what it cost and what it counted."""
    most, done = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.01):
            most = max(most, threading.active_count() - 1)

    threading.Thread(target=watch, daemon=True).start()
    cpu, wall = time.process_time(), time.monotonic()
    counted = work()
    result = {
        "cpu": time.process_time() - cpu,
        "wall": time.monotonic() - wall,
        "memory_mib": peak_kib() / 1024,
        "threads": most,
        **counted,
    }
    done.set()
    json.dump(result, sys.stdout)


def peak_kib() -> int:
    """The most memory that this process had; the figure of getrusage holds that of its parent as well."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[0])


def client(module: str, *arguments: str, env: Mapping[str, str] | None = None) -> Result:
    """Run a module that calls `report`."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=env, check=True)
    found: Result = json.loads(done.stdout)
    return found


def say(text: str) -> None:
    """Print a line."""
    Console().print(text, highlight=False)


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column is text, the others are figures."""
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    table.add_column("client")
    for column in columns:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
