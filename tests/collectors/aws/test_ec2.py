"""Security groups, network ACLs, VPCs, subnets and instances."""

from collections.abc import Mapping
from typing import Any

import pytest

from collectors.aws.caller import Item
from collectors.aws.ec2 import acls, groups, instances, interfaces, traffic, vpcs
from collectors.aws.troubles import MalformedAnswerError
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, denied_xml
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

GROUP, ACL, VPC, SUBNET, INSTANCE = (
    "ec2.security_group",
    "ec2.network_acl",
    "ec2.vpc",
    "ec2.subnet",
    "ec2.instance",
)
ARN = f"arn:aws:ec2:us-east-1:{ACCOUNT}"
EMPTY: Mapping[str, Any] = {"IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}


@pytest.fixture
def ec2(moto: MotoServer) -> Any:
    return moto.client("ec2")


@pytest.fixture
def vpc(ec2: Any) -> str:
    found: str = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    return found


@pytest.fixture
def subnet(ec2: Any, vpc: str) -> str:
    found: str = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24")["Subnet"]["SubnetId"]
    return found


@pytest.fixture
def group(ec2: Any, vpc: str) -> str:
    found: str = ec2.create_security_group(GroupName="web", Description="x", VpcId=vpc)["GroupId"]
    return found


def allow(ec2: Any, group: str, **permission: Any) -> None:
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])


def prefix_list(ec2: Any, *cidrs: str) -> str:
    answer = ec2.create_managed_prefix_list(
        PrefixListName="partners",
        MaxEntries=10,
        AddressFamily="IPv4",
        Entries=[{"Cidr": cidr} for cidr in cidrs],
    )
    found: str = answer["PrefixList"]["PrefixListId"]
    return found


def image(ec2: Any) -> str:
    found: str = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    return found


# --- security groups --------------------------------------------------------------------------------


def test_what_a_group_lets_in(scan_type: ScanType, ec2: Any, group: str) -> None:
    world = {"CidrIp": "0.0.0.0/0", "Description": "all customers"}
    allow(
        ec2,
        group,
        IpProtocol="tcp",
        FromPort=443,
        ToPort=444,
        IpRanges=[world],
        Ipv6Ranges=[{"CidrIpv6": "::/0"}],
    )
    found = scan_type(GROUP).resources[group]
    assert found.id == f"{ARN}:security-group/{group}"
    assert found.facts["group"]["default"] is False
    assert found.facts["inbound"] == [
        {
            "protocol": "tcp",
            "first_port": 443,
            "last_port": 444,
            "icmp_type": None,
            "icmp_code": None,
            "ipv4": ["0.0.0.0/0"],
            "ipv6": ["::/0"],
            "prefix_lists": [],
            "groups": [],
            "descriptions": ["all customers"],
        }
    ]
    (out,) = found.facts["outbound"]
    assert (out["protocol"], out["first_port"], out["last_port"], out["ipv4"]) == (
        "all",
        0,
        65535,
        ["0.0.0.0/0"],
    )


def test_a_prefix_list_counts_as_its_entries_and_is_asked_for_once(
    proxy: FaultProxy, scan_type: ScanType, ec2: Any, vpc: str, group: str
) -> None:
    listed = prefix_list(ec2, "0.0.0.0/1", "128.0.0.0/1")
    other = ec2.create_security_group(GroupName="other", Description="x", VpcId=vpc)["GroupId"]
    for each in (group, other):
        allow(ec2, each, IpProtocol="tcp", FromPort=22, ToPort=22, PrefixListIds=[{"PrefixListId": listed}])
    found = scan_type(GROUP)
    for each in (group, other):
        (rule,) = found.resources[each].facts["inbound"]
        assert (rule["ipv4"], rule["prefix_lists"]) == (["0.0.0.0/1", "128.0.0.0/1"], [listed])
    asked = [each.operation for each in proxy.asked()]
    assert asked.count("GetManagedPrefixListEntries") == 1


def test_no_entries_are_asked_for_where_no_prefix_list_is_named(
    proxy: FaultProxy, scan_type: ScanType, group: str
) -> None:
    proxy.inject(denied_xml("GetManagedPrefixListEntries", "UnauthorizedOperation"))
    found = scan_type(GROUP)
    assert group in found.resources
    assert found.gaps == []


