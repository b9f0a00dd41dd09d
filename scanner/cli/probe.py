"""`selfaudit probe`: the shell text that runs on a server, to read before it runs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.policy import load
from scanner.cli.run import inventory_of
from scanner.interfaces import ConfigurationError, Prober


def probe(
    print_: Annotated[bool, typer.Option("--print", help="Print it; nothing is run.")] = False,
    installed: Annotated[
        bool, typer.Option("--installed", help="The file for installed_probe instead (see doctor).")
    ] = False,
    config: Annotated[
        Path | None, typer.Option(help="As for scan. Without it and without audit.yaml here: this machine.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="The target; needed when there are several.")] = None,
    policies: Annotated[
        list[Path] | None, typer.Option(help="Folder of a further policy pack (repeatable).")
    ] = None,
) -> None:
    """Print the shell text that runs on a server for the loaded checks.

    Byte for byte what is sent, but for the nonce, which is new for each scan.
    """
    from scanner.pipeline import wanted_everywhere

    if not print_:
        raise ConfigurationError("probe only prints: selfaudit probe --print")
    inventory = inventory_of(config)
    pack = load([*inventory.policies, *(policies or ())])
    pairs = [(item, inventory.collectors[item.kind]) for item in inventory.targets]
    servers = {item.id: (item, prober) for item, prober in pairs if isinstance(prober, Prober)}
    name = target or (next(iter(servers)) if len(servers) == 1 else "")
    if name not in servers:
        said = f"--target {name}: " if name else "--target: "
        raise ConfigurationError(f"{said}name one server; there are {', '.join(sorted(servers)) or 'none'}")
    item, prober = servers[name]
    wanted = wanted_everywhere(pairs, pack, has_datasets=bool(inventory.datasets))[name]
    text = prober.installable(item, wanted) if installed else prober.probe(item, wanted)
    sys.stdout.buffer.write(text)
