"""IAM Access Analyzer in one region: what looks for access from outside, and what is open to everyone."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, Listed
from collectors.aws.troubles import MalformedAnswerError, trouble_of

EXTERNAL = frozenset({"ACCOUNT", "ORGANIZATION"})
"""Kinds of analyzers that look for access from outside the account or the organization."""
FILTER = {"status": {"eq": ["ACTIVE"]}, "isPublic": {"eq": ["true"]}}


def _items(caller: Caller) -> Iterable[Item]:
    account, partition = caller.identity()
    region = caller.place.region or ""
    # AWS has no ARN for a region of an account.
    yield Item(f"{partition}:{account}/{region}/access-analyzer", region)


def _analyzers(caller: Caller) -> list[dict[str, Any]]:
    def ask() -> list[dict[str, Any]]:
        listed = caller.pages("accessanalyzer", "list_analyzers", "analyzers")
        return [
            {
                "arn": each["arn"],
                "kind": each["type"],
                "active": each["status"] == "ACTIVE",
                "external": each["type"] in EXTERNAL,
            }
            for each in listed
        ]

    found: list[dict[str, Any]] = caller.once("iam analyzers", ask)
    return found


def public_finding(given: Mapping[str, Any]) -> dict[str, Any]:
    """One finding of a resource that everyone can reach. Raises for what the filter should have left out."""
    if given["status"] != "ACTIVE" or given.get("isPublic") is not True:
        raise MalformedAnswerError("list_findings: a finding that was not asked for")
    return {
        "id": given["id"],
        # A finding whose resource could not be analysed has an error instead.
        "resource": given.get("resource"),
        "kind": given["resourceType"],
        "account": given["resourceOwnerAccount"],
    }


def _public_findings(caller: Caller, _: Item) -> list[dict[str, Any]]:
    watching = [each for each in _analyzers(caller) if each["external"] and each["active"]]
    return [
        public_finding(finding)
        for each in watching
        for finding in caller.pages(
            "accessanalyzer", "list_findings", "findings", analyzerArn=each["arn"], filter=FILTER
        )
    ]


def _organization(caller: Caller, _: Item) -> str | None:
    try:
        answer = caller.once("organization", caller.client("organizations").describe_organization)
    except Exception as error:
        if trouble_of(error).code != "AWSOrganizationsNotInUseException":
            raise
        return None
    found: str = answer["Organization"]["Id"]
    return found


ANALYZER = Listed(
    name="iam.access_analyzer",
    regional=True,
    list_items=_items,
    list_actions=("sts:GetCallerIdentity",),
    given={
        "analyzers": Fact(lambda caller, _: _analyzers(caller), ("access-analyzer:ListAnalyzers",)),
        "public_findings": Fact(
            _public_findings, ("access-analyzer:ListAnalyzers", "access-analyzer:ListFindings")
        ),
        "organization": Fact(_organization, ("organizations:DescribeOrganization",)),
    },
)
