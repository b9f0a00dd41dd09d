"""Protocols, ports and addresses of rules, in one form for security groups and network ACLs."""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.troubles import MalformedAnswerError

_NAMES = {"-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
_WITH_PORTS = frozenset({"tcp", "udp"})
_WITH_TYPES = frozenset({"icmp", "icmpv6"})
_ALL_PORTS = {"first_port": 0, "last_port": 65535}


def protocol(said: object) -> str:
    """`tcp`, `udp`, `icmp`, `icmpv6`, `all`, or another protocol's number as text.

    Security groups give names and numbers, network ACLs give numbers.
    """
    text = str(said).lower()
    name = _NAMES.get(text, text)
    numbered = name.isascii() and name.isdigit() and int(name) <= 255
    if name not in _WITH_PORTS | _WITH_TYPES | {"all"} and not numbered:
        raise MalformedAnswerError("a rule with an unknown protocol")
    return name


def ports(protocol_: str, first: object, last: object) -> dict[str, int | None]:
    """The ports of a rule, both ends included; null for protocols that have none. `all` means every port."""
    if protocol_ == "all":
        return dict(_ALL_PORTS)
    if protocol_ not in _WITH_PORTS:
        return {"first_port": None, "last_port": None}
    if not (_is_port(first) and _is_port(last)):
        raise MalformedAnswerError("a rule for TCP or UDP without its ports")
    return {"first_port": first, "last_port": last}  # type: ignore[dict-item] # both are ports


def icmp(protocol_: str, kind: object, code: object) -> dict[str, int | None]:
    """Type and code of a rule for ICMP; null for any, and for other protocols. EC2 says -1 for any."""
    if protocol_ not in _WITH_TYPES:
        return {"icmp_type": None, "icmp_code": None}
    return {"icmp_type": _or_any(kind), "icmp_code": _or_any(code)}


def cidr(text: object) -> str:
    """A network in its canonical form, so that equal ones are equal as text."""
    if not isinstance(text, str) or "/" not in text:
        raise MalformedAnswerError("a rule with something other than a network")
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise MalformedAnswerError("a rule with something other than a network") from error


def by_family(cidrs: Iterable[str]) -> dict[str, list[str]]:
    """Canonical networks, sorted, each once, as `ipv4` and `ipv6`."""
    networks = set(cidrs)
    return {
        "ipv4": sorted(each for each in networks if ":" not in each),
        "ipv6": sorted(each for each in networks if ":" in each),
    }


def arn(identity: tuple[str, str], region: str | None, kind: str, name: str) -> str:
    """The ARN of something in EC2; `identity` is owner and partition."""
    owner, partition = identity
    return f"arn:{partition}:ec2:{region}:{owner}:{kind}/{name}"


def listed(entry: Mapping[str, Any], key: str) -> list[Any]:
    """The list below a key; EC2 sends its lists even when they are empty."""
    found = entry.get(key)
    if not isinstance(found, list):
        raise MalformedAnswerError(f"an answer without {key}")
    return found


def _is_port(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= 65535


def _or_any(value: object) -> int | None:
    if not isinstance(value, int) or not -1 <= value <= 255:
        raise MalformedAnswerError("a rule for ICMP without its type and code")
    return None if value == -1 else value
