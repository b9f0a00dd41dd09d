"""The SSH client: connect through all hops, run one command, read until the end frame."""

import base64
import errno
import getpass
import hashlib
import logging
import os
import select
import shlex
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, NoReturn

import paramiko
import paramiko.ssh_exception as trouble
import tenacity

from collectors.server import known_hosts, private_keys
from collectors.server.reply import NotSeenError, one_line
from collectors.server.ssh_config import Hop, HostConfig
from collectors.server.transport import POLL_SECONDS, Deadline, Intake, LostError, told_tries
from scanner.interfaces import Json
from scanner.model import GapReason

KEEPALIVE_SECONDS = 15
CONNECT_TIMEOUT_SECONDS = 10.0
RETRIES = 2
_LONGEST_PAUSE_SECONDS = 20
_STATUS_SECONDS = 1.0
"""How long the exit status of a command that has ended is waited for."""
_MAX_HOPS = 8
_PASSING = frozenset(
    {
        errno.ECONNABORTED,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
        errno.EPIPE,
        errno.ETIMEDOUT,
    }
)
# An exchange over a finite field costs five times as much as these.
_CHEAP_EXCHANGES = ("curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256")

# Without a handler the library's tracebacks would reach the terminal.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def probe_over_ssh(
    settings: Mapping[str, Json], script: bytes, nonce: str, deadline: Deadline, command: str
) -> Intake:
    """Runs the probe on a server, again when the connection fails or the answer is cut (it only reads).

    The answer with the most sections counts. Raises NotSeenError when there is none: after the last try,
    or at once for what another try does not change.
    """
    answers: list[Intake] = []
    tries = 0
    try:
        for attempt in _retrying(int(settings.get("retries", RETRIES)), deadline):
            with attempt:
                tries = attempt.retry_state.attempt_number
                answers.append(_once(settings, script, Intake(nonce), deadline, command))
                if isinstance(answers[-1].broken, LostError):
                    raise answers[-1].broken
    except NotSeenError as why:
        # A host key that has changed in between is no reason to trust what came before.
        if not answers or why.reason is GapReason.DENIED:
            raise told_tries(why, tries) from None
    best = answers[-1] if answers[-1].complete else max(answers, key=lambda answer: answer.sections)
    best.tries = tries
    return best


def _retrying(retries: int, deadline: Deadline) -> tenacity.Retrying:
    halt = deadline.halt.event
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(LostError),
        stop=tenacity.stop_any(
            tenacity.stop_after_attempt(1 + retries),
            tenacity.stop_before_delay(deadline.left()),
            tenacity.stop_when_event_set(halt),
        ),
        wait=tenacity.wait_exponential_jitter(max=_LONGEST_PAUSE_SECONDS),
        sleep=tenacity.sleep_using_event(halt),
        reraise=True,
    )


def _once(
    settings: Mapping[str, Json], script: bytes, intake: Intake, deadline: Deadline, command: str
) -> Intake:
    with ExitStack() as stack:
        connector = _Connector(settings, deadline, stack)
        stack.enter_context(_closing_in_time(deadline, connector.transports))
        client = connector.connect_target()
        try:
            channel = _open(client, deadline)
            stack.callback(channel.close)
            channel.exec_command(f"exec {command}")
            channel.sendall(script)
            channel.shutdown_write()
            _pump(channel, intake)
            _judge_end(channel, intake, deadline)
        except (trouble.SSHException, EOFError, OSError) as error:
            intake.broken = intake.broken or _lost(error, deadline)
    return intake


