"""Whether anybody can come in as an account of a server, or it is there for what runs under it."""

from collections.abc import Mapping
from typing import Any

from scanner.model import Resource

NEEDS = frozenset({"system", "password", "runs"})
OPEN = frozenset({"set", "empty"})
"""States of a password with which somebody can come in."""


def use_of(account: Resource, *, keys: bool | None) -> Mapping[str, Any] | None:
    """The state of an account, and what runs under it; None when something that tells was not seen.

    `login`: a person can come in, by password or key, or it is no account of the system (below UID_MIN).
    `service`: nobody can, but something runs under it, through which others may reach what it reaches.
    `idle`: neither. `keys` tells whether the SSH server takes a key for it, None when nobody knows.
    """
    facts = account.facts
    runs = facts.get("runs", [])
    if "system" not in facts:
        return None
    password = facts["password"]["state"] if "password" in facts else None
    if not facts["system"] or password in OPEN or keys:
        return {"state": "login", "runs": runs}
    if password is None or keys is None or "runs" not in facts:
        return None
    return {"state": "service" if runs else "idle", "runs": runs}
