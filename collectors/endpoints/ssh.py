"""What an SSH server offers before anybody logs in (RFC 4253): its algorithms and its host keys."""

import contextlib
import hashlib
import logging
import socket
from base64 import b64encode
from collections.abc import Mapping, Sequence

import paramiko
from paramiko.common import MSG_KEXINIT
from paramiko.message import Message
from paramiko.packet import Packetizer

from collectors.endpoints.http import NoAnswerError
from collectors.endpoints.settings import Settings
from scanner.interfaces import Json
from scanner.model import GapReason

# Without a handler the library's log would go to the terminal.
logging.getLogger("paramiko").addHandler(logging.NullHandler())

BANNER = b"SSH-2.0-selfaudit\r\n"
MAX_LINES = 50
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "ssh-ed25519": ("ssh-ed25519",),
    "ecdsa-sha2-nistp256": ("ecdsa-sha2-nistp256",),
    "ecdsa-sha2-nistp384": ("ecdsa-sha2-nistp384",),
    "ecdsa-sha2-nistp521": ("ecdsa-sha2-nistp521",),
    "ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"),
}
"""Kinds of host keys, and the signature algorithms that ask for them."""


def algorithms(settings: Settings) -> dict[str, Json]:
    """Facts out of the first message of the key exchange. Raises NoAnswerError."""
    with _connected(settings) as connection:
        packetizer = Packetizer(connection)
        try:
            connection.sendall(BANNER)
            software = _banner(packetizer, settings)
            kind, message = packetizer.read_message()
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise NoAnswerError(GapReason.MALFORMED, f"no SSH: {type(error).__name__}") from None
        finally:
            packetizer.close()
    if kind != MSG_KEXINIT:
        raise NoAnswerError(GapReason.MALFORMED, "no SSH: the key exchange does not begin")
    return {"software": software, **_offered(message)}


def _banner(packetizer: Packetizer, settings: Settings) -> str:
    """The identification line; others may come before it."""
    for _ in range(MAX_LINES):
        line: str = packetizer.readline(settings.connect_seconds)
        if line.startswith("SSH-"):
            return "".join(char for char in line if char.isprintable())[:200]
    raise NoAnswerError(GapReason.MALFORMED, "no SSH: no identification in the first lines")


def _offered(message: Message) -> dict[str, Json]:
    message.get_bytes(16)  # the cookie
    kex, keys, to_server, to_client, mac_in, mac_out, compress, _ = (message.get_list() for _ in range(8))
    return {
        "kexalgorithms": _clean(kex),
        "hostkeyalgorithms": _clean(keys),
        "ciphers": _clean([*to_server, *to_client]),
        "macs": _clean([*mac_in, *mac_out]),
        "compression": _clean(compress),
    }


def _clean(names: Sequence[str]) -> list[str]:
    kept = ("".join(char for char in name if char.isprintable())[:100] for name in names)
    return [name for name in dict.fromkeys(kept) if name]


def host_keys(settings: Settings, offered: Sequence[str]) -> Json:
    """One key exchange per kind of host key, without a login. Raises NoAnswerError."""
    kinds = [kind for kind, names in FAMILIES.items() if set(names) & set(offered)]
    return [_host_key(settings, FAMILIES[kind], offered) for kind in kinds]


def _host_key(settings: Settings, names: Sequence[str], offered: Sequence[str]) -> Json:
    with _connected(settings) as connection:
        transport = paramiko.Transport(connection)
        transport.banner_timeout = transport.handshake_timeout = settings.connect_seconds
        try:
            transport.get_security_options().key_types = [name for name in names if name in offered]
            transport.start_client(timeout=settings.connect_seconds)
            key = transport.get_remote_server_key()
        except (OSError, EOFError, ValueError, paramiko.SSHException) as error:
            detail = f"the host key {names[0]} was not shown: {type(error).__name__}"
            raise NoAnswerError(GapReason.UNSUPPORTED, detail) from None
        finally:
            transport.close()
    digest = hashlib.sha256(key.asbytes()).digest()
    fingerprint = f"SHA256:{b64encode(digest).decode().rstrip('=')}"
    return {"type": key.get_name(), "bits": key.get_bits(), "fingerprint": fingerprint}


def _connected(settings: Settings) -> "contextlib.closing[socket.socket]":
    try:
        place = (settings.host, settings.port)
        return contextlib.closing(socket.create_connection(place, timeout=settings.connect_seconds))
    except TimeoutError:
        raise NoAnswerError(GapReason.TIMEOUT, "no answer in time") from None
    except ConnectionRefusedError:
        raise NoAnswerError(GapReason.UNREACHABLE, "nothing listens there", closed=True) from None
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise NoAnswerError(GapReason.UNREACHABLE, detail) from None
