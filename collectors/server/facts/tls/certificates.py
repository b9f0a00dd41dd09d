"""Certificates that servers show, and the files of their keys.

Certificates are public and come whole; of a key comes only who can read the file and whether it is
encrypted. Sources: RFC 5280, RFC 7468 (PEM).
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from collectors.server.facts.tls.model import malformed
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SECTION = "tls_files"
"""The section of the probe that tells of certificates and keys of servers."""
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_YEAR = re.compile(r"\d{4}-\d\d-\d\dT")


@dataclass(slots=True)
class File:
    """One file as the probe saw it. `state`: F file, N none, A absent, D out of reach."""

    state: str
    about: Mapping[str, str]
    """mode, owner, group, key (`none`, `plain`, `encrypted`, `unreadable`) and real (path) of the file."""
    folders: Sequence[tuple[int, str, str]]
    """(mode, owner, group) of the folders above the real path."""
    pem: bytes


def files(reply: Reply, section: str) -> Mapping[str, File]:
    """What the probe's `key_files_of` tells, by path; raises NotSeenError when it is not that."""
    found: dict[str, File] = {}
    pem: list[str] = []
    for line in reply.output(section, "files", "awk").lines():
        kind, rest = line[:1], line[1:]
        if kind == "=":
            found[rest] = file = File("", {}, [], b"")
            pem = []
        elif not found or kind not in _KINDS:
            raise malformed("the listing of key files came back garbled")
        elif kind == "\t":
            pem.append(rest)
            file.pem = "\n".join(pem).encode()
        else:
            _take(file, kind, rest)
    return found


_KINDS = ("\t", "s", "r", "m", "d", "k")


def _take(file: File, kind: str, rest: str) -> None:
    if kind == "s":
        file.state = rest
    elif kind == "d":
        mode, owner, group = rest.split(" ", 2)
        file.folders = [*file.folders, (int(mode, 8), owner, group)]
    elif kind == "m":
        mode, owner, group = rest.split(" ", 2)
        file.about = {**file.about, "mode": mode, "owner": owner, "group": group}
    else:
        file.about = {**file.about, {"k": "key", "r": "real"}[kind]: rest}


def certificates(found: Mapping[str, File], path: str, reply: Reply) -> Sequence["Certificate"]:
    """The certificates of a PEM file, the server's own first; raises NotSeenError when none can be seen."""
    from cryptography.x509 import load_pem_x509_certificate

    file = _seen(found, path, reply)
    blocks = _PEM.findall(file.pem)
    if not blocks:
        if file.about.get("key") == "unreadable":
            raise reply.denied(f"{path} is not readable")
        raise malformed(f"{path} holds no certificate in PEM form")
    try:
        with warnings.catch_warnings():
            # Old certificates break rules that later versions of the library will insist on.
            warnings.simplefilter("ignore")
            return [load_pem_x509_certificate(block) for block in blocks]
    except ValueError:
        raise malformed(f"{path} holds a certificate that cannot be parsed") from None


def _seen(found: Mapping[str, File], path: str, reply: Reply) -> File:
    file = found.get(path)
    if file is None:
        raise NotSeenError(GapReason.UNSUPPORTED, f"{path} was not looked at")
    if file.state == "D":
        raise reply.denied(f"{path} is out of reach")
    if file.state != "F":
        raise NotSeenError(GapReason.UNSUPPORTED, f"{path} is missing or no file")
    return file


def subject(certificate: "Certificate") -> Json:
    """Who it is for: `common_name` (null when there is none) and `names` of subjectAltName."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = [*extension.get_values_for_type(x509.DNSName)]
        names += [str(address) for address in extension.get_values_for_type(x509.IPAddress)]
    except x509.ExtensionNotFound:
        names = []
    except ValueError:
        raise malformed("the extensions of the certificate cannot be parsed") from None
    return {"common_name": str(common[0].value) if common else None, "names": names}


def issuer(certificate: "Certificate") -> Json:
    """Who signed it, as RFC 4514 text, and whether it signed itself."""
    return {
        "name": certificate.issuer.rfc4514_string(),
        "self_signed": certificate.issuer == certificate.subject and _signed_by(certificate, certificate),
    }


def _signed_by(certificate: "Certificate", above: "Certificate") -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        certificate.verify_directly_issued_by(above)
    except InvalidSignature:
        return False
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Signatures of old algorithms cannot be verified; equal names are all that can be said.
        return certificate.issuer == above.subject
    return True


def validity(certificate: "Certificate") -> Json:
    """Both ends as instants in UTC."""
    return {
        "not_before": _instant(certificate.not_valid_before_utc),
        "not_after": _instant(certificate.not_valid_after_utc),
    }


def _instant(value: datetime) -> str:
    text = value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if not _YEAR.match(text):
        raise malformed("the validity of the certificate lies before the year 1000")
    return text


def key(certificate: "Certificate") -> Json:
    """Type and size in bits of the public key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

    try:
        public = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        raise NotSeenError(GapReason.UNSUPPORTED, "the kind of key is not known") from None
    if isinstance(public, rsa.RSAPublicKey):
        return {"type": "rsa", "bits": public.key_size}
    if isinstance(public, ec.EllipticCurvePublicKey):
        return {"type": "ec", "bits": public.key_size}
    if isinstance(public, dsa.DSAPublicKey):
        return {"type": "dsa", "bits": public.key_size}
    if isinstance(public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return {"type": "ed", "bits": 256 if isinstance(public, ed25519.Ed25519PublicKey) else 456}
    raise NotSeenError(GapReason.UNSUPPORTED, "the kind of key is not known")


def signature_hash(certificate: "Certificate") -> Json:
    """Hash of the signature in lower case (`sha256`); `none` for algorithms with one built in (Ed25519)."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        raise NotSeenError(GapReason.UNSUPPORTED, "the signature algorithm is not known") from None
    return "none" if algorithm is None else algorithm.name


def chain(found: Sequence["Certificate"]) -> Json:
    """How many certificates the file holds, and whether each is signed by the next."""
    linked = all(_signed_by(one, above) for one, above in pairwise(found))
    return {"length": len(found), "linked": linked}


def key_file(found: Mapping[str, File], path: str, reply: Reply) -> Json:
    """Who can read a file with a key; raises NotSeenError when it or a folder above is out of sight."""
    file = _seen(found, path, reply)
    if not {"mode", "key"} <= file.about.keys() or not file.folders:
        raise NotSeenError(GapReason.TOOL_ABSENT, f"stat is not installed, or told nothing of {path}")
    mode = int(file.about["mode"], 8)
    open_to_others = bool(mode & 0o004) and all(above & 0o001 for above, _, _ in file.folders)
    group = file.about["group"]
    passes = all(above & 0o001 or (above & 0o010 and name == group) for above, _, name in file.folders)
    return {
        "path": path,
        "mode": f"{mode:04o}",
        "owner": file.about["owner"],
        "group": group,
        "others_can_read": open_to_others,
        "group_can_read": bool(mode & 0o040) and passes,
        "encrypted": {"plain": "no", "encrypted": "yes"}.get(file.about["key"], "undetermined"),
    }
