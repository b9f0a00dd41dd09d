"""Traps of buckets and access points."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.account.keys import key_arn
from tests.e2e.account.trap import (
    OTHER_ORGANIZATION,
    OUR_APP,
    OUR_ORGANIZATION,
    STRANGER,
    STRANGERS_ROOT,
    Seed,
    document,
    only_if,
    trap,
)
from tests.e2e.bucket import BLOCK, tls_only

OPEN = dict.fromkeys(BLOCK, False)
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


def _bucket(change: Callable[[Any, str], None] = lambda _s3, _name: None) -> Seed:
    """A bucket as it should be, and one change."""

    def seed(moto: MotoServer, name: str) -> None:
        s3 = moto.client("s3")
        s3.create_bucket(Bucket=name, ObjectOwnership="BucketOwnerEnforced")
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=BLOCK)
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=_ownership("BucketOwnerEnforced"))
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=ENCRYPTED)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [RULE]})
        s3.put_bucket_policy(Bucket=name, Policy=document(tls_only(name)))
        tags = [{"Key": "classification", "Value": "general"}]
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
        change(s3, name)

    return seed


ENCRYPTED = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
RULE: Mapping[str, Any] = {
    "ID": "retention",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "Expiration": {"Days": 300},
    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}


def _ownership(value: str) -> dict[str, Any]:
    return {"Rules": [{"ObjectOwnership": value}]}


def _policy(*more: Mapping[str, Any], block: Mapping[str, bool] = BLOCK, tls: bool = True) -> Seed:
    """A bucket with further statements; BUCKET in a resource is its name."""

    def change(s3: Any, name: str) -> None:
        own = [tls_only(name)] if tls else []
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
        s3.put_bucket_policy(Bucket=name, Policy=document(*own, *more).replace("BUCKET", name))

    return _bucket(change)


def _acl(ownership: str, block: Mapping[str, bool]) -> Seed:
    """A bucket that everybody may list by its ACL."""

    def change(s3: Any, name: str) -> None:
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=_ownership("ObjectWriter"))
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=OPEN)
        s3.put_bucket_acl(Bucket=name, GrantRead=f"uri={ALL_USERS}")
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=_ownership(ownership))
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)

    return _bucket(change)


def _lifecycle(**change: Any) -> Seed:
    rule = {key: value for key, value in {**RULE, **change}.items() if value is not None}
    return _bucket(
        lambda s3, name: s3.put_bucket_lifecycle_configuration(
            Bucket=name, LifecycleConfiguration={"Rules": [rule]}
        )
    )


def _encrypted(key: str) -> Seed:
    """A bucket with a key that was made before."""

    def seed(moto: MotoServer, name: str) -> None:
        _bucket()(moto, name)
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn(moto, key)}
        moto.client("s3").put_bucket_encryption(
            Bucket=name,
            ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
        )

    return seed


def _replicated(to: str, **destination: str) -> Seed:
    """A bucket whose objects are copied to another."""
    rule = {
        "ID": "copy",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{to}", **destination},
    }
    configuration = {"Role": f"arn:aws:iam::{ACCOUNT}:role/replication", "Rules": [rule]}
    return _bucket(
        lambda s3, name: s3.put_bucket_replication(Bucket=name, ReplicationConfiguration=configuration)
    )


def _website(s3: Any, name: str) -> None:
    """What a bucket of customer data is not for."""
    s3.put_bucket_website(Bucket=name, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    rule = {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})


def _access_point(bucket: str, principal: object = None, block: Mapping[str, bool] = BLOCK) -> Seed:
    """An access point, with a policy if there is a principal."""

    def seed(moto: MotoServer, name: str) -> None:
        control = moto.client("s3control")
        control.create_access_point(
            AccountId=ACCOUNT, Name=name, Bucket=bucket, PublicAccessBlockConfiguration=block
        )
        if principal:
            arn = f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/{name}/object/*"
            statement = {**READ, "Principal": principal, "Resource": arn}
            control.put_access_point_policy(AccountId=ACCOUNT, Name=name, Policy=document(statement))

    return seed


READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::BUCKET/*"}
PUBLIC = {**READ, "Principal": "*"}


GUARD = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::BUCKET", "arn:aws:s3:::BUCKET/*"],
}


def _narrowed(operator: str, key: str, value: Any) -> tuple[Any, str]:
    """A bucket for everyone who meets a condition, and what is found with it in any case."""
    return _policy({**PUBLIC, **only_if(operator, key, value)}, block=OPEN), "s3-public-access-block"


def _deny_plaintext(**change: Any) -> dict[str, Any]:
    given = {**tls_only("BUCKET"), **change}
    return {key: value for key, value in given.items() if value is not None}


BUCKETS = (
    trap("s3-as-it-should-be", _bucket()),
    # TLS
    trap(
        "s3-tls-objects-only",
        _policy(_deny_plaintext(Resource="arn:aws:s3:::BUCKET/*"), tls=False),
        "s3-tls-only",
    ),
    trap("s3-tls-one-action", _policy(_deny_plaintext(Action="s3:GetObject"), tls=False), "s3-tls-only"),
    trap(
        "s3-tls-allowed-not-demanded",
        _policy(
            {
                **READ,
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            },
            tls=False,
        ),
        "s3-tls-only",
    ),
    trap(
        "s3-tls-all-but-one-action",
        _policy(_deny_plaintext(Action=None, NotAction="s3:GetObject"), tls=False),
        "s3-tls-only",
    ),
    # Public by policy
    trap("s3-public-policy-open", _policy(PUBLIC, block=OPEN), "s3-public-policy", "s3-public-access-block"),
    trap("s3-public-policy-blocked", _policy(PUBLIC)),
    trap(
        "s3-public-policy-half-blocked",
        _policy(PUBLIC, block={**BLOCK, "RestrictPublicBuckets": False}),
        "s3-public-policy",
        "s3-public-access-block",
    ),
    trap("s3-narrowed-to-endpoint", *_narrowed("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d")),
    trap(
        "s3-narrowed-to-any-endpoint",
        *_narrowed("StringLike", "aws:SourceVpce", "vpce-*"),
        "s3-public-policy",
    ),
    trap("s3-narrowed-to-organization", *_narrowed("StringEquals", "aws:PrincipalOrgID", OUR_ORGANIZATION)),
    trap(
        "s3-narrowed-to-another-organization",
        *_narrowed("StringEquals", "aws:PrincipalOrgID", OTHER_ORGANIZATION),
        "s3-policy-other-organizations",
    ),
    trap("s3-narrowed-to-us", *_narrowed("StringEquals", "aws:PrincipalAccount", ACCOUNT)),
    trap(
        "s3-narrowed-to-a-stranger",
        *_narrowed("StringEquals", "aws:PrincipalAccount", STRANGER),
        "s3-policy-other-accounts",
    ),
    trap("s3-narrowed-to-network", *_narrowed("IpAddress", "aws:SourceIp", "192.0.2.0/24")),
    trap(
        "s3-narrowed-to-everything",
        *_narrowed("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
        "s3-public-policy",
    ),
    trap(
        "s3-narrowed-to-pieces-of-everything",
        *_narrowed("IpAddress", "aws:SourceIp", [f"{first}.0.0.0/8" for first in range(1, 224)]),
        "s3-public-policy",
    ),
    trap(
        "s3-narrowed-to-networks-that-may-be-missing",
        *_narrowed("IpAddressIfExists", "aws:SourceIp", "192.0.2.0/24"),
        "s3-public-policy",
    ),
    trap(
        "s3-open-with-half-a-guard",
        _policy(
            PUBLIC,
            {**GUARD, "Action": "s3:Put*", **only_if("StringNotEquals", "aws:SourceVpce", "vpce-1")},
            block=OPEN,
        ),
        "s3-public-policy",
        "s3-public-access-block",
    ),
    trap(
        "s3-all-but-one",
        _policy({**READ, "NotPrincipal": STRANGERS_ROOT}, block=OPEN),
        "s3-public-policy",
        "s3-public-access-block",
    ),
    # Public by ACL
    trap(
        "s3-acl-open",
        _acl("ObjectWriter", OPEN),
        "s3-public-acl",
        "s3-public-access-block",
        "s3-ownership-enforced",
    ),
    trap("s3-acl-blocked", _acl("ObjectWriter", BLOCK), "s3-ownership-enforced"),
    trap("s3-acl-without-effect", _acl("BucketOwnerEnforced", OPEN), "s3-public-access-block"),
    # Shared, and too much of it
    trap(
        "s3-shared",
        _policy({**READ, "Principal": STRANGERS_ROOT}),
        "s3-policy-other-accounts",
    ),
    trap(
        "s3-shared-with-who-knows",
        _policy({**READ, "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eac"}}),
        unknown=("s3-policy-other-accounts",),
    ),
    trap("s3-shared-with-ourselves", _policy({**READ, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}})),
    trap(
        "s3-all-actions",
        _policy({**READ, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/app"}, "Action": "S3:*"}),
        "s3-policy-all-actions",
    ),
    # Life cycle and versions
    trap("s3-expiry-disabled", _lifecycle(Status="Disabled"), "s3-lifecycle-expiry", "s3-abort-multipart"),
    trap(
        "s3-expiry-of-a-prefix",
        _lifecycle(Filter={"Prefix": "tmp/"}, AbortIncompleteMultipartUpload=None),
        "s3-lifecycle-expiry",
        "s3-abort-multipart",
    ),
    trap("s3-expiry-of-current", _lifecycle(NoncurrentVersionExpiration=None), "s3-lifecycle-expiry"),
    trap(
        "s3-versions-suspended",
        _bucket(
            lambda s3, name: s3.put_bucket_versioning(
                Bucket=name, VersioningConfiguration={"Status": "Suspended"}
            )
        ),
        "s3-versioning",
    ),
    trap(
        "s3-not-encrypted",
        _bucket(lambda s3, name: s3.delete_bucket_encryption(Bucket=name)),
        "s3-default-encryption",
    ),
    # Sensitive by its name
    trap(
        "s3-sensitive-website",
        _bucket(_website),
        "s3-website",
        "s3-cors-any-origin",
        "s3-access-point-vpc",
        "s3-classification-tag",
        "s3-customer-managed-key",
        "s3-mfa-delete",
    ),
    # Copied elsewhere
    trap("s3-copied-to-ourselves", _replicated("s3-as-it-should-be")),
    trap("s3-copied-where-it-stays", _replicated("s3-expiry-disabled"), "s3-replication-retention"),
    trap(
        "s3-copied-away",
        _replicated("s3-not-ours", Account=STRANGER),
        "s3-replication-other-account",
        "s3-replication-retention",
    ),
    trap("s3-key-in-use", _encrypted("key-plain")),
    trap("s3-key-to-be-deleted", _encrypted("key-to-be-deleted"), "kms-bucket-key-usable"),
)

ACCESS_POINTS = (
    trap("door-closed", _access_point("s3-as-it-should-be")),
    trap("door-to-sensitive-data", _access_point("s3-sensitive-website")),
    trap("door-for-us", _access_point("s3-as-it-should-be", OUR_APP)),
    trap(
        "door-for-a-stranger",
        _access_point("s3-as-it-should-be", STRANGERS_ROOT),
        "s3-access-point-other-accounts",
    ),
    trap(
        "door-open",
        _access_point("s3-acl-without-effect", "*", OPEN),
        "s3-access-point-public-block",
        "s3-access-point-public-policy",
    ),
    trap(
        "door-before-a-locked-bucket",
        _access_point("s3-as-it-should-be", "*", OPEN),
        "s3-access-point-public-block",
    ),
)
