"""Attributes that a provider computes and that are certain beforehand, and documents made by data sources."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collectors.planned.values import Named, Unknown, UnknownValueError, UnsuitableError, View, parts

Json = Any
ACCOUNT = "account"
"""Stands for the number of the account while nobody tells it."""
_IAM = {"aws_iam_role": "role", "aws_iam_user": "user", "aws_iam_group": "group", "aws_iam_policy": "policy"}


def computed(
    type_: str, address: str, text: Callable[[str], str | None], name: str, account: str | None
) -> Json:
    """The value of an attribute that the source does not set; None when only the provider can tell.

    `text` gives attributes that are set and known.
    """
    if type_ == "aws_s3_bucket":
        bucket = text("bucket") or address
        found = {"id": bucket, "bucket": bucket, "arn": f"arn:aws:s3:::{bucket}"}.get(name)
    elif type_ in _IAM and text("name"):
        own = f"arn:aws:iam::{account or ACCOUNT}:{_IAM[type_]}{text('path') or '/'}{text('name')}"
        # The id of a policy is its ARN.
        found = {"id": own if type_ == "aws_iam_policy" else text("name"), "arn": own}.get(name)
    else:
        return None
    return None if found is None else Named(found, (address,))


def document_of(values: Mapping[str, Json]) -> Json:
    """The JSON that `aws_iam_policy_document` makes; unknown when a part of it is."""
    view = View(values, "aws_iam_policy_document")
    try:
        return json.dumps(_document(view))
    except (UnknownValueError, UnsuitableError, ValueError):
        return Unknown(tuple(ref for part in parts(values) if isinstance(part, Unknown) for ref in part.refs))


def _document(view: View) -> Json:
    """Documents that are built upon come first; a statement replaces one of the same sid."""
    statements: list[Json] = []
    for text in view.texts("source_policy_documents") + view.texts("source_json"):
        statements += _statements(text)
    for statement in view.blocks("statement"):
        _put(statements, _statement(statement))
    for text in view.texts("override_policy_documents") + view.texts("override_json"):
        for given in _statements(text):
            _put(statements, given)
    return {"Version": view.text("version") or "2012-10-17", "Statement": statements}


def _put(statements: list[Json], new: Json) -> None:
    sid = new.get("Sid")
    statements[:] = [each for each in statements if not sid or each.get("Sid") != sid]
    statements.append(new)


def _statements(text: str) -> list[Json]:
    found = json.loads(text)["Statement"]
    return found if isinstance(found, list) else [found]


def _statement(view: View) -> Json:
    found: dict[str, Json] = {"Effect": view.text("effect") or "Allow"}
    if view.text("sid"):
        found["Sid"] = view.text("sid")
    for name, key in _LISTS.items():
        if view.texts(key):
            found[name] = view.texts(key)
    for name, key in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        if view.blocks(key):
            found[name] = _principals(view.blocks(key))
    conditions = view.blocks("condition")
    if conditions:
        found["Condition"] = _conditions(conditions)
    return found


_LISTS = {
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
}


def _principals(views: list[View]) -> Json:
    if any(view.text("type") == "*" for view in views):
        return "*"
    found: dict[str, list[str]] = {}
    for view in views:
        found.setdefault(view.needed("type"), []).extend(view.texts("identifiers"))
    return found


def _conditions(views: list[View]) -> Json:
    found: dict[str, dict[str, list[str]]] = {}
    for view in views:
        found.setdefault(view.needed("test"), {}).setdefault(view.needed("variable"), []).extend(
            view.texts("values")
        )
    return found


def references(value: Json) -> Iterator[str]:
    """The addresses of the blocks that a value is made of."""
    for part in parts(value):
        if isinstance(part, Unknown | Named):
            yield from part.refs