def test_groups_that_are_named_as_sources(scan_type: ScanType, ec2: Any, group: str) -> None:
    allow(ec2, group, IpProtocol="-1", UserIdGroupPairs=[{"GroupId": group}])
    (rule,) = scan_type(GROUP).resources[group].facts["inbound"]
    assert (rule["protocol"], rule["groups"], rule["ipv4"]) == ("all", [group], [])


def test_what_a_group_is_attached_to(scan_type: ScanType, ec2: Any, group: str, subnet: str) -> None:
    nic = ec2.create_network_interface(SubnetId=subnet, Groups=[group])["NetworkInterface"]
    ec2.create_network_interface(SubnetId=subnet, Groups=[group])
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.associate_address(AllocationId=address, NetworkInterfaceId=nic["NetworkInterfaceId"])
    found = scan_type(GROUP).resources
    assert found[group].facts["attached"] == {"interfaces": 2, "public": 1, "subnets": [subnet]}
    idle = next(each for each in found.values() if each.facts["attached"]["interfaces"] == 0)
    assert idle.facts["attached"] == {"interfaces": 0, "public": 0, "subnets": []}


def test_the_default_group_is_known(scan_type: ScanType, vpc: str) -> None:
    defaults = [each for each in scan_type(GROUP).resources.values() if each.facts["group"]["vpc"] == vpc]
    assert [each.facts["group"]["default"] for each in defaults] == [True]


@pytest.mark.usefixtures("group")
def test_interfaces_are_listed_once_for_all_groups_of_a_region(
    proxy: FaultProxy, scan_type: ScanType
) -> None:
    assert len(scan_type(GROUP, regions=["us-east-1"]).resources) > 1
    asked = [each.operation for each in proxy.asked()]
    assert asked.count("DescribeNetworkInterfaces") == 1


# --- network ACLs -----------------------------------------------------------------------------------


def test_entries_of_an_acl_in_the_order_of_their_numbers(
    scan_type: ScanType, ec2: Any, vpc: str, subnet: str
) -> None:
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]

    def entry(number: int, action: str, cidr: str, **more: Any) -> None:
        ec2.create_network_acl_entry(
            NetworkAclId=acl, RuleNumber=number, RuleAction=action, Egress=False, CidrBlock=cidr, **more
        )

    entry(200, "allow", "0.0.0.0/0", Protocol="-1")
    entry(90, "deny", "198.51.100.0/24", Protocol="6", PortRange={"From": 22, "To": 22})
    found = scan_type(ACL).resources
    inbound = found[acl].facts["inbound"]
    assert [(each["number"], each["allow"], each["protocol"]) for each in inbound[:2]] == [
        (90, False, "tcp"),
        (200, True, "all"),
    ]
    assert (inbound[0]["first_port"], inbound[0]["last_port"], inbound[0]["ipv4"]) == (
        22,
        22,
        ["198.51.100.0/24"],
    )
    (home,) = [each for each in found.values() if subnet in each.facts["acl"]["subnets"]]
    assert home.facts["acl"]["default"] is True
    assert found[acl].facts["acl"] == {"vpc": vpc, "default": False, "subnets": []}


# --- VPCs and subnets -------------------------------------------------------------------------------


def test_flow_logs_of_a_vpc_and_of_its_subnets(
    moto: MotoServer, scan_type: ScanType, ec2: Any, vpc: str, subnet: str
) -> None:
    moto.client("s3").create_bucket(Bucket="flows")
    for kind, name in (("VPC", vpc), ("Subnet", subnet)):
        ec2.create_flow_logs(
            ResourceType=kind,
            ResourceIds=[name],
            TrafficType="ALL" if kind == "VPC" else "REJECT",
            LogDestinationType="s3",
            LogDestination="arn:aws:s3:::flows",
        )
    found = scan_type(VPC).resources
    log = {
        "active": True,
        "traffic": "ALL",
        "destination_type": "s3",
        "destination": "arn:aws:s3:::flows",
        "failing": False,
    }
    assert found[vpc].facts["flow_logs"] == {
        "vpc": [log],
        "subnets": [{"subnet": subnet, "logs": [log | {"traffic": "REJECT"}]}],
    }
    (default,) = [each for each in found.values() if each.facts["default"]]
    assert default.facts["flow_logs"]["vpc"] == []
    assert len(default.facts["flow_logs"]["subnets"]) > 1


