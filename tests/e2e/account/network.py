"""Traps of the network: security groups, network ACLs, VPCs and instances.

All groups are attached to an interface, all network ACLs hold for a subnet, unless that is the trap.
"""

from collections.abc import Mapping
from typing import Any

from tests.collectors.aws.moto_server import MotoServer
from tests.e2e.account.keys import key_arn
from tests.e2e.account.trap import Seed, trap

Ec2 = Any
WORLD: Mapping[str, Any] = {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
WORLD_6 = {"Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
EVERYWHERE, EVERYWHERE_6 = "0.0.0.0/0", "::/0"
HALVES = ("0.0.0.0/1", "128.0.0.0/1")
ADMIN = ("ec2-admin-ports-open",)
RECORDED = "network-recorded"


def _tagged(kind: str, name: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def _vpc_named(ec2: Ec2, name: str) -> str:
    found: str = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": [name]}])["Vpcs"][0]["VpcId"]
    return found


def _subnet_named(ec2: Ec2, name: str) -> str:
    """The subnet, made when first asked for, one /24 for each."""
    found = ec2.describe_subnets(Filters=[{"Name": "tag:Name", "Values": [name]}])["Subnets"]
    if not found:
        vpc = _vpc_named(ec2, RECORDED)
        number = len(ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"])
        made = ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.9.{number}.0/24", TagSpecifications=_tagged("subnet", name)
        )
        found = [made["Subnet"]]
    subnet: str = found[0]["SubnetId"]
    return subnet


# --- VPCs -------------------------------------------------------------------------------------------


def _vpc(*traffic: str, used: bool = True, closed: bool = True, gateway: bool = False) -> Seed:
    """A VPC with flow logs of these types of traffic, and a way to the internet with a gateway.

    When closed, its default group has no rules.
    """

    def seed(moto: MotoServer, name: str) -> str:
        ec2 = moto.client("ec2")
        vpc: str = ec2.create_vpc(CidrBlock="10.9.0.0/16", TagSpecifications=_tagged("vpc", name))["Vpc"][
            "VpcId"
        ]
        # moto takes no second log of a VPC to the same bucket.
        for each, bucket in zip(traffic, ("s3-as-it-should-be", "s3-public-policy-blocked"), strict=False):
            ec2.create_flow_logs(
                ResourceType="VPC",
                ResourceIds=[vpc],
                TrafficType=each,
                LogDestinationType="s3",
                LogDestination=f"arn:aws:s3:::{bucket}",
            )
        default = _default_group(ec2, vpc)
        if closed:
            ec2.revoke_security_group_egress(GroupId=default, IpPermissions=[{"IpProtocol": "-1", **WORLD}])
        if gateway:
            _connect(ec2, vpc)
        if used:
            subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
            ec2.create_network_interface(SubnetId=subnet, Groups=[default])
        return vpc

    return seed


def _connect(ec2: Ec2, vpc: str) -> None:
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    filters = [{"Name": "vpc-id", "Values": [vpc]}]
    (main,) = ec2.describe_route_tables(Filters=filters)["RouteTables"]
    ec2.create_route(RouteTableId=main["RouteTableId"], DestinationCidrBlock=EVERYWHERE, GatewayId=gateway)


def _default_group(ec2: Ec2, vpc: str) -> str:
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    found: str = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
    return found


def _default_vpc(moto: MotoServer, _name: str) -> str:
    """The VPC that every region has, with one interface in it."""
    ec2 = moto.client("ec2")
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    ec2.create_network_interface(SubnetId=subnets[0]["SubnetId"], Groups=[_default_group(ec2, vpc["VpcId"])])
    found: str = vpc["VpcId"]
    return found


def _default_group_of(vpc: str) -> Seed:
    """The default group of a VPC that was made before; of the default VPC without a name."""

    def seed(moto: MotoServer, _name: str) -> str:
        ec2 = moto.client("ec2")
        if vpc:
            return _default_group(ec2, _vpc_named(ec2, vpc))
        filters = [{"Name": "is-default", "Values": ["true"]}]
        return _default_group(ec2, ec2.describe_vpcs(Filters=filters)["Vpcs"][0]["VpcId"])

    return seed


VPCS = (
    trap(RECORDED, _vpc("ALL", gateway=True)),
    trap("network-recorded-in-two-parts", _vpc("ACCEPT", "REJECT")),
    trap("network-half-recorded", _vpc("ACCEPT"), "ec2-vpc-flow-logs-rejected"),
    trap("network-not-recorded", _vpc(), "ec2-vpc-flow-logs"),
    trap("network-not-used", _vpc(used=False, closed=False)),
    trap("network-by-default", _default_vpc, "ec2-default-vpc-used", "ec2-vpc-flow-logs"),
)


# --- security groups --------------------------------------------------------------------------------


def _permission(
    protocol: str = "tcp", first: int | None = 22, last: int | None = None, who: Mapping[str, Any] = WORLD
) -> Any:
    ports = {} if first is None else {"FromPort": first, "ToPort": first if last is None else last}
    return {"IpProtocol": protocol, **ports, **who}


def _from(*networks: str) -> dict[str, Any]:
    return {"IpRanges": [{"CidrIp": each} for each in networks]}


def _group(*permissions: Mapping[str, Any], attached: bool = True, egress: bool = False) -> Seed:
    def seed(moto: MotoServer, name: str) -> str:
        ec2 = moto.client("ec2")
        vpc = _vpc_named(ec2, RECORDED)
        group: str = ec2.create_security_group(
            GroupName=name, Description="x", VpcId=vpc, TagSpecifications=_tagged("security-group", name)
        )["GroupId"]
        if permissions:
            ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=list(permissions))
        if not egress:
            everything = [{"IpProtocol": "-1", **WORLD}]
            ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
        if attached:
            ec2.create_network_interface(SubnetId=_subnet_named(ec2, "plain"), Groups=[group])
        return group

    return seed


def _group_of_a_list(moto: MotoServer, name: str) -> str:
    """SSH from a prefix list that holds the world in two parts."""
    listed = moto.client("ec2").create_managed_prefix_list(
        PrefixListName="partners",
        MaxEntries=10,
        AddressFamily="IPv4",
        Entries=[{"Cidr": each} for each in HALVES],
    )["PrefixList"]["PrefixListId"]
    group = _group(_permission(who={"PrefixListIds": [{"PrefixListId": listed}]}))(moto, name)
    assert group
    return group


GROUPS = (
    trap("group-for-https", _group(_permission(first=443))),
    trap("group-for-ssh-from-inside", _group(_permission(who=_from("10.0.0.0/8")))),
    trap("group-for-ssh", _group(_permission()), *ADMIN),
    trap("group-for-ssh-in-halves", _group(_permission(who=_from(*HALVES))), *ADMIN),
    trap("group-for-ssh-from-half", _group(_permission(who=_from("0.0.0.0/2"))), "ec2-admin-ports-wide"),
    trap("group-for-ssh-from-a-list", _group_of_a_list, *ADMIN),
    trap("group-for-ssh-by-ipv6", _group(_permission(who=WORLD_6)), *ADMIN),
    trap(
        "group-for-ssh-limited-but-for-ipv6",
        _group(_permission(who={**_from("198.51.100.0/24"), **WORLD_6})),
        *ADMIN,
        "ec2-ipv6-wider",
    ),
    trap("group-for-ssh-in-a-range", _group(_permission(first=21, last=24)), *ADMIN, "ec2-port-not-allowed"),
    trap(
        "group-for-all-protocols",
        _group(_permission("-1", None)),
        *ADMIN,
        "ec2-all-ports-open",
        "ec2-database-ports-open",
    ),
    trap(
        "group-for-all-ports-in-halves",
        _group(_permission(first=0, last=32000), _permission(first=32001, last=65535)),
        *ADMIN,
        "ec2-all-ports-open",
        "ec2-database-ports-open",
    ),
    trap("group-for-databases", _group(_permission(first=5432)), "ec2-database-ports-open"),
    trap("group-for-databases-from-inside", _group(_permission(first=5432, who=_from("10.9.0.0/16")))),
    trap("group-for-tunnels", _group(_permission("47", -1)), "ec2-port-not-allowed"),
    trap("group-for-another-port", _group(_permission(first=8080)), "ec2-port-not-allowed"),
    trap("group-for-ssh-not-used", _group(_permission(), attached=False), "ec2-unused-group-open"),
    trap("group-that-lets-out", _group(egress=True), "ec2-egress-unrestricted"),
    trap("default-group-without-rules", _default_group_of("network-recorded")),
    trap("default-group-not-used", _default_group_of("network-not-used"), "ec2-default-group-rules"),
    trap("default-group-used", _default_group_of(""), "ec2-default-group-rules", "ec2-egress-unrestricted"),
)


# --- network ACLs -----------------------------------------------------------------------------------


def _entry(number: int, action: str, network: str, first: int, last: int | None = None) -> dict[str, Any]:
    family = "Ipv6CidrBlock" if ":" in network else "CidrBlock"
    ports = {} if first < 0 else {"PortRange": {"From": first, "To": last or first}}
    protocol = "-1" if first < 0 else "6"
    return {"RuleNumber": number, "RuleAction": action, "Protocol": protocol, family: network, **ports}


def _acl(*entries: Mapping[str, Any], used: bool = True) -> Seed:
    def seed(moto: MotoServer, name: str) -> str:
        ec2 = moto.client("ec2")
        acl: str = ec2.create_network_acl(VpcId=_vpc_named(ec2, RECORDED))["NetworkAcl"]["NetworkAclId"]
        for entry in entries:
            ec2.create_network_acl_entry(NetworkAclId=acl, Egress=False, **entry)
        if used:
            _move(ec2, _subnet_named(ec2, f"behind-{name}"), acl)
        return acl

    return seed


def _move(ec2: Ec2, subnet: str, acl: str) -> None:
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    (old,) = ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
    (one,) = [each for each in old["Associations"] if each["SubnetId"] == subnet]
    ec2.replace_network_acl_association(AssociationId=one["NetworkAclAssociationId"], NetworkAclId=acl)


HTTPS = _entry(100, "allow", EVERYWHERE, 443)
ACL_ADMIN = ("ec2-acl-admin-ports",)
ACLS = (
    trap("acl-for-https", _acl(HTTPS)),
    trap("acl-that-filters-nothing", _acl(_entry(100, "allow", EVERYWHERE, -1))),
    trap(
        "acl-denies-first",
        _acl(
            _entry(90, "deny", EVERYWHERE, 22),
            _entry(100, "allow", EVERYWHERE, 22),
            HTTPS | {"RuleNumber": 110},
        ),
    ),
    trap(
        "acl-denies-too-late",
        _acl(_entry(100, "allow", EVERYWHERE, 22), _entry(200, "deny", EVERYWHERE, 22)),
        *ACL_ADMIN,
        "ec2-acl-dead-deny",
    ),
    trap(
        "acl-allows-in-halves",
        _acl(*(_entry(number, "allow", half, 22) for number, half in enumerate(HALVES, 100))),
        *ACL_ADMIN,
    ),
    trap("acl-allows-a-range", _acl(_entry(100, "allow", EVERYWHERE, 20, 30)), *ACL_ADMIN),
    trap("acl-allows-ipv6", _acl(HTTPS, _entry(110, "allow", EVERYWHERE_6, 22)), *ACL_ADMIN),
    trap("acl-of-no-subnet", _acl(_entry(100, "allow", EVERYWHERE, 22), used=False)),
)


# --- instances --------------------------------------------------------------------------------------


def _instance(*groups: str, subnet: str = "plain", public: bool = True, tokens: str = "required") -> Seed:
    def seed(moto: MotoServer, _name: str) -> str:
        ec2 = moto.client("ec2")
        found = ec2.describe_security_groups(Filters=[{"Name": "tag:Name", "Values": list(groups)}])
        interface = {
            "DeviceIndex": 0,
            "SubnetId": _subnet_named(ec2, subnet),
            "Groups": [each["GroupId"] for each in found["SecurityGroups"]],
            "AssociatePublicIpAddress": public,
        }
        disk = {"Encrypted": True, "KmsKeyId": key_arn(moto, "key-plain"), "VolumeSize": 1}
        launched = ec2.run_instances(
            ImageId=ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"],
            MinCount=1,
            MaxCount=1,
            MetadataOptions={"HttpTokens": tokens, "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1},
            NetworkInterfaces=[interface],
            BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": disk}],
        )
        made: str = launched["Instances"][0]["InstanceId"]
        return made

    return seed


def _without_a_way_out(seed: Seed) -> Seed:
    """In a subnet of its own, whose route table leads nowhere."""

    def made(moto: MotoServer, name: str) -> str | None:
        ec2 = moto.client("ec2")
        table = ec2.create_route_table(VpcId=_vpc_named(ec2, RECORDED))["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=_subnet_named(ec2, f"of-{name}"))
        return seed(moto, name)

    return made


INSTANCES = (
    trap("instance-closed", _instance("group-for-https")),
    trap(
        "instance-with-old-metadata", _instance("group-for-https", tokens="optional"), "ec2-instance-imds-v1"
    ),
    trap("instance-exposed", _instance("group-for-ssh"), "ec2-instance-admin-exposed"),
    trap("instance-exposed-in-halves", _instance("group-for-ssh-in-halves"), "ec2-instance-admin-exposed"),
    trap(
        "instance-without-a-route",
        _without_a_way_out(_instance("group-for-ssh", subnet="of-instance-without-a-route")),
    ),
    trap("instance-without-address", _instance("group-for-ssh", public=False)),
    trap("instance-behind-a-filter", _instance("group-for-ssh", subnet="behind-acl-for-https")),
    trap(
        "instance-behind-a-filter-that-fails",
        _instance("group-for-ssh", subnet="behind-acl-denies-too-late"),
        "ec2-instance-admin-exposed",
    ),
)


def _launch_public(*, on: bool) -> Seed:
    def seed(moto: MotoServer, name: str) -> str:
        ec2 = moto.client("ec2")
        subnet = _subnet_named(ec2, name)
        ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": on})
        return subnet

    return seed


SUBNETS = (
    trap("subnet-private", _launch_public(on=False)),
    trap("subnet-public", _launch_public(on=True), "ec2-subnet-public-addresses"),
)
