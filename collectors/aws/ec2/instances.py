"""Instances: their metadata service and where they stand in the network. User data is never read."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.ec2.traffic import arn, listed
from collectors.aws.kinds import Fact, Listed

_GONE = frozenset({"shutting-down", "terminated"})


def _instances(caller: Caller) -> Iterable[Item]:
    _, partition = caller.identity()
    for reservation in caller.pages("ec2", "describe_instances", "Reservations"):
        for entry in listed(reservation, "Instances"):
            name = entry["InstanceId"]
            # EC2 lists what was terminated for an hour more.
            if entry["State"]["Name"] not in _GONE:
                owner = (reservation["OwnerId"], partition)
                yield Item(arn(owner, caller.place.region, "instance", name), name, entry)


def metadata(given: Mapping[str, Any]) -> dict[str, Any]:
    """How the metadata service (IMDS) of an instance answers."""
    options = given["MetadataOptions"]
    return {
        "enabled": options["HttpEndpoint"] == "enabled",
        "token_required": options["HttpTokens"] == "required",
        "hop_limit": options["HttpPutResponseHopLimit"],
    }


def interface(given: Mapping[str, Any]) -> dict[str, Any]:
    """One interface. It has no Association without a public address."""
    return {
        "subnet": given["SubnetId"],
        "groups": sorted(group["GroupId"] for group in listed(given, "Groups")),
        "public_ipv4": given.get("Association", {}).get("PublicIp") or None,
        "ipv6": sorted(each["Ipv6Address"] for each in listed(given, "Ipv6Addresses")),
    }


def _profile(given: Mapping[str, Any]) -> str | None:
    """The ARN of the instance profile; EC2 says nothing where there is none."""
    return str(given["IamInstanceProfile"]["Arn"]) if "IamInstanceProfile" in given else None


INSTANCE = Listed(
    name="ec2.instance",
    regional=True,
    list_items=_instances,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeInstances"),
    given={
        "state": Fact(lambda _, item: item.given["State"]["Name"]),
        "metadata": Fact(lambda _, item: metadata(item.given)),
        "profile": Fact(lambda _, item: _profile(item.given)),
        "interfaces": Fact(
            lambda _, item: [interface(each) for each in listed(item.given, "NetworkInterfaces")]
        ),
    },
)
