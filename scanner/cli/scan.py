"""`selfaudit scan`: collect, evaluate, report."""

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import options as shared
from scanner.cli.policy import load
from scanner.cli.run import Source, decisions_of, finish, formats_of, inventory_of, prepare, run
from scanner.cli.stop import stop_on_interrupt
from scanner.collect import MAX_PARALLEL
from scanner.interfaces import ConfigurationError
from scanner.model import Severity


def scan(
    config: shared.ConfigOption = None,
    target: Annotated[list[str] | None, typer.Option(help="Audit only this target (repeatable).")] = None,
    check: Annotated[list[str] | None, typer.Option(help="Evaluate only this check (repeatable).")] = None,
    policies: shared.PoliciesOption = None,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="console, html, json, csv, markdown, junit, sarif, gitlab, github (repeatable). "
            "Default: the first three.",
        ),
    ] = None,
    output: shared.OutputOption = Path("selfaudit-out"),
    fail_on: shared.FailOnOption = Severity.HIGH,
    waivers: shared.WaiversOption = None,
    baseline: shared.BaselineOption = None,
    save_snapshot: Annotated[Path | None, typer.Option(help="Keep what was collected in this file.")] = None,
    snapshot: Annotated[
        Path | None, typer.Option(help="Evaluate this saved snapshot; collect nothing.")
    ] = None,
    parallel: shared.ParallelOption = MAX_PARALLEL,
    deadline: shared.DeadlineOption = None,
    engine: shared.EngineOption = shared.Engine.REGORUS,
    opa_url: shared.OpaUrlOption = None,
    opa_ca: shared.OpaCaOption = None,
    opa_cert: shared.OpaCertOption = None,
    opa_key: shared.OpaKeyOption = None,
) -> None:
    """Audit targets and report findings.

    Exit codes: 0 complete and clean, 1 complete with failures at or above --fail-on, 2 usage or
    configuration error, 3 incomplete (something that matters is unknown).
    """
    from scanner.selection import Options

    with stop_on_interrupt() as interrupt:
        collecting = interrupt.halt
        formats = formats_of(format_)
        pace = shared.Pace.of(parallel, deadline)
        _refuse_contradictions(config, snapshot, save_snapshot)
        inventory = None if snapshot else inventory_of(config)
        decisions = decisions_of(inventory, waivers, baseline)
        options = Options(fail_on, frozenset(target or ()), frozenset(check or ()), decisions)
        pack = load([*(inventory.policies if inventory else ()), *(policies or ())])
        policy_engine = shared.engine_of(engine, opa_url, opa_ca, opa_cert, opa_key)
        shared.known("check", options.checks, pack.checks)
        prepare(output, formats)
        source = Source(inventory, snapshot, save_snapshot, pace)
        report = run(source, pack, policy_engine, options, interrupt)
        finish(report, formats, output, stopped=collecting.is_set())


def _refuse_contradictions(config: Path | None, snapshot: Path | None, save: Path | None) -> None:
    if snapshot and (config or save):
        other = "--config" if config else "--save-snapshot"
        raise ConfigurationError(
            f"--snapshot and {other} exclude each other: a snapshot is already collected"
        )
