"""AWS::IAM: roles, users, groups and policies."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collectors.aws.planned.cloudformation.common import Made, document, each, items
from collectors.planned.values import Unknown

Json = Any
Properties = Mapping[str, Json]


def _identity(kind: str, name: str) -> Callable[[Properties], Iterator[Made]]:
    def make(given: Properties) -> Iterator[Made]:
        found = {
            "name": given.get(name),
            "path": given.get("Path"),
            "permissions_boundary": given.get("PermissionsBoundary"),
            "inline_policy": each(given.get("Policies"), _inline),
        }
        if kind == "role":
            found["assume_role_policy"] = document(given.get("AssumeRolePolicyDocument"))
        yield Made(f"aws_iam_{kind}", found)
        yield from _attachments(kind, given.get("ManagedPolicyArns"))
        if kind == "user" and given.get("Groups") is not None:
            yield Made("aws_iam_user_group_membership", {"groups": given["Groups"]}, "user")

    return make


def _inline(given: Properties) -> Json:
    return {"name": given.get("PolicyName"), "policy": document(given.get("PolicyDocument"))}


def _attachments(kind: str, arns: Json) -> Iterator[Made]:
    found = items(arns)
    for arn in [found] if isinstance(found, Unknown) else found:
        yield Made(f"aws_iam_{kind}_policy_attachment", {"policy_arn": arn}, kind)


def _managed(given: Properties) -> Iterator[Made]:
    policy = document(given.get("PolicyDocument"))
    yield Made("aws_iam_policy", {"name": given.get("ManagedPolicyName"), "policy": policy})
    for kind, key in _KINDS.items():
        for member in _members(given.get(key)):
            yield Made(f"aws_iam_{kind}_policy_attachment", {kind: member, "policy_arn": SELF})


SELF = "${self}"
"""Replaced by the resource itself."""
_KINDS = {"role": "Roles", "user": "Users", "group": "Groups"}


def _policy(given: Properties) -> Iterator[Made]:
    """A policy that is put inside several identities."""
    policy = document(given.get("PolicyDocument"))
    for kind, key in _KINDS.items():
        for member in _members(given.get(key)):
            yield Made(
                f"aws_iam_{kind}_policy", {"name": given.get("PolicyName"), "policy": policy, kind: member}
            )


def _members(value: Json) -> list[Json]:
    found = items(value)
    return [found] if isinstance(found, Unknown) else list(found)


def _membership(given: Properties) -> Iterator[Made]:
    for user in _members(given.get("Users")):
        yield Made("aws_iam_user_group_membership", {"user": user, "groups": items(given.get("GroupName"))})


TYPES: Mapping[str, Callable[[Properties], Iterator[Made]]] = {
    "AWS::IAM::Role": _identity("role", "RoleName"),
    "AWS::IAM::User": _identity("user", "UserName"),
    "AWS::IAM::Group": _identity("group", "GroupName"),
    "AWS::IAM::ManagedPolicy": _managed,
    "AWS::IAM::Policy": _policy,
    "AWS::IAM::RolePolicy": lambda given: _one("role", given),
    "AWS::IAM::UserPolicy": lambda given: _one("user", given),
    "AWS::IAM::GroupPolicy": lambda given: _one("group", given),
    "AWS::IAM::UserToGroupAddition": _membership,
}


def _one(kind: str, given: Properties) -> Iterator[Made]:
    found = {"name": given.get("PolicyName"), "policy": document(given.get("PolicyDocument"))}
    yield Made(f"aws_iam_{kind}_policy", {**found, kind: given.get(f"{kind.title()}Name")})
