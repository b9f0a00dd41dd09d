"""VPCs with their flow logs, subnets and instances."""

from collections.abc import Iterator, Mapping
from typing import Any

from collectors.aws.ec2 import instances, vpcs
from collectors.aws.planned.terraform.common import located, native
from collectors.aws.planned.terraform.network import USED, known_as
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError

Json = Any
_VPCS = ("aws_vpc", "aws_default_vpc")
_SUBNETS = ("aws_subnet", "aws_default_subnet")


def drafts(estate: Estate) -> Iterator[Draft]:
    """VPCs, then subnets, then instances."""
    subnets = {block.address: block for block in estate.of(*_SUBNETS)}
    names = {address: [known_as(block)] for address, block in subnets.items()}
    vpc_names = {block.address: [known_as(block)] for block in estate.of(*_VPCS)}
    of_vpc = attach(estate.of("aws_flow_log"), "aws_flow_log", "vpc_id", vpc_names)
    of_subnet = attach(estate.of("aws_flow_log"), "aws_flow_log", "subnet_id", names)
    members = attach(subnets.values(), "aws_subnet", "vpc_id", vpc_names)
    for block in estate.of(*_VPCS):
        yield _draft("ec2.vpc", block, _vpc(block, of_vpc, of_subnet, members))
    for block in subnets.values():
        yield _draft("ec2.subnet", block, {"subnet": _subnet(block)})
    for block in estate.of("aws_instance"):
        yield _draft("ec2.instance", block, _instance(block, subnets, names))


def _draft(type_: str, block: Block, made: Mapping[str, Source]) -> Draft:
    return Draft(type_, block.address, known_as(block), made, native(block), located(block, {}), block.former)


def _vpc(block: Block, of_vpc: Parts, of_subnet: Parts, members: Parts) -> dict[str, Source]:
    def flow_logs() -> Json:
        return {
            "vpc": [_flow_log(log) for log in _own(of_vpc, block.address)],
            "subnets": [
                {
                    "subnet": known_as(subnet),
                    "logs": [_flow_log(log) for log in _own(of_subnet, subnet.address)],
                }
                for subnet in members.by_owner.get(block.address, ())
            ],
        }

    return {
        "default": lambda: block.type == "aws_default_vpc",
        "used": lambda: USED,
        "flow_logs": flow_logs,
    }


def _own(logs: Parts, address: str) -> list[Block]:
    # A flow log names a VPC or a subnet or an interface: not to name this kind is not to be unknown.
    found = logs.by_owner.get(address, [])
    if not found and any(log.view.is_set(_ATTRIBUTE[key]) for log in logs.orphans for key in _ATTRIBUTE):
        return logs.of(address)
    return found


_ATTRIBUTE = {"vpc": "vpc_id", "subnet": "subnet_id"}


def _flow_log(block: Block) -> Json:
    view = block.view
    return vpcs.flow_log(
        {
            "FlowLogStatus": "ACTIVE",
            "TrafficType": view.text("traffic_type") or "ALL",
            "LogDestinationType": view.text("log_destination_type") or "cloud-watch-logs",
            "LogDestination": view.identity("log_destination") or view.identity("log_group_name"),
        }
    )


def _subnet(block: Block) -> Source:
    default = block.type == "aws_default_subnet"
    return lambda: vpcs.subnet(
        {
            "VpcId": block.view.identity("vpc_id") or "default",
            "DefaultForAz": default,
            "MapPublicIpOnLaunch": block.view.flag("map_public_ip_on_launch", default=default),
            "AssignIpv6AddressOnCreation": block.view.flag("assign_ipv6_address_on_creation", default=False),
        }
    )


def _instance(
    block: Block, subnets: Mapping[str, Block], names: Mapping[str, list[str]]
) -> dict[str, Source]:
    view = block.view
    return {
        "state": lambda: "running",
        "metadata": lambda: instances.metadata({"MetadataOptions": _metadata(block)}),
        "profile": lambda: view.identity("iam_instance_profile") or None,
        "interfaces": lambda: [instances.interface(_interface(block, subnets, names))],
    }


def _metadata(block: Block) -> Json:
    """Without a word, version 1 answers too, unless the image or the account says otherwise."""
    given = block.view.block("metadata_options")
    return {
        "HttpEndpoint": (given and given.text("http_endpoint")) or "enabled",
        "HttpTokens": (given and given.text("http_tokens")) or "optional",
        "HttpPutResponseHopLimit": (given and given.number("http_put_response_hop_limit")) or 1,
    }


def _interface(block: Block, subnets: Mapping[str, Block], names: Mapping[str, list[str]]) -> Json:
    view = block.view
    if view.blocks("network_interface") or view.blocks("primary_network_interface"):
        raise NotInSourceError(f"{block.address}: its interfaces are made elsewhere")
    subnet = view.identity("subnet_id") or "default"
    chosen = view.identities("vpc_security_group_ids") or view.identities("security_groups")
    public = _is_public(block, subnets, names, subnet)
    return {
        "SubnetId": subnet,
        "Groups": [{"GroupId": each} for each in chosen or ["default"]],
        "Association": {"PublicIp": f"{block.address}.public_ip"} if public else {},
        "Ipv6Addresses": [{"Ipv6Address": each} for each in view.texts("ipv6_addresses")],
    }


def _is_public(
    block: Block, subnets: Mapping[str, Block], names: Mapping[str, list[str]], subnet: str
) -> bool:
    """As the instance says, else as its subnet does; the default subnets of AWS give public addresses."""
    if block.view.is_set("associate_public_ip_address"):
        return block.view.flag("associate_public_ip_address", default=False)
    if not block.view.is_set("subnet_id"):
        return True
    found = [subnets[address] for address, known in names.items() if subnet in known]
    if not found:
        raise NotInSourceError(
            f"{block.address}: whether {subnet} gives public addresses is not in the source"
        )
    return found[0].view.flag("map_public_ip_on_launch", default=False)
