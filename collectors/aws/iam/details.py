"""Everybody in an account and every document, by GetAccountAuthorizationDetails.

One paged call gives the users, groups, roles or policies with their documents, whatever their number; the
alternative is several calls for each of them. A managed policy that is attached but not in the answer is
asked for by itself, once per ARN.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from collectors.aws import policy_document
from collectors.aws.caller import Caller
from collectors.aws.policy_document import IDENTITY_BASED, Kind
from collectors.aws.troubles import MalformedAnswerError

ACTION = "iam:GetAccountAuthorizationDetails"
DOCUMENT_ACTIONS = (ACTION, "iam:GetPolicy", "iam:GetPolicyVersion")
LISTS = {
    "User": "UserDetailList",
    "Group": "GroupDetailList",
    "Role": "RoleDetailList",
    "LocalManagedPolicy": "Policies",
    "AWSManagedPolicy": "Policies",
}
"""The lists of the answer by the filter that fills them."""
Given = Mapping[str, Any]


def client(caller: Caller) -> Any:
    """The client of IAM, with documents as they came: boto3 would keep only the last of two equal keys."""
    from botocore.handlers import json_decode_policies  # takes time, in vain for who reads plans

    found = caller.client("iam")
    found.meta.events.unregister("after-call.iam", json_decode_policies)
    return found


def details(caller: Caller, kind: str) -> dict[str, Given]:
    """What there is of one kind, by ARN, asked for once. `kind` is a key of LISTS."""
    found: dict[str, Given] = caller.once(f"iam {kind}", lambda: _details(caller, kind))
    return found


def _details(caller: Caller, kind: str) -> dict[str, Given]:
    client(caller)
    pages = caller.pages("iam", "get_account_authorization_details", LISTS[kind], Filter=[kind])
    return {each["Arn"]: each for each in sorted(pages, key=lambda each: str(each["Arn"]))}


def parsed(document: str, kind: Kind = IDENTITY_BASED) -> list[dict[str, Any]]:
    """The statements of a document as IAM sends it: JSON, percent-encoded."""
    return policy_document.statements(unquote(document), kind)


def default_statements(policy: Given) -> list[dict[str, Any]]:
    """The statements of the version of a managed policy that is in force."""
    documents = [each["Document"] for each in policy["PolicyVersionList"] if each["IsDefaultVersion"]]
    if len(documents) != 1:
        raise MalformedAnswerError(f"{len(documents)} default versions of a policy instead of one")
    return parsed(documents[0])


def managed(caller: Caller, arn: str) -> list[dict[str, Any]]:
    """The statements of a managed policy, read once whatever the number of its attachments."""
    found: list[dict[str, Any]] = caller.once(f"iam document {arn}", lambda: _managed(caller, arn))
    return found


def _managed(caller: Caller, arn: str) -> list[dict[str, Any]]:
    kind = "AWSManagedPolicy" if arn.split(":")[4] == "aws" else "LocalManagedPolicy"
    policy = details(caller, kind).get(arn)
    if policy is not None:
        return default_statements(policy)
    # Which policies of AWS are in the list is not documented.
    iam = client(caller)
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    return parsed(iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])
