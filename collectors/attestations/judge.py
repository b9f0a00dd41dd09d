"""Which statements count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from collectors.attestations import owners
from collectors.attestations.owners import Owners, OwnersError
from collectors.attestations.statement import Statement

RUNNING_DAYS = 31
"""While a period is running, a register counts as complete for so long after somebody said so."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may attest; `problem` says why nobody can be trusted to be who they say."""

    owners: Owners
    problem: str | None = None


def authority_of(folder: Path, trusted: str | None) -> Authority:
    """The people of a folder's owners.yaml, vouched for by the public key that was given from outside."""
    nobody = Owners(())
    try:
        content = _content(folder / owners.NAME)
        signature = _content(folder / owners.SIGNATURE).decode().strip()
        people = owners.parse(content)
    except FileNotFoundError as error:
        return Authority(nobody, f"{Path(str(error.filename)).name} is missing in {folder}")
    except (OSError, UnicodeDecodeError) as error:
        return Authority(nobody, f"owners.yaml or its signature cannot be read: {error}")
    except OwnersError as error:
        return Authority(nobody, f"owners.yaml: {error}")
    if trusted is None:
        return Authority(
            people, "nobody vouches for owners.yaml; give the public key of who does with --trust"
        )
    if not owners.is_vouched_for(content, signature, trusted):
        problem = (
            "owners.yaml is not signed by the key given with --trust; sign it with selfaudit owners sign"
        )
        return Authority(people, problem)
    return Authority(people)


def problem_of(statement: Statement, authority: Authority, now: datetime) -> str | None:
    """Why a statement does not count, None when it does.

    Whether it has run out depends on the period that is audited, and is not asked here.
    """
    return signature_problem(statement, authority) or authority.problem or _time_problem(statement, now)


def signature_problem(statement: Statement, authority: Authority) -> str | None:
    """Integrity first: it can be told without trust, as long as owners.yaml can be read."""
    by = statement.values["by"]
    if not authority.owners.people:
        return None
    person = authority.owners.person(by)
    if person is None:
        return f"owners.yaml does not know {by}"
    if not any(statement.is_signed_with(key) for key in person.keys):
        return f"the signature is not {by}'s, or the statement was changed"
    if not person.may(statement):
        return f"owners.yaml does not let {by} attest {statement.about}"
    return None


def _time_problem(statement: Statement, now: datetime) -> str | None:
    if statement.at > now:
        return "made in the future; check the clocks"
    if statement.kind == "control":
        return None
    end = datetime.fromisoformat(statement.values["period_end"])
    start = datetime.fromisoformat(statement.values["period_start"])
    if statement.at < start:
        return "made before the period began"
    if statement.at >= end:
        return None
    if now >= end:
        return "made before the period was over; make it again for the whole period"
    if now - statement.at > timedelta(days=RUNNING_DAYS):
        return f"made more than {RUNNING_DAYS} days ago for a period that is still running; make it again"
    return None


def _content(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(owners.MAX_BYTES + 1)
