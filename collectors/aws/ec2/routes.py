"""From where subnets can be reached: what the route tables of a region say, asked for once.

Source: RouteTable and Route in the EC2 API reference, and "Route table concepts" in the VPC user guide: a
subnet without a table of its own has the main one of its VPC.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.ec2.traffic import listed

ROUTES_ACTION = "ec2:DescribeRouteTables"
_DIRECT, _THROUGH, _NONE = "direct", "through", "none"
_FAMILIES = {"ipv4": "DestinationCidrBlock", "ipv6": "DestinationIpv6CidrBlock"}
_EVERYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def internet(table: Mapping[str, Any]) -> dict[str, str]:
    """Whether a table leads to the internet, by family of addresses.

    `direct` by an internet gateway, also for some networks only; `through` something that may filter, such
    as a firewall endpoint or an appliance; `none` otherwise, as by a NAT or egress-only gateway.
    """
    routes = [route for route in listed(table, "Routes") if route["State"] == "active"]
    return {family: _way([r for r in routes if _is_of(r, key)]) for family, key in _FAMILIES.items()}


def _is_of(route: Mapping[str, Any], key: str) -> bool:
    """A prefix list can hold networks of either family."""
    return key in route or "DestinationPrefixListId" in route


def _way(routes: Iterable[Mapping[str, Any]]) -> str:
    ways = {_way_of(route) for route in routes}
    return next((way for way in (_DIRECT, _THROUGH) if way in ways), _NONE)


def _way_of(route: Mapping[str, Any]) -> str:
    gateway = route.get("GatewayId", "")
    if gateway.startswith("igw-"):
        return _DIRECT
    everywhere = not _EVERYWHERE.isdisjoint(route.get(key) for key in _FAMILIES.values())
    appliance = gateway.startswith("vpce-") or "NetworkInterfaceId" in route
    return _THROUGH if everywhere and appliance else _NONE


def by_place(tables: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """What holds for subnets with a table of their own, and for the rest of each VPC, by their ids."""
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        for association in listed(table, "Associations"):
            place = table["VpcId"] if association["Main"] else association.get("SubnetId")
            # Tables of gateways have neither.
            if place:
                found[place] = internet(table)
    return found


def of_subnet(caller: Caller, item: Item) -> dict[str, str]:
    """From where a subnet can be reached. Raises what boto3 raises, KeyError without a main table."""
    found: dict[str, dict[str, str]] = caller.once(
        "ec2 routes", lambda: by_place(caller.pages("ec2", "describe_route_tables", "RouteTables"))
    )
    return found[item.name] if item.name in found else found[item.given["VpcId"]]
