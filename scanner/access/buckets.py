"""The side of the bucket: its policy, its ACL, the public access block, and the key that encrypts it.

Source: Amazon S3 User Guide, "Access policy language", "Blocking public access", "ACL overview",
"Controlling ownership of objects".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scanner.access.conditions import Holds, holds
from scanner.access.identities import account_of
from scanner.access.model import Kind, Place, Principal, Right
from scanner.access.statements import Buckets, Compiler, Statement
from scanner.model import Resource

NEEDS = frozenset(
    {
        "account",
        "acl",
        "account_public_access_block",
        "encryption",
        "ownership",
        "policy",
        "policy_public",
        "public_access_block",
    }
)
_GROUPS = {
    "http://acs.amazonaws.com/groups/global/AllUsers": Principal(
        Kind.ANONYMOUS, "anybody", "anybody on the internet"
    ),
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": Principal(
        Kind.ANONYMOUS, "any-account", "anybody with an AWS account"
    ),
}
_BY_ACL = {
    "READ": {Right.READ},
    "WRITE": {Right.WRITE, Right.DELETE},
    "WRITE_ACP": {Right.ADMINISTER},
    "FULL_CONTROL": {Right.READ, Right.WRITE, Right.DELETE, Right.ADMINISTER},
}
ANYBODY = _GROUPS["http://acs.amazonaws.com/groups/global/AllUsers"]
_ABOUT_PRINCIPALS = frozenset(
    {"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username"}
)


@dataclass(frozen=True)
class Bucket:
    """A bucket, or the part below `prefix` of one, that holds a dataset."""

    place: Place
    resource: Resource
    prefix: str

    @property
    def account(self) -> str:
        """The account that owns it."""
        return str(self.resource.facts["account"])

    @property
    def key(self) -> str | None:
        """The KMS key as configured; None for no KMS, or the key that AWS manages for S3."""
        encryption = self.resource.facts["encryption"]
        return encryption["kms_key_id"] if encryption["algorithm"].startswith("aws:kms") else None

    @cached_property
    def lines(self) -> "tuple[Line, ...]":
        """The statements of its policy that are about its data or its settings."""
        policy = self.resource.facts["policy"]
        compiler = Compiler(Buckets((self.resource.id,), (self.prefix,)))
        found = [
            Line(statement, frozenset(compiler.sets(statement)))
            for statement in (policy["statements"] if policy else ())
        ]
        return tuple(line for line in found if line.actions and not (line.allows and self._shut(line)))

    def _shut(self, line: "Line") -> bool:
        """Whether the public access block leaves the statement without effect for anybody outside."""
        facts = self.resource.facts
        blocked = facts["public_access_block"]["restrict_public_buckets"]
        blocked = blocked or facts["account_public_access_block"]["restrict_public_buckets"]
        return blocked and facts["policy_public"] and line.everybody

    def by_acl(self) -> Iterator[tuple[Principal, frozenset[Right], str]]:
        """What the ACL of the bucket gives to others than its owner, unless ACLs are off."""
        facts = self.resource.facts
        if facts["ownership"] == "BucketOwnerEnforced":
            return
        ignored = facts["public_access_block"]["ignore_public_acls"]
        ignored = ignored or facts["account_public_access_block"]["ignore_public_acls"]
        for grant in facts["acl"]["grants"]:
            rights = _BY_ACL.get(grant["permission"])
            who = _grantee(grant)
            if rights and who and not (ignored and who.kind is Kind.ANONYMOUS):
                sentence = f"the ACL of {self.place.name} gives {grant['permission']} to {who.name}"
                yield who, frozenset(rights), sentence


def _grantee(grant: Mapping[str, Any]) -> Principal | None:
    if grant["owner"]:
        return None
    name = grant["grantee"]
    if grant["grantee_type"] == "Group":
        # The third group, of log delivery, is a service of AWS.
        return _GROUPS.get(name) or Principal(Kind.SERVICE, name, name.rpartition("/")[2])
    return Principal(Kind.AWS_ACCOUNT, name, f"the AWS account with the canonical id {name}")


@dataclass(frozen=True)
class Line:
    """A statement of a bucket policy and the actions for which it is about the data or the settings."""

    statement: Statement
    actions: frozenset[str]

    @property
    def allows(self) -> bool:
        return bool(self.statement["effect"] == "Allow")

    @cached_property
    def everybody(self) -> bool:
        """Whether it is about all principals."""
        given = self.statement["principals"]
        return bool(self.statement["not_principals"]) or "*" in (*given.get("AWS", ()), *given.get("*", ()))

    @cached_property
    def about_principals(self) -> bool:
        """Whether its conditions tell principals apart by what is certain of them."""
        keys = {key for keys in self.statement["conditions"].values() for key in keys}
        return bool(keys & _ABOUT_PRINCIPALS)

    @property
    def title(self) -> str:
        """What to call it."""
        return f"statement {self.statement['sid']}" if self.statement["sid"] else "a statement"

    def names(self, arn: str) -> bool:
        """Whether it is about a principal, by its ARN (not through its account)."""
        if self.statement["not_principals"]:
            listed = _values(self.statement["not_principals"])
            return not any(value in (arn, account_of(arn), _root(arn)) for value in listed)
        return any(value == "*" or value == arn for value in _values(self.statement["principals"]))

    def names_account(self, account: str) -> bool:
        """Whether it hands the decision to the policies of an account."""
        values = self.statement["principals"].get("AWS", ())
        return any(value == account or value.endswith(f"::{account}:root") for value in values)

    def holds(self, known: Mapping[str, str]) -> Holds:
        """Whether its conditions hold."""
        return holds(self.statement["conditions"], known)


def _values(principals: Mapping[str, Any]) -> list[str]:
    return [value for values in principals.values() for value in values]


def _root(arn: str) -> str:
    parts = arn.split(":")
    return f"arn:{parts[1]}:iam::{parts[4]}:root" if len(parts) > 5 else ""


def unconditional_denies(lines: tuple[Line, ...]) -> frozenset[str]:
    """Actions that are denied to everybody, whatever the request is like."""
    return frozenset(
        action
        for line in lines
        if not line.allows and line.everybody and not line.statement["not_principals"]
        if not line.statement["conditions"]
        for action in line.actions
    )


RIGHTS: Mapping[Right, tuple[frozenset[str], ...]] = {
    Right.READ: (frozenset({"s3:getobject", "s3:getobjectversion"}),),
    Right.WRITE: (frozenset({"s3:putobject"}),),
    Right.DELETE: (frozenset({"s3:deleteobject", "s3:deleteobjectversion"}),),
    Right.EXPORT: (frozenset({"s3:listbucket"}), frozenset({"s3:getobject", "s3:getobjectversion"})),
    Right.ADMINISTER: (
        frozenset(
            {
                "s3:putbucketpolicy",
                "s3:deletebucketpolicy",
                "s3:putbucketacl",
                "s3:putobjectacl",
                "s3:putbucketpublicaccessblock",
                "s3:putbucketownershipcontrols",
                "s3:putreplicationconfiguration",
            }
        ),
    ),
}
"""A right needs one action of each group."""


def rights_of(actions: frozenset[str]) -> frozenset[Right]:
    """The rights that these actions come to."""
    return frozenset(right for right, groups in RIGHTS.items() if all(group & actions for group in groups))
