"""`selfaudit baseline`: accept what is there today, so that only new findings count."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Accept the failures of today, so that only new ones count.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group also while it has one command."""


@app.command("write")
def write(
    file: Annotated[Path, typer.Argument(help="The baseline to write, such as baseline.json.")],
    report: Annotated[
        Path, typer.Option("--from", metavar="FILE", help="The report.json whose failures are accepted.")
    ] = Path("selfaudit-out/report.json"),
) -> None:
    """Write the failures of a report into a baseline, for --baseline.

    Unknowns are left out, and what is waived: the one takes a waiver, the other has one.
    """
    from scanner.baseline import baseline_text
    from scanner.model import Disposition, Outcome
    from scanner.output import private_file
    from scanner.saved_report import read_report

    saved = read_report(report)
    failures = [one for one in saved.findings if one.finding.outcome is Outcome.FAIL and not one.broken]
    kept = [one.finding for one in failures if one.disposition is not Disposition.WAIVED]
    with private_file(file) as handle:
        handle.write(baseline_text(kept).encode("utf-8", "backslashreplace"))
    unknown = len(saved.findings) - len(failures)
    typer.echo(
        f"{file}: {len(kept)} failures; left out: {unknown} undecided, {len(failures) - len(kept)} waived"
    )
