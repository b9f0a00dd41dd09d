"""Network ACLs: their entries in the order in which EC2 tries them."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.ec2.traffic import arn, by_family, cidr, icmp, listed, ports, protocol
from collectors.aws.kinds import Fact, Listed
from collectors.aws.troubles import MalformedAnswerError

_ACTIONS = {"allow": True, "deny": False}


def _acls(caller: Caller) -> Iterable[Item]:
    _, partition = caller.identity()
    for entry in caller.pages("ec2", "describe_network_acls", "NetworkAcls"):
        owner = (entry["OwnerId"], partition)
        name = entry["NetworkAclId"]
        yield Item(arn(owner, caller.place.region, "network-acl", name), name, entry)


def acl(given: Mapping[str, Any]) -> dict[str, Any]:
    """VPC, whether it is the VPC's default ACL, and the subnets that it holds for."""
    subnets = sorted(each["SubnetId"] for each in listed(given, "Associations"))
    return {"vpc": given["VpcId"], "default": given["IsDefault"], "subnets": subnets}


def rule(given: Mapping[str, Any]) -> dict[str, Any]:
    """One entry, of one network. The last one, 32767, denies what no other has decided."""
    kind = protocol(given["Protocol"])
    if given["RuleAction"] not in _ACTIONS:
        raise MalformedAnswerError("an entry that neither allows nor denies")
    range_, type_ = given.get("PortRange", {}), given.get("IcmpTypeCode", {})
    return {
        "number": given["RuleNumber"],
        "allow": _ACTIONS[given["RuleAction"]],
        "protocol": kind,
        **ports(kind, range_.get("From"), range_.get("To")),
        **icmp(kind, type_.get("Type"), type_.get("Code")),
        # An entry has the one or the other; none would match nothing.
        **by_family([cidr(given["Ipv6CidrBlock"] if "Ipv6CidrBlock" in given else given["CidrBlock"])]),
    }


def rules(given: Mapping[str, Any], *, egress: bool) -> list[dict[str, Any]]:
    """The entries of one direction in the order in which they are tried."""
    chosen = [each for each in listed(given, "Entries") if each["Egress"] is egress]
    return sorted((rule(each) for each in chosen), key=lambda each: (each["number"], each["ipv6"]))


ACL = Listed(
    name="ec2.network_acl",
    regional=True,
    list_items=_acls,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeNetworkAcls"),
    given={
        "acl": Fact(lambda _, item: acl(item.given)),
        "inbound": Fact(lambda _, item: rules(item.given, egress=False)),
        "outbound": Fact(lambda _, item: rules(item.given, egress=True)),
    },
)
