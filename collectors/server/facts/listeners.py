"""Sockets that wait for connections: ss(8), or /proc/net/{tcp,tcp6,udp,udp6} of proc(5).

Only the network namespace in which the probe runs is seen, which is not that of a container. netstat(8) is
not asked: it reads the same files of /proc and cuts addresses short.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from collectors.server.facts.services import PORTS, service
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

SECTION = "listeners"
YES, NO, UNDETERMINED = "yes", "no", "undetermined"
_SS_LOCAL = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<four>[\d.]+|\*))(?:%(?P<device>[^:]+))?:(?P<port>\d+)")
_SS_USER = re.compile(r'\("((?:[^"\\]|\\.)*)",pid=\d+')


@dataclass(frozen=True, slots=True)
class Socket:
    """One socket. `processes` are names; empty when none was seen."""

    protocol: str
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    device: str | None
    port: int
    dual_stack: str
    processes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listener:
    """All sockets of one protocol, address and port; the port of UDP clients is None (see `listing`)."""

    protocol: str
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    device: str | None
    port: int | None
    dual_stack: str
    processes: tuple[str, ...]

    @property
    def key(self) -> str:
        """Stays when the process restarts."""
        port = f"ephemeral/{','.join(self.processes) or '-'}" if self.port is None else str(self.port)
        return f"{self.protocol}/{self.place}/{port}"

    @property
    def place(self) -> str:
        """Address and the interface that it is bound to."""
        return f"{self.address}%{self.device}" if self.device else str(self.address)

    @property
    def name(self) -> str:
        """As people write it."""
        place = f"[{self.place}]" if self.address.version == 6 else self.place
        return f"{self.protocol} {place}:{'*' if self.port is None else self.port}"

    @property
    def scope(self) -> str:
        """From how far it can be reached, as far as the address tells."""
        if self.address.is_loopback or self.device == "lo":
            return "loopback"
        if self.address.is_link_local:
            return "link"
        return "any" if self.address.is_unspecified else "address"

    def facts(self) -> dict[str, Json]:
        """All facts but `processes`."""
        return {
            "protocol": self.protocol,
            "address": str(self.address),
            "interface": self.device,
            "port": self.port,
            "family": f"ipv{self.address.version}",
            "dual_stack": self.dual_stack,
            "scope": self.scope,
            "service": None if self.port is None else service(self.protocol, self.port, self.processes),
        }

    def owners(self, reply: Reply) -> Json:
        """Names of the processes that hold it; raises NotSeenError when that takes more rights."""
        if not self.processes and not reply.root:
            raise reply.denied("the processes of other accounts are hidden")
        return list(self.processes)


def listing(reply: Reply) -> list[Listener]:
    """All listeners, in order.

    A UDP socket on a port of the range that the kernel hands out to clients is most often a client that
    waits for an answer. Such ports change all the time: the sockets of a process on an address count as one
    listener without a port. Well-known ports in the range are kept apart.
    """
    clients = _client_range(reply)
    groups: dict[str, list[Listener]] = {}
    for socket in _sockets(reply):
        found = _listener(socket, clients)
        groups.setdefault(found.key, []).append(found)
    return [_joined(groups[key]) for key in sorted(groups)]


def _listener(socket: Socket, clients: range) -> Listener:
    processes = tuple(sorted(socket.processes))
    client = socket.protocol == "udp" and socket.port in clients and socket.port not in PORTS["udp"]
    return Listener(
        socket.protocol,
        socket.address,
        socket.device,
        None if client else socket.port,
        socket.dual_stack,
        processes,
    )


def _joined(listeners: Sequence[Listener]) -> Listener:
    """Several sockets of one port (SO_REUSEPORT)."""
    first = listeners[0]
    stacks = {listener.dual_stack for listener in listeners}
    dual = next(value for value in (YES, UNDETERMINED, NO) if value in stacks)
    names = {name for listener in listeners for name in listener.processes}
    return Listener(first.protocol, first.address, first.device, first.port, dual, tuple(sorted(names)))


def _client_range(reply: Reply) -> range:
    first, last = map(int, reply.output(SECTION, "clients", "cat").text.split())
    return range(first, last + 1)


def _sockets(reply: Reply) -> Iterator[Socket]:
    item = reply.maybe(SECTION, "ss")
    if item is not None:
        if item.status != 0:
            raise reply.failed(item, "ss")
        return map(_from_ss, item.lines())
    return _from_proc(reply)


def _from_ss(line: str) -> Socket:
    fields = line.split(None, 6)
    local = _SS_LOCAL.fullmatch(fields[4]) if len(fields) > 5 else None
    if local is None or fields[0] not in ("tcp", "udp"):
        raise NotSeenError(GapReason.MALFORMED, f"a line of ss was not understood: {line}")
    extra = fields[6] if len(fields) > 6 else ""
    processes = frozenset(_SS_USER.findall(extra))
    if local["four"] and local["four"] != "*":
        address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.IPv4Address(local["four"])
        return Socket(fields[0], address, local["device"], int(local["port"]), NO, processes)
    text, _, device = (local["six"] or "::").partition("%")
    six = ipaddress.IPv6Address(text)
    dual = YES if local["four"] else UNDETERMINED
    told = re.search(r"\bv6only:([01])\b", extra)
    if told:
        dual = NO if told[1] == "1" else YES
    return _six(fields[0], six, local["device"] or device or None, int(local["port"]), dual, processes)


def _six(
    protocol: str,
    address: ipaddress.IPv6Address,
    device: str | None,
    port: int,
    dual: str,
    processes: frozenset[str],
) -> Socket:
    """A socket of IPv6, which takes IPv4 too when it is bound to all addresses, or to a mapped one alone."""
    if address.ipv4_mapped is not None:
        return Socket(protocol, address.ipv4_mapped, device, port, NO, processes)
    return Socket(protocol, address, device, port, dual if address.is_unspecified else NO, processes)


def _from_proc(reply: Reply) -> Iterator[Socket]:
    order = "little" if reply.output(SECTION, "order", "od").text.strip() == "1" else "big"
    owners: dict[str, set[str]] = {}
    for line in reply.output(SECTION, "owners", "ls").lines():
        inode, _, name = line.partition(" ")
        owners.setdefault(inode, set()).add(name)
    for line in reply.output(SECTION, "sockets", "awk").lines():
        kind, local, inode = line.split()
        text, _, port = local.partition(":")
        processes = frozenset(owners.get(inode, ()))
        packed = b"".join(_words(bytes.fromhex(text), order))
        if len(packed) == 4:
            yield Socket(kind, ipaddress.IPv4Address(packed), None, int(port, 16), NO, processes)
        else:
            six = ipaddress.IPv6Address(packed)
            yield _six(kind[:3], six, None, int(port, 16), UNDETERMINED, processes)


def _words(raw: bytes, order: str) -> Iterable[bytes]:
    """Words of 32 bits, each turned to network order."""
    for start in range(0, len(raw), 4):
        word = raw[start : start + 4]
        yield word[::-1] if order == "little" else word
