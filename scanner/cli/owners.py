"""`selfaudit owners`: who may attest what, signed by somebody who vouches for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.attest import FolderOption, folder_of
from scanner.cli.keys import PassphraseOption
from scanner.cli.options import ConfigOption
from scanner.cli.run import inventory_of
from scanner.interfaces import ConfigurationError
from scanner.model import ExitCode

if TYPE_CHECKING:
    from collectors.attestations.owners import Owners

app = typer.Typer(help="Sign and check owners.yaml: who may attest what.", no_args_is_help=True)

TrustOption = Annotated[
    Path | None,
    typer.Option(
        "--trust", metavar="PATH", help="Public key of who vouches for owners.yaml, from elsewhere."
    ),
]


@app.command("sign")
def sign(
    key: Annotated[Path, typer.Option(metavar="PATH", help="Private key of who vouches for the file.")],
    passphrase_env: PassphraseOption = None,
    config: ConfigOption = None,
    folder: FolderOption = None,
) -> None:
    """Sign owners.yaml as it is; after each change it has to be signed again."""
    from collectors.attestations import keys, owners
    from scanner.cli.keys import passphrase
    from scanner.output import private_file

    where = folder or folder_of(inventory_of(config), config)
    content = _content(where / owners.NAME)
    people = _parsed(where / owners.NAME, content)
    private = keys.read_private_key(key, passphrase(passphrase_env))
    with private_file(where / owners.SIGNATURE) as handle:
        handle.write(keys.sign(private, owners.to_sign(content)).encode() + b"\n")
    typer.echo(f"{where / owners.SIGNATURE}: signed, people: {len(people.people)}")
    typer.echo(f"audits need the public key: --trust {key}.pub ({keys.public_text(private)})")


@app.command("check")
def check(config: ConfigOption = None, folder: FolderOption = None, trust: TrustOption = None) -> None:
    """Show who may attest what, and whether file and log are as they were signed.

    Exit codes: 0 all is well, 1 something is not, 2 usage or configuration error.
    """
    from rich.console import Console
    from rich.table import Table

    from collectors.attestations import judge, log, owners
    from collectors.attestations.keys import read_public_key

    where = folder or folder_of(inventory_of(config), config)
    people = _parsed(where / owners.NAME, _content(where / owners.NAME))
    authority = judge.authority_of(where, read_public_key(trust) if trust else None)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("person", "controls", "registers"):
        table.add_column(title)
    for person in people.people:
        table.add_row(person.name, ", ".join(person.controls) or "–", ", ".join(person.registers) or "–")
    console = Console()
    console.print(table)
    problems = [authority.problem] if authority.problem else []
    try:
        found = log.read(where)
        typer.echo(f"{len(found.statements)} statements, each bound to the one before")
        problems += [
            f"entry {one.values['entry']}: {problem}"
            for one in found.statements
            if (problem := judge.signature_problem(one, authority))
        ]
    except log.DamageError as error:
        problems.append(f"{log.NAME}: {error}")
    except OSError as error:
        problems.append(f"{log.NAME}: cannot be read: {error.strerror or error}")
    for problem in problems:
        typer.echo(f"problem: {problem}")
    if not problems:
        typer.echo("owners.yaml and the log are as they were signed")
    raise typer.Exit(ExitCode.FINDINGS if problems else ExitCode.CLEAN)


def _content(path: Path) -> bytes:
    from collectors.attestations import owners

    try:
        with path.open("rb") as handle:
            return handle.read(owners.MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error


def _parsed(path: Path, content: bytes) -> "Owners":
    from collectors.attestations import owners

    try:
        return owners.parse(content)
    except owners.OwnersError as error:
        raise ConfigurationError(f"{path}: {error}") from error
