"""IAM users and roles: what their policies allow on the known buckets, and who may become which role.

Not seen here: service control policies, resource control policies and session policies, which can only take
rights away. Source: IAM User Guide, "Policy evaluation logic", "Permissions boundaries", "Role terms".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scanner.access.conditions import Holds, holds
from scanner.access.model import Kind, Principal
from scanner.access.patterns import matches
from scanner.access.statements import ACTIONS, Compiler, Granted, Sets, Statement, meant, of_policies
from scanner.model import Resource

_ASSUME = "sts:assumerole"


@dataclass(frozen=True)
class Identity:
    """An IAM user or role with its policies in force."""

    principal: Principal
    account: str
    resource: Resource
    compiler: Compiler

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Keys of its requests that are certain, in lower case."""
        user = self.principal.kind is Kind.IAM_USER
        found = {
            "aws:principalarn": self.principal.id,
            "aws:principalaccount": self.account,
            "aws:principaltype": "User" if user else "AssumedRole",
        }
        return found | ({"aws:username": self.principal.name} if user else {})

    @cached_property
    def granted(self) -> list[Granted]:
        """The statements of its policies that concern the buckets."""
        return of_policies(self.resource.facts["policies"], self.compiler, self.known)

    @cached_property
    def allowed(self) -> Sets:
        """Action to the buckets on which its policies allow it, within its boundary."""
        found = _net(self.granted)
        boundary = self.resource.facts["boundary"]
        if boundary is None:
            return found
        policy = {"name": boundary["arn"], "statements": boundary["statements"]}
        within = _net(of_policies([policy], self.compiler, self.known))
        return {action: found[action] & within[action] for action in ACTIONS}

    @cached_property
    def denied(self) -> Sets:
        """Action to the buckets on which its policies deny it for certain."""
        return _denied(self.granted)

    def why(self, action: str, bit: int) -> Granted | None:
        """The statement that allows an action on a bucket, one without conditions first."""
        found = [
            each
            for each in self.granted
            if each.statement["effect"] == "Allow" and each.sets.get(action, 0) >> bit & 1
        ]
        return max(found, key=lambda each: each.holds.value, default=None)

    def may(self, action: str, arn: str) -> Holds:
        """Whether its policies allow an action, in lower case, on a resource that is no bucket."""
        boundary = self.resource.facts["boundary"]
        own = _may(self._statements, action, arn, self.known)
        limit = Holds.YES if boundary is None else _may(boundary["statements"], action, arn, self.known)
        return min(own, limit, key=lambda answer: answer.value)

    @cached_property
    def _statements(self) -> list[Statement]:
        return [each for policy in self.resource.facts["policies"] for each in policy["statements"]]


def identities(resources: Sequence[Resource], compiler: Compiler) -> dict[str, Identity]:
    """Users and roles by ARN."""
    found = {}
    for resource in resources:
        kind = Kind.IAM_USER if resource.type == "iam.user" else Kind.IAM_ROLE
        principal = Principal(kind, resource.id, resource.name, resource.name, resource.target)
        found[resource.id] = Identity(principal, resource.id.split(":")[4], resource, compiler)
    return found


def _net(granted: Sequence[Granted]) -> dict[str, int]:
    """What is allowed, perhaps under conditions, and not denied for certain."""
    denied = _denied(granted)
    found = dict.fromkeys(ACTIONS, 0)
    for each in granted:
        if each.statement["effect"] == "Allow":
            for action, buckets in each.sets.items():
                found[action] |= buckets
    return {action: buckets & ~denied[action] for action, buckets in found.items()}


def _denied(granted: Sequence[Granted]) -> dict[str, int]:
    found = dict.fromkeys(ACTIONS, 0)
    for each in granted:
        if each.statement["effect"] == "Deny" and each.holds is Holds.YES:
            for action, buckets in each.sets.items():
                found[action] |= buckets
    return found


