"""Lines that fail: what is tried again, what is not, and what an answer is worth that was cut."""

import socket
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from collectors.server.ssh import SshCollector
from scanner.interfaces import Halt
from scanner.model import GapReason
from tests.collectors.server.relay import Relay
from tests.collectors.server.sshd import RealSshd, merged
from tests.collectors.server.support import scan, target, want

HOST = want(host="os")
SOME = want(host="os", account="")
"""The host comes first; what is said of it fits into PART bytes, the accounts do not."""
PART = 7000


def settings_of(server: RealSshd, relay: Relay, **more: Any) -> dict[str, Any]:
    """Settings that lead through the relay; the server's key is known under its address there."""
    key = server.known_hosts.read_text().split(" ", 1)[1]
    known = server.folder / f"known_{relay.port}"
    known.write_text(f"[127.0.0.1]:{relay.port} {key}")
    return merged(server.settings, port=relay.port, known_hosts=str(known), **more)


@pytest.mark.parametrize("plan", [[0], [0, 0], [10], [600]], ids=str)
def test_a_connection_that_fails_at_first_is_tried_again(root_sshd: RealSshd, plan: list[int]) -> None:
    with Relay(root_sshd.port, plan) as relay:
        found = scan(SshCollector(), target(settings_of(root_sshd, relay)), HOST)
        assert relay.connections == len(plan) + 1
    assert found.count("host") == 1
    assert found.gaps == []


def test_a_line_that_always_fails_is_a_gap_that_counts_the_tries(root_sshd: RealSshd) -> None:
    with Relay(root_sshd.port, [0] * 9) as relay:
        found = scan(SshCollector(), target(settings_of(root_sshd, relay)), HOST)
        assert relay.connections == 3
    (gap,) = found.gaps
    assert gap.reason is GapReason.UNREACHABLE
    assert gap.detail.endswith("(tried 3 times)")


@pytest.mark.parametrize(("retries", "tries"), [(0, 1), (1, 2)])
def test_the_number_of_retries_is_a_setting(root_sshd: RealSshd, retries: int, tries: int) -> None:
    with Relay(root_sshd.port, [0] * 9) as relay:
        scan(SshCollector(), target(settings_of(root_sshd, relay, retries=retries)), HOST)
        assert relay.connections == tries


def test_tries_are_further_and_further_apart(root_sshd: RealSshd) -> None:
    with Relay(root_sshd.port, [0, 0]) as relay:
        before = time.monotonic()
        scan(SshCollector(), target(settings_of(root_sshd, relay)), HOST)
    assert 3 <= time.monotonic() - before < 10


def test_a_server_that_is_full_is_asked_again() -> None:
    with RealSshd(config="MaxStartups 1:100:1\nLoginGraceTime 2") as server:
        # It takes the only place until it is thrown out.
        with socket.create_connection((server.host, server.port)):
            found = scan(SshCollector(), target(merged(server.settings, retries=4)), HOST)
        assert "MaxStartups" in server.log()
    assert found.count("host") == 1


def test_an_answer_that_is_cut_is_asked_for_again(root_sshd: RealSshd) -> None:
    with Relay(root_sshd.port, [PART]) as relay:
        found = scan(SshCollector(), target(settings_of(root_sshd, relay)), SOME)
        assert relay.connections == 2
    whole = scan(SshCollector(), target(root_sshd.settings), SOME)
    assert found.gaps == whole.gaps
    assert found.count("account") == whole.count("account")


def test_of_answers_that_are_all_cut_the_best_one_counts(root_sshd: RealSshd) -> None:
    with Relay(root_sshd.port, [0, PART, 3000]) as relay:
        found = scan(SshCollector(), target(settings_of(root_sshd, relay)), SOME)
        assert relay.connections == 3
    assert found.one("host").facts["os"]["kernel"]
    assert found.count("account") is None
    gap = found.gap("account")
    assert gap.reason in (GapReason.TRUNCATED, GapReason.UNREACHABLE)
    assert gap.detail.endswith("(tried 3 times)")


def test_a_line_that_goes_down_for_good_leaves_what_came_before(root_sshd: RealSshd) -> None:
    with Relay(root_sshd.port, [PART, 0, 0]) as relay:
        found = scan(SshCollector(), target(settings_of(root_sshd, relay)), SOME)
        assert relay.connections == 3
    assert found.one("host").facts["os"]["kernel"]
    assert found.gap("account").detail.endswith("(tried 3 times)")


@pytest.mark.parametrize("fault", ["key", "known_hosts", "changed"])
def test_a_refusal_is_not_tried_again(root_sshd: RealSshd, fault: str) -> None:
    stranger = root_sshd.other_key(f"stranger-{fault}")
    with Relay(root_sshd.port, []) as relay:
        settings = settings_of(root_sshd, relay)
        if fault == "key":
            settings["key_file"] = str(stranger)
        elif fault == "known_hosts":
            settings["known_hosts"] = "/dev/null"
        else:
            public = " ".join(stranger.with_suffix(".pub").read_text().split()[:2])
            known = root_sshd.folder / "changed"
            known.write_text(f"[127.0.0.1]:{relay.port} {public}\n")
            settings["known_hosts"] = str(known)
        found = scan(SshCollector(), target(settings), HOST)
        assert relay.connections == 1
    (gap,) = found.gaps
    assert gap.reason is GapReason.DENIED
    assert "tried" not in gap.detail


