"""`selfaudit attest` and `selfaudit registers sign`: add a signed statement to the log."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.keys import KeyOption, PassphraseOption, key_of
from scanner.cli.options import ConfigOption, PoliciesOption
from scanner.cli.policy import load
from scanner.cli.run import DEFAULT_CONFIG, inventory_of
from scanner.interfaces import ConfigurationError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from collectors.attestations.statement import Statement
    from scanner.inventory import Inventory
    from scanner.period import Period

KIND = "attestations"
MAX_NOTE = 500


class Answer(StrEnum):
    """Whether a control is met."""

    YES = "yes"
    NO = "no"


class Completeness(StrEnum):
    """What a register holds of a period."""

    COMPLETE = "complete"
    NOTHING = "nothing"


ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who signs, as owners.yaml names them.")]
NoteOption = Annotated[
    str, typer.Option("--note", help="A line for the reader; no customer data, it stays in the log.")
]
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", metavar="PATH", help="Folder of the log. Default: that of audit.yaml."),
]


def attest(
    control: Annotated[str, typer.Argument(help="Id of the control.")],
    by: ByOption,
    answer: Annotated[Answer, typer.Option(help="Whether the control is met.")],
    until: Annotated[str, typer.Option(metavar="DATE", help="Last day on which the statement counts.")],
    note: NoteOption = "",
    period: Annotated[
        str | None, typer.Option(help="What it is about, such as 2026-Q4. Default: the quarter of today.")
    ] = None,
    key: KeyOption = None,
    passphrase_env: PassphraseOption = None,
    config: ConfigOption = None,
    folder: FolderOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Sign whether a control is met, for controls that only people can judge."""
    from scanner.statements import text_digest

    inventory = inventory_of(config)
    pack = load([*inventory.policies, *(policies or ())])
    if control not in pack.controls:
        raise ConfigurationError(f"{control}: there is no such control")
    meant = period_of(period, inventory)
    about = pack.controls[control]
    values = {
        "kind": "control",
        "control": control,
        "text": text_digest(about),
        "answer": answer.value,
        "until": _day(until, meant).isoformat(),
        "period": meant.name,
    }
    private = key_of(by, key, passphrase_env)
    added = _add(folder or folder_of(inventory, config), values, by, note, private)
    typer.echo(f"{about.title}\n{about.requirement}\n")
    typer.echo(f"entry {added.values['entry']}: {by} attests '{answer}' for {meant.name}, until {until}")


def sign_register(
    register: Annotated[str, typer.Argument(help="Name of the register, such as incident_log.")],
    period: Annotated[str, typer.Option(help="The period that is meant, such as 2026-Q4.")],
    answer: Annotated[
        Completeness, typer.Option(help="complete: all events are in it; nothing: there were none.")
    ],
    by: ByOption,
    note: NoteOption = "",
    key: KeyOption = None,
    passphrase_env: PassphraseOption = None,
    config: ConfigOption = None,
    folder: FolderOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Sign that a register is complete for a period, or that nothing happened in it."""
    inventory = inventory_of(config)
    pack = load([*inventory.policies, *(policies or ())])
    if f"register.{register}" not in pack.schemas:
        raise ConfigurationError(f"{register}: there is no such register")
    meant = period_of(period, inventory)
    if meant.start > datetime.now(UTC):
        raise ConfigurationError(f"--period {period}: has not begun yet, so nobody can know")
    values = {
        "kind": "completeness",
        "register": register,
        "answer": answer.value,
        "period": meant.name,
        "period_start": meant.start.isoformat(),
        "period_end": meant.end.isoformat(),
    }
    private = key_of(by, key, passphrase_env)
    added = _add(folder or folder_of(inventory, config), values, by, note, private)
    typer.echo(f"entry {added.values['entry']}: {by} signs '{answer}' for {register}, {meant.name}")
    if meant.end > datetime.now(UTC):
        typer.echo(f"{meant.name} is not over: sign again when it is, or this will not count for the whole")


def period_of(name: str | None, inventory: "Inventory") -> "Period":
    """The period of a name, or the quarter of today. Raises ConfigurationError."""
    from scanner.period import PeriodError, interval_of, parse_period

    if name is None:
        return interval_of(inventory.calendar.day_of(datetime.now(UTC)), "quarter", inventory.calendar)
    try:
        return parse_period(name, inventory.calendar)
    except PeriodError as error:
        raise ConfigurationError(f"--period: {error}") from error


def folder_of(inventory: "Inventory", config: Path | None) -> Path:
    """The folder of the only target of kind `attestations`. Raises ConfigurationError."""
    folders = [Path(target.settings["folder"]) for target in inventory.targets if target.kind == KIND]
    if len(folders) == 1:
        return folders[0]
    name = config or DEFAULT_CONFIG
    what = "there are several targets" if folders else "there is no target"
    fix = "say which with --folder" if folders else f"add {{id: statements, kind: {KIND}, folder: {KIND}}}"
    raise ConfigurationError(f"{name}: {what} of kind {KIND}; {fix}")


def _day(text: str, period: "Period") -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(f"--until {text}: not a date; write YYYY-MM-DD") from error
    if day < min(period.last, period.calendar.day_of(datetime.now(UTC))):
        raise ConfigurationError(
            f"--until {text}: before today and the end of {period.name}; it would never count"
        )
    return day


def _add(
    folder: Path, values: dict[str, Any], by: str, note: str, private: "Ed25519PrivateKey"
) -> "Statement":
    """Sign and append, if it can count at all. Raises ConfigurationError."""
    from collectors.attestations import log
    from collectors.attestations.keys import sign
    from collectors.attestations.statement import NoStatementError, canonical, parse, to_sign

    if len(note) > MAX_NOTE or not note.isprintable():
        raise ConfigurationError(f"--note: at most {MAX_NOTE} characters on one line")
    common = {"version": 1, "by": by, "note": note}

    def make(entry: int, previous: str) -> "Statement":
        now = datetime.now(UTC).replace(microsecond=0)
        unsigned = {**values, **common, "entry": entry, "previous": previous, "at": now.isoformat()}
        signed = {**unsigned, "signature": sign(private, to_sign(unsigned))}
        statement = parse(canonical(signed))
        _refuse_unauthorised(folder, statement)
        return statement

    try:
        return log.append(folder, make)
    except NoStatementError as error:
        raise ConfigurationError(f"this cannot be signed: {json.dumps(values['period'])}: {error}") from error


def _refuse_unauthorised(folder: Path, statement: "Statement") -> None:
    """What would never count is not signed; whether owners.yaml can be trusted is for the audit to ask."""
    from collectors.attestations.judge import authority_of, signature_problem

    authority = authority_of(folder, None)
    if not authority.owners.people:
        raise ConfigurationError(f"{folder}: {authority.problem}; selfaudit owners sign makes the signature")
    problem = signature_problem(statement, authority)
    if problem:
        raise ConfigurationError(f"{folder / 'owners.yaml'}: {problem}")
