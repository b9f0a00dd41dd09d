"""`selfaudit init`: a workspace to fill in."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.interfaces import ConfigurationError

if TYPE_CHECKING:
    from scanner.workspace import File


def init(
    folder: Annotated[Path, typer.Argument(help="Where to put it; made when it is not there.")] = Path(),
) -> None:
    """Write a workspace: audit.yaml, a template for each register, waivers, statements, and a key of digests.

    What is there stays as it is.
    """
    from scanner.cli.policy import load
    from scanner.cli.run import now
    from scanner.workspace import workspace

    records = {
        type_: schema["x-row"] for type_, schema in sorted(load([]).schemas.items()) if "x-row" in schema
    }
    made, kept = 0, []
    for file in workspace(records, now().date()):
        if _write(folder, file):
            made += 1
        else:
            kept.append(file.path)
    typer.echo(f"{made} files written to {folder}, {len(kept)} were there and stay as they are")
    if made:
        typer.echo("Fill in registers/*.csv, then: selfaudit registers check")
        typer.echo("attestations/README tells how to sign statements; selfaudit audit makes the checklist")


def _write(folder: Path, file: "File") -> bool:
    """Write a file unless something of that name is there; never through a symlink."""
    path = folder / file.path
    try:
        path.parent.mkdir(mode=0o700 if file.private else 0o755, parents=True, exist_ok=True)
        mode = 0o600 if file.private else 0o644
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    except FileExistsError:
        if not path.parent.is_dir():
            raise ConfigurationError(f"{path.parent}: is no folder; move it away") from None
        return False
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror or error}") from error
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(file.content)
    return True
