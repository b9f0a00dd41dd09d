"""`selfaudit access`: who can reach a dataset and why, and what a person can reach."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.options import ConfigOption, PoliciesOption, known
from scanner.cli.policy import load
from scanner.cli.run import Source, inventory_of, taken
from scanner.cli.stop import stop_on_interrupt
from scanner.interfaces import ConfigurationError
from scanner.model import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from scanner.model import AccessList


def access(
    dataset: Annotated[
        str | None, typer.Argument(help="Dataset of audit.yaml; all of them without one.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="What this person (staff id) or principal can reach.")
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(metavar="PRINCIPAL", help="Show every step by which this principal gets there."),
    ] = None,
    config: ConfigOption = None,
    policies: PoliciesOption = None,
    svg: Annotated[
        Path | None, typer.Option(help="Draw who reaches the dataset, and by which ways, into this file.")
    ] = None,
    snapshot: Annotated[Path | None, typer.Option(help="Read this saved snapshot; collect nothing.")] = None,
) -> None:
    """Show who can read, write, delete, export or administer a dataset, over all its stores.

    Exit codes: 0 the lists are complete, 2 usage or configuration error, 3 something could not be seen, so
    that they say "at least".
    """
    from rich.console import Console

    from scanner.access import TYPE
    from scanner.access.lists import access_lists
    from scanner.selection import Options

    if svg and not dataset:
        raise ConfigurationError("--svg: name the dataset to draw: selfaudit access DATASET --svg FILE")
    with stop_on_interrupt() as interrupt:
        inventory = None if snapshot else inventory_of(config)
        if inventory and not inventory.datasets:
            raise ConfigurationError(
                "no datasets are configured; define them under 'datasets:' in audit.yaml"
            )
        pack = load([*(inventory.policies if inventory else ()), *(policies or ())])
        checks = frozenset(check.id for check in pack.checks.values() if check.resource == TYPE)
        with taken(Source(inventory, snapshot), pack, Options(checks=checks), interrupt.halt) as collected:
            lists = access_lists(collected)
    if dataset:
        known("dataset", [dataset], lists)
        lists = {dataset: lists[dataset]}
    if svg and dataset:
        _draw(lists[dataset], svg)
    _print(Console(), lists, person, why)
    incomplete = any(found.unseen for found in lists.values())
    raise typer.Exit(ExitCode.INCOMPLETE if incomplete else ExitCode.CLEAN)


def _draw(found: "AccessList", path: Path) -> None:
    from reports import graph
    from scanner.output import private_file

    with private_file(path) as handle:
        handle.write(graph.file(found).encode())


def _print(
    console: "Console", lists: "Mapping[str, AccessList]", person: str | None, why: str | None
) -> None:
    from reports.access import print_list, print_nothing, print_person, print_why
    from scanner.access.lists import of_person, similar

    complete = not any(found.unseen for found in lists.values())
    if who := why or person:
        entries = list(of_person(lists, who))
        if not entries:
            print_nothing(console, who, similar(lists, who), complete=complete)
        elif person:
            print_person(console, who, entries, complete=complete)
        for entry in entries if why else ():
            print_why(console, entry)
    else:
        for _, found in sorted(lists.items()):
            print_list(console, found)
