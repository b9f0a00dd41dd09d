"""Facts of real buckets, each with a good and a bad twin."""

import json
from typing import Any

import pytest

from tests.collectors.aws.conftest import Scan
from tests.collectors.aws.contract import enumerated, resources
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

OFF = {
    "block_public_acls": False,
    "ignore_public_acls": False,
    "block_public_policy": False,
    "restrict_public_buckets": False,
}
ON = dict.fromkeys(OFF, True)
BLOCK = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


@pytest.fixture
def s3(moto: MotoServer) -> Any:
    """Two buckets: `good-one` to be configured, `bare-one` left as created."""
    client = moto.client("s3")
    client.create_bucket(Bucket="good-one", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.create_bucket(Bucket="bare-one")
    return client


def test_a_bare_bucket_says_not_configured_in_explicit_values(s3: Any, scan: Scan) -> None:
    del s3
    facts = dict(resources(scan())["bare-one"].facts)
    grants = facts.pop("acl")["grants"]
    assert [(g["grantee_type"], g["permission"], g["owner"]) for g in grants] == [
        ("CanonicalUser", "FULL_CONTROL", True)
    ]
    assert facts == {
        "account": "123456789012",
        "region": "us-east-1",
        "encryption": {"algorithm": "none", "kms_key_id": None, "bucket_key": False},
        "public_access_block": OFF,
        "account_public_access_block": OFF,
        "ownership": "ObjectWriter",
        "policy": None,
        "policy_public": False,
        "versioning": {"status": "Disabled", "mfa_delete": False},
        "lifecycle": {"rules": []},
        "logging": {"enabled": False, "target_bucket": None, "target_prefix": None},
        "object_lock": {"enabled": False, "mode": None, "days": None},
        "replication": {"rules": []},
        "website": "off",
        "cors": {"rules": []},
        "tags": {},
    }


def test_bucket_is_named_by_its_arn(s3: Any, scan: Scan) -> None:
    del s3
    events = scan()
    found = resources(events)
    assert list(found) == ["bare-one", "good-one"]
    assert found["good-one"].id == "arn:aws:s3:::good-one"
    assert found["good-one"].target == "cloud"
    assert enumerated(events) == {"s3.bucket": 2}


def test_region(s3: Any, scan: Scan) -> None:
    del s3
    assert resources(scan())["good-one"].facts["region"] == "eu-west-1"


def test_encryption_with_a_key(s3: Any, scan: Scan) -> None:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/customers"}
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket="good-one", ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert resources(scan())["good-one"].facts["encryption"] == {
        "algorithm": "aws:kms",
        "kms_key_id": "alias/customers",
        "bucket_key": True,
    }


def test_encryption_without_a_key(s3: Any, scan: Scan) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket="good-one", ServerSideEncryptionConfiguration={"Rules": [rule]})
    facts = resources(scan())["good-one"].facts["encryption"]
    assert facts == {"algorithm": "AES256", "kms_key_id": None, "bucket_key": False}


def test_public_access_block_full_and_partial(s3: Any, scan: Scan) -> None:
    s3.put_public_access_block(Bucket="good-one", PublicAccessBlockConfiguration=BLOCK)
    s3.put_public_access_block(
        Bucket="bare-one", PublicAccessBlockConfiguration={"BlockPublicAcls": True, "IgnorePublicAcls": True}
    )
    found = resources(scan())
    assert found["good-one"].facts["public_access_block"] == ON
    assert found["bare-one"].facts["public_access_block"] == OFF | {
        "block_public_acls": True,
        "ignore_public_acls": True,
    }


def test_account_block_reaches_every_bucket_and_the_account(s3: Any, moto: MotoServer, scan: Scan) -> None:
    del s3
    moto.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK)
    events = scan(account=frozenset({"public_access_block"}))
    assert {
        b.facts["account_public_access_block"]["block_public_acls"] for b in resources(events).values()
    } == {True}
    account = resources(events, "s3.account")[ACCOUNT]
    assert account.id == f"aws:{ACCOUNT}/s3"
    assert account.facts == {"public_access_block": ON}
    assert enumerated(events) == {"s3.account": 1, "s3.bucket": 2}


def test_public_grant_is_told_from_the_owners(s3: Any, scan: Scan) -> None:
    s3.put_bucket_acl(Bucket="bare-one", ACL="public-read")
    grants = resources(scan())["bare-one"].facts["acl"]["grants"]
    assert {
        "grantee_type": "Group",
        "grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
        "permission": "READ",
        "owner": False,
    } in grants
    assert [g["owner"] for g in grants].count(True) == 1


