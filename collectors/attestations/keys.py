"""Ed25519 keys of people: PEM (PKCS #8, RFC 8410) for the private half, a line of text for the public one."""

import base64
import binascii
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scanner.interfaces import ConfigurationError

PREFIX = "ed25519:"
_MAX_BYTES = 64 * 1024


def new_pem(passphrase: str | None) -> bytes:
    """A new private key, encrypted when there is a passphrase."""
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )


def private_key(pem: bytes, name: str, passphrase: str | None) -> Ed25519PrivateKey:
    """The key in a PEM text. Raises ConfigurationError when it is none, or the passphrase does not fit."""
    try:
        key = serialization.load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except TypeError as error:  # one was given for a plain key, or none for an encrypted one
        need = "is not encrypted; leave --passphrase-env away" if passphrase else "needs --passphrase-env"
        raise ConfigurationError(f"{name}: the key {need}") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ConfigurationError(f"{name}: no private key, or the passphrase is wrong") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigurationError(f"{name}: not an Ed25519 key; make one with selfaudit keys new")
    return key


def read_private_key(path: Path, passphrase: str | None) -> Ed25519PrivateKey:
    """The key in a file. Raises ConfigurationError, also when others may read the file."""
    try:
        with path.open("rb") as handle:
            mode = stat.S_IMODE(os.fstat(handle.fileno()).st_mode)
            pem = handle.read(_MAX_BYTES)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    if mode & 0o077:
        raise ConfigurationError(f"{path}: others may read this private key; chmod 600 {path}")
    return private_key(pem, str(path), passphrase)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as owners.yaml has it."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return PREFIX + base64.b64encode(raw).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """The key in a line of text. Raises ValueError when it is none."""
    encoded = text.removeprefix(PREFIX)
    if encoded == text:
        raise ValueError(f"a public key begins with {PREFIX}")
    return Ed25519PublicKey.from_public_bytes(decoded(encoded))


def read_public_key(path: Path) -> str:
    """The public key in a file, as text. Raises ConfigurationError when it holds none."""
    try:
        with path.open("rb") as handle:
            text = handle.read(_MAX_BYTES).decode().strip()
        public_key(text)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigurationError(f"{path}: not a public key; it is one line, {PREFIX}…") from error
    return text


def sign(key: Ed25519PrivateKey, content: bytes) -> str:
    """A signature as base64."""
    return base64.b64encode(key.sign(content)).decode()


def is_signed(key: str, signature: str, content: bytes) -> bool:
    """Whether a signature was made with the private half of a key."""
    try:
        public_key(key).verify(decoded(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def decoded(text: str) -> bytes:
    """Base64 in its only canonical form. Raises ValueError for anything else."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise ValueError("not canonical base64")
    return raw
