"""What a client makes of the certificates that a server shows (RFC 5280, RFC 6125, RFC 9525)."""

import ipaddress
import re
import ssl
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from scanner.interfaces import Json

Chain = Sequence[x509.Certificate]
SYSTEM_CAS = "/etc/ssl/certs/ca-certificates.crt"
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")


class NoTrustError(Exception):
    """There are no CAs to trust, in one line."""


def roots_of(ca_file: Path | None) -> list[x509.Certificate]:
    """The CAs that clients trust: those of the file, else those of the system. Raises NoTrustError."""
    path = ca_file or Path(ssl.get_default_verify_paths().cafile or SYSTEM_CAS)
    try:
        blocks = _PEM.findall(path.read_bytes())
    except OSError as error:
        raise NoTrustError(f"{path} cannot be read ({error.strerror}); correct ca_file") from None
    found = [one for one in map(_root, blocks) if one]
    if not found:
        raise NoTrustError(f"{path} holds no certificates in PEM; correct ca_file")
    return found


def _root(block: bytes) -> x509.Certificate | None:
    """None for one that cannot be read: what it signed will not be trusted."""
    with warnings.catch_warnings():
        # Some old roots have serial numbers that RFC 5280 does not allow.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        try:
            return x509.load_pem_x509_certificate(block)
        except ValueError:
            return None


def facts_of(chain: Chain, roots: Chain, name: str, now: datetime) -> Json:
    """Facts of one certificate and the chain that came with it, for clients that ask for `name`."""
    leaf = chain[0]
    trust, detail = _trust(chain, roots, now)
    return {
        **_basics(leaf),
        "names": _names(leaf),
        "issuer": leaf.issuer.rfc4514_string(),
        "not_before": _instant(leaf.not_valid_before_utc),
        "name_matches": any(_matches(pattern, name) for pattern in _names(leaf)),
        "trust": trust,
        "trust_detail": detail,
        "chain": [_basics(certificate) for certificate in chain[1:]],
        "fingerprint": leaf.fingerprint(hashes.SHA256()).hex(),
    }


def _basics(certificate: x509.Certificate) -> dict[str, Json]:
    kind, bits = _key(certificate)
    used = certificate.signature_hash_algorithm
    return {
        "subject": certificate.subject.rfc4514_string(),
        "not_after": _instant(certificate.not_valid_after_utc),
        "key": {"type": kind, "bits": bits},
        "signature_hash": used.name if used else "none",
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _key(certificate: x509.Certificate) -> tuple[str, int]:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return "rsa", key.key_size
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "ec", key.key_size
    if isinstance(key, dsa.DSAPublicKey):
        return "dsa", key.key_size
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return "ed", 256 if isinstance(key, ed25519.Ed25519PublicKey) else 456
    return "other", 0


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return []  # clients do not look at the common name any more: it matches nothing
    texts = [name.lower() for name in found.get_values_for_type(x509.DNSName)]
    return [*texts, *(str(address) for address in found.get_values_for_type(x509.IPAddress))]


def _matches(pattern: str, name: str) -> bool:
    """A star stands for the whole leftmost label."""
    try:
        return str(ipaddress.ip_address(name)) == pattern
    except ValueError:
        wanted = name.lower().rstrip(".")
    if pattern.startswith("*.") and "." in pattern[2:]:
        first, _, rest = wanted.partition(".")
        return bool(first) and rest == pattern[2:]
    return pattern == wanted


# --- trust ------------------------------------------------------------------------------------------


def _trust(chain: Chain, roots: Chain, now: datetime) -> tuple[str, str]:
    """Whether a path leads to a root; judged at a time at which the certificate itself is valid."""
    leaf, *others = chain
    if leaf in roots:
        return "trusted", ""
    if _signed_by(leaf, leaf):
        return "self_signed", "signed with its own key"
    missing = _missing_issuer(chain, roots)
    subject = _any_subject(leaf)
    if missing:
        return "incomplete", f"the certificate of {missing} is neither sent nor trusted"
    if subject is None:
        return "untrusted", "it holds no name in subjectAltName"
    moment = now if leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc else _middle(leaf)
    policies = {"ca_policy": _of_cas(), "ee_policy": ExtensionPolicy.webpki_defaults_ee()}
    builder = PolicyBuilder().store(Store(list(roots))).time(moment).extension_policies(**policies)
    verifier = builder.build_server_verifier(subject)
    try:
        verifier.verify(leaf, list(others))
    except VerificationError as error:
        return "untrusted", re.sub(r"\s*\(encountered processing.*", "", str(error))[:200]
    return "trusted", ""


def _of_cas() -> ExtensionPolicy:
    """As browsers have it, but a CA need not have keyUsage: OpenSSL makes such, and clients take them.

    Source: RFC 5280, 4.2.1.3: without the extension, the key may be used for anything.
    """
    return ExtensionPolicy.webpki_defaults_ca().may_be_present(
        x509.KeyUsage, Criticality.AGNOSTIC, _may_sign_certificates
    )


def _may_sign_certificates(_: object, __: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("its key may not sign certificates")


def _middle(leaf: x509.Certificate) -> datetime:
    return leaf.not_valid_before_utc + (leaf.not_valid_after_utc - leaf.not_valid_before_utc) / 2


def _missing_issuer(chain: Chain, roots: Chain) -> str:
    """The first issuer on the way up that nobody shows; empty when the way ends at a root or in itself."""
    at, left = chain[0], list(chain[1:])
    while True:
        if any(_signed_by(at, root) for root in roots) or _signed_by(at, at):
            return ""
        above = next((one for one in left if _signed_by(at, one)), None)
        if above is None:
            return at.issuer.rfc4514_string()
        left.remove(above)
        at = above


def _signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _any_subject(leaf: x509.Certificate) -> x509.DNSName | x509.IPAddress | None:
    """A name of its own: whether it is the right one is another question."""
    for name in _names(leaf):
        try:
            return x509.IPAddress(ipaddress.ip_address(name))
        except ValueError:
            return x509.DNSName(name.replace("*.", "any.", 1))
    return None