def test_ownership(s3: Any, scan: Scan) -> None:
    controls = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket="good-one", OwnershipControls=controls)
    assert resources(scan())["good-one"].facts["ownership"] == "BucketOwnerEnforced"


def test_policy_and_its_status(s3: Any, scan: Scan) -> None:
    public = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::bare-one/*",
    }
    private = public | {
        "Sid": "Tls",
        "Effect": "Deny",
        "Condition": {"Bool": {"aws:SecureTransport": False}},
        "Resource": ["arn:aws:s3:::good-one", "arn:aws:s3:::good-one/*"],
    }
    for bucket, statement in (("bare-one", public), ("good-one", private)):
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        s3.put_bucket_policy(Bucket=bucket, Policy=document)
    found = resources(scan())
    assert found["bare-one"].facts["policy_public"] is True
    assert found["good-one"].facts["policy_public"] is False
    assert found["good-one"].facts["policy"]["statements"] == [
        {
            "sid": "Tls",
            "effect": "Deny",
            "principals": {"*": ["*"]},
            "not_principals": {},
            "actions": ["s3:GetObject"],
            "not_actions": [],
            "resources": ["arn:aws:s3:::good-one", "arn:aws:s3:::good-one/*"],
            "not_resources": [],
            "conditions": {"Bool": {"aws:securetransport": ["false"]}},
        }
    ]


@pytest.mark.parametrize("status", ["Enabled", "Suspended"])
def test_versioning(status: str, s3: Any, scan: Scan) -> None:
    s3.put_bucket_versioning(Bucket="good-one", VersioningConfiguration={"Status": status})
    assert resources(scan())["good-one"].facts["versioning"] == {"status": status, "mfa_delete": False}


def test_lifecycle(s3: Any, scan: Scan) -> None:
    rules = [
        {
            "ID": "everything",
            "Status": "Enabled",
            "Filter": {},
            "Expiration": {"Days": 30},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3},
            "Transitions": [{"Days": 10, "StorageClass": "GLACIER"}],
        },
        {
            "ID": "some",
            "Status": "Disabled",
            "Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "a", "Value": "b"}]}},
            "Expiration": {"ExpiredObjectDeleteMarker": True},
        },
    ]
    s3.put_bucket_lifecycle_configuration(Bucket="good-one", LifecycleConfiguration={"Rules": rules})
    everything, some = resources(scan())["good-one"].facts["lifecycle"]["rules"]
    assert everything == {
        "id": "everything",
        "enabled": True,
        "prefix": "",
        "tags": {},
        "min_size": None,
        "max_size": None,
        "expiration_days": 30,
        "expiration_date": None,
        "expired_delete_marker": False,
        "noncurrent_days": 7,
        "noncurrent_keep": None,
        "abort_multipart_days": 3,
        "transitions": [{"days": 10, "date": None, "storage_class": "GLACIER"}],
    }
    assert (some["enabled"], some["prefix"], some["tags"]) == (False, "logs/", {"a": "b"})
    assert some["expired_delete_marker"] is True
    assert some["expiration_days"] is None


def test_logging(s3: Any, scan: Scan) -> None:
    s3.put_bucket_acl(
        Bucket="bare-one",
        GrantWrite="uri=http://acs.amazonaws.com/groups/s3/LogDelivery",
        GrantReadACP="uri=http://acs.amazonaws.com/groups/s3/LogDelivery",
    )
    enabled = {"TargetBucket": "bare-one", "TargetPrefix": "s3/"}
    s3.put_bucket_logging(Bucket="bare-one", BucketLoggingStatus={"LoggingEnabled": enabled})
    assert resources(scan())["bare-one"].facts["logging"] == {
        "enabled": True,
        "target_bucket": "bare-one",
        "target_prefix": "s3/",
    }


def test_tags(s3: Any, scan: Scan) -> None:
    s3.put_bucket_tagging(Bucket="good-one", Tagging={"TagSet": [{"Key": "owner", "Value": "数据组"}]})
    assert resources(scan())["good-one"].facts["tags"] == {"owner": "数据组"}


def test_an_account_without_buckets_is_a_complete_listing(moto: MotoServer, scan: Scan) -> None:
    del moto
    events = scan()
    assert enumerated(events) == {"s3.bucket": 0}
    assert len(events) == 1


def test_a_fact_nobody_knows_is_a_gap(s3: Any, scan: Scan) -> None:
    del s3
    events = scan(frozenset({"tags", "colour"}))
    assert getattr(events[0], "fact", "") == "colour"
    assert len(resources(events)) == 2
