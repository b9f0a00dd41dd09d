"""Security groups: what they let in and out, and what they are attached to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.ec2.interfaces import INTERFACES_ACTION, use
from collectors.aws.ec2.traffic import arn, by_family, cidr, icmp, listed, ports, protocol
from collectors.aws.kinds import Fact, Listed

ENTRIES_ACTION = "ec2:GetManagedPrefixListEntries"
Resolve = Callable[[str], Sequence[str]]
"""The networks of a prefix list, by its id."""


def _groups(caller: Caller) -> Iterable[Item]:
    _, partition = caller.identity()
    for entry in caller.pages("ec2", "describe_security_groups", "SecurityGroups"):
        owner = (entry["OwnerId"], partition)
        yield Item(
            arn(owner, caller.place.region, "security-group", entry["GroupId"]), entry["GroupId"], entry
        )


def group(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Name, VPC, and whether it is the VPC's default group, which always has this name."""
    return {"name": entry["GroupName"], "vpc": entry["VpcId"], "default": entry["GroupName"] == "default"}


def rule(given: Mapping[str, Any], resolve: Resolve) -> dict[str, Any]:
    """One permission; prefix lists stand among the networks too, as their entries.

    EC2 gives ICMP's type and code in the place of ports, and none for protocols that have neither.
    """
    kind = protocol(given["IpProtocol"])
    first, last = given.get("FromPort"), given.get("ToPort")
    lists = [each["PrefixListId"] for each in listed(given, "PrefixListIds")]
    networks = [cidr(each["CidrIp"]) for each in listed(given, "IpRanges")]
    networks += [cidr(each["CidrIpv6"]) for each in listed(given, "Ipv6Ranges")]
    networks += [network for name in lists for network in resolve(name)]
    sources = [
        each for key in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs") for each in given[key]
    ]
    return {
        "protocol": kind,
        **ports(kind, first, last),
        **icmp(kind, first, last),
        **by_family(networks),
        "prefix_lists": sorted(lists),
        "groups": sorted(each["GroupId"] for each in listed(given, "UserIdGroupPairs")),
        # A source without a description has none in the answer.
        "descriptions": sorted({each["Description"] for each in sources if each.get("Description")}),
    }


def _resolver(caller: Caller) -> Resolve:
    def entries(name: str) -> list[str]:
        pages = caller.pages("ec2", "get_managed_prefix_list_entries", "Entries", PrefixListId=name)
        return [cidr(entry["Cidr"]) for entry in pages]

    def resolve(name: str) -> list[str]:
        found: list[str] = caller.once(f"prefix list {name}", lambda: entries(name))
        return found

    return resolve


def _rules(key: str) -> Callable[[Caller, Item], list[dict[str, Any]]]:
    def read(caller: Caller, item: Item) -> list[dict[str, Any]]:
        resolve = _resolver(caller)
        return [rule(given, resolve) for given in listed(item.given, key)]

    return read


GROUP = Listed(
    name="ec2.security_group",
    regional=True,
    list_items=_groups,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeSecurityGroups"),
    given={
        "group": Fact(lambda _, item: group(item.given)),
        # Only groups that name a prefix list need its entries.
        "inbound": Fact(_rules("IpPermissions"), (ENTRIES_ACTION,)),
        "outbound": Fact(_rules("IpPermissionsEgress"), (ENTRIES_ACTION,)),
        "attached": Fact(lambda caller, item: use(caller, item.name), (INTERFACES_ACTION,)),
    },
)
