"""The accounts of an organization: which there are, and who looks at what several of them see.

Source: "ListAccounts" in the AWS Organizations API reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.session import Clients
from collectors.aws.settings import Organization
from collectors.aws.troubles import MalformedAnswerError, Trouble, trouble_of
from scanner.model import GapReason

LIST_ACTION = "organizations:ListAccounts"
ASSUME_ACTION = "sts:AssumeRole"
_NO_ORGANIZATION = "AWSOrganizationsNotInUseException"


@dataclass(frozen=True, slots=True)
class Plan:
    """The accounts to audit, by id, and why some are not; a trouble without an account is one of the list."""

    own: str
    partition: str
    accounts: tuple[str, ...]
    troubles: Mapping[str, Trouble] = field(default_factory=dict)


def plan(clients: Clients, organization: Organization) -> Plan:
    """Whom to audit with these credentials. Raises what boto3 raises when their own account is not known.

    When the accounts cannot be listed, that of the credentials is left.
    """
    own, partition = clients.identity()
    if organization.include:
        return Plan(own, partition, tuple(sorted(organization.include - organization.exclude)))
    troubles: dict[str, Trouble] = {}
    try:
        states = _states(clients, own)
    except Exception as error:  # noqa: BLE001 - the boundary: what is not listed is a gap of every type
        states, troubles[""] = {own: "ACTIVE"}, _unlisted(trouble_of(error))
    for account in sorted(states.keys() - organization.exclude):
        if states[account] != "ACTIVE":
            troubles[account] = _inactive(account, states[account])
    return Plan(
        own, partition, tuple(sorted(states.keys() - organization.exclude - troubles.keys())), troubles
    )


def _states(clients: Clients, own: str) -> dict[str, str]:
    states = dict(_listed(clients))
    if own not in states:
        raise MalformedAnswerError("list_accounts: the account that asked is not in the list")
    return states


def _listed(clients: Clients) -> Iterator[tuple[str, str]]:
    """Accounts and their states; endpoints before the end of 2025 call the state a status."""
    pages = clients.client("organizations", None).get_paginator("list_accounts").paginate()
    for page in pages:
        if not isinstance(page.get("Accounts"), list):
            raise MalformedAnswerError("list_accounts: an answer without Accounts")
        for account in page["Accounts"]:
            yield _id(account), account["State"] if "State" in account else account["Status"]


def _id(account: Mapping[str, Any]) -> str:
    found: str = account["Id"]
    if not (len(found) == 12 and found.isascii() and found.isdigit()):
        # It becomes part of the ARN of the role to assume.
        raise MalformedAnswerError("list_accounts: an account id is not a number of 12 digits")
    return found


def _unlisted(trouble: Trouble) -> Trouble:
    if trouble.code == _NO_ORGANIZATION:
        text = "the account is in no organization; remove organization from audit.yaml"
        return Trouble(GapReason.UNSUPPORTED, f"{LIST_ACTION}: {text}", trouble.code)
    text = f"{trouble.text}; or name the accounts under organization: include: in audit.yaml"
    return Trouble(trouble.reason, f"{LIST_ACTION}: {text}", trouble.code)


def _inactive(account: str, state: str) -> Trouble:
    text = f"the account {account} is {state}, nothing can be read there; exclude it if it is out of scope"
    return Trouble(GapReason.UNSUPPORTED, f"{LIST_ACTION}: {text}")


def role_arn(partition: str, account: str, organization: Organization) -> str:
    """The role to assume in an account."""
    return f"arn:{partition}:iam::{account}:role/{organization.role_name}"


def unassumed(arn: str, trouble: Trouble) -> Trouble:
    """Why a role could not be assumed."""
    text = f"{trouble.text}; make the role there, or exclude the account if it is out of scope"
    return Trouble(trouble.reason, f"{ASSUME_ACTION} on {arn}: {text}", trouble.code)


class OneTeller:
    """What belongs to another account that is audited too is told there, else by the first that sees it.

    The trail of an organization is seen by all of its accounts, a shared subnet by those it is shared with.
    """

    def __init__(self, audited: frozenset[str]) -> None:
        self._audited = audited
        self._first: dict[tuple[str, str], str | None] = {}

    def tells(self, type_: str, caller: Caller, item: Item) -> bool:
        """Whether an item counts here; to be asked by one thread."""
        account, owner = caller.place.account, _owner(item)
        if account is None or owner in (None, account):
            return True
        return owner not in self._audited and self._first.setdefault((type_, item.id), account) == account


def _owner(item: Item) -> str | None:
    """The account in an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:…"""
    parts = item.id.split(":", 5)
    found = parts[4] if len(parts) == 6 and parts[0] == "arn" else ""
    return found if len(found) == 12 and found.isdigit() else None
