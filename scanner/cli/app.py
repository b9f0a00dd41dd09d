"""The command line: the only place that reads the environment, prints, and exits."""

import gc
import sys
import traceback
from typing import Annotated

import typer

import scanner
from scanner.cli import baseline, keys, owners, policy, registers
from scanner.cli.access import access
from scanner.cli.attest import attest
from scanner.cli.audit import audit
from scanner.cli.diff import diff
from scanner.cli.doctor import doctor
from scanner.cli.due import due
from scanner.cli.gate import gate
from scanner.cli.init import init
from scanner.cli.memory import give_back
from scanner.cli.probe import probe
from scanner.cli.scan import scan
from scanner.cli.stop import StoppedError, end_at_once
from scanner.interfaces import ConfigurationError, EngineError
from scanner.model import ExitCode
from scanner.output import OutputError

_OBJECTS_BEFORE_GC = 50_000
"""Most of what a run makes lives to its end; looking through all of it often costs a tenth of the CPU."""

app = typer.Typer(
    name="selfaudit",
    help="Audit servers, storage and access lists against Rego policies. What cannot be seen never passes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(scan)
app.command()(audit)
app.command()(gate)
app.command()(access)
app.command()(due)
app.command()(diff)
app.command()(doctor)
app.command()(init)
app.command()(probe)
app.command()(attest)
app.add_typer(policy.app, name="policy")
app.add_typer(registers.app, name="registers")
app.add_typer(keys.app, name="keys")
app.add_typer(owners.app, name="owners")
app.add_typer(baseline.app, name="baseline")


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
    gc.set_threshold(_OBJECTS_BEFORE_GC)
    give_back()
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
    except StoppedError as error:
        _complain(str(error))
        end_at_once(ExitCode.INCOMPLETE)
    except Exception:  # noqa: BLE001 (an uncaught error would exit 1, which means "complete, with findings")
        traceback.print_exc()
        _complain("internal error, so nothing can be concluded; please report the lines above")
        sys.exit(ExitCode.INCOMPLETE)


def _complain(*problems: str) -> None:
    for problem in problems:
        typer.echo(f"selfaudit: {problem}", err=True)
