"""Passwords, second factors and access keys: their state and age, never the credentials themselves.

The credential report tells everything of everybody in two calls ("Generate credential reports" in the IAM
user guide). IAM makes a new one at most every four hours, so a fact says as of when it is true. Where there
is no report, or a user is too new for it, the user is asked about directly.
"""

import csv
import io
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.iam.details import client
from collectors.aws.times import instant
from collectors.aws.troubles import MalformedAnswerError, Trouble, TroubleError, trouble_of
from scanner.model import GapReason

REPORT_ACTIONS = ("iam:GenerateCredentialReport", "iam:GetCredentialReport")
DIRECT_ACTIONS = (
    "iam:GetAccessKeyLastUsed",
    "iam:GetLoginProfile",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "iam:ListUsers",
)
ACTIONS = REPORT_ACTIONS + DIRECT_ACTIONS
"""The report, or the calls in its place."""
ROOT = "<root_account>"
WAITS = (0.5, 1, 2, 4, 8, 16)
"""Seconds between looks at whether the report is ready."""
_NO_TIME = frozenset({"", "N/A", "no_information", "not_supported"})
_COLUMNS = frozenset(
    {
        "user",
        "arn",
        "password_enabled",
        "password_last_used",
        "password_last_changed",
        "mfa_active",
        *(
            f"access_key_{slot}_{column}"
            for slot in (1, 2)
            for column in ("active", "last_rotated", "last_used_date")
        ),
    }
)
Row = Mapping[str, str]


def of_user(caller: Caller, item: Item) -> dict[str, Any]:
    """The credentials of a user: from the report, else from the user."""
    try:
        as_of, rows = report(caller)
    except Exception:  # noqa: BLE001 - the boundary: without a report the user is asked about
        return _directly(caller, item)
    row = rows.get(item.id)
    return _directly(caller, item) if row is None else from_report(as_of, row)


def root(caller: Caller) -> dict[str, Any]:
    """When the root user last logged in or signed a request. Only the report tells."""
    as_of, rows = report(caller)
    for row in rows.values():
        if row["user"] == ROOT:
            found = from_report(as_of, row)
            keys = [key["last_used"] for key in found["keys"]]
            return {
                "as_of": as_of,
                "password_last_used": found["password"]["last_used"],
                "keys_last_used": max((used for used in keys if used), default=None),
            }
    raise MalformedAnswerError("the credential report has no row of the root user")


def report(caller: Caller) -> tuple[str, dict[str, Row]]:
    """As of when, and the rows by ARN; asked for once."""
    found: tuple[str, dict[str, Row]] = caller.once("iam report", lambda: _report(caller, time.sleep))
    return found


def _report(caller: Caller, sleep: Callable[[float], None]) -> tuple[str, dict[str, Row]]:
    iam = client(caller)
    for seconds in WAITS:
        if iam.generate_credential_report()["State"] == "COMPLETE":
            break
        sleep(seconds)
    else:
        raise TroubleError(Trouble(GapReason.TIMEOUT, "the credential report is not ready; scan again"))
    answer = iam.get_credential_report()
    as_of = instant(answer["GeneratedTime"])
    if as_of is None:
        raise MalformedAnswerError("the credential report has no time")
    return as_of, rows_of(answer["Content"])


def rows_of(content: bytes) -> dict[str, Row]:
    """The rows of a credential report by ARN; columns that are not read may come and go."""
    try:
        lines = list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise MalformedAnswerError("the credential report is not CSV") from error
    for line in lines:
        # None is a key for cells too many, and a value for cells too few.
        if None in line or None in line.values() or not line.keys() >= _COLUMNS:
            raise MalformedAnswerError("the credential report lacks columns")
    found: dict[str, Row] = {line["arn"]: line for line in lines}
    if not found or len(found) != len(lines):
        raise MalformedAnswerError("the credential report is empty or names somebody twice")
    return found


def from_report(as_of: str, row: Row) -> dict[str, Any]:
    """The credentials in one row. Root has `not_supported` in the place of some values."""
    return {
        "as_of": as_of,
        "password": {
            "enabled": _switch(row["password_enabled"]),
            "last_used": _time(row["password_last_used"]),
            "last_changed": _time(row["password_last_changed"]),
        },
        "mfa": _switch(row["mfa_active"]),
        "keys": list(_report_keys(row)),
    }


def _report_keys(row: Row) -> Iterator[dict[str, Any]]:
    for slot in (1, 2):
        made = _time(row[f"access_key_{slot}_last_rotated"])
        active = _switch(row[f"access_key_{slot}_active"])
        if made is None and not active:
            continue
        yield {
            "slot": slot,
            "active": active,
            "created": made,
            "last_used": _time(row[f"access_key_{slot}_last_used_date"]),
        }


def _switch(text: str) -> bool:
    known = {"true": True, "false": False, "not_supported": False}
    if text.lower() not in known:
        raise MalformedAnswerError(f"the credential report says {text!r} in the place of true or false")
    return known[text.lower()]


def _time(text: str) -> str | None:
    if text in _NO_TIME:
        return None
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError as error:
        raise MalformedAnswerError(f"the credential report says {text!r} in the place of a time") from error


def _directly(caller: Caller, item: Item) -> dict[str, Any]:
    iam = client(caller)
    last_used = caller.once("iam password use", lambda: _password_use(caller))
    if item.id not in last_used:
        raise MalformedAnswerError("the user is not in the list of users; scan again")
    profile = _login_profile(iam, item.name)
    devices = caller.pages("iam", "list_mfa_devices", "MFADevices", UserName=item.name)
    return {
        "as_of": instant(caller.clock()),
        "password": {
            "enabled": profile is not None,
            "last_used": instant(last_used[item.id]),
            "last_changed": instant(profile and profile["CreateDate"]),
        },
        "mfa": any(True for _ in devices),
        "keys": [_key(iam, slot, key) for slot, key in enumerate(_keys(caller, item), 1)],
    }


def _password_use(caller: Caller) -> dict[str, datetime | None]:
    # IAM leaves the date out for who has no password or never used it.
    users = caller.pages("iam", "list_users", "Users")
    return {user["Arn"]: user.get("PasswordLastUsed") for user in users}


def _login_profile(iam: Any, name: str) -> Any:
    try:
        return iam.get_login_profile(UserName=name)["LoginProfile"]
    except Exception as error:
        if trouble_of(error).code != "NoSuchEntity":
            raise
    return None


def _keys(caller: Caller, item: Item) -> Iterator[Any]:
    return caller.pages("iam", "list_access_keys", "AccessKeyMetadata", UserName=item.name)


def _key(iam: Any, slot: int, key: Mapping[str, Any]) -> dict[str, Any]:
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    return {
        "slot": slot,
        "active": key["Status"] == "Active",
        "created": instant(key["CreateDate"]),
        # IAM leaves the date out for keys that were never used.
        "last_used": instant(used.get("LastUsedDate")),
    }