@contextmanager
def _closing_in_time(deadline: Deadline, transports: list[paramiko.Transport]) -> Iterator[None]:
    """Close the connections when the time is over: some steps of the library wait without end."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(POLL_SECONDS):
            if deadline.over():
                for transport in list(transports):
                    transport.close()
                return

    watcher = threading.Thread(target=watch, name="deadline", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()
        for transport in transports:
            # The library's timer of a key exchange that broke off would run on by itself.
            transport.packetizer.complete_handshake()


def _open(client: paramiko.SSHClient, deadline: Deadline) -> paramiko.Channel:
    transport = _transport_of(client)
    transport.set_keepalive(KEEPALIVE_SECONDS)
    channel = transport.open_session(timeout=deadline.left())
    channel.settimeout(deadline.left())
    return channel


def _transport_of(client: paramiko.SSHClient) -> paramiko.Transport:
    transport = client.get_transport()
    if transport is None:
        raise LostError(GapReason.UNREACHABLE, "the connection broke")
    return transport


def _pump(channel: paramiko.Channel, intake: Intake) -> None:
    while not intake.ended:
        select.select([channel], [], [], KEEPALIVE_SECONDS)
        _drain(channel, intake)
        if channel.closed or channel.eof_received:
            _drain(channel, intake)
            return


def _drain(channel: paramiko.Channel, intake: Intake) -> None:
    while channel.recv_ready() and not intake.ended:
        intake.take(channel.recv(262144))
    while channel.recv_stderr_ready():
        intake.take_stderr(channel.recv_stderr(65536))


def _judge_end(channel: paramiko.Channel, intake: Intake, deadline: Deadline) -> None:
    """Tells why an answer has no end: its time was over, it was cut, or the probe did not run at all."""
    if intake.ended:
        return
    if deadline.over():
        intake.broken = deadline.passed()
        return
    channel.status_event.wait(_STATUS_SECONDS)
    why = intake.why_missing()
    if intake.begun:
        intake.broken = LostError(why.reason, why.detail)
    elif channel.exit_status == -1:
        intake.broken = LostError(GapReason.UNREACHABLE, "the connection broke before the probe answered")


def _lost(error: Exception, deadline: Deadline) -> NotSeenError:
    if deadline.over() or isinstance(error, TimeoutError):
        return deadline.passed()
    return LostError(GapReason.UNREACHABLE, f"the connection broke: {_words(error)}")


def _words(error: BaseException) -> str:
    return one_line(str(error) or type(error).__name__, 200)


class UnknownHostKeyError(Exception):
    """The server's host key is not in known_hosts."""

    def __init__(self, key: paramiko.PKey) -> None:
        super().__init__("host key not known")
        self.key = key


