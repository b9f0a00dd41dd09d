"""The network interfaces of a region, asked for once and reduced to counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.aws.caller import Caller
from collectors.aws.ec2.traffic import listed

INTERFACES_ACTION = "ec2:DescribeNetworkInterfaces"


@dataclass(slots=True)
class Use:
    """The interfaces of a group or VPC: how many, how many with a public IPv4 address, in which subnets."""

    interfaces: int = 0
    public: int = 0
    subnets: set[str] = field(default_factory=set)

    def add(self, subnet: str, *, public: bool) -> None:
        """One interface more."""
        self.interfaces += 1
        self.public += public
        self.subnets.add(subnet)

    def fact(self) -> dict[str, Any]:
        """As the schemas have it."""
        return {"interfaces": self.interfaces, "public": self.public, "subnets": sorted(self.subnets)}


def uses(entries: Iterable[Mapping[str, Any]]) -> dict[str, Use]:
    """The use of each group and each VPC, by its id."""
    found: dict[str, Use] = {}
    for entry in entries:
        groups = {group["GroupId"] for group in listed(entry, "Groups")}
        # There is no Association without a public address.
        public = bool(entry.get("Association", {}).get("PublicIp"))
        for name in groups | {entry["VpcId"]}:
            found.setdefault(name, Use()).add(entry["SubnetId"], public=public)
    return found


def use(caller: Caller, name: str) -> dict[str, Any]:
    """The use of one group or VPC. Raises what boto3 raises."""
    found: dict[str, Use] = caller.once(
        "ec2 interfaces",
        lambda: uses(caller.pages("ec2", "describe_network_interfaces", "NetworkInterfaces")),
    )
    return found.get(name, Use()).fact()
