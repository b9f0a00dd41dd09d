"""`selfaudit keys`: keys with which people sign."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.interfaces import ConfigurationError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

app = typer.Typer(help="Keys with which people sign statements.", no_args_is_help=True)

PassphraseOption = Annotated[
    str | None,
    typer.Option("--passphrase-env", metavar="NAME", help="Environment variable with the key's passphrase."),
]
KeyOption = Annotated[
    Path | None,
    typer.Option("--key", metavar="PATH", help="Private key. Default: that of --by in the keys folder."),
]


@app.command("new")
def new(
    name: Annotated[str, typer.Option(help="Whose key it is, as owners.yaml will name them.")],
    output: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="File for the private key. Default: in ~/.config/selfaudit/keys."),
    ] = None,
    passphrase_env: PassphraseOption = None,
) -> None:
    """Make an Ed25519 key: the private half in a file of mode 0600, the public one beside it (.pub)."""
    from collectors.attestations.keys import new_pem, private_key, public_text

    path = output or default_path(name)
    public = path.with_name(f"{path.name}.pub")
    secret = passphrase(passphrase_env)
    pem = new_pem(secret)
    text = public_text(private_key(pem, str(path), secret))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(path, pem, 0o600)
        _write_new(public, f"{text}\n".encode(), 0o644)
    except FileExistsError as error:
        text = f"{error.filename}: is there already; keys are never overwritten, choose another --output"
        raise ConfigurationError(text) from error
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror or error}") from error
    typer.echo(f"private key: {path}\npublic key:  {public}\n\nFor owners.yaml:\n")
    typer.echo(f"  - name: {name}\n    keys: [{text}]\n    controls: []\n    registers: []")


def key_of(name: str, key: Path | None, passphrase_env: str | None) -> "Ed25519PrivateKey":
    """The private key of somebody. Raises ConfigurationError."""
    from collectors.attestations.keys import read_private_key

    path = key or default_path(name)
    if not path.exists():
        fix = f'make one with selfaudit keys new --name "{name}", or name it with --key'
        raise ConfigurationError(f"{path}: there is no key; {fix}")
    return read_private_key(path, passphrase(passphrase_env))


def default_path(name: str) -> Path:
    """Where somebody's private key lies unless they say otherwise."""
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    file = re.sub(r"[^\w.-]+", "-", name).strip(".-") or "key"
    return base / "selfaudit" / "keys" / f"{file}.pem"


def passphrase(variable: str | None) -> str | None:
    """What an environment variable holds. Raises ConfigurationError when it is not set or empty."""
    if variable is None:
        return None
    value = os.environ.get(variable)
    if not value:
        raise ConfigurationError(f"--passphrase-env {variable}: the environment variable is not set")
    return value


def _write_new(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