class _Refuse(paramiko.RejectPolicy):
    """Rejects, and tells which key was offered."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> NoReturn:  # noqa: ARG002
        raise UnknownHostKeyError(key)


def fingerprint(key: paramiko.PKey) -> str:
    """As ssh-keygen -l shows it."""
    digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
    return f"{key.get_name()} SHA256:{digest}"


class _Connector:
    """Makes the connections of one target; whatever it opens is closed by `stack`."""

    def __init__(self, settings: Mapping[str, Json], deadline: Deadline, stack: ExitStack) -> None:
        self._settings = settings
        self._deadline = deadline
        self._stack = stack
        self.transports: list[paramiko.Transport] = []
        self._config = HostConfig(settings)
        self._target = self._config.target()
        self._step = float(settings.get("connect_timeout_seconds", CONNECT_TIMEOUT_SECONDS))

    def connect_target(self) -> paramiko.SSHClient:
        """Connected and logged in."""
        return self._connect(self._target, 0)

    def _left(self) -> float:
        return min(self._step, self._deadline.left())

    def _connect(self, hop: Hop, depth: int) -> paramiko.SSHClient:
        if depth > _MAX_HOPS:
            raise NotSeenError(GapReason.MALFORMED, f"ProxyJump goes over more than {_MAX_HOPS} hosts")
        sock = self._socket(hop, depth)
        client = paramiko.SSHClient()
        self._stack.callback(client.close)
        client.set_missing_host_key_policy(_Refuse())
        limit = time.monotonic() + self._left()
        known_hosts.load(client, _label(hop), hop.known_hosts)
        try:
            client.connect(sock=sock, **self._arguments(hop))
        except UnknownHostKeyError as error:
            raise _unknown_key(hop, error.key) from None
        except trouble.BadHostKeyException as error:
            raise _changed_key(hop, error.key) from None
        except (trouble.SSHException, OSError, EOFError, ValueError) as error:
            if self._deadline.over():
                raise self._deadline.passed() from None
            alive = _is_alive(client)
            if time.monotonic() >= limit and not isinstance(error, trouble.AuthenticationException):
                error, alive = TimeoutError(), False  # the library calls a server that is silent otherwise
            raise _refused(hop, error, self._step, alive=alive) from None
        key = _transport_of(client).get_remote_server_key()
        known_hosts.check_revoked(key, _label(hop), hop.known_hosts)
        return client

    def _arguments(self, hop: Hop) -> dict[str, Any]:
        keys = self._keys(hop)
        agent = bool(self._settings.get("agent", not keys))
        if not keys and not agent:
            raise NotSeenError(GapReason.DENIED, f"no key for {hop.host}: set key_file, or agent: true")
        passphrase = self._passphrase()
        first = private_keys.read(keys[0], passphrase) if keys else None
        return {
            "hostname": hop.known_as,
            "port": hop.known_as_port,
            "username": hop.user or getpass.getuser(),
            "pkey": first,
            "key_filename": keys if first is None else keys[1:],
            "passphrase": passphrase,
            "allow_agent": agent,
            "look_for_keys": False,
            "timeout": self._left(),
            "banner_timeout": self._left(),
            "auth_timeout": self._left(),
            "channel_timeout": self._left(),
            "transport_factory": self._transport,
        }

    def _keys(self, hop: Hop) -> list[str]:
        # Jump hosts without a key of their own get the target's.
        files = hop.key_files or self._target.key_files
        found = [file for file in files if os.access(file, os.R_OK)]
        if files and not found and not self._settings.get("agent", False):
            raise NotSeenError(GapReason.DENIED, f"the key file {files[0]} cannot be read")
        return found

    def _passphrase(self) -> str | None:
        name = self._settings.get("key_passphrase_env")
        if name is None:
            return None
        if name not in os.environ:
            raise NotSeenError(
                GapReason.DENIED, f"the environment variable {name} (key_passphrase_env) is not set"
            )
        return os.environ[name]

    def _socket(self, hop: Hop, depth: int) -> Any:
        if hop.proxy_jump and hop.proxy_jump.lower() != "none":
            return self._through(hop.proxy_jump, hop, depth)
        if hop.proxy_command:
            return self._proxied(hop.proxy_command)
        try:
            sock = socket.create_connection((hop.host, hop.port), timeout=self._left())
        except TimeoutError:
            raise _refused(hop, TimeoutError(), self._step, alive=False) from None
        except OSError as error:
            detail = f"{hop.host} port {hop.port}: {one_line(error.strerror or str(error))}"
            kind = LostError if _may_pass(error) else NotSeenError
            raise kind(GapReason.UNREACHABLE, detail) from None
        self._stack.callback(sock.close)
        return sock

    def _through(self, jumps: str, hop: Hop, depth: int) -> paramiko.Channel:
        """A channel from the last jump host; each earlier one is the way to the next."""
        *earlier, last = jumps.split(",")
        via = self._config.jump(last)
        if earlier:
            via = _with_jump(via, ",".join(earlier))
        transport = _transport_of(self._connect(via, depth + 1))
        try:
            return transport.open_channel(
                "direct-tcpip", (hop.host, hop.port), ("127.0.0.1", 0), timeout=self._left()
            )
        except (trouble.SSHException, EOFError) as error:
            if self._deadline.over():
                raise self._deadline.passed() from None
            detail = f"{hop.host} port {hop.port} through {via.host}: {_words(error)}"
            raise LostError(GapReason.UNREACHABLE, detail) from None

    def _proxied(self, text: str) -> socket.socket:
        ours, theirs = socket.socketpair()
        self._stack.callback(ours.close)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 (allowed by the user, from the user's own file)
                ["/bin/sh", "-c", f"exec {text}"],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
            )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return ours

    def _transport(self, *args: Any, **kwargs: Any) -> paramiko.Transport:
        self.transports.append(_transport(*args, **kwargs))
        return self.transports[-1]


def _may_pass(error: OSError) -> bool:
    """Whether a connection that was not made may be made a moment later."""
    return error.errno in _PASSING or (isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN)


def _is_alive(client: paramiko.SSHClient) -> bool:
    transport = client.get_transport()
    return transport is not None and transport.is_active()


def _with_jump(hop: Hop, jumps: str) -> Hop:
    return Hop(
        host=hop.host,
        port=hop.port,
        user=hop.user,
        known_as=hop.known_as,
        known_as_port=hop.known_as_port,
        key_files=hop.key_files,
        known_hosts=hop.known_hosts,
        proxy_jump=jumps,
        proxy_command=None,
    )


def _transport(*args: Any, **kwargs: Any) -> paramiko.Transport:
    transport = paramiko.Transport(*args, **kwargs)
    options = transport.get_security_options()
    cheap = [name for name in _CHEAP_EXCHANGES if name in options.kex]
    options.kex = (*cheap, *(name for name in options.kex if name not in cheap))
    return transport


def _label(hop: Hop) -> str:
    return hop.known_as if hop.known_as_port == 22 else f"[{hop.known_as}]:{hop.known_as_port}"


def _scan_command(hop: Hop) -> str:
    file = shlex.quote(hop.known_hosts[0])
    return f"ssh-keyscan -p {hop.port} {shlex.quote(hop.host)} >> {file}"


def _unknown_key(hop: Hop, key: paramiko.PKey) -> NotSeenError:
    return NotSeenError(
        GapReason.DENIED,
        f"the host key of {_label(hop)} is not known; it offers {fingerprint(key)}; "
        f"compare that with the server's administrator, then accept it: {_scan_command(hop)}",
    )


def _changed_key(hop: Hop, key: paramiko.PKey) -> NotSeenError:
    remove = f"ssh-keygen -R {shlex.quote(_label(hop))} -f {shlex.quote(hop.known_hosts[0])}"
    return NotSeenError(
        GapReason.DENIED,
        f"the host key of {_label(hop)} has changed (an attack, or a reinstalled server); it offers "
        f"{fingerprint(key)}; only if that is right: {remove} && {_scan_command(hop)}",
    )


def _refused(hop: Hop, error: BaseException, seconds: float, *, alive: bool) -> NotSeenError:
    """Why a connection did not come to a login.

    `alive` tells whether it still stands: then the server, or a key file, is what another try would meet
    again.
    """
    where = f"{hop.host} port {hop.port}"
    if isinstance(error, trouble.PasswordRequiredException):
        return NotSeenError(
            GapReason.DENIED, "the key file has a passphrase; name its variable in key_passphrase_env"
        )
    if isinstance(error, trouble.AuthenticationException):
        user = hop.user or getpass.getuser()
        detail = (
            f"{where} refuses the login as {user}: {_words(error)}; add the public key to its authorized_keys"
        )
        return NotSeenError(GapReason.DENIED, detail)
    if isinstance(error, trouble.IncompatiblePeer):
        return NotSeenError(
            GapReason.UNSUPPORTED, f"{where} has no algorithm in common with us: {_words(error)}"
        )
    if isinstance(error, TimeoutError):
        detail = f"{where} did not answer within {seconds:g} s (connect_timeout_seconds)"
        return LostError(GapReason.TIMEOUT, detail)
    kind = NotSeenError if alive or isinstance(error, ValueError) else LostError
    return kind(GapReason.UNREACHABLE, f"{where}: {_words(error)}")
