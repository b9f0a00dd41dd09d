"""Security groups and network ACLs, with the rules that stand inside them and those that stand alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from collectors.aws.ec2 import acls, groups
from collectors.aws.ec2.traffic import cidr
from collectors.aws.planned.terraform.common import located, native, optional
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError, View, stand_in

Json = Any
GROUPS = ("aws_security_group", "aws_default_security_group")
ACLS = ("aws_network_acl", "aws_default_network_acl")
USED: Json = {"interfaces": 1, "public": 0, "subnets": []}
"""A source does not tell how much something is used; what it declares is declared to be used."""
_LAST = {"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"}


def known_as(block: Block) -> str:
    """The id that EC2 gave, or the address of what is not made yet."""
    found = block.values.get("id")
    return found if isinstance(found, str) and found else stand_in(block.address)


def group_drafts(estate: Estate) -> Iterator[Draft]:
    """The security groups."""
    owners = {block.address: [known_as(block)] for block in estate.of(*GROUPS)}
    alone = {
        type_: attach(estate.of(type_), type_, "security_group_id", owners)
        for type_ in (
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
            "aws_vpc_security_group_egress_rule",
        )
    }
    resolve = _prefix_lists(estate)
    for block in estate.of(*GROUPS):
        made: dict[str, Source] = {
            "group": lambda block=block: _group(block),  # type: ignore[misc]
            "inbound": lambda block=block: _rules(block, "ingress", alone, resolve),  # type: ignore[misc]
            "outbound": lambda block=block: _rules(block, "egress", alone, resolve),  # type: ignore[misc]
            "attached": lambda: USED,
        }
        name = known_as(block)
        locations = located(block, {})
        for fact, type_ in (("inbound", "ingress"), ("outbound", "egress")):
            if not block.view.is_set(type_):
                locations |= located(block, {fact: alone[f"aws_vpc_security_group_{type_}_rule"]})
        yield Draft("ec2.security_group", block.address, name, made, native(block), locations, block.former)


def _group(block: Block) -> Json:
    default = block.type == "aws_default_security_group"
    name = "default" if default else (_maybe(block, "name") or block.address)
    return groups.group({"GroupName": name, "VpcId": block.view.identity("vpc_id") or "default"})


def _maybe(block: Block, key: str) -> str | None:
    found = block.values.get(key)
    return found if isinstance(found, str) else None


def _rules(block: Block, direction: str, alone: Mapping[str, Parts], resolve: groups.Resolve) -> list[Json]:
    given = [_rule(each, block, "security_groups") for each in block.view.blocks(direction)]
    given += [
        _rule(each.view, block, "source_security_group_id")
        for each in alone["aws_security_group_rule"].of(block.address)
        if each.view.text("type") == direction
    ]
    modern = alone[f"aws_vpc_security_group_{direction}_rule"].of(block.address)
    given += [_modern(each.view) for each in modern]
    return [groups.rule(each, resolve) for each in given]


def _rule(view: View, block: Block, others: str) -> Json:
    """A rule inside a group, or alone; `others` is the attribute that names further groups."""
    described = optional({"Description": view.text("description") or None})
    members = [*view.identities(others), *([known_as(block)] if view.flag("self", default=False) else [])]
    return {
        "IpProtocol": view.needed("protocol"),
        "FromPort": view.number("from_port"),
        "ToPort": view.number("to_port"),
        "IpRanges": [{"CidrIp": each, **described} for each in view.texts("cidr_blocks")],
        "Ipv6Ranges": [{"CidrIpv6": each, **described} for each in view.texts("ipv6_cidr_blocks")],
        "PrefixListIds": [{"PrefixListId": each, **described} for each in view.identities("prefix_list_ids")],
        "UserIdGroupPairs": [{"GroupId": each, **described} for each in members],
    }


def _modern(view: View) -> Json:
    described = optional({"Description": view.text("description") or None})

    def one(key: str, name: str) -> list[Json]:
        found = view.identity(key) if "cidr" not in key else view.text(key)
        return [{name: found, **described}] if found else []

    return {
        "IpProtocol": view.needed("ip_protocol"),
        "FromPort": view.number("from_port"),
        "ToPort": view.number("to_port"),
        "IpRanges": one("cidr_ipv4", "CidrIp"),
        "Ipv6Ranges": one("cidr_ipv6", "CidrIpv6"),
        "PrefixListIds": one("prefix_list_id", "PrefixListId"),
        "UserIdGroupPairs": one("referenced_security_group_id", "GroupId"),
    }


def _prefix_lists(estate: Estate) -> groups.Resolve:
    lists = {known_as(block): block for block in estate.of("aws_ec2_managed_prefix_list")}

    def resolve(name: str) -> list[str]:
        if name not in lists:
            raise NotInSourceError(f"the entries of the prefix list {name} are not in the source")
        return [cidr(entry.text("cidr")) for entry in lists[name].view.blocks("entry")]

    return resolve


# --- network ACLs ---------------------------------------------------------------------------------------


def acl_drafts(estate: Estate) -> Iterator[Draft]:
    """The network ACLs."""
    owners = {block.address: [known_as(block)] for block in estate.of(*ACLS)}
    alone = attach(estate.of("aws_network_acl_rule"), "aws_network_acl_rule", "network_acl_id", owners)
    type_ = "aws_network_acl_association"
    joined = attach(estate.of(type_), type_, "network_acl_id", owners)
    for block in estate.of(*ACLS):
        made: dict[str, Source] = {
            "acl": _acl(block, joined),
            "inbound": _entries(block, "ingress", alone),
            "outbound": _entries(block, "egress", alone),
        }
        name = known_as(block)
        yield Draft(
            "ec2.network_acl", block.address, name, made, native(block), located(block, {}), block.former
        )


def _acl(block: Block, joined: Parts) -> Source:
    def make() -> Json:
        subnets = block.view.identities("subnet_ids")
        subnets += [each.view.identity("subnet_id") or "" for each in joined.of(block.address)]
        default = block.type == "aws_default_network_acl"
        vpc = block.view.identity("vpc_id") or block.view.identity("default_network_acl_id") or "default"
        return acls.acl(
            {"VpcId": vpc, "IsDefault": default, "Associations": [{"SubnetId": each} for each in subnets]}
        )

    return make


def _entries(block: Block, direction: str, alone: Parts) -> Source:
    egress = direction == "egress"

    def make() -> Json:
        given = [
            _entry(each, "rule_no" if each.is_set("rule_no") else "rule_number", "action", egress)
            for each in block.view.blocks(direction)
        ]
        given += [
            _entry(each.view, "rule_number", "rule_action", egress)
            for each in alone.of(block.address)
            if each.view.flag("egress", default=False) is egress
        ]
        return acls.rules({"Entries": [*given, {**_LAST, "Egress": egress}]}, egress=egress)

    return make


def _entry(view: View, number: str, action: str, egress: bool) -> Json:
    sixth = view.text("ipv6_cidr_block")
    return {
        "RuleNumber": view.number(number),
        "Protocol": view.needed("protocol"),
        "RuleAction": view.needed(action).lower(),
        "Egress": egress,
        "PortRange": {"From": view.number("from_port"), "To": view.number("to_port")},
        "IcmpTypeCode": {"Type": _or_any(view, "icmp_type"), "Code": _or_any(view, "icmp_code")},
        **({"Ipv6CidrBlock": sixth} if sixth else {"CidrBlock": view.needed("cidr_block")}),
    }


def _or_any(view: View, key: str) -> int:
    found = view.number(key)
    return -1 if found is None else found
