"""VPCs with their flow logs, and subnets."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.ec2 import routes
from collectors.aws.ec2.interfaces import INTERFACES_ACTION, use
from collectors.aws.ec2.traffic import arn
from collectors.aws.kinds import Fact, Listed

_FLOW_LOGS_ACTION = "ec2:DescribeFlowLogs"
_SUBNETS_ACTION = "ec2:DescribeSubnets"


def _own(caller: Caller, method: str, key: str) -> Iterable[Mapping[str, Any]]:
    """What belongs to the account. Of what others share with it, it cannot see the settings."""
    account, _ = caller.identity()
    return (entry for entry in caller.pages("ec2", method, key) if entry["OwnerId"] == account)


def _vpcs(caller: Caller) -> Iterable[Item]:
    for entry in _own(caller, "describe_vpcs", "Vpcs"):
        name = entry["VpcId"]
        yield Item(arn(caller.identity(), caller.place.region, "vpc", name), name, entry)


def _subnets(caller: Caller) -> Iterable[Item]:
    for entry in _own(caller, "describe_subnets", "Subnets"):
        name = entry["SubnetId"]
        yield Item(arn(caller.identity(), caller.place.region, "subnet", name), name, entry)


def flow_log(given: Mapping[str, Any]) -> dict[str, Any]:
    """One flow log. Status and destination are not in the answer until the first delivery."""
    return {
        "active": given["FlowLogStatus"] == "ACTIVE",
        # Transit gateways have no type of traffic; VPCs, subnets and interfaces always do.
        "traffic": given["TrafficType"],
        "destination_type": given["LogDestinationType"],
        "destination": given.get("LogDestination") or given.get("LogGroupName") or None,
        "failing": given.get("DeliverLogsStatus") == "FAILED",
    }


def _flow_logs_of(caller: Caller, name: str) -> list[dict[str, Any]]:
    def ask() -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for entry in caller.pages("ec2", "describe_flow_logs", "FlowLogs"):
            if entry["ResourceId"].startswith(("vpc-", "subnet-")):
                found.setdefault(entry["ResourceId"], []).append(flow_log(entry))
        return found

    return list(caller.once("ec2 flow logs", ask).get(name, ()))


def _flow_logs(caller: Caller, item: Item) -> dict[str, Any]:
    """Those of the VPC, and those of each of its subnets: a log on every subnet is as good."""

    def ask() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in _own(caller, "describe_subnets", "Subnets"):
            found.setdefault(entry["VpcId"], []).append(entry["SubnetId"])
        return found

    subnets = sorted(caller.once("ec2 subnets", ask).get(item.name, ()))
    return {
        "vpc": _flow_logs_of(caller, item.name),
        "subnets": [{"subnet": subnet, "logs": _flow_logs_of(caller, subnet)} for subnet in subnets],
    }


def subnet(given: Mapping[str, Any]) -> dict[str, Any]:
    """Which public addresses new interfaces get by themselves."""
    return {
        "vpc": given["VpcId"],
        "default": given["DefaultForAz"],
        "public_ipv4_on_launch": given["MapPublicIpOnLaunch"],
        "ipv6_on_launch": given["AssignIpv6AddressOnCreation"],
    }


VPC = Listed(
    name="ec2.vpc",
    regional=True,
    list_items=_vpcs,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeVpcs"),
    given={
        "default": Fact(lambda _, item: item.given["IsDefault"]),
        "used": Fact(lambda caller, item: use(caller, item.name), (INTERFACES_ACTION,)),
        "flow_logs": Fact(_flow_logs, (_FLOW_LOGS_ACTION, _SUBNETS_ACTION)),
    },
)
SUBNET = Listed(
    name="ec2.subnet",
    regional=True,
    list_items=_subnets,
    list_actions=("sts:GetCallerIdentity", _SUBNETS_ACTION),
    given={
        "subnet": Fact(lambda _, item: subnet(item.given)),
        "internet": Fact(routes.of_subnet, (routes.ROUTES_ACTION,)),
    },
)
