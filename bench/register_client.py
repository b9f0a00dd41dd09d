"""The client of the benchmark of registers: an audit from loading the pack to the verdicts."""

import os
import re
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import measure
from collectors.registers import RegisterCollector
from scanner.cli.memory import give_back
from scanner.cli.policy import load
from scanner.engines.regorus import RegorusEngine
from scanner.interfaces import Collector, Halt
from scanner.model import Outcome, Target
from scanner.pipeline import collect_snapshot, evaluate_snapshot
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter, open_snapshot

NOW = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


def audit(folder: Path, names: list[str]) -> Mapping[str, Any]:
    """Audit registers by all rules on them that compare them with nothing else."""
    pack = load([])
    started = time.process_time()
    key = folder / "hmac.key"
    key.write_text("0123456789abcdef" * 4)
    key.chmod(0o600)
    target = Target("registers", "register", {"folder": str(folder), "hmac_key": str(key)})
    types = {f"register.{name}" for name in names}
    rules = frozenset(
        check.id
        for check in pack.checks.values()
        if check.dated
        and check.resource in types
        and all(need.optional or type_ in types for type_, need in check.needs.items())
    )
    pairs: list[tuple[Target, Collector]] = [(target, RegisterCollector())]
    options = Options(checks=rules, records=True)
    path = folder / "snapshot.zst"
    with path.open("wb") as handle:
        collect_snapshot(
            lambda header: SnapshotWriter(handle, header),
            pairs,
            pack,
            options,
            lambda infos: Header("bench", NOW, infos, has_datasets=False),
            lambda *_: None,
            Halt(),
        )
    report = evaluate_snapshot(
        open_snapshot(path), pack, RegorusEngine(), options, lambda: NOW, Halt(), lambda *_: None
    )
    if report.coverage.outcomes[Outcome.UNKNOWN]:
        raise RuntimeError(f"not everything was judged: {report.findings[0].message}")
    return {"rules": len(rules), "load_cpu": started}


def main() -> None:
    """Measure this process and that of the engine."""
    give_back()
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    measure.report(lambda: _with_engine(lambda: audit(folder, names)))


def _with_engine(work: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """CPU of this process and of the engine's, the sum of their peaks, and the peak of their sum."""
    peaks: Counter[int] = Counter()
    at_once = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal at_once
        while not done.wait(0.02):
            now = {pid: _memory(pid) for pid in (os.getpid(), *_children())}
            # A process that has just ended has no memory any more.
            peaks.update({pid: max(0, most - peaks[pid]) for pid, (most, _) in now.items()})
            at_once = max(at_once, sum(held for _, held in now.values()))

    threading.Thread(target=watch, daemon=True).start()
    counted = work()
    done.set()
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    engine = max((most for pid, most in peaks.items() if pid != os.getpid()), default=0)
    memory = {"memory_all": (measure.peak_kib() + engine) / 1024, "memory_at_once": at_once / 1024}
    return {**counted, "cpu_all": cpu, **memory}


def _children() -> Iterator[int]:
    """The processes that this one started."""
    yield from map(int, Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def _memory(pid: int) -> tuple[int, int]:
    """The most memory that a process had so far, and what it has now, in KiB."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text()
        found = dict(re.findall(r"^Vm(HWM|RSS):\s+(\d+) kB", status, re.MULTILINE))
        return int(found.get("HWM", 0)), int(found.get("RSS", 0))
    return 0, 0


if __name__ == "__main__":
    main()
