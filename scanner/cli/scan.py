"""`selfaudit scan`: collect, evaluate, report."""

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.policy import load
from scanner.model import Severity

if TYPE_CHECKING:
    from scanner.interfaces import PolicyEngine, ReportFormat
    from scanner.inventory import Inventory
    from scanner.model import Report
    from scanner.policy_pack import Pack
    from scanner.selection import Options
    from scanner.snapshot import Snapshot

DEFAULT_CONFIG = Path("audit.yaml")
CONSOLE = "console"


class Engine(StrEnum):
    """The policy engines."""

    REGORUS = "regorus"
    OPA = "opa"


@dataclass(frozen=True, slots=True)
class _OpaAccess:
    url: str | None
    ca: str | None
    cert: str | None
    key: str | None


def scan(
    config: Annotated[
        Path | None, typer.Option(help="What to audit. Without it and without audit.yaml here: this machine.")
    ] = None,
    target: Annotated[list[str] | None, typer.Option(help="Audit only this target (repeatable).")] = None,
    check: Annotated[list[str] | None, typer.Option(help="Evaluate only this check (repeatable).")] = None,
    policies: Annotated[
        list[Path] | None, typer.Option(help="Folder of a further policy pack (repeatable).")
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", help="console, html, json (repeatable). Default: all three."),
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder for the report files.")] = Path("selfaudit-out"),
    fail_on: Annotated[
        Severity,
        typer.Option(help="Lowest severity that makes the scan fail (exit 1) or incomplete (exit 3)."),
    ] = Severity.HIGH,
    save_snapshot: Annotated[Path | None, typer.Option(help="Keep what was collected in this file.")] = None,
    snapshot: Annotated[
        Path | None, typer.Option(help="Evaluate this saved snapshot; collect nothing.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Policy engine.")] = Engine.REGORUS,
    opa_url: Annotated[
        str | None, typer.Option(help="OPA server, with --engine opa. Token: SELFAUDIT_OPA_TOKEN.")
    ] = None,
    opa_ca: Annotated[
        str | None, typer.Option(metavar="PATH", help="CA certificate of the OPA server.")
    ] = None,
    opa_cert: Annotated[
        str | None, typer.Option(metavar="PATH", help="Client certificate for the OPA server.")
    ] = None,
    opa_key: Annotated[
        str | None, typer.Option(metavar="PATH", help="Key of the client certificate.")
    ] = None,
) -> None:
    """Audit targets and report findings.

    Exit codes: 0 complete and clean, 1 complete with failures at or above --fail-on, 2 usage or
    configuration error, 3 incomplete (something that matters is unknown).
    """
    from scanner.output import prepare_folder
    from scanner.selection import Options

    formats = _formats(format_)
    options = Options(fail_on, frozenset(target or ()), frozenset(check or ()))
    _refuse_contradictions(config, snapshot, save_snapshot)
    inventory = None if snapshot else _inventory(config)
    pack = load([*(inventory.policies if inventory else ()), *(policies or ())])
    policy_engine = _engine(engine, _OpaAccess(opa_url, opa_ca, opa_cert, opa_key))
    _known("check", options.checks, pack.checks)
    prepare_folder(output, [item.filename for item in formats.values() if item])
    with (
        _stop_on_interrupt() as stop,
        _taken(inventory, snapshot, save_snapshot, pack, options, stop) as taken,
    ):
        _known("target", options.targets, [info.id for info in taken.header.targets])
        report = _evaluate(taken, pack, policy_engine, options, stop)
    written = _write(report, formats, output)
    _print(report, written, console=CONSOLE in formats)
    raise typer.Exit(report.exit_code)


# --- what to do -------------------------------------------------------------------------------------


def _formats(chosen: Sequence[str] | None) -> "dict[str, ReportFormat | None]":
    """The report formats by name; the console is one without a file."""
    from scanner import plugins

    points = plugins.available("reports")
    names = list(dict.fromkeys(chosen)) if chosen else [CONSOLE, *points]
    _known("format", names, [CONSOLE, *points])
    if "html" in names and "json" not in names:
        names.append("json")  # the page shortens very long facts and points there
    return {name: None if name == CONSOLE else plugins.create(points[name]) for name in names}


def _known(what: str, chosen: Sequence[str] | frozenset[str], known: Any) -> None:
    from scanner.interfaces import ConfigurationError

    unknown = [
        f"--{what} {name}: there is no such {what}; there are {', '.join(sorted(known))}"
        for name in sorted(chosen)
        if name not in known
    ]
    if unknown:
        raise ConfigurationError(*unknown)


def _refuse_contradictions(config: Path | None, snapshot: Path | None, save: Path | None) -> None:
    from scanner.interfaces import ConfigurationError

    if snapshot and (config or save):
        other = "--config" if config else "--save-snapshot"
        raise ConfigurationError(
            f"--snapshot and {other} exclude each other: a snapshot is already collected"
        )


def _inventory(config: Path | None) -> "Inventory":
    from scanner.inventory import read_inventory, this_machine

    if config or DEFAULT_CONFIG.exists():
        return read_inventory(config or DEFAULT_CONFIG)
    return this_machine()


def _engine(engine: Engine, access: _OpaAccess) -> "PolicyEngine":
    from scanner.interfaces import ConfigurationError

    if engine is Engine.REGORUS:
        from scanner.engines.regorus import RegorusEngine

        return RegorusEngine()
    if not access.url:
        raise ConfigurationError("--engine opa needs --opa-url, as in --opa-url https://opa.example:8181")
    from scanner.engines.opa import OpaEngine

    return OpaEngine(
        url=access.url,
        token=os.environ.get("SELFAUDIT_OPA_TOKEN"),
        ca_cert=access.ca,
        client_cert=access.cert,
        client_key=access.key,
    )


# --- doing it ---------------------------------------------------------------------------------------


@contextmanager
def _taken(
    inventory: "Inventory | None",
    snapshot: Path | None,
    save: Path | None,
    pack: "Pack",
    options: "Options",
    stop: threading.Event,
) -> "Iterator[Snapshot]":
    """The snapshot to evaluate: a given one, or one collected now, kept or thrown away afterwards."""
    from scanner.snapshot import open_snapshot

    if snapshot or inventory is None:
        yield open_snapshot(snapshot or Path())
    elif save:
        _collect(inventory, save, pack, options, stop)
        yield open_snapshot(save)
    else:
        with tempfile.TemporaryDirectory(prefix="selfaudit-") as folder:
            path = Path(folder) / "snapshot.jsonl.zst"
            _collect(inventory, path, pack, options, stop)
            yield open_snapshot(path)


def _collect(
    inventory: "Inventory", path: Path, pack: "Pack", options: "Options", stop: threading.Event
) -> None:
    from rich.console import Console

    import scanner
    from reports.console import progress
    from scanner.datasets import overlaps
    from scanner.output import private_file
    from scanner.pipeline import collect_snapshot
    from scanner.snapshot import Header, SnapshotWriter

    _known("target", options.targets, [target.id for target in inventory.targets])
    pairs = [(target, inventory.collectors[target.kind]) for target in inventory.targets]
    warnings = tuple(line for target in inventory.targets for line in overlaps(target))
    with private_file(path) as handle, progress(Console(stderr=True), len(pairs)) as show:
        collect_snapshot(
            lambda header: SnapshotWriter(handle, header),
            pairs,
            pack,
            options,
            lambda infos: Header(
                scanner.__version__, datetime.now(UTC), infos, bool(inventory.datasets), warnings
            ),
            show,
            stop,
        )


def _evaluate(
    taken: "Snapshot", pack: "Pack", engine: "PolicyEngine", options: "Options", stop: threading.Event
) -> "Report":
    from scanner.pipeline import evaluate_snapshot

    return evaluate_snapshot(taken, pack, engine, options, lambda: datetime.now(UTC), stop)


@contextmanager
def _stop_on_interrupt() -> Iterator[threading.Event]:
    """The first Ctrl-C ends collecting and reports what is there; the second one ends at once."""
    stop = threading.Event()

    def first(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, first)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


# --- showing it -------------------------------------------------------------------------------------


def _write(report: "Report", formats: "dict[str, ReportFormat | None]", folder: Path) -> list[Path]:
    from scanner.interfaces import ConfigurationError
    from scanner.output import OutputError, private_file

    written = []
    for format_ in filter(None, formats.values()):
        path = folder / format_.filename
        try:
            with private_file(path) as handle:
                handle.write(format_.render(report).encode())
        except (OSError, ConfigurationError) as error:
            raise OutputError(f"{path}: the report could not be written: {error}") from error
        written.append(path)
    return written


def _print(report: "Report", written: Sequence[Path], *, console: bool) -> None:
    from rich.console import Console

    from reports.console import print_report

    try:
        if console:
            print_report(report, Console(), written)
        else:
            typer.echo("\n".join(map(str, written)))
            typer.echo(report.verdict, err=True)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough; the files are written and the exit code stands
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
