"""`selfaudit audit`: the checklist of a period."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import options as shared
from scanner.cli.attest import KIND, period_of
from scanner.cli.owners import TrustOption
from scanner.cli.policy import load
from scanner.cli.run import DEFAULT_CONFIG, Source, decisions_of, now, prepare, run, write
from scanner.cli.stop import end_at_once, stop_on_interrupt
from scanner.collect import MAX_PARALLEL
from scanner.interfaces import ConfigurationError
from scanner.model import GapReason, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.interfaces import ReportFormat
    from scanner.inventory import Inventory
    from scanner.model import Report

SNAPSHOT = "snapshot.jsonl.zst"


class Language(StrEnum):
    """Languages of the checklist."""

    EN = "en"
    ZH = "zh"


LanguageOption = Annotated[Language, typer.Option("--lang", help="Language of what people read.")]


def audit(
    period: Annotated[
        str | None,
        typer.Option(help="2026-Q4, 2026-H2, 2026 or 2026-11. Default: the quarter of today."),
    ] = None,
    config: Annotated[Path | None, typer.Option(help="What to audit. Default: audit.yaml here.")] = None,
    policies: shared.PoliciesOption = None,
    trust: TrustOption = None,
    lang: LanguageOption = Language.EN,
    output: Annotated[
        Path | None,
        typer.Option(help="Folder of all audits. Default: audits beside the configuration."),
    ] = None,
    snapshot: Annotated[
        Path | None, typer.Option(help="Evaluate this saved snapshot; collect nothing.")
    ] = None,
    fail_on: shared.FailOnOption = Severity.HIGH,
    waivers: shared.WaiversOption = None,
    parallel: shared.ParallelOption = MAX_PARALLEL,
    deadline: shared.DeadlineOption = None,
    engine: shared.EngineOption = shared.Engine.REGORUS,
    opa_url: shared.OpaUrlOption = None,
    opa_ca: shared.OpaCaOption = None,
    opa_cert: shared.OpaCertOption = None,
    opa_key: shared.OpaKeyOption = None,
) -> None:
    """Audit a period: one checklist in which every control has a status.

    Exit codes: 0 nothing at or above --fail-on is open, 1 a control fails or is overdue, 2 usage or
    configuration error, 3 incomplete (a control is unknown or was not assessed).
    """
    from scanner.audit import Request
    from scanner.last_audit import earlier_audits
    from scanner.selection import Options
    from scanner.snapshot import open_snapshot

    with stop_on_interrupt() as interrupt:
        collecting = interrupt.halt
        inventory = configured(config, trust)
        if snapshot:
            inventory = replace(inventory, calendar=open_snapshot(snapshot).header.calendar)
        meant = period_of(period, inventory)
        if meant.start > now():
            raise ConfigurationError(f"--period {meant.name}: has not begun yet")
        folder = (output or (config or DEFAULT_CONFIG).parent / "audits") / meant.name
        request = Request(meant, earlier_audits(folder.parent, meant))
        pack = load([*inventory.policies, *(policies or ())])
        policy_engine = shared.engine_of(engine, opa_url, opa_ca, opa_cert, opa_key)
        formats = _formats()
        prepare(folder, formats)
        pace = shared.Pace.of(parallel, deadline)
        source = Source(None, snapshot) if snapshot else Source(inventory, save=folder / SNAPSHOT, pace=pace)
        # A baseline says what a change may leave as it is; an audit takes nothing as given.
        decisions = decisions_of(replace(inventory, baseline=None), waivers, None)
        options = Options(fail_on, decisions=decisions, records=True)
        report = run(source, pack, policy_engine, options, interrupt, request)
        report = replace(report, language=lang.value)
        stopped = collecting.is_set() and collecting.reason is GapReason.CANCELLED
        _print(report, [] if stopped else [*write(report, formats, folder)])
        if collecting.is_set():
            end_at_once(report.exit_code)
    raise typer.Exit(report.exit_code)


def configured(config: Path | None, trust: Path | None) -> "Inventory":
    """What audit.yaml says, with the key that vouches for owners.yaml. Raises ConfigurationError."""
    from collectors.attestations.collector import TRUST
    from collectors.attestations.keys import read_public_key
    from scanner.inventory import read_inventory

    path = config or DEFAULT_CONFIG
    if not path.exists():
        raise ConfigurationError(f"{path}: there is no configuration; selfaudit init makes a workspace")
    inventory = read_inventory(path)
    if trust is None:
        return inventory
    key = read_public_key(trust)
    targets = tuple(
        replace(target, settings={**target.settings, TRUST: key}) if target.kind == KIND else target
        for target in inventory.targets
    )
    return replace(inventory, targets=targets)


def _formats() -> "dict[str, ReportFormat | None]":
    """All files of an audit; the JSON report, which the next audit reads, is written last."""
    from scanner import plugins

    points = plugins.available("checklists")
    checklists = {f"checklist.{name}": plugins.create(point) for name, point in points.items()}
    reports = plugins.available("reports")
    return {**checklists, **{name: plugins.create(reports[name]) for name in ("html", "json")}}


def _print(report: "Report", written: "Sequence[Path]") -> None:
    from rich.console import Console

    from reports.checklist.console import print_checklist

    print_checklist(report, Console(), written)
