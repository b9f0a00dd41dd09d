"""AWS::EC2: security groups, network ACLs, VPCs, subnets, flow logs and instances."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from collectors.aws.planned.cloudformation.common import Made, each, inside, items, renamed
from collectors.planned.values import Unknown

Json = Any
Properties = Mapping[str, Json]
_OPEN = {"ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0"}


def _group(given: Properties) -> Iterator[Made]:
    yield Made("aws_security_group", renamed(given, {"GroupName": "name", "VpcId": "vpc_id"}))
    for property_, direction in (("SecurityGroupIngress", "ingress"), ("SecurityGroupEgress", "egress")):
        type_ = f"aws_vpc_security_group_{direction}_rule"
        rules = items(given.get(property_))
        if isinstance(rules, Unknown):
            yield Made(type_, {"ip_protocol": rules}, "security_group_id")
            continue
        for rule in rules:
            yield Made(type_, _rule(rule), "security_group_id")
        # Without a word EC2 lets everything out.
        if direction == "egress" and not rules:
            yield Made(type_, _OPEN, "security_group_id")


def _rule(given: Json) -> Json:
    if isinstance(given, Unknown):
        return {"ip_protocol": given}
    ports = {"FromPort": "from_port", "ToPort": "to_port"}
    return renamed(
        given,
        {
            **ports,
            "IpProtocol": "ip_protocol",
            "CidrIp": "cidr_ipv4",
            "CidrIpv6": "cidr_ipv6",
            "Description": "description",
            "SourcePrefixListId": "prefix_list_id",
            "DestinationPrefixListId": "prefix_list_id",
            "SourceSecurityGroupId": "referenced_security_group_id",
            "DestinationSecurityGroupId": "referenced_security_group_id",
            "SourceSecurityGroupName": "referenced_security_group_id",
        },
    )


def _rule_alone(direction: str, given: Properties) -> Iterator[Made]:
    type_ = f"aws_vpc_security_group_{direction}_rule"
    yield Made(type_, {**_rule(given), "security_group_id": given.get("GroupId") or given.get("GroupName")})


def _vpc(_: Properties) -> Iterator[Made]:
    yield Made("aws_vpc", {})


def _subnet(given: Properties) -> Iterator[Made]:
    yield Made("aws_subnet", renamed(given, ("VpcId", "MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation")))


def _flow_log(given: Properties) -> Iterator[Made]:
    names = ("TrafficType", "LogDestination", "LogDestinationType", "LogGroupName")
    about = {"VPC": "vpc_id", "Subnet": "subnet_id"}.get(str(given.get("ResourceType")), "eni_id")
    yield Made("aws_flow_log", {**renamed(given, names), about: given.get("ResourceId")})


def _acl(given: Properties) -> Iterator[Made]:
    yield Made("aws_network_acl", renamed(given, ("VpcId",)))


def _acl_entry(given: Properties) -> Iterator[Made]:
    names = ("NetworkAclId", "RuleNumber", "Protocol", "RuleAction", "Egress", "CidrBlock")
    found = renamed(given, {**{name: _plain(name) for name in names}, "Ipv6CidrBlock": "ipv6_cidr_block"})
    found |= {"from_port": inside(given, "PortRange", "From"), "to_port": inside(given, "PortRange", "To")}
    found |= {"icmp_type": inside(given, "Icmp", "Type"), "icmp_code": inside(given, "Icmp", "Code")}
    yield Made("aws_network_acl_rule", found)


def _plain(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")


def _acl_association(given: Properties) -> Iterator[Made]:
    yield Made("aws_network_acl_association", renamed(given, ("NetworkAclId", "SubnetId")))


def _instance(given: Properties) -> Iterator[Made]:
    found = renamed(given, {"SubnetId": "subnet_id", "IamInstanceProfile": "iam_instance_profile"})
    found["vpc_security_group_ids"] = given.get("SecurityGroupIds")
    found["security_groups"] = given.get("SecurityGroups")
    interfaces = items(given.get("NetworkInterfaces"))
    if isinstance(interfaces, Unknown):
        found["network_interface"] = interfaces
    elif len(interfaces) == 1 and isinstance(interfaces[0], Mapping):
        names = {
            "AssociatePublicIpAddress": "associate_public_ip_address",
            "SubnetId": "subnet_id",
            "GroupSet": "vpc_security_group_ids",
        }
        found |= renamed(interfaces[0], names)
    elif interfaces:
        found["network_interface"] = [{} for _ in interfaces]
    found["metadata_options"] = each(given.get("MetadataOptions"), _metadata)
    disks = items(given.get("BlockDeviceMappings"))
    if not isinstance(disks, Unknown):
        made = [renamed(disk["Ebs"], ("Encrypted", "KmsKeyId")) for disk in disks if inside(disk, "Ebs")]
        found["ebs_block_device"] = made
    yield Made("aws_instance", found)


def _metadata(given: Properties) -> Json:
    return renamed(given, ("HttpEndpoint", "HttpTokens", "HttpPutResponseHopLimit"))


TYPES: Mapping[str, Callable[[Properties], Iterator[Made]]] = {
    "AWS::EC2::SecurityGroup": _group,
    "AWS::EC2::SecurityGroupIngress": partial(_rule_alone, "ingress"),
    "AWS::EC2::SecurityGroupEgress": partial(_rule_alone, "egress"),
    "AWS::EC2::VPC": _vpc,
    "AWS::EC2::Subnet": _subnet,
    "AWS::EC2::FlowLog": _flow_log,
    "AWS::EC2::NetworkAcl": _acl,
    "AWS::EC2::NetworkAclEntry": _acl_entry,
    "AWS::EC2::SubnetNetworkAclAssociation": _acl_association,
    "AWS::EC2::Instance": _instance,
}
