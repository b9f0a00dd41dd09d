"""One run from configuration to report, as the commands that evaluate share it."""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.cli.options import Pace, known
from scanner.cli.stop import Interrupt, end_at_once
from scanner.interfaces import ConfigurationError, Halt
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.audit import Request
    from scanner.decisions import Decisions
    from scanner.excerpts import Excerpts
    from scanner.interfaces import PolicyEngine, ReportFormat
    from scanner.inventory import Inventory
    from scanner.model import Report
    from scanner.policy_pack import Pack
    from scanner.selection import Options
    from scanner.snapshot import Snapshot

    Formats = Mapping[str, ReportFormat | None]

DEFAULT_CONFIG = Path("audit.yaml")
CONSOLE = "console"
DEFAULT_FORMATS = (CONSOLE, "html", "json")


@dataclass(frozen=True, slots=True)
class Source:
    """What is evaluated: an inventory that is collected from now (kept in `save`, if set), or a snapshot."""

    inventory: "Inventory | None" = None
    snapshot: Path | None = None
    save: Path | None = None
    pace: Pace = field(default_factory=Pace)


def inventory_of(config: Path | None) -> "Inventory":
    """What the configuration says is to be audited; without one, this machine."""
    from scanner.inventory import read_inventory, this_machine

    if config or DEFAULT_CONFIG.exists():
        return read_inventory(config or DEFAULT_CONFIG)
    return this_machine()


def decisions_of(inventory: "Inventory | None", waivers: Path | None, baseline: Path | None) -> "Decisions":
    """What is accepted beforehand; a file that is named here wins over that of the configuration.

    Raises ConfigurationError for a file that is not valid.
    """
    from scanner.baseline import read_baseline
    from scanner.decisions import Decisions
    from scanner.inventory import waivers_beside
    from scanner.waivers import read_waivers

    waivers = waivers or (inventory.waivers if inventory else waivers_beside(Path()))
    baseline = baseline or (inventory.baseline if inventory else None)
    return Decisions(read_waivers(waivers) if waivers else (), read_baseline(baseline) if baseline else None)


# --- doing it ---------------------------------------------------------------------------------------


def run(
    source: Source,
    pack: "Pack",
    engine: "PolicyEngine",
    options: "Options",
    interrupt: Interrupt,
    audit: "Request | None" = None,
) -> "Report":
    """Collect, unless there is a snapshot already, and evaluate; for an audit, with its checklist.

    An interrupt ends collecting, then evaluating; what is missing then is unknown.
    """
    collecting = interrupt.halt
    with taken(source, pack, options, collecting) as collected:
        known("target", options.targets, [info.id for info in collected.header.targets])
        interrupt.halt = Halt()  # what was collected is evaluated, whatever ended that
        return _evaluate(collected, pack, engine, options, interrupt.halt, collecting.detail, audit)


@contextmanager
def taken(source: Source, pack: "Pack", options: "Options", halt: Halt) -> "Iterator[Snapshot]":
    """The snapshot to evaluate: a given one, or one collected now, kept or thrown away afterwards."""
    from scanner.snapshot import open_snapshot

    if source.inventory is None:
        yield open_snapshot(source.snapshot or Path())
    elif source.save:
        _collect(source.inventory, source.save, pack, options, source.pace, halt)
        yield open_snapshot(source.save)
    else:
        with tempfile.TemporaryDirectory(prefix="selfaudit-") as folder:
            path = Path(folder) / "snapshot.jsonl.zst"
            _collect(source.inventory, path, pack, options, source.pace, halt)
            yield open_snapshot(path)