def _may(statements: Sequence[Statement], action: str, arn: str, known: Mapping[str, str]) -> Holds:
    best = Holds.NO
    for statement in statements:
        if not (meant(statement, action) and names(statement, arn)):
            continue
        answer = holds(statement["conditions"], known)
        if statement["effect"] == "Deny" and answer is Holds.YES:
            return Holds.NO
        if statement["effect"] == "Allow":
            best = max(best, answer, key=lambda each: each.value)
    return best


def names(statement: Statement, arn: str) -> bool:
    """Whether a statement is about a resource."""
    if statement["not_resources"]:
        return not any(matches(pattern, arn) for pattern in statement["not_resources"])
    return any(matches(pattern, arn) for pattern in statement["resources"])


# --- roles ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assumer:
    """Who may become a role, and how; `identity` when it is one that is known."""

    principal: Principal
    sentence: str
    conditional: bool
    identity: Identity | None = None


def assumers(role: Identity, known: Mapping[str, Identity]) -> Iterator[Assumer]:
    """Whom the trust policy of a role lets become it, unless their own policies stand against."""
    for statement in role.resource.facts["trust"]["statements"]:
        if statement["effect"] != "Allow" or not _about_assuming(statement):
            continue
        conditional = bool(statement["conditions"])
        for kind, values in statement["principals"].items():
            for value in values:
                yield from _trusted(role, kind, value, known, conditional=conditional)


def _about_assuming(statement: Statement) -> bool:
    ways = (_ASSUME, "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
    return any(meant(statement, way) for way in ways)


def _trusted(
    role: Identity, kind: str, value: str, known: Mapping[str, Identity], *, conditional: bool
) -> Iterator[Assumer]:
    name = role.principal.name
    if kind == "Service":
        yield Assumer(Principal(Kind.SERVICE, value, value), f"{value} works as the role {name}", conditional)
    elif kind == "Federated":
        who = Principal(Kind.FEDERATED, value, value.rpartition("/")[2] or value)
        yield Assumer(who, f"who signs in through {value} may become the role {name}", conditional)
    elif value == "*":
        kind_ = Kind.CONDITIONAL if conditional else Kind.ANONYMOUS
        who = Principal(kind_, f"anybody:{role.principal.id}", "anybody with an AWS account")
        yield Assumer(who, f"the role {name} trusts every AWS account", conditional)
    elif value in known:
        yield from _named(role, known[value], conditional=conditional)
    else:
        yield from _account(role, value, known, conditional=conditional)


def _named(role: Identity, who: Identity, *, conditional: bool) -> Iterator[Assumer]:
    """In the same account trust alone is enough; otherwise its own policies have to allow it too."""
    if who.account == role.account or who.may(_ASSUME, role.principal.id) is not Holds.NO:
        sentence = f"the role {role.principal.name} trusts {who.principal.name}"
        yield Assumer(who.principal, sentence, conditional, who)


def _account(
    role: Identity, value: str, known: Mapping[str, Identity], *, conditional: bool
) -> Iterator[Assumer]:
    account = account_of(value)
    members = [each for each in known.values() if each.account == account]
    if not members or not value.endswith((":root", account)):
        who = Principal(Kind.AWS_ACCOUNT, value, f"AWS account {account}" if account else value)
        yield Assumer(who, f"the role {role.principal.name} trusts {value}", conditional)
        return
    for who_ in members:
        answer = who_.may(_ASSUME, role.principal.id)
        if answer is not Holds.NO and who_ is not role:
            sentence = (
                f"the role {role.principal.name} trusts account {account}, "
                f"and policies of {who_.principal.name} allow sts:AssumeRole on it"
            )
            unsure = conditional or answer is Holds.MAYBE
            yield Assumer(who_.principal, sentence, unsure, who_)


def account_of(value: str) -> str:
    """The account of an ARN, or a bare account number; empty for anything else."""
    if value.isdigit():
        return value
    parts = value.split(":")
    return parts[4] if len(parts) > 5 else ""
