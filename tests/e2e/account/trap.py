"""One trap of the account, and how it is written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

STRANGER = "210987654321"
STRANGERS_ROOT = {"AWS": f"arn:aws:iam::{STRANGER}:root"}
OUR_ORGANIZATION, OTHER_ORGANIZATION = "o-a1b2c3d4e5", "o-z9y8x7w6v5"
OUR_ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
OUR_APP = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/app"}
EVERYONE = {"AWS": "*"}
Seed = Callable[[MotoServer, str], str | None]
"""Makes the resource with this name; gives its id where AWS chooses the name that a scan tells."""


@dataclass(frozen=True)
class Trap:
    """`verdicts` are the checks on its type that must not pass, and how they end; all others must.

    A good twin has none.
    """

    name: str
    seed: Seed
    verdicts: Mapping[str, str] = field(default_factory=dict)


def trap(name: str, seed: Seed, *fails: str, unknown: tuple[str, ...] = ()) -> Trap:
    """A trap by the checks that must find fault with it, and those that must not decide."""
    return Trap(name, seed, dict.fromkeys(fails, "fail") | dict.fromkeys(unknown, "unknown"))


def nothing(_moto: MotoServer, _name: str) -> None:
    """For what is there without being made."""


def document(*statements: Mapping[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


Names = str | list[str] | None


def allow(action: Names, resource: Names = "*", **more: Any) -> dict[str, Any]:
    """A statement that allows; None leaves an element out."""
    given = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return {key: value for key, value in given.items() if value is not None}


def of_organization(id_: str) -> dict[str, Any]:
    """A condition on the organization of the caller, to be added to a statement."""
    return only_if("StringEquals", "aws:PrincipalOrgID", id_)


def only_if(operator: str, key: str, value: Any) -> dict[str, Any]:
    """A condition, to be added to a statement."""
    return {"Condition": {operator: {key: value}}}