def _collect(
    inventory: "Inventory", path: Path, pack: "Pack", options: "Options", pace: Pace, halt: Halt
) -> None:
    from rich.console import Console

    import scanner
    from reports.progress import progress
    from scanner.datasets import overlaps
    from scanner.output import private_file
    from scanner.parameters import check_settings
    from scanner.pipeline import collect_snapshot, teach
    from scanner.snapshot import Header, SnapshotWriter

    known("target", options.targets, [target.id for target in inventory.targets])
    pairs = [(target, inventory.collectors[target.kind]) for target in inventory.targets]
    teach(pairs, pack)  # which types there are depends on it
    check_settings(pack, inventory.parameters, {target.id: found.types for target, found in pairs})
    warnings = tuple(line for target in inventory.targets for line in overlaps(target))
    with (
        private_file(path) as handle,
        _deadline(halt, pace),
        progress(Console(stderr=True), len(pairs)) as show,
    ):
        collect_snapshot(
            lambda header: SnapshotWriter(handle, header),
            pairs,
            pack,
            options,
            lambda infos: Header(
                scanner.__version__,
                now(),
                infos,
                bool(inventory.datasets),
                warnings,
                inventory.calendar,
                {name: setting.value for name, setting in inventory.parameters.items()},
            ),
            show,
            halt,
            pace.parallel,
        )


@contextmanager
def _deadline(halt: Halt, pace: Pace) -> Iterator[None]:
    """Ends collecting when its time is over."""
    if pace.deadline is None:
        yield
        return
    detail = f"the time for collecting was over (--deadline {pace.said})"
    # A thread sets it: in this one the handler of a signal could come in between and wait for itself.
    timer = threading.Timer(pace.deadline, halt.set, (GapReason.TIMEOUT, detail))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _evaluate(
    collected: "Snapshot",
    pack: "Pack",
    engine: "PolicyEngine",
    options: "Options",
    halt: Halt,
    stopped: str,
    audit: "Request | None",
) -> "Report":
    from rich.console import Console

    from reports.progress import evaluation
    from scanner.pipeline import evaluate_snapshot

    with evaluation(Console(stderr=True)) as advance:
        return evaluate_snapshot(collected, pack, engine, options, now, halt, advance, stopped, audit)


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


# --- showing it -------------------------------------------------------------------------------------


def formats_of(chosen: Sequence[str] | None) -> "Formats":
    """The report formats by name; the console is one without a file. Raises ConfigurationError."""
    from scanner import plugins

    points = plugins.available("reports")
    names = list(dict.fromkeys(chosen or DEFAULT_FORMATS))
    known("format", names, [CONSOLE, *points])
    if "html" in names and "json" not in names:
        names.append("json")  # the page shortens very long facts and points there
    return {name: None if name == CONSOLE else plugins.create(points[name]) for name in names}


def prepare(folder: Path, formats: "Formats") -> None:
    """Make the output folder, if there is to be a file in it.

    Raises ConfigurationError when the reports cannot be written there.
    """
    from scanner.output import prepare_folder

    names = [item.filename for item in formats.values() if item and item.filename]
    if names:
        prepare_folder(folder, names)


def finish(
    report: "Report",
    formats: "Formats",
    folder: Path,
    *,
    stopped: bool,
    excerpts: "Excerpts | None" = None,
) -> None:
    """Write the report, show it, and exit with its code; at once when collecting was `stopped`.

    With `excerpts`, the terminal shows the lines that findings point to.
    """
    written = write(report, formats, folder)
    _print(report, formats, written, excerpts)
    if stopped:
        end_at_once(report.exit_code)
    raise typer.Exit(report.exit_code)


def write(report: "Report", formats: "Formats", folder: Path) -> list[Path]:
    """Write the report in its formats. Raises OutputError when one of them cannot be written."""
    from scanner.output import OutputError, private_file

    written = []
    for format_ in formats.values():
        if format_ is None or not format_.filename:
            continue
        path = folder / format_.filename
        try:
            with private_file(path) as handle:
                content = format_.render(report)
                handle.write(content.encode() if isinstance(content, str) else content)
        except (OSError, ConfigurationError) as error:
            raise OutputError(f"{path}: the report could not be written: {error}") from error
        written.append(path)
    return written


def _print(
    report: "Report", formats: "Formats", written: Sequence[Path], excerpts: "Excerpts | None"
) -> None:
    from rich.console import Console

    from reports.console import print_report

    try:
        if CONSOLE in formats:
            print_report(report, Console(), written, excerpts.of if excerpts else None)
        else:
            for path in written:
                typer.echo(str(path))
            typer.echo(report.verdict, err=True)
        for format_ in formats.values():
            if format_ and not format_.filename:
                typer.echo(format_.render(report), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough; the files are written and the exit code stands
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
