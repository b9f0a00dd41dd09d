"""A certificate authority of the tests: a root, an intermediate, and leaves with whatever fault is wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Shown:
    """Files of a server: the chain that it sends, its key, and both in one as HAProxy wants it."""

    chain: Path
    key: Path
    both: Path


class Authority:
    """Signs below a root that nobody but the tests trusts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        now = datetime.now(UTC).replace(microsecond=0)
        self._root_key, self._middle_key = ec.generate_private_key(ec.SECP256R1()), _ec()
        days = (now - timedelta(days=400), now + timedelta(days=400))
        self.root = _certificate("root", self._root_key, "root", self._root_key, days, ca=True)
        self._middle = _certificate("middle", self._middle_key, "root", self._root_key, days, ca=True)
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(_pem(self.root))

    def shown(
        self,
        label: str,
        name: str = "localhost",
        *,
        days: tuple[float, float] = (-1, 60),
        key: Key | None = None,
        chain: bool = True,
        self_signed: bool = False,
    ) -> Shown:
        """A certificate for a name; `days` from now it begins and ends, without `chain` it comes alone."""
        key = key or _ec()
        now = datetime.now(UTC).replace(microsecond=0)
        span = (now + timedelta(days=days[0]), now + timedelta(days=days[1]))
        issuer, signer = ("leaf", key) if self_signed else ("middle", self._middle_key)
        leaf = _certificate("leaf", key, issuer, signer, span, names=(name,))
        sent = [leaf, self._middle] if chain and not self_signed else [leaf]
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        files = Shown(*(self._folder / f"{label}.{end}" for end in ("chain.pem", "key.pem", "both.pem")))
        content = b"".join(_pem(one) for one in sent)
        for path, data in ((files.chain, content), (files.key, secret), (files.both, content + secret)):
            path.write_bytes(data)
            path.chmod(0o644)
        return files


def _ec() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _certificate(
    subject: str,
    key: Key,
    issuer: str,
    signer: Key,
    span: tuple[datetime, datetime],
    *,
    ca: bool = False,
    names: tuple[str, ...] = (),
) -> x509.Certificate:
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(above, critical=False)
    )
    if ca:
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(usage, critical=True)
    else:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(purpose, critical=False).add_extension(alternative, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{text} of the tests")])
