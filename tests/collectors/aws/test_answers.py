"""Values that the API does not document are gaps, not guesses."""

from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.aws.conftest import Scan
from tests.collectors.aws.contract import gaps, resources
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

OWNER = "<Owner><ID>me</ID></Owner>"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def acl(grants: str) -> str:
    """An access control list."""
    return (
        f"<AccessControlPolicy>{OWNER}<AccessControlList>{grants}</AccessControlList></AccessControlPolicy>"
    )


def grant(kind: str, who: str, permission: str = "READ") -> str:
    """One entry of it."""
    grantee = f'<Grantee {XSI} xsi:type="{kind}">{who}</Grantee>'
    return f"<Grant>{grantee}<Permission>{permission}</Permission></Grant>"


@pytest.fixture(autouse=True)
def _bucket(moto: MotoServer) -> None:
    moto.client("s3").create_bucket(Bucket="bucket")


def answered(fact: str, body: str, proxy: FaultProxy, scan: Scan) -> Any:
    """The fact, or the gap, that such an answer becomes."""
    proxy.inject(Fault(bucket="bucket", status=200, body=body.encode()))
    events = scan(frozenset({fact}))
    return gaps(events)[0] if gaps(events) else resources(events)["bucket"].facts[fact]


@pytest.mark.parametrize(
    ("fact", "body"),
    [
        ("acl", "<AccessControlPolicy/>"),
        ("acl", f"<AccessControlPolicy>{OWNER}</AccessControlPolicy>"),
        ("acl", acl(grant("Martian", "<ID>x</ID>"))),
        ("acl", acl(grant("Group", "<ID>x</ID>"))),
        ("acl", acl(grant("Group", "<URI>x</URI>", "OWN"))),
        ("acl", acl("<Grant/>")),
        ("encryption", "<ServerSideEncryptionConfiguration/>"),
        (
            "encryption",
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
            "<SSEAlgorithm>rot13</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
            "</ServerSideEncryptionConfiguration>",
        ),
        ("ownership", "<OwnershipControls/>"),
        (
            "ownership",
            "<OwnershipControls><Rule><ObjectOwnership>New</ObjectOwnership></Rule></OwnershipControls>",
        ),
        ("policy_public", "<PolicyStatus/>"),
        ("versioning", "<VersioningConfiguration><Status>Perhaps</Status></VersioningConfiguration>"),
        (
            "versioning",
            "<VersioningConfiguration><ExcludeFolders>true</ExcludeFolders></VersioningConfiguration>",
        ),
        ("lifecycle", "<LifecycleConfiguration/>"),
        (
            "lifecycle",
            "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter/>"
            "<Expiration><Days>many</Days></Expiration></Rule></LifecycleConfiguration>",
        ),
        ("logging", "<BucketLoggingStatus><LoggingEnabled/></BucketLoggingStatus>"),
        ("tags", "<Tagging/>"),
        ("tags", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"),
        ("policy", '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "New": 1}]}'),
    ],
)
def test_undocumented(fact: str, body: str, proxy: FaultProxy, scan: Scan) -> None:
    assert answered(fact, body, proxy, scan).reason == GapReason.MALFORMED


def test_an_acl_without_grants_is_there_and_empty(proxy: FaultProxy, scan: Scan) -> None:
    assert answered("acl", acl(""), proxy, scan) == {"grants": []}


def test_kinds_of_grantees(proxy: FaultProxy, scan: Scan) -> None:
    body = acl(
        grant("CanonicalUser", "<ID>me</ID>")
        + grant("CanonicalUser", "<ID>you</ID>")
        + grant("AmazonCustomerByEmail", "<EmailAddress>me</EmailAddress>")
    )
    grants = answered("acl", body, proxy, scan)["grants"]
    assert [(g["grantee"], g["owner"]) for g in grants] == [("me", True), ("you", False), ("me", False)]


@pytest.mark.parametrize(("name", "region"), [("", "us-east-1"), ("EU", "eu-west-1"), ("default", "default")])
def test_names_of_regions(name: str, region: str, proxy: FaultProxy, scan: Scan) -> None:
    body = f"<LocationConstraint>{name}</LocationConstraint>"
    assert answered("region", body, proxy, scan) == region


def test_mfa_delete(proxy: FaultProxy, scan: Scan) -> None:
    status = "<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>"
    body = f"<VersioningConfiguration>{status}</VersioningConfiguration>"
    assert answered("versioning", body, proxy, scan) == {"status": "Enabled", "mfa_delete": True}
