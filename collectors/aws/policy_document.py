"""IAM policies as lists of statements in one shape.

Source: "Grammar of the IAM JSON policy language" in the IAM user guide. What the grammar does not know is
an error: a statement that was read in part could make a public bucket look private.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collectors.aws.troubles import MalformedAnswerError

MAX_BYTES = 256 * 1024
_VERSIONS = ("2008-10-17", "2012-10-17")
_PRINCIPALS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})
_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_STATEMENT = frozenset(
    {
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    }
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Which elements the statements of a document have: True for must, False for must not, None for may."""

    principal: bool | None
    resource: bool | None


RESOURCE_BASED = Kind(principal=None, resource=True)
"""Policies of buckets, keys, queues."""
IDENTITY_BASED = Kind(principal=False, resource=True)
"""Policies of users, groups and roles, and permission boundaries."""
TRUST = Kind(principal=True, resource=False)
"""Who may assume a role."""
OF_ONE_RESOURCE = Kind(principal=True, resource=None)
"""Policies of file systems, whose statements may leave out the resource: they hold for that one."""


class _Number(str):
    """A number as it was written, told apart from text."""

    __slots__ = ()


def statements(document: str, kind: Kind = RESOURCE_BASED) -> list[dict[str, Any]]:
    """The statements of a policy document, every scalar made a list, condition keys in lower case.

    Raises MalformedAnswerError for duplicate keys and for everything outside the grammar.
    """
    root = _object(_parse(document), "the policy", _DOCUMENT)
    if root.get("Version", _VERSIONS[0]) not in _VERSIONS:
        raise MalformedAnswerError("policy: unknown Version")
    if "Id" in root:
        _text(root["Id"], "Id")
    if "Statement" not in root:
        raise MalformedAnswerError("policy: no Statement")
    found = root["Statement"]
    return [_statement(item, kind) for item in (found if isinstance(found, list) else [found])]


def _parse(document: str) -> Any:
    if len(document) > MAX_BYTES:
        raise MalformedAnswerError("policy: too long")
    try:
        return json.loads(
            document,
            object_pairs_hook=_unique,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_no_constant,
        )
    except MalformedAnswerError:
        raise
    except (ValueError, RecursionError) as error:
        raise MalformedAnswerError("policy: not JSON") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedAnswerError("policy: a key is there twice")
    return found


def _no_constant(name: str) -> None:
    raise MalformedAnswerError(f"policy: {name} is not JSON")


def _statement(item: Any, kind: Kind) -> dict[str, Any]:
    given = _object(item, "a statement", _STATEMENT)
    if given.get("Effect") not in ("Allow", "Deny"):
        raise MalformedAnswerError("policy: Effect is neither Allow nor Deny")
    _exactly_one(given, "Action", needed=True)
    _exactly_one(given, "Resource", needed=kind.resource)
    _exactly_one(given, "Principal", needed=kind.principal)
    return {
        "sid": _text(given.get("Sid", ""), "Sid"),
        "effect": given["Effect"],
        "principals": _principals(given, "Principal"),
        "not_principals": _principals(given, "NotPrincipal"),
        "actions": _strings(given["Action"], "Action") if "Action" in given else [],
        "not_actions": _strings(given["NotAction"], "NotAction") if "NotAction" in given else [],
        "resources": _strings(given["Resource"], "Resource") if "Resource" in given else [],
        "not_resources": _strings(given["NotResource"], "NotResource") if "NotResource" in given else [],
        "conditions": _conditions(given.get("Condition", {})),
    }


def _exactly_one(given: Mapping[str, Any], key: str, *, needed: bool | None) -> None:
    """Either `key` or its negation, or neither, as it is needed."""
    amount = (key in given) + (f"Not{key}" in given)
    if amount > 1:
        raise MalformedAnswerError(f"policy: both {key} and Not{key}")
    if needed is not None and needed != bool(amount):
        wanted = "a statement needs either" if needed else "this kind of policy has neither"
        raise MalformedAnswerError(f"policy: {wanted} {key} or Not{key}")


def _principals(given: Mapping[str, Any], key: str) -> dict[str, list[str]]:
    if key not in given:
        return {}
    if given[key] == "*":
        return {"*": ["*"]}
    kinds = _object(given[key], key, _PRINCIPALS)
    if not kinds:
        raise MalformedAnswerError(f"policy: {key} is empty")
    return {kind: _strings(values, key) for kind, values in kinds.items()}


def _conditions(block: Any) -> dict[str, dict[str, list[str]]]:
    return {
        _text(operator, "Condition"): _condition(keys)
        for operator, keys in _object(block, "Condition").items()
    }


def _condition(keys: Any) -> dict[str, list[str]]:
    """The keys of one operator; the service does not tell upper from lower case in them."""
    found: dict[str, list[str]] = {}
    for key, values in _object(keys, "Condition").items():
        name = _text(key, "Condition").lower()
        if name in found:
            raise MalformedAnswerError("policy: a condition key is there twice")
        found[name] = _values(values)
    if not found:
        raise MalformedAnswerError("policy: a condition has no keys")
    return found


def _values(values: Any) -> list[str]:
    return [_value(value) for value in _list(values, "Condition")]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _Number):
        return str(value)
    return _text(value, "Condition")


def _strings(values: Any, what: str) -> list[str]:
    return [_text(value, what) for value in _list(values, what)]


def _list(values: Any, what: str) -> list[Any]:
    """A scalar as a list of one; an empty list would make NotAction look like no Action."""
    if values == []:
        raise MalformedAnswerError(f"policy: {what} is an empty list")
    return values if isinstance(values, list) else [values]


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or isinstance(value, _Number):
        raise MalformedAnswerError(f"policy: {what} holds something other than text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise MalformedAnswerError(f"policy: {what} is not Unicode") from error
    return value


def _object(value: Any, what: str, keys: frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedAnswerError(f"policy: {what} is not an object")
    if keys is not None and not value.keys() <= keys:
        raise MalformedAnswerError(f"policy: {what} has elements outside the grammar")
    return value