def test_a_log_that_fails_to_deliver() -> None:
    """As documented; moto's always deliver."""
    given = {
        "FlowLogStatus": "ACTIVE",
        "TrafficType": "ALL",
        "LogDestinationType": "cloud-watch-logs",
        "LogGroupName": "flows",
        "DeliverLogsStatus": "FAILED",
    }
    found = vpcs.flow_log(given)
    assert (found["failing"], found["destination"]) == (True, "flows")


def test_what_a_vpc_is_used_for(scan_type: ScanType, ec2: Any, vpc: str, subnet: str) -> None:
    ec2.create_network_interface(SubnetId=subnet)
    assert scan_type(VPC).resources[vpc].facts["used"] == {"interfaces": 1, "public": 0, "subnets": [subnet]}


def test_public_addresses_on_launch(scan_type: ScanType, ec2: Any, vpc: str, subnet: str) -> None:
    assert scan_type(SUBNET).resources[subnet].facts["subnet"]["public_ipv4_on_launch"] is False
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    found = scan_type(SUBNET).resources[subnet]
    assert found.id == f"{ARN}:subnet/{subnet}"
    assert found.facts["subnet"] == {
        "vpc": vpc,
        "default": False,
        "public_ipv4_on_launch": True,
        "ipv6_on_launch": False,
    }


# --- instances --------------------------------------------------------------------------------------


def test_everything_an_instance_tells(scan_type: ScanType, ec2: Any, group: str, subnet: str) -> None:
    secret = "ZmluZC1tZQ=="
    launched = ec2.run_instances(
        ImageId=image(ec2),
        MinCount=2,
        MaxCount=2,
        UserData=secret,
        MetadataOptions={"HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1},
        NetworkInterfaces=[
            {"DeviceIndex": 0, "SubnetId": subnet, "Groups": [group], "AssociatePublicIpAddress": True}
        ],
    )["Instances"]
    ec2.terminate_instances(InstanceIds=[launched[1]["InstanceId"]])
    found = scan_type(INSTANCE)
    one = found.one
    assert one.id == f"{ARN}:instance/{launched[0]['InstanceId']}"
    assert one.facts["metadata"] == {"enabled": True, "token_required": True, "hop_limit": 1}
    assert (one.facts["profile"], one.facts["state"]) == (None, "running")
    (nic,) = one.facts["interfaces"]
    assert (nic["subnet"], nic["groups"], nic["ipv6"]) == (subnet, [group], [])
    assert nic["public_ipv4"]
    assert secret not in repr(found)


# --- trouble ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "operation", "facts"),
    [
        (GROUP, "DescribeNetworkInterfaces", {"attached"}),
        (VPC, "DescribeNetworkInterfaces", {"used"}),
        (VPC, "DescribeFlowLogs", {"flow_logs"}),
        (VPC, "DescribeSubnets", {"flow_logs"}),
    ],
)
def test_a_denied_call_is_a_gap_of_its_fact(
    proxy: FaultProxy, scan_type: ScanType, type_: str, operation: str, facts: set[str]
) -> None:
    proxy.inject(denied_xml(operation, "UnauthorizedOperation"))
    found = scan_type(type_)
    assert len(found.gaps) == len(found.resources)
    assert {gap.fact for gap in found.gaps} == facts
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    assert all(f"ec2:{operation}" in gap.detail for gap in found.gaps)
    assert all(each.facts.keys() == all_facts(type_) - facts for each in found.resources.values())


def test_an_unreadable_prefix_list_is_a_gap_of_the_rules_that_name_it(
    proxy: FaultProxy, scan_type: ScanType, ec2: Any, group: str
) -> None:
    listed = prefix_list(ec2, "0.0.0.0/0")
    allow(ec2, group, IpProtocol="tcp", FromPort=22, ToPort=22, PrefixListIds=[{"PrefixListId": listed}])
    proxy.inject(denied_xml("GetManagedPrefixListEntries", "UnauthorizedOperation"))
    (gap,) = scan_type(GROUP).gaps
    assert (gap.resource, gap.fact) == (f"{ARN}:security-group/{group}", "inbound")


