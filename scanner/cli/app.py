"""The command line: the only place that reads the environment, prints, and exits."""

import sys
import traceback
from typing import Annotated

import typer

import scanner
from scanner.cli import policy
from scanner.cli.scan import scan
from scanner.interfaces import ConfigurationError, EngineError
from scanner.model import ExitCode
from scanner.output import OutputError

app = typer.Typer(
    name="selfaudit",
    help="Audit servers, storage and access lists against Rego policies. What cannot be seen never passes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(scan)
app.add_typer(policy.app, name="policy")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"selfaudit {scanner.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before the command."""


def main() -> None:
    """Entry point of the console script: every way to end has its exit code."""
    try:
        app()
    except ConfigurationError as error:
        _complain(*error.problems)
        sys.exit(ExitCode.USAGE)
    except EngineError as error:
        _complain(f"the policy engine failed, so nothing was decided: {error}")
        sys.exit(ExitCode.INCOMPLETE)
    except OutputError as error:
        _complain(str(error))
        sys.exit(ExitCode.INCOMPLETE)
    except KeyboardInterrupt:
        _complain("stopped before anything was reported")
        sys.exit(ExitCode.INCOMPLETE)
    except Exception:  # noqa: BLE001 (an uncaught error would exit 1, which means "complete, with findings")
        traceback.print_exc()
        _complain("internal error, so nothing can be concluded; please report the lines above")
        sys.exit(ExitCode.INCOMPLETE)


def _complain(*problems: str) -> None:
    for problem in problems:
        typer.echo(f"selfaudit: {problem}", err=True)