def test_a_name_that_nobody_knows_is_not_tried_again() -> None:
    before = time.monotonic()
    settings = {"host": "nowhere.invalid", "ssh_config": "/dev/null", "agent": True}
    (gap,) = scan(SshCollector(), target(settings), HOST).gaps
    assert gap.reason is GapReason.UNREACHABLE
    if "Temporary failure" not in gap.detail:  # without a resolver nobody can tell
        assert "tried" not in gap.detail
        assert time.monotonic() - before < 2


def test_an_account_without_a_shell_is_not_asked_again() -> None:
    command = "echo This account is currently not available.; false"
    with RealSshd(force_command=command, config="LogLevel VERBOSE") as server:
        scan(SshCollector(), target(server.settings), HOST)
        assert server.log().count("Accepted publickey") == 1


def test_no_try_begins_after_the_deadline(root_sshd: RealSshd) -> None:
    with Relay(root_sshd.port, [0] * 9) as relay:
        before = time.monotonic()
        settings = settings_of(root_sshd, relay, retries=9, timeout_seconds=2.5)
        (gap,) = scan(SshCollector(), target(settings), HOST).gaps
        assert time.monotonic() - before < 3
        assert relay.connections < 4
    assert gap.reason is GapReason.UNREACHABLE


@pytest.mark.parametrize("hang", ["connect", "exec", "probe"])
def test_the_deadline_ends_every_step(hang: str) -> None:
    command = "sleep 600" if hang == "probe" else None
    with RealSshd(force_command=command) as server, socket.create_server(("127.0.0.1", 0)) as silent:
        settings = merged(server.settings, timeout_seconds=1.5)
        if hang == "connect":
            settings["port"] = silent.getsockname()[1]
        before = time.monotonic()
        if hang == "exec":
            with Stalled(server.port) as stalled:
                known = server.known_hosts.read_text().replace(f":{server.port} ", f":{stalled.port} ")
                (server.folder / "stalled").write_text(known)
                settings |= {"port": stalled.port, "known_hosts": str(server.folder / "stalled")}
                found = scan(SshCollector(), target(settings), HOST)
        else:
            found = scan(SshCollector(), target(settings), HOST)
        assert time.monotonic() - before < 4
    (gap,) = found.gaps
    assert gap.reason is GapReason.TIMEOUT
    assert "within 1.5 s (timeout_seconds)" in gap.detail


class Stalled(Relay):
    """Lets a login through and then nothing more, without closing the connection."""

    def __init__(self, port: int) -> None:
        super().__init__(port, [])

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            upward = threading.Thread(target=_forward, args=(client, server, 10**9))
            upward.start()
            _forward(server, client, 2600)
            upward.join()


def _forward(source: socket.socket, sink: socket.socket, most: int) -> None:
    while most > 0 and (data := source.recv(min(most, 65536))):
        sink.sendall(data)
        most -= len(data)


def test_a_halt_keeps_what_the_machine_has_said() -> None:
    halt = Halt()
    # The answer stops half way, the connection stays.
    with RealSshd(force_command='sh -c "$SSH_ORIGINAL_COMMAND" | { head -c 3000; sleep 600; }') as server:
        threading.Timer(2, halt.set, (GapReason.CANCELLED, "the scan was stopped")).start()
        before = time.monotonic()
        found = scan(SshCollector(), target(server.settings), replace(SOME, halt=halt))
        assert time.monotonic() - before < 4
    assert found.one("host").facts["os"]["kernel"]
    gap = found.gap("account")
    assert (gap.reason, gap.detail) == (GapReason.CANCELLED, "the scan was stopped")


def test_no_thread_outlives_its_connection(root_sshd: RealSshd) -> None:
    before = threading.active_count()
    with Relay(root_sshd.port, [0, 700, None, 9000]) as relay:
        inside = threading.active_count()
        for _ in range(2):
            scan(SshCollector(), target(settings_of(root_sshd, relay)), HOST)
        end = time.monotonic() + 5
        while threading.active_count() > inside and time.monotonic() < end:
            time.sleep(0.05)
        assert threading.active_count() <= inside
    assert threading.active_count() <= before + 1


def test_a_flood_is_cut_off_on_our_side() -> None:
    with RealSshd(force_command="yes 0123456789abcdef") as server:
        before = time.monotonic()
        found = scan(SshCollector(), target(server.settings), HOST)
        assert time.monotonic() - before < 60
    (gap,) = found.gaps
    assert gap.reason is GapReason.TRUNCATED
    assert "longer than 64 MiB" in gap.detail
    assert "tried" not in gap.detail
