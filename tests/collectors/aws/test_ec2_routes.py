"""Which subnets the internet can reach, by their route tables."""

from typing import Any

import pytest

from collectors.aws.ec2.routes import by_place, internet
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, denied_xml
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import MotoServer

TYPE = "ec2.subnet"
FACTS = frozenset({"internet"})


@pytest.fixture
def ec2(moto: MotoServer) -> Any:
    return moto.client("ec2")


@pytest.fixture
def vpc(ec2: Any) -> str:
    found: str = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    return found


@pytest.fixture
def gateway(ec2: Any, vpc: str) -> str:
    found: str = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=found, VpcId=vpc)
    return found


def subnet(ec2: Any, vpc: str, number: int) -> str:
    found: str = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{number}.0/24")["Subnet"]["SubnetId"]
    return found


def test_a_table_of_the_subnet_goes_before_the_main_one(
    proxy: FaultProxy, scan_type: ScanType, ec2: Any, vpc: str, gateway: str
) -> None:
    private, public = subnet(ec2, vpc, 1), subnet(ec2, vpc, 2)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=table, SubnetId=public)
    found = scan_type(TYPE, FACTS).resources
    assert found[private].facts["internet"] == {"ipv4": "none", "ipv6": "none"}
    assert found[public].facts["internet"] == {"ipv4": "direct", "ipv6": "none"}
    assert [each.operation for each in proxy.asked()].count("DescribeRouteTables") == 1


def test_the_main_table_holds_for_all_others(scan_type: ScanType, ec2: Any, vpc: str, gateway: str) -> None:
    made = subnet(ec2, vpc, 1)
    filters = [{"Name": "vpc-id", "Values": [vpc]}]
    (main,) = ec2.describe_route_tables(Filters=filters)["RouteTables"]
    ec2.create_route(RouteTableId=main["RouteTableId"], DestinationIpv6CidrBlock="::/0", GatewayId=gateway)
    assert scan_type(TYPE, FACTS).resources[made].facts["internet"] == {"ipv4": "none", "ipv6": "direct"}


@pytest.mark.usefixtures("vpc")
def test_a_denied_call_is_a_gap_of_its_fact(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(denied_xml("DescribeRouteTables", "UnauthorizedOperation"))
    found = scan_type(TYPE)
    assert {(gap.fact, gap.reason) for gap in found.gaps} == {("internet", GapReason.DENIED)}
    assert all("ec2:DescribeRouteTables" in gap.detail for gap in found.gaps)
    assert all(each.facts.keys() == {"subnet"} for each in found.resources.values())


EVERYWHERE, EVERYWHERE_6 = {"DestinationCidrBlock": "0.0.0.0/0"}, {"DestinationIpv6CidrBlock": "::/0"}
WAYS = [
    ([], ("none", "none")),
    ([{**EVERYWHERE, "GatewayId": "igw-1"}], ("direct", "none")),
    ([{**EVERYWHERE, "GatewayId": "igw-1"}, {**EVERYWHERE_6, "GatewayId": "igw-1"}], ("direct", "direct")),
    ([{"DestinationCidrBlock": "0.0.0.0/1", "GatewayId": "igw-1"}], ("direct", "none")),
    ([{"DestinationPrefixListId": "pl-1", "GatewayId": "igw-1"}], ("direct", "direct")),
    ([{**EVERYWHERE, "GatewayId": "igw-1", "State": "blackhole"}], ("none", "none")),
    ([{**EVERYWHERE, "NatGatewayId": "nat-1"}], ("none", "none")),
    ([{**EVERYWHERE_6, "EgressOnlyInternetGatewayId": "eigw-1"}], ("none", "none")),
    ([{**EVERYWHERE, "TransitGatewayId": "tgw-1"}], ("none", "none")),
    ([{**EVERYWHERE, "GatewayId": "vpce-1"}], ("through", "none")),
    ([{**EVERYWHERE_6, "NetworkInterfaceId": "eni-1", "InstanceId": "i-1"}], ("none", "through")),
    ([{"DestinationCidrBlock": "10.8.0.0/16", "NetworkInterfaceId": "eni-1"}], ("none", "none")),
    ([{"DestinationPrefixListId": "pl-s3", "GatewayId": "vpce-1"}], ("none", "none")),
]


@pytest.mark.parametrize(("routes", "wanted"), WAYS)
def test_where_routes_lead(routes: list[dict[str, str]], wanted: tuple[str, str]) -> None:
    local = {"DestinationCidrBlock": "10.9.0.0/16", "GatewayId": "local"}
    given = [{"State": "active", **route} for route in (local, *routes)]
    assert tuple(internet({"Routes": given}).values()) == wanted


def test_the_table_of_a_gateway_is_that_of_no_subnet() -> None:
    """As documented: it is associated with the gateway."""
    table = {"VpcId": "vpc-1", "Routes": [], "Associations": [{"Main": False, "GatewayId": "igw-1"}]}
    assert by_place([table]) == {}
