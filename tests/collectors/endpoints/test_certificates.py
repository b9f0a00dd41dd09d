"""Which authorities may vouch for a certificate, as clients have it."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from collectors.endpoints.certificates import _trust

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ROOT_KEY, LEAF_KEY = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    names = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign")
    unused = dict.fromkeys((*names, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(digital_signature=True, key_cert_sign=signs_certificates, **unused)


def certificate(subject: str, key: ec.EllipticCurvePrivateKey, *more: x509.ExtensionType) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name.from_rfc4514_string(f"CN={subject}"))
        .issuer_name(x509.Name.from_rfc4514_string("CN=root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=9))
        .not_valid_after(NOW + timedelta(days=90))
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ROOT_KEY.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    for extension in more:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return builder.sign(ROOT_KEY, hashes.SHA256())


AUTHORITY = x509.BasicConstraints(ca=True, path_length=None)
LEAF = certificate("leaf", LEAF_KEY, x509.SubjectAlternativeName([x509.DNSName("shop.example")]))


@pytest.mark.parametrize(
    ("extensions", "trust"),
    [
        # As `openssl req -x509` makes it.
        ((AUTHORITY,), "trusted"),
        ((AUTHORITY, usage(signs_certificates=True)), "trusted"),
        ((AUTHORITY, usage(signs_certificates=False)), "untrusted"),
        ((x509.BasicConstraints(ca=False, path_length=None),), "untrusted"),
        ((), "untrusted"),
    ],
)
def test_what_makes_an_authority(extensions: tuple[x509.ExtensionType, ...], trust: str) -> None:
    root = certificate("root", ROOT_KEY, *extensions)
    assert _trust([LEAF], [root], NOW)[0] == trust
