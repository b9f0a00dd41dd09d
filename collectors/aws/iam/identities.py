"""Users, groups, roles and customer managed policies, with the statements that hold for each."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.iam import credentials
from collectors.aws.iam.details import (
    ACTION,
    DOCUMENT_ACTIONS,
    Given,
    default_statements,
    details,
    managed,
    parsed,
)
from collectors.aws.kinds import Fact, Listed
from collectors.aws.policy_document import TRUST
from collectors.aws.times import instant
from collectors.aws.troubles import MalformedAnswerError


def _listing(kind: str, name: str) -> Callable[[Caller], Iterable[Item]]:
    """Items of one kind; `name` is the key of their names."""
    return lambda caller: (Item(arn, each[name], each) for arn, each in details(caller, kind).items())


def _policies(caller: Caller, item: Item) -> list[dict[str, Any]]:
    """Of a group or role: those inside it, then the attached ones."""
    inline = item.given["GroupPolicyList" if ":group/" in item.id else "RolePolicyList"]
    return list(_granted(caller, inline, item.given))


def _user_policies(caller: Caller, item: Item) -> list[dict[str, Any]]:
    """Of a user: its own, then those of its groups."""
    # IAM leaves the list out for users without such policies, but not for groups and roles.
    found = list(_granted(caller, item.given.get("UserPolicyList", []), item.given))
    if item.given["GroupList"]:
        groups = {each["GroupName"]: each for each in details(caller, "Group").values()}
        for name in sorted(item.given["GroupList"]):
            if name not in groups:
                raise MalformedAnswerError(f"the group {name} is not in the list of groups; scan again")
            found += _granted(caller, groups[name]["GroupPolicyList"], groups[name], name)
    return found


def _granted(
    caller: Caller, inline: Iterable[Given], given: Given, group: str | None = None
) -> Iterator[dict[str, Any]]:
    for policy in inline:
        statements = parsed(policy["PolicyDocument"])
        yield {"name": policy["PolicyName"], "arn": None, "group": group, "statements": statements}
    for policy in given["AttachedManagedPolicies"]:
        name, arn = policy["PolicyName"], policy["PolicyArn"]
        yield {"name": name, "arn": arn, "group": group, "statements": managed(caller, arn)}


def _boundary(caller: Caller, item: Item) -> dict[str, Any] | None:
    # IAM leaves it out when there is none.
    if "PermissionsBoundary" not in item.given:
        return None
    arn = item.given["PermissionsBoundary"]["PermissionsBoundaryArn"]
    return {"arn": arn, "statements": managed(caller, arn)}


def _tags(_: Caller, item: Item) -> dict[str, str]:
    # IAM leaves it out when there are none.
    return {each["Key"]: each["Value"] for each in item.given.get("Tags", ())}


def _trust(_: Caller, item: Item) -> dict[str, Any]:
    return {"statements": parsed(item.given["AssumeRolePolicyDocument"], TRUST)}


def role_use(_: Caller, item: Item) -> dict[str, Any]:
    """When a role was made and last used; IAM looks back 400 days and leaves the date out beyond."""
    return {
        "created": instant(item.given["CreateDate"]),
        "last_used": instant(item.given["RoleLastUsed"].get("LastUsedDate")),
    }


def _members(caller: Caller, item: Item) -> list[str]:
    users = details(caller, "User").values()
    return sorted(user["UserName"] for user in users if item.name in user["GroupList"])


def _local_policies(caller: Caller) -> Iterable[Item]:
    for arn, each in details(caller, "LocalManagedPolicy").items():
        yield Item(arn, arn.rpartition("/")[2], each)


USER = Listed(
    name="iam.user",
    regional=False,
    list_items=_listing("User", "UserName"),
    list_actions=(ACTION,),
    given={
        "credentials": Fact(credentials.of_user, credentials.ACTIONS),
        "groups": Fact(lambda _, item: sorted(item.given["GroupList"])),
        "policies": Fact(_user_policies, DOCUMENT_ACTIONS),
        "boundary": Fact(_boundary, DOCUMENT_ACTIONS),
        "tags": Fact(_tags),
    },
)
GROUP = Listed(
    name="iam.group",
    regional=False,
    list_items=_listing("Group", "GroupName"),
    list_actions=(ACTION,),
    given={
        "members": Fact(_members, (ACTION,)),
        "policies": Fact(_policies, DOCUMENT_ACTIONS),
    },
)
ROLE = Listed(
    name="iam.role",
    regional=False,
    list_items=_listing("Role", "RoleName"),
    list_actions=(ACTION,),
    given={
        "trust": Fact(_trust),
        "use": Fact(role_use),
        "policies": Fact(_policies, DOCUMENT_ACTIONS),
        "boundary": Fact(_boundary, DOCUMENT_ACTIONS),
    },
)
POLICY = Listed(
    name="iam.policy",
    regional=False,
    list_items=_local_policies,
    list_actions=(ACTION,),
    given={
        "statements": Fact(lambda _, item: default_statements(item.given)),
        "attachments": Fact(lambda _, item: item.given["AttachmentCount"]),
        "boundary_of": Fact(lambda _, item: item.given["PermissionsBoundaryUsageCount"]),
    },
)
