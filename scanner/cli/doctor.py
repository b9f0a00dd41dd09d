"""`selfaudit doctor`: what each target lets the scanner see, and how to let it see the rest."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.policy import load
from scanner.cli.run import Source, inventory_of, taken
from scanner.cli.stop import stop_on_interrupt
from scanner.interfaces import Advice, Advisor, Collector, FactRequest
from scanner.model import Event, ExitCode, Target

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from scanner.doctor import Cause, Row, Sight
    from scanner.snapshot import Snapshot

_AT_A_TIME = 100
"""Targets whose events are held in memory for the advice on them."""


def doctor(
    config: Annotated[
        Path | None, typer.Option(help="As for scan. Without it and without audit.yaml here: this machine.")
    ] = None,
    target: Annotated[list[str] | None, typer.Option(help="Look only at this target (repeatable).")] = None,
    policies: Annotated[
        list[Path] | None, typer.Option(help="Folder of a further policy pack (repeatable).")
    ] = None,
) -> None:
    """Connect to each target and tell what the loaded checks can and cannot see there, and how to fix it.

    Exit codes: 0 everything that the checks read can be seen, 2 usage or configuration error, 3 something
    cannot be seen.
    """
    from rich.console import Console

    from scanner.doctor import examine
    from scanner.pipeline import wanted_everywhere
    from scanner.selection import Options

    with stop_on_interrupt() as interrupt:
        inventory = inventory_of(config)
        pack = load([*inventory.policies, *(policies or ())])
        options = Options(targets=frozenset(target or ()))
        with taken(Source(inventory), pack, options, interrupt.halt) as snapshot:
            sights = examine(snapshot, pack, options)
            pairs = [(item, inventory.collectors[item.kind]) for item in inventory.targets]
            wanted = wanted_everywhere(pairs, pack, has_datasets=bool(inventory.datasets))
            advice = list(_advice([sight.target for sight in sights], pairs, wanted, snapshot))
    console = Console()
    for sight, steps in zip(sights, advice, strict=True):
        print_sight(console, sight, steps)
    raise typer.Exit(conclude(console, sights))


def _advice(
    names: Sequence[str],
    pairs: Sequence[tuple[Target, Collector]],
    wanted: Mapping[str, FactRequest],
    snapshot: "Snapshot",
) -> Iterator[Sequence[Advice]]:
    """What the collectors have to say about each of the targets, in order."""
    known = {target.id: (target, collector) for target, collector in pairs}
    for start in range(0, len(names), _AT_A_TIME):
        some = names[start : start + _AT_A_TIME]
        found: dict[str, list[Event]] = {name: [] for name in some}
        for event in snapshot.events():
            if event.target in found:
                found[event.target].append(event)
        for name in some:
            # What is derived from other targets has no collector.
            target, collector = known.get(name, (None, None))
            if target and isinstance(collector, Advisor):
                yield collector.advice(target, wanted[name], found[name])
            else:
                yield ()


# --- showing it -------------------------------------------------------------------------------------


def print_sight(console: "Console", sight: "Sight", advice: Sequence[Advice]) -> None:
    """One target: the table, the causes, and what to do."""
    from rich.text import Text

    from reports.progress import paragraph, put, put_table
    from reports.text import counted

    if sight.causes:
        state = (
            f"{len(sight.undecided)} of {counted(len(sight.checks), 'check')} cannot be decided",
            "bold magenta",
        )
    else:
        state = (f"all that {counted(len(sight.checks), 'check')} read can be seen", "bold green")
    put(console, Text.assemble((f"{sight.target} ({sight.kind}): ", "bold"), state))
    console.print()
    put_table(console, _table(sight.rows, narrow=console.is_terminal))
    console.print()
    for cause in sight.causes:
        for indent, text in _cause(cause):
            paragraph(console, text, indent)
        console.print()
    for number, step in enumerate(advice, 1):
        put(console, Text(f"{number}. {step.title}", "bold"))
        paragraph(console, Text(step.text), 3)
        if step.paste:
            console.print()
            console.print(Text(step.paste, "cyan"), soft_wrap=True, highlight=False)
        console.print()


def _table(rows: Sequence["Row"], *, narrow: bool) -> "Table":
    """One line per state of facts; when narrow, resource types stand above, to leave room for the facts."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("resource, seen",) if narrow else ("resource", "seen"):
        table.add_column(title, no_wrap=True)
    table.add_column("undecided", justify="right", no_wrap=True)
    table.add_column("facts", overflow="fold")
    before = ""
    for row in rows:
        state, style = _state(row)
        number = f"{len(row.checks)}" if row.reason else ""
        facts = ", ".join(row.facts) or ("everything" if row.reason else "")
        if not narrow:
            table.add_row(row.type, state, number, facts)
            continue
        if row.type != before:
            table.add_row(Text(row.type, "bold"))
        table.add_row(Text(f"  {state}", style), number, facts)
        before = row.type
    return table


def _state(row: "Row") -> tuple[str, str]:
    """What to say of a row, and in which style."""
    from reports.text import GAP_LABEL

    if row.reason is None:
        return ("yes", "green") if row.resources else ("none there", "green")
    part = f" on {row.gapped} of {row.resources}" if row.facts and row.gapped < row.resources else ""
    return f"{GAP_LABEL[row.reason]}{part}", "magenta"


def _cause(cause: "Cause") -> Iterator[tuple[int, "Text"]]:
    from rich.text import Text

    from reports.text import GAP_LABEL, counted, visible

    what = "; ".join(f"{type_} ({', '.join(facts)})" for type_, facts in cause.facts.items())
    more = f" (and {counted(cause.more, 'similar reason')})" if cause.more else ""
    number = counted(len(cause.checks), "check")
    yield 0, Text.assemble((f"{GAP_LABEL[cause.reason]}: ", "magenta"), (visible(cause.detail), "bold"), more)
    yield 2, Text(f"{number} undecided: {visible(what)}")


def conclude(console: "Console", sights: Sequence["Sight"]) -> ExitCode:
    """The last line, and the exit code that it explains."""
    from rich.text import Text

    from reports.progress import put
    from reports.text import counted

    blind = [sight for sight in sights if sight.causes]
    if not sights:
        put(console, Text("No target takes part in any check: nothing can be concluded.", "bold magenta"))
    elif blind:
        checks = frozenset[str]().union(*(sight.undecided for sight in blind))
        text = (
            f"{counted(len(blind), 'target')} of {len(sights)} cannot be seen whole; "
            f"{counted(len(checks), 'check')} would be unknown there."
        )
        put(console, Text(text, "bold magenta"))
    else:
        put(
            console,
            Text(f"{counted(len(sights), 'target')}: all that the checks read can be seen.", "bold green"),
        )
    return ExitCode.CLEAN if sights and not blind else ExitCode.INCOMPLETE
