"""An S3 account, as it should be or with faults in it."""

import json
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

BLOCK = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


def tls_only(bucket: str) -> dict[str, Any]:
    """The statement that denies everything without TLS."""
    return {
        "Sid": "DenyPlaintext",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def make_clean_account(moto: MotoServer) -> None:
    """One bucket with customer data and one for logs, both as they should be."""
    moto.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK)
    _make(moto, "logs")
    _make(moto, "customers-eu")
    # Last, as moto cannot turn logging on for a bucket whose target has a policy with a condition.
    for name in ("logs", "customers-eu"):
        moto.client("s3").put_bucket_policy(Bucket=name, Policy=_document(tls_only(name)))


def make_faulty_account(moto: MotoServer) -> None:
    """The clean account with one fault after the other planted in it."""
    make_clean_account(moto)
    s3 = moto.client("s3")
    moto.client("s3control").delete_public_access_block(AccountId=ACCOUNT)
    s3.delete_public_access_block(Bucket="customers-eu")
    public = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::customers-eu/*",
    }
    half = tls_only("customers-eu") | {"Resource": "arn:aws:s3:::customers-eu/*"}
    s3.put_bucket_policy(Bucket="customers-eu", Policy=_document(half, public))
    s3.create_bucket(Bucket="forgotten")
    s3.put_bucket_versioning(Bucket="customers-eu", VersioningConfiguration={"Status": "Suspended"})
    _expire(s3, "customers-eu", 4000)
    s3.put_bucket_encryption(
        Bucket="customers-eu",
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )


def _make(moto: MotoServer, name: str) -> None:
    s3 = moto.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=BLOCK)
    s3.put_bucket_ownership_controls(
        Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    )
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    s3.put_bucket_versioning(
        Bucket=name, VersioningConfiguration={"Status": "Enabled", "MFADelete": "Enabled"}
    )
    tags = [{"Key": "classification", "Value": "general" if name == "logs" else "sensitive"}]
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    _expire(s3, name, 300)
    s3.put_bucket_acl(
        Bucket="logs",
        GrantWrite="uri=http://acs.amazonaws.com/groups/s3/LogDelivery",
        GrantReadACP="uri=http://acs.amazonaws.com/groups/s3/LogDelivery",
    )
    if name != "logs":
        s3.put_bucket_logging(
            Bucket=name,
            BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": f"{name}/"}},
        )


def _expire(s3: Any, bucket: str, days: int) -> None:
    rule = {
        "ID": "retention",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": days},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
