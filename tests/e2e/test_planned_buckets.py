"""The same bucket live and planned gets the same verdict from every S3 check."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.collectors.terraform.plans import Plan
from tests.e2e.bucket import BLOCK, tls_only
from tests.e2e.conftest import Run, Workspace, aws_target

Json = Any
LOCKED = {
    "block_public_acls": True,
    "ignore_public_acls": True,
    "block_public_policy": True,
    "restrict_public_buckets": True,
}
OPEN = dict.fromkeys(LOCKED, False)
GROUP = "http://acs.amazonaws.com/groups/global/AllUsers"


@dataclass(frozen=True)
class Twin:
    """One bucket twice: resources of Terraform by what they settle, and calls of the API."""

    name: str
    parts: Mapping[str, Json] = field(default_factory=dict)
    calls: Sequence[tuple[str, Json]] = ()
    bucket: Mapping[str, Json] = field(default_factory=dict)


def document(*statements: Mapping[str, Json]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(name: str, **more: Json) -> dict[str, Json]:
    arn = f"arn:aws:s3:::{name}/*"
    return {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": arn, **more}


def with_policy(name: str, *statements: Mapping[str, Json], shut: bool = False) -> Twin:
    text = document(*statements)
    block = LOCKED if shut else OPEN
    return Twin(
        name,
        {"policy": {"policy": text}, "public_access_block": block},
        [
            ("put_public_access_block", {"PublicAccessBlockConfiguration": BLOCK if shut else _api(OPEN)}),
            ("put_bucket_policy", {"Policy": text}),
        ],
    )


def _api(block: Mapping[str, bool]) -> dict[str, bool]:
    return {"".join(word.capitalize() for word in key.split("_")): value for key, value in block.items()}


def with_lifecycle(name: str, rule: Mapping[str, Json], api: Mapping[str, Json]) -> Twin:
    return Twin(
        name,
        {
            "lifecycle_configuration": {"rule": [rule]},
            "versioning": {"versioning_configuration": [{"status": "Enabled"}]},
        },
        [
            ("put_bucket_versioning", {"VersioningConfiguration": {"Status": "Enabled"}}),
            ("put_bucket_lifecycle_configuration", {"LifecycleConfiguration": {"Rules": [api]}}),
        ],
    )


RULE = {
    "id": "r",
    "status": "Enabled",
    "filter": [{"prefix": ""}],
    "expiration": [{"days": 300, "expired_object_delete_marker": False}],
    "noncurrent_version_expiration": [{"noncurrent_days": 30}],
    "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
}
API_RULE = {
    "ID": "r",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "Expiration": {"Days": 300},
    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}
KEY = "the-arn-of-the-key"
"""Takes the place of the key that the emulator makes."""
ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
WORLD = {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}
TWINS = [
    Twin("plain"),
    with_policy("tls", tls_only("tls"), shut=True),
    with_policy(
        "tls-objects-only", tls_only("tls-objects-only") | {"Resource": "arn:aws:s3:::tls-objects-only/*"}
    ),
    with_policy("tls-one-action", tls_only("tls-one-action") | {"Action": "s3:GetObject"}),
    with_policy(
        "allow-if-tls",
        allow(
            "allow-if-tls", Principal={"AWS": ACCOUNT}, Condition={"Bool": {"aws:SecureTransport": "true"}}
        ),
    ),
    with_policy("public", allow("public")),
    with_policy("public-but-blocked", allow("public-but-blocked"), shut=True),
    with_policy("organization", allow("organization", Condition=ORGANIZATION)),
    with_policy("whole-world", allow("whole-world", Condition=WORLD)),
    with_policy("partner", allow("partner", Principal={"AWS": "arn:aws:iam::999999999999:root"})),
    with_policy("all-actions", allow("all-actions", Principal={"AWS": ACCOUNT}, Action="s3:*")),
    Twin(
        "public-acl",
        {
            "acl": {"acl": "public-read"},
            "ownership_controls": {"rule": [{"object_ownership": "ObjectWriter"}]},
            "public_access_block": OPEN,
        },
        [
            ("put_public_access_block", {"PublicAccessBlockConfiguration": _api(OPEN)}),
            (
                "put_bucket_ownership_controls",
                {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
            ),
            ("put_bucket_acl", {"ACL": "public-read"}),
        ],
    ),
    Twin(
        "public-acl-without-effect",
        {"acl": {"acl": "public-read"}, "public_access_block": OPEN},
        [
            ("put_public_access_block", {"PublicAccessBlockConfiguration": _api(OPEN)}),
            ("put_bucket_acl", {"ACL": "public-read"}),
        ],
    ),
    Twin(
        "half-blocked",
        {"public_access_block": {**LOCKED, "restrict_public_buckets": False}},
        [
            (
                "put_public_access_block",
                {"PublicAccessBlockConfiguration": BLOCK | {"RestrictPublicBuckets": False}},
            )
        ],
    ),
    Twin(
        "suspended",
        {"versioning": {"versioning_configuration": [{"status": "Suspended"}]}},
        [("put_bucket_versioning", {"VersioningConfiguration": {"Status": "Suspended"}})],
    ),
    Twin(
        "kms",
        {
            "server_side_encryption_configuration": {
                "rule": [
                    {
                        "apply_server_side_encryption_by_default": [
                            {"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}
                        ],
                        "bucket_key_enabled": True,
                    }
                ]
            }
        },
        [
            (
                "put_bucket_encryption",
                {
                    "ServerSideEncryptionConfiguration": {
                        "Rules": [
                            {
                                "ApplyServerSideEncryptionByDefault": {
                                    "SSEAlgorithm": "aws:kms",
                                    "KMSMasterKeyID": KEY,
                                },
                                "BucketKeyEnabled": True,
                            }
                        ]
                    }
                },
            )
        ],
    ),
    with_lifecycle("expires", RULE, API_RULE),
    with_lifecycle("expires-disabled", {**RULE, "status": "Disabled"}, {**API_RULE, "Status": "Disabled"}),
    with_lifecycle(
        "expires-prefix",
        {**RULE, "filter": [{"prefix": "logs/"}]},
        {**API_RULE, "Filter": {"Prefix": "logs/"}},
    ),
    with_lifecycle(
        "expires-current-only",
        {key: value for key, value in RULE.items() if key != "noncurrent_version_expiration"},
        {key: value for key, value in API_RULE.items() if key != "NoncurrentVersionExpiration"},
    ),
    Twin(
        "website",
        {"website_configuration": {"index_document": [{"suffix": "index.html"}]}},
        [("put_bucket_website", {"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}})],
    ),
    Twin(
        "cors",
        {"cors_configuration": {"cors_rule": [{"allowed_origins": ["*"], "allowed_methods": ["GET"]}]}},
        [
            (
                "put_bucket_cors",
                {"CORSConfiguration": {"CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]}},
            )
        ],
    ),
    Twin(
        "tagged",
        {},
        [("put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "classification", "Value": "sensitive"}]}})],
        {"tags": {"classification": "sensitive"}, "tags_all": {"classification": "sensitive"}},
    ),
    Twin(
        "locked",
        {
            "object_lock_configuration": {
                "object_lock_enabled": "Enabled",
                "rule": [{"default_retention": [{"mode": "COMPLIANCE", "days": 30, "years": None}]}],
            },
            "versioning": {"versioning_configuration": [{"status": "Enabled"}]},
        },
        [
            (
                "put_object_lock_configuration",
                {
                    "ObjectLockConfiguration": {
                        "ObjectLockEnabled": "Enabled",
                        "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 30}},
                    }
                },
            ),
        ],
        {"object_lock_enabled": True},
    ),
    Twin(
        "logged",
        {"logging": {"target_bucket": "logs", "target_prefix": "logged/"}},
        [
            (
                "put_bucket_logging",
                {
                    "BucketLoggingStatus": {
                        "LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "logged/"}
                    }
                },
            )
        ],
    ),
    Twin(
        "logs",
        {
            "acl": {"acl": "log-delivery-write"},
            "ownership_controls": {"rule": [{"object_ownership": "ObjectWriter"}]},
        },
        [
            (
                "put_bucket_ownership_controls",
                {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
            ),
            ("put_bucket_acl", {"ACL": "log-delivery-write"}),
        ],
    ),
]


def seed(moto: MotoServer, *, blocked: bool) -> str:
    """The live twins. The emulator knows no defaults of new buckets, so that they are set here.

    Gives the ARN of the key.
    """
    s3 = moto.client("s3")
    key: str = moto.client("kms").create_key(KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["Arn"]
    if blocked:
        moto.client("s3control").put_public_access_block(
            AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK
        )
    for twin in TWINS:
        s3.create_bucket(Bucket=twin.name, ObjectLockEnabledForBucket="object_lock_enabled" in twin.bucket)
        s3.put_public_access_block(Bucket=twin.name, PublicAccessBlockConfiguration=BLOCK)
        enforced = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        s3.put_bucket_ownership_controls(Bucket=twin.name, OwnershipControls=enforced)
        default = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
        s3.put_bucket_encryption(Bucket=twin.name, ServerSideEncryptionConfiguration=default)
    # The bucket for logs must be ready before another names it.
    for twin in sorted(TWINS, key=lambda each: each.name != "logs"):
        for method, arguments in twin.calls:
            getattr(s3, method)(Bucket=twin.name, **json.loads(json.dumps(arguments).replace(KEY, key)))
    trails = moto.client("cloudtrail")
    trails.create_trail(Name="writes", S3BucketName="logs", IsMultiRegionTrail=True)
    selected = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]
    selector = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True, "DataResources": selected}
    trails.put_event_selectors(TrailName="writes", EventSelectors=[selector])
    trails.start_logging(Name="writes")
    return key


def plan(key: str, *, blocked: bool, by_name: bool) -> Plan:
    """The planned twins; parts name their bucket, or refer to it."""
    found = Plan()
    for twin in TWINS:
        local = twin.name.replace("-", "_")
        computed = dict.fromkeys(
            ("arn", "id", "policy", "acl", "versioning", "lifecycle_rule", "logging", "grant"), True
        )
        found.add(f"aws_s3_bucket.{local}", {"bucket": twin.name, **twin.bucket}, unknown=computed)
        for part, given in twin.parts.items():
            values = json.loads(json.dumps(given).replace(KEY, key))
            address = f"aws_s3_bucket_{part}.{local}"
            if by_name:
                found.add(address, {"bucket": twin.name, **values})
            else:
                refs = {"bucket": [f"aws_s3_bucket.{local}.id", f"aws_s3_bucket.{local}"]}
                found.add(address, values, refs=refs)
    standing = {"arn": key, "key_id": key.rpartition("/")[2], "is_enabled": True}
    found.add("aws_kms_key.k", standing, before=standing, actions=("no-op",))
    found.add(
        "aws_cloudtrail.writes",
        {
            "name": "writes",
            "s3_bucket_name": "logs",
            "is_multi_region_trail": True,
            "event_selector": [
                {
                    "read_write_type": "WriteOnly",
                    "data_resource": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
                }
            ],
        },
    )
    if blocked:
        found.add("aws_s3_account_public_access_block.all", LOCKED)
    return found


def scanned(workspace: Workspace, target: Mapping[str, Json]) -> Run:
    datasets = [
        {
            "id": "customers",
            "classification": "sensitive",
            "owner": "crm",
            "retention_days": 365,
            "stores": [{"target": "account", "bucket": "*"}],
        }
    ]
    workspace.configure(targets=[target], datasets=datasets)
    return workspace.scan("--format", "json")


def verdicts(run: Run) -> dict[str, Any]:
    """Of every S3 check: what failed, what is unknown, and how many of each outcome there are."""
    checks = {id_: check for id_, check in run.report["checks"].items() if check["resource"] == "s3.bucket"}
    found = {
        (finding["check"], finding["subject"]["name"], finding["outcome"], finding["path"])
        for finding in run.report["findings"]
        if finding["check"] in checks
    }
    return {"findings": found, "outcomes": {id_: check["outcomes"] for id_, check in checks.items()}}


@pytest.mark.parametrize(("blocked", "by_name"), [(True, False), (False, True)])
def test_a_bucket_is_judged_alike_before_and_after_it_is_made(
    workspace: Workspace, moto: MotoServer, tmp_path: Path, *, blocked: bool, by_name: bool
) -> None:
    moto.reset()
    key = seed(moto, blocked=blocked)
    live = verdicts(scanned(workspace, aws_target(moto.url)))
    path = plan(key, blocked=blocked, by_name=by_name).write(tmp_path)
    told = {"account": ACCOUNT, "organization": "none"}
    target = {"id": "account", "kind": "terraform", "path": str(path), **told}
    planned = verdicts(scanned(workspace, target))
    assert planned["findings"] ^ live["findings"] == set()
    assert planned["outcomes"] == live["outcomes"]
    assert len(live["outcomes"]) >= 29
    assert len({check for check, *_ in live["findings"]}) >= 12
