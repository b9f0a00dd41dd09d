"""`selfaudit policy`: look at, check and test policy packs."""

import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.model import ExitCode

if TYPE_CHECKING:
    from scanner.policy_pack import Pack

app = typer.Typer(help="Look at, check and test policies.", no_args_is_help=True)

Folders = Annotated[list[Path] | None, typer.Argument(help="Folders of further policy packs.")]


def load(folders: list[Path] | None) -> "Pack":
    """The default pack and further ones. Raises ConfigurationError with everything wrong in them."""
    return load_named([(str(folder), folder) for folder in folders or ()])


def load_named(folders: Sequence[tuple[str, Path]]) -> "Pack":
    """The same with names for messages, for packs that do not lie where they are said to."""
    from importlib.resources import files

    import policies
    from scanner.policy_pack import cached_packs

    default = Path(str(files(policies)))
    pack = cached_packs([("policies", default), *folders], _cache_folder())
    # Python looks for garbage everywhere only when a quarter of all is new: beside the policies, which stay
    # to the end, that would be hundreds of closed connections later.
    gc.freeze()
    return pack


def _cache_folder() -> Path:
    """Where the XDG Base Directory Specification puts what can be made anew."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given if given.startswith("/") else os.path.expanduser("~/.cache")) / "selfaudit"  # noqa: PTH111


@app.command("list")
def list_(folders: Folders = None) -> None:
    """List the checks: id, severity, resource type, title."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("check", "severity", "resource"):
        table.add_column(name, no_wrap=True)
    table.add_column("title")
    for check in load(folders).checks.values():
        table.add_row(check.id, check.severity.value, check.resource, check.title)
    Console().print(table)


@app.command("show")
def show(check_id: str, policies: Annotated[list[Path] | None, typer.Option()] = None) -> None:
    """Show one check: why it matters, what it reads, how to fix."""
    from scanner.interfaces import ConfigurationError

    pack = load(policies)
    if check_id not in pack.checks:
        raise ConfigurationError(f"there is no check '{check_id}'; selfaudit policy list shows them all")
    check = pack.checks[check_id]
    reads = [*sorted(check.reads.facts), *(f"label {label}" for label in sorted(check.reads.labels))]
    reads += ["dataset"] if check.reads.dataset else []
    reads += [f"{type_} ({', '.join(sorted(need.facts))})" for type_, need in sorted(check.needs.items())]
    typer.echo(f"{check.id}  {check.severity}  {check.resource}\n{check.title}\n\n{check.description}\n")
    typer.echo(f"Reads: {', '.join(reads)}")
    typer.echo(f"Controls: {', '.join(check.controls) or 'none'}")
    typer.echo(f"File: {check.file}\n\nHow to fix\n{check.remediation}\n\nReferences")
    typer.echo("\n".join(check.references))


@app.command("check")
def check(folders: Folders = None) -> None:
    """Check that packs load: syntax, METADATA, what is read, tests present. Exit code 2 if not."""
    from scanner.engines.regorus import RegorusEngine
    from scanner.interfaces import Program

    pack = load(folders)
    with RegorusEngine().load(Program(pack.modules, {"parameters": dict(pack.parameters)})):
        pass  # what the engine refuses is found only when it loads all of them
    typer.echo(f"{len(pack.checks)} checks in {len(pack.packs)} packs are valid")


@app.command("test")
def test(folders: Folders = None) -> None:  # noqa: PT028 (a command, not a pytest test)
    """Run the tests beside the policies. Exit code 1 when one fails."""
    from scanner.engines.regorus import RegorusEngine
    from scanner.policy_tests import run_tests

    results = list(run_tests(load(folders), RegorusEngine()))
    failed = [result for result in results if result.problem]
    for result in failed:
        typer.echo(f"{result.test.file}:{result.test.line}: {result.test.ref}: {result.problem}")
    typer.echo(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    raise typer.Exit(ExitCode.FINDINGS if failed else ExitCode.CLEAN)
