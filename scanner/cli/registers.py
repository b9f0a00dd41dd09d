"""`selfaudit registers`: evidence that people keep."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.attest import sign_register
from scanner.interfaces import ConfigurationError
from scanner.model import ExitCode, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.interfaces import RecordReader, RecordState

app = typer.Typer(help="Registers: dated evidence that people keep.", no_args_is_help=True)
app.command("sign")(sign_register)


@app.command("check")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of registers; without it, those of the configuration.")
    ] = None,
    config: Annotated[Path, typer.Option(help="What to audit.")] = Path("audit.yaml"),
) -> None:
    """Check that registers can be read, without auditing.

    Exit codes: 0 every register that is there can be used, 2 something in one of them cannot.
    """
    from scanner.cli.policy import load

    reader, targets, folders = _reader(folder, config)
    reader.learn(load(folders).schemas)
    states = [state for target in targets for state in reader.survey(target)]
    _show(states)
    for state in states:
        for problem in state.problems:
            typer.echo(f"{state.place}: {problem}", err=True)
    broken = sum(bool(state.problems) for state in states)
    absent = sum(state.rows is None and not state.problems for state in states)
    typer.echo(
        f"{len(states) - broken - absent} registers can be used, {broken} cannot, {absent} are not there"
    )
    raise typer.Exit(ExitCode.USAGE if broken else ExitCode.CLEAN)


def _reader(folder: Path | None, config: Path) -> "tuple[RecordReader, Sequence[Target], list[Path]]":
    from scanner import plugins
    from scanner.inventory import read_inventory

    if folder:
        reader: RecordReader = plugins.create(plugins.available(plugins.COLLECTORS)["register"])
        return reader, [Target("registers", "register", {"folder": str(folder)})], []
    inventory = read_inventory(config)
    targets = [target for target in inventory.targets if target.kind == "register"]
    if not targets:
        raise ConfigurationError(f"{config}: no target of kind register; add one, or name a folder")
    found: RecordReader = inventory.collectors["register"]  # type: ignore[assignment]
    return found, targets, list(inventory.policies)


def _show(states: "Sequence[RecordState]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("register", no_wrap=True)
    for name in ("rows", "examples", "problems"):
        table.add_column(name, justify="right")
    for state in states:
        if state.rows is None and not state.problems:
            continue
        table.add_row(
            Text(state.name), str(state.rows or 0), str(state.examples or ""), str(len(state.problems) or "")
        )
    Console().print(table)
