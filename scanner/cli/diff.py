"""`selfaudit diff`: what changed between two reports."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scanner.model import PastFinding


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier report.json, or the folder that holds it.")],
    new: Annotated[Path, typer.Argument(help="The later one.")],
) -> None:
    """Tell what is new, fixed, still there, and what was not looked at again.

    Fixed is only what the later report proves: the check was evaluated there and the listing was complete.
    """
    from scanner.interfaces import ConfigurationError
    from scanner.report_diff import difference
    from scanner.saved_report import read_report

    earlier, later = (read_report(path / "report.json" if path.is_dir() else path) for path in (old, new))
    try:
        found = difference(earlier, later)
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"{new}: not a report.json, or damaged; write it with --format json"
        ) from error
    _print("New or worse", found.new)
    _print("Not looked at again", found.not_rechecked)
    _print("Fixed", found.fixed)
    typer.echo(
        f"{len(found.new)} new or worse, {len(found.still)} still there, {len(found.fixed)} fixed, "
        f"{len(found.not_rechecked)} not looked at again"
    )


def _print(title: str, findings: "Sequence[PastFinding]") -> None:
    from reports.text import visible

    if not findings:
        return
    typer.echo(f"{title}: {len(findings)}")
    for one in sorted(findings, key=lambda f: (-f.severity.rank, f.check, f.target, f.resource, f.path)):
        where = one.name or one.resource or f"listing of {one.type}"
        text = (
            f"{one.severity.value} {one.outcome.value} {where} on {one.target}: {one.message} ({one.check})"
        )
        typer.echo(f"  {visible(text)}")
    typer.echo()
