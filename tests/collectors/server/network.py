"""A server and a client in network namespaces of their own, with a cable between them."""

import contextlib
import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.collectors.server.machine import ShellCollector

PORTS = (22, 80, 443, 5432, 8080, 60000)
"""Ports on which the server answers, over TCP and UDP."""
SERVER = {"ipv4": ("198.51.100.1", "198.51.100.2"), "ipv6": ("2001:db8::1", "2001:db8::2")}
CLIENT = {
    "ipv4": ("198.51.100.10", "10.0.0.5", "192.168.7.7", "8.8.8.8", "1.2.3.4"),
    "ipv6": ("2001:db8::10", "fd00::5", "2a00::8"),
}
PATIENCE = 0.2
"""Seconds after which an answer is not awaited any more; the cable takes well below one millisecond."""

Try = tuple[str, str, int, str, int]
"""Protocol, source address and port, destination address and port."""


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def serve() -> None:
    """Answers on all ports until the end of the input."""
    with selectors.DefaultSelector() as selector:
        for port in PORTS:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                listener = socket.socket(socket.AF_INET6, kind)
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                # So that an answer leaves from the address that was asked.
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
                listener.bind(("::", port))
                if kind == socket.SOCK_STREAM:
                    listener.listen(1024)
                selector.register(listener, selectors.EVENT_READ, kind)
        selector.register(sys.stdin, selectors.EVENT_READ)
        print("ready", flush=True)  # noqa: T201 (the protocol with the test)
        while True:
            for key, _ in selector.select():
                if key.fileobj is sys.stdin:
                    return
                assert isinstance(key.fileobj, socket.socket)
                _answer(key.fileobj, key.data)


def _answer(listener: socket.socket, kind: socket.SocketKind) -> None:
    if kind == socket.SOCK_STREAM:
        listener.accept()[0].close()
        return
    data, about, _, peer = listener.recvmsg(100, 100)
    with contextlib.suppress(OSError):
        listener.sendmsg([data], about, 0, peer)


def ask() -> None:
    """Reads lists of attempts, one per line, and says for each which of them were answered."""
    for line in sys.stdin:
        print(json.dumps(_attempt(json.loads(line))), flush=True)  # noqa: T201


def _attempt(tries: Sequence[Sequence[Any]]) -> list[bool]:
    answered = [False] * len(tries)
    with selectors.DefaultSelector() as selector:
        for index, (protocol, source, sport, address, port) in enumerate(tries):
            kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
            client = socket.socket(_family(source), kind)
            client.settimeout(0)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            client.bind((source, sport))
            client.connect_ex((address, port))
            if kind == socket.SOCK_DGRAM:
                client.send(b"?")
            event = selectors.EVENT_WRITE if kind == socket.SOCK_STREAM else selectors.EVENT_READ
            selector.register(client, event, index)
        until = time.monotonic() + PATIENCE
        while selector.get_map() and (left := until - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                assert isinstance(key.fileobj, socket.socket)
                answered[key.data] = key.fileobj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
                selector.unregister(key.fileobj)
                _reset(key.fileobj)
        for key in list(selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
    return answered


def _reset(client: socket.socket) -> None:
    """Closes without leaving the port in TIME_WAIT."""
    linger = (1).to_bytes(4, sys.byteorder) + bytes(4)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    client.close()


@dataclass
class Pair:
    """Both namespaces, from `with Pair() as pair`."""

    def __enter__(self) -> "Pair":
        self._ports = count(1024)
        self._stack = contextlib.ExitStack()
        self._client = self._start("ask", "exec")
        # A /sys of its own, which shows the interfaces of this namespace.
        self._server = self._start("serve", "mount -t sysfs sysfs /sys && exec")
        cable = f"ip link add cable type veth peer name far netns {self._client.pid}"
        self.run("sh", "-c", f"ip link set lo up && {cable} && ip link set cable up")
        self._inside(self._client, "ip", "link", "set", "lo", "up")
        self._inside(self._client, "ip", "link", "set", "far", "up")
        for family, bits, whole in (("ipv4", 24, 32), ("ipv6", 64, 128)):
            flag = ["nodad"] if family == "ipv6" else []
            for address in SERVER[family]:
                self.run("ip", "addr", "add", f"{address}/{bits}", "dev", "cable", *flag)
            for address in CLIENT[family]:
                self._inside(self._client, "ip", "addr", "add", f"{address}/{whole}", "dev", "far", *flag)
            net = f"{SERVER[family][0]}/{bits}" if family == "ipv6" else "198.51.100.0/24"
            self._inside(self._client, "ip", "route", "replace", net, "dev", "far")
            self.run("ip", "-6" if family == "ipv6" else "-4", "route", "add", "default", "dev", "cable")
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == "ready\n"
        self._meet()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._server, self._client):
            process.kill()
            process.communicate()

    def run(self, *command: str, text: str = "", check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Runs a command on the server."""
        return self._inside(self._server, *command, text=text, check=check)

    def collector(self, *before: str) -> ShellCollector:
        """The collector for the server."""
        return ShellCollector([*self._enter(self._server), *before, "/bin/sh", "-s"])

    def tries(
        self,
        families: Iterable[str] = ("ipv4", "ipv6"),
        ports: Iterable[int] = PORTS,
        sport: int | None = None,
    ) -> list[Try]:
        """Attempts from every source to every address and port."""
        return [
            (protocol, source, next(self._ports) if sport is None else sport, address, port)
            for family in families
            for address in SERVER[family]
            for source in CLIENT[family]
            for port in ports
            for protocol in ("tcp", "udp")
        ]

    def answers(self, tries: Sequence[Try]) -> list[bool]:
        """Which of the attempts the server answers."""
        if next(self._ports) > 55000:
            self._ports = count(1024)
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps(tries) + "\n")
        self._client.stdin.flush()
        found: list[bool] = json.loads(self._client.stdout.readline())
        return found

    def _meet(self) -> None:
        """Until both know each other's hardware addresses; the first packets may get lost on that."""
        for _ in range(20):
            if all(self.answers(self.tries())):
                return
        raise AssertionError("the namespaces do not reach each other")

    def _start(self, role: str, how: str) -> "subprocess.Popen[str]":
        script = f'{how} "$0" -m tests.collectors.server.network {role}'
        return subprocess.Popen(
            ["unshare", "--net", "--mount", "sh", "-c", script, sys.executable],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )

    def _enter(self, process: "subprocess.Popen[str]") -> list[str]:
        self._await(process.pid)
        return ["nsenter", "--target", str(process.pid), "--net", "--mount", "--"]

    @staticmethod
    def _await(pid: int) -> None:
        own = Path("/proc/self/ns/net").readlink()
        while Path(f"/proc/{pid}/ns/net").readlink() == own:
            time.sleep(0.005)

    def _inside(
        self, process: "subprocess.Popen[str]", *command: str, text: str = "", check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [*self._enter(process), *command], input=text, capture_output=True, text=True, check=False
        )
        if check:
            assert done.returncode == 0, done.stderr
        return done


if __name__ == "__main__":
    {"serve": serve, "ask": ask}[sys.argv[1]]()
