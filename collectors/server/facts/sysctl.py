"""Kernel settings below /proc/sys: sysctl(8), and ip-sysctl, sysctl/{kernel,fs} of its manual."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_PLAIN = {
    "ip_forward": "net/ipv4/ip_forward",
    "tcp_syncookies": "net/ipv4/tcp_syncookies",
    "randomize_va_space": "kernel/randomize_va_space",
    "suid_dumpable": "fs/suid_dumpable",
    "protected_hardlinks": "fs/protected_hardlinks",
    "protected_symlinks": "fs/protected_symlinks",
}


def sysctl(reply: Reply) -> Json:
    """Settings that protect the machine; for those of interfaces, where they are in effect."""
    values = _values(reply)
    devices = {name: Device(values, name) for name in _interfaces(values)}
    return {
        **{name: values.get(path) for name, path in _PLAIN.items()},
        "redirects_accepted": [name for name, device in devices.items() if device.accepts_redirects],
        "redirects_sent": [name for name, device in devices.items() if device.sends_redirects],
        "source_routes_accepted": [name for name, device in devices.items() if device.takes_source_routes],
        "reverse_path_unchecked": [name for name, device in devices.items() if device.unchecked],
        "carriers": sorted(reply.output("sysctl", "carriers", "sh").text.split()),
    }


@dataclass(frozen=True, slots=True)
class Device:
    """What is in effect on one interface, by its own settings and `all` (inetdevice.h, ndisc.c)."""

    values: Mapping[str, int]
    name: str

    def _pair(self, version: int, setting: str) -> tuple[int, int]:
        """What `all` and the interface itself say; 0 where the kernel has no such setting."""
        folder = f"net/ipv{version}/conf"
        found = (self.values.get(f"{folder}/{name}/{setting}", 0) for name in ("all", self.name))
        return next(found), next(found)

    @property
    def accepts_redirects(self) -> bool:
        """IPv4: one of both is enough, both are needed where it forwards. IPv6: its own, if it does not."""
        own = self._pair(4, "accept_redirects")
        four = all(own) if self._pair(4, "forwarding")[1] else any(own)
        six = self._pair(6, "accept_redirects")[1] and not self._pair(6, "forwarding")[1]
        return four or (bool(six) and not self._pair(6, "disable_ipv6")[1])

    @property
    def sends_redirects(self) -> bool:
        """Tells others of a better router."""
        return any(self._pair(4, "send_redirects"))

    @property
    def takes_source_routes(self) -> bool:
        """Packets that bring their own route."""
        return all(self._pair(4, "accept_source_route")) or min(self._pair(6, "accept_source_route")) > 0

    @property
    def unchecked(self) -> bool:
        """Takes IPv4 packets with a source address that cannot be reached at all."""
        return max(self._pair(4, "rp_filter")) == 0


def _values(reply: Reply) -> dict[str, int]:
    found = {}
    for line in reply.output("sysctl", "settings", "sh").lines():
        if line.startswith("D"):
            raise reply.denied(f"{line[1:]} is not readable")
        match = re.fullmatch(r"/proc/sys/(\S+) (-?\d+)", line)
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, f"a kernel setting was not understood: {line}")
        found[match[1]] = int(match[2])
    if not found:
        raise NotSeenError(GapReason.UNSUPPORTED, "the machine has no settings below /proc/sys")
    return found


def _interfaces(values: Mapping[str, int]) -> list[str]:
    """Those that exist; not loopback, on which nobody else sends."""
    names = {path.split("/")[3] for path in values if re.match(r"net/ipv[46]/conf/", path)}
    return sorted(names - {"all", "default", "lo"})
