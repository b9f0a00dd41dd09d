"""Options that several commands share, each said once, and what their values mean."""

import os
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.collect import MAX_PARALLEL
from scanner.interfaces import ConfigurationError
from scanner.model import Severity

if TYPE_CHECKING:
    from scanner.interfaces import PolicyEngine

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Engine(StrEnum):
    """The policy engines."""

    REGORUS = "regorus"
    OPA = "opa"


ConfigOption = Annotated[
    Path | None, typer.Option(help="What to audit. Without it and without audit.yaml here: this machine.")
]
PoliciesOption = Annotated[
    list[Path] | None, typer.Option(help="Folder of a further policy pack (repeatable).")
]
OutputOption = Annotated[Path, typer.Option(help="Folder for the report files.")]
FailOnOption = Annotated[
    Severity, typer.Option(help="Lowest severity that makes the scan fail (exit 1) or incomplete (exit 3).")
]
ParallelOption = Annotated[int, typer.Option(min=1, max=1024, help="Targets to collect from at a time.")]
DeadlineOption = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Stop collecting after this time (90s, 15m, 1h); the rest is unknown."),
]
EngineOption = Annotated[Engine, typer.Option(help="Policy engine.")]
OpaUrlOption = Annotated[
    str | None, typer.Option(help="OPA server, with --engine opa. Token: SELFAUDIT_OPA_TOKEN.")
]
OpaCaOption = Annotated[str | None, typer.Option(metavar="PATH", help="CA certificate of the OPA server.")]
OpaCertOption = Annotated[
    str | None, typer.Option(metavar="PATH", help="Client certificate for the OPA server.")
]
OpaKeyOption = Annotated[str | None, typer.Option(metavar="PATH", help="Key of the client certificate.")]


WaiversOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Accepted risks. Default: as audit.yaml says, or waivers.yaml beside it."
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Known findings, which do not count. Default: as audit.yaml says."),
]


@dataclass(frozen=True, slots=True)
class Pace:
    """How many targets at a time, and for how many seconds at most; `said` is how the user put that."""

    parallel: int = MAX_PARALLEL
    deadline: float | None = None
    said: str = ""

    @classmethod
    def of(cls, parallel: int, deadline: str | None) -> "Pace":
        """From `--parallel` and `--deadline`. Raises ConfigurationError for what is no time."""
        return cls(parallel, _seconds(deadline), deadline or "")


def _seconds(text: str | None) -> float | None:
    """`90`, `90s`, `15m` or `1h` in seconds."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)([smh]?)", text.strip())
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if not 0 < seconds <= threading.TIMEOUT_MAX:
        raise ConfigurationError(f"--deadline {text}: must be a time such as 90s, 15m or 1h")
    return seconds


def known(what: str, chosen: Iterable[str], there_are: Iterable[str]) -> None:
    """Raise ConfigurationError for every chosen name that there is not; `what` is also the option."""
    names = set(there_are)
    unknown = [
        f"--{what} {name}: there is no such {what}; there are {', '.join(sorted(names))}"
        for name in sorted(chosen)
        if name not in names
    ]
    if unknown:
        raise ConfigurationError(*unknown)


def engine_of(
    engine: Engine, url: str | None, ca: str | None, cert: str | None, key: str | None
) -> "PolicyEngine":
    """The chosen engine. Raises ConfigurationError when it lacks what it needs."""
    if engine is Engine.REGORUS:
        from scanner.engines.regorus import RegorusEngine

        return RegorusEngine()
    if not url:
        raise ConfigurationError("--engine opa needs --opa-url, as in --opa-url https://opa.example:8181")
    from scanner.engines.opa import OpaEngine

    return OpaEngine(
        url=url,
        token=os.environ.get("SELFAUDIT_OPA_TOKEN"),
        ca_cert=ca,
        client_cert=cert,
        client_key=key,
    )