@pytest.mark.parametrize(
    ("type_", "operation"),
    [
        (GROUP, "DescribeSecurityGroups"),
        (ACL, "DescribeNetworkAcls"),
        (VPC, "DescribeVpcs"),
        (SUBNET, "DescribeSubnets"),
        (INSTANCE, "DescribeInstances"),
    ],
)
def test_a_denied_listing_is_no_listing(
    proxy: FaultProxy, scan_type: ScanType, type_: str, operation: str
) -> None:
    proxy.inject(denied_xml(operation, "UnauthorizedOperation"))
    found = scan_type(type_, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.scope, gap.reason) == (None, None, "us-east-1", GapReason.DENIED)
    assert (found.resources, found.listings) == ({}, [])


@pytest.mark.usefixtures("vpc")
def test_regions_are_listed_one_by_one(scan_type: ScanType) -> None:
    found = scan_type(VPC, frozenset(), regions=["eu-west-1", "us-east-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 1), ("us-east-1", 2)]


def test_all_pages_are_read(proxy: FaultProxy, scan_type: ScanType, group: str) -> None:
    """A page may be empty and yet not the last one."""
    inside = "<securityGroupInfo/><nextToken>more</nextToken>"
    body = f"<DescribeSecurityGroupsResponse>{inside}</DescribeSecurityGroupsResponse>".encode()
    proxy.inject(Fault(status=200, operation="DescribeSecurityGroups", body=body, times=1))
    assert group in scan_type(GROUP, frozenset()).resources


# --- rules as documented, which moto does not give ---------------------------------------------------


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"IpProtocol": "-1"}, ("all", 0, 65535, None, None)),
        ({"IpProtocol": "50"}, ("50", None, None, None, None)),
        ({"IpProtocol": "6", "FromPort": 22, "ToPort": 22}, ("tcp", 22, 22, None, None)),
        ({"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1}, ("icmp", None, None, 8, None)),
        ({"IpProtocol": "icmpv6", "FromPort": -1, "ToPort": -1}, ("icmpv6", None, None, None, None)),
    ],
)
def test_protocols_and_ports_of_a_group(given: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    found = groups.rule({**EMPTY, **given}, lambda _: [])
    keys = ("protocol", "first_port", "last_port", "icmp_type", "icmp_code")
    assert tuple(found[key] for key in keys) == wanted


@pytest.mark.parametrize(
    "given",
    [
        {"IpProtocol": "tcp"},
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 70000},
        {"IpProtocol": "icmp"},
        {"IpProtocol": "sctp", "FromPort": 1, "ToPort": 2},
        {"IpProtocol": "300"},
        {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "everyone"}]},
        {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "192.0.2.1"}]},
        {"IpProtocol": "-1", "Ipv6Ranges": None},
    ],
)
def test_a_rule_that_was_not_understood_is_no_rule(given: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        groups.rule({**EMPTY, **given}, lambda _: [])


def test_networks_have_one_form() -> None:
    assert traffic.cidr("10.1.2.3/8") == "10.0.0.0/8"
    assert traffic.cidr("2001:DB8:0::/32") == "2001:db8::/32"


def test_an_entry_for_ipv6() -> None:
    entry = {
        "RuleNumber": 101,
        "RuleAction": "allow",
        "Protocol": "-1",
        "Ipv6CidrBlock": "::/0",
        "Egress": False,
    }
    assert acls.rule(entry)["ipv6"] == ["::/0"]
    with pytest.raises(MalformedAnswerError):
        acls.rule(entry | {"RuleAction": "log"})


def test_an_instance_profile() -> None:
    (read,) = [fact.read for name, fact in instances.INSTANCE.given.items() if name == "profile"]
    item = Item("i", "i", {"IamInstanceProfile": {"Arn": "arn:aws:iam::1:instance-profile/x", "Id": "x"}})
    assert read(None, item) == "arn:aws:iam::1:instance-profile/x"  # type: ignore[arg-type]


def test_interfaces_of_two_groups_count_for_both() -> None:
    nic = {"VpcId": "vpc-1", "SubnetId": "subnet-1", "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}]}
    found = interfaces.uses([nic, nic | {"Association": {"PublicIp": "198.51.100.1"}}])
    assert {name: (use.interfaces, use.public) for name, use in found.items()} == {
        "sg-1": (2, 1),
        "sg-2": (2, 1),
        "vpc-1": (2, 1),
    }
