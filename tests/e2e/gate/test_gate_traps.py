"""Traps of documents, trails and lifecycles in all languages of planned infrastructure, with datasets."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.collectors.terraform.plans import Plan
from tests.e2e.bucket import tls_only
from tests.e2e.conftest import Run, Workspace
from tests.e2e.gate.conftest import Change

Json = Any
DATASETS = [
    {
        "id": "customers",
        "classification": "sensitive",
        "owner": "crm",
        "retention_days": 365,
        "stores": [
            {"target": "account", "bucket": "crm-*"},
            {"target": "account", "bucket": "shared", "prefix": "customers/"},
            {"target": "account", "tag": {"key": "data", "value": "customers"}},
        ],
    },
    {
        "id": "logs",
        "classification": "general",
        "owner": "ops",
        "retention_days": 3650,
        "stores": [{"target": "account", "bucket": "trail-*"}],
    },
]


def document(*statements: Mapping[str, Json]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(**more: Json) -> dict[str, Json]:
    return {"Effect": "Allow", **more}


TRUST = document(allow(Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole"))
EVERYTHING = document(allow(Action="*", Resource="*"))
READING = document(allow(Action="s3:GetObject", Resource="arn:aws:s3:::crm-good/a/*"))
ENDS = {"id": "ends", "status": "Enabled", "filter": [{"prefix": ""}]}
WHOLE = {
    **ENDS,
    "expiration": [{"days": 300}],
    "noncurrent_version_expiration": [{"noncurrent_days": 30}],
    "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
}


def without(key: str) -> dict[str, Json]:
    return {name: value for name, value in WHOLE.items() if name != key}


RESOURCES: Mapping[str, Mapping[str, Json]] = {
    # NotPrincipal lets in everyone but those it names; of a Deny it leaves somebody out.
    "aws_s3_bucket.crm_notprincipal": {"bucket": "crm-notprincipal"},
    "aws_s3_bucket_policy.crm_notprincipal": {
        "bucket": "crm-notprincipal",
        "policy": document(
            allow(
                NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"},
                Action="s3:GetObject",
                Resource="arn:aws:s3:::crm-notprincipal/*",
            ),
            {
                "Effect": "Deny",
                "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/x"},
                "Action": "s3:*",
                "Resource": ["arn:aws:s3:::crm-notprincipal", "arn:aws:s3:::crm-notprincipal/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ),
    },
    "aws_s3_bucket_public_access_block.crm_notprincipal": {
        "bucket": "crm-notprincipal",
        "block_public_policy": False,
        "restrict_public_buckets": False,
    },
    "aws_s3_bucket_lifecycle_configuration.crm_notprincipal": {"bucket": "crm-notprincipal", "rule": [WHOLE]},
    "aws_iam_role.not_action": {
        "name": "not-action",
        "assume_role_policy": TRUST,
        "inline_policy": [
            {"name": "all-but-iam", "policy": document(allow(NotAction="iam:*", Resource="*"))},
        ],
    },
    "aws_iam_role.not_resource": {
        "name": "not-resource",
        "assume_role_policy": TRUST,
        "inline_policy": [
            {
                "name": "all-but-one",
                "policy": document(allow(Action="sqs:SendMessage", NotResource="arn:aws:sqs:*:*:one")),
            },
        ],
    },
    "aws_iam_role.denies": {
        "name": "denies",
        "assume_role_policy": TRUST,
        "inline_policy": [
            {
                "name": "limits",
                "policy": document({"Effect": "Deny", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::a"}),
            },
        ],
    },
    "aws_iam_policy.limit": {"name": "limit", "policy": READING},
    "aws_iam_role.admin": {
        "name": "admin",
        "assume_role_policy": TRUST,
        "inline_policy": [{"name": "all", "policy": EVERYTHING}],
    },
    "aws_iam_role.bounded": {
        "name": "bounded",
        "assume_role_policy": TRUST,
        "permissions_boundary": "arn:aws:iam::111122223333:policy/limit",
        "inline_policy": [{"name": "all", "policy": EVERYTHING}],
    },
    "aws_cloudtrail.bad": {
        "name": "bad",
        "s3_bucket_name": "trail-files",
        "enable_logging": False,
        "is_multi_region_trail": False,
        "enable_log_file_validation": False,
    },
    "aws_s3_bucket.trail": {"bucket": "trail-files"},
    "aws_s3_bucket_lifecycle_configuration.trail": {
        "bucket": "trail-files",
        "rule": [{**WHOLE, "expiration": [{"days": 10}]}],
    },
    "aws_s3_bucket.crm_good": {"bucket": "crm-good"},
    "aws_s3_bucket_policy.crm_good": {"bucket": "crm-good", "policy": document(tls_only("crm-good"))},
    "aws_s3_bucket_lifecycle_configuration.crm_good": {"bucket": "crm-good", "rule": [WHOLE]},
    "aws_s3_bucket_versioning.crm_current": {
        "bucket": "crm-current",
        "versioning_configuration": [{"status": "Enabled"}],
    },
    "aws_s3_bucket.crm_current": {"bucket": "crm-current"},
    "aws_s3_bucket_lifecycle_configuration.crm_current": {
        "bucket": "crm-current",
        "rule": [without("noncurrent_version_expiration")],
    },
    "aws_s3_bucket.crm_uploads": {"bucket": "crm-uploads"},
    "aws_s3_bucket_lifecycle_configuration.crm_uploads": {
        "bucket": "crm-uploads",
        "rule": [without("abort_incomplete_multipart_upload")],
    },
    "aws_s3_bucket.crm_part": {"bucket": "crm-part"},
    "aws_s3_bucket_lifecycle_configuration.crm_part": {
        "bucket": "crm-part",
        "rule": [{**WHOLE, "filter": [{"prefix": "old/"}]}],
    },
    "aws_s3_bucket.shared": {"bucket": "shared"},
    "aws_s3_bucket_lifecycle_configuration.shared": {
        "bucket": "shared",
        "rule": [
            {**WHOLE, "id": "data", "filter": [{"prefix": "customers/"}]},
            {**ENDS, "id": "all", "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}]},
        ],
    },
    "aws_s3_bucket.tagged": {"bucket": "tagged", "tags": {"data": "customers"}},
    "aws_s3_bucket.nobody": {"bucket": "nobody"},
}
"""By address; the plan, the .tf files and the template are all made of this."""
GOOD: Mapping[str, Mapping[str, Json]] = {
    "aws_s3_bucket.trail": {"bucket": "trail-fine"},
    "aws_s3_bucket_lifecycle_configuration.trail": {
        "bucket": "trail-fine",
        "rule": [{**WHOLE, "expiration": [{"days": 1000}]}],
    },
    "aws_cloudtrail.good": {
        "name": "good",
        "s3_bucket_name": "trail-fine",
        "is_multi_region_trail": True,
        "enable_log_file_validation": True,
    },
}
CHECKS = frozenset(
    {
        "s3-public-policy",
        "s3-tls-only",
        "iam-role-inline-negation",
        "iam-role-admin",
        "cloudtrail-log-validation",
        "cloudtrail-account-recorded",
        "cloudtrail-bucket-retention",
        "s3-lifecycle-expiry",
        "s3-abort-multipart",
        "s3-in-dataset",
        "s3-prefixes-in-dataset",
    }
)
LIFECYCLE, POLICY = "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_policy"
EXPECTED = {
    ("s3-public-policy", "aws_s3_bucket.crm_notprincipal"),
    ("s3-tls-only", f"{POLICY}.crm_notprincipal"),
    ("iam-role-inline-negation", "aws_iam_role.not_action"),
    ("iam-role-inline-negation", "aws_iam_role.not_resource"),
    ("iam-role-admin", "aws_iam_role.admin"),
    ("cloudtrail-log-validation", "aws_cloudtrail.bad"),
    ("cloudtrail-account-recorded", "aws_cloudtrail.bad"),
    ("cloudtrail-bucket-retention", "aws_cloudtrail.bad"),
    ("s3-lifecycle-expiry", "aws_s3_bucket.crm_current"),
    ("s3-lifecycle-expiry", f"{LIFECYCLE}.crm_part"),
    ("s3-lifecycle-expiry", "aws_s3_bucket.tagged"),
    ("s3-abort-multipart", f"{LIFECYCLE}.crm_uploads"),
    ("s3-abort-multipart", f"{LIFECYCLE}.crm_part"),
    ("s3-abort-multipart", "aws_s3_bucket.tagged"),
    ("s3-abort-multipart", "aws_s3_bucket.nobody"),
    ("s3-in-dataset", "aws_s3_bucket.nobody"),
    ("s3-prefixes-in-dataset", "aws_s3_bucket.shared"),
}
"""Check, and the block at whose lines the finding is."""


# --- the same in every language ---------------------------------------------------------------------------


def hcl(resources: Mapping[str, Mapping[str, Json]]) -> str:
    """Configuration as people write it, but for the order."""
    blocks = []
    for address, values in resources.items():
        type_, name = address.split(".")
        blocks.append(f'resource "{type_}" "{name}" {{\n{_inside(values)}}}\n')
    return "\n".join(blocks)


def _inside(values: Mapping[str, Json]) -> str:
    lines = []
    for key, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            lines += [f"{key} {{\n{_inside(block)}}}" for block in value]
        else:
            lines.append(f"{key} = {json.dumps(value)}")
    return "".join(f"{line}\n" for line in lines)


def plan(resources: Mapping[str, Mapping[str, Json]]) -> Plan:
    """The plan that Terraform would make of it."""
    found = Plan()
    for address, values in resources.items():
        found.add(address, values, unknown={"arn": True, "id": True})
    return found


def template(resources: Mapping[str, Mapping[str, Json]]) -> str:
    """A template that makes the same."""
    made: dict[str, Json] = {}
    buckets: dict[str, Json] = {}
    for address, values in resources.items():
        type_, _ = address.split(".")
        if type_ == "aws_s3_bucket":
            tags = [{"Key": key, "Value": value} for key, value in values.get("tags", {}).items()]
            properties = {"BucketName": values["bucket"], **({"Tags": tags} if tags else {})}
            buckets[values["bucket"]] = properties
            made[logical(address)] = {"Type": "AWS::S3::Bucket", "Properties": properties}
        elif type_ in _TYPES:
            name, convert = _TYPES[type_]
            made[logical(address)] = {"Type": name, "Properties": convert(values)}
    for address, values in resources.items():
        part = _PARTS.get(address.split(".")[0])
        if part:
            buckets[values["bucket"]][part[0]] = part[1](values)
    return str(yaml.safe_dump({"Resources": made}, sort_keys=False, width=1000))


def logical(address: str) -> str:
    """The logical id of what becomes a resource of its own."""
    return "".join(word.title() for word in address.replace(".", "_").split("_"))


def _role(values: Mapping[str, Json]) -> Json:
    policies = [
        {"PolicyName": each["name"], "PolicyDocument": json.loads(each["policy"])}
        for each in values["inline_policy"]
    ]
    bound = values.get("permissions_boundary")
    return {
        "RoleName": values["name"],
        "AssumeRolePolicyDocument": json.loads(values["assume_role_policy"]),
        "Policies": policies,
        **({"PermissionsBoundary": bound} if bound else {}),
    }


def _trail(values: Mapping[str, Json]) -> Json:
    return {
        "TrailName": values["name"],
        "S3BucketName": values["s3_bucket_name"],
        "IncludeGlobalServiceEvents": True,
        "IsLogging": values.get("enable_logging", True),
        "IsMultiRegionTrail": values["is_multi_region_trail"],
        "EnableLogFileValidation": values["enable_log_file_validation"],
    }


def _rules(values: Mapping[str, Json]) -> Json:
    return {"Rules": [_rule(rule) for rule in values["rule"]]}


def _rule(rule: Mapping[str, Json]) -> Json:
    found = {"Id": rule["id"], "Status": rule["status"], "Prefix": rule["filter"][0]["prefix"]}
    if "expiration" in rule:
        found["ExpirationInDays"] = rule["expiration"][0]["days"]
    if "noncurrent_version_expiration" in rule:
        days = rule["noncurrent_version_expiration"][0]["noncurrent_days"]
        found["NoncurrentVersionExpiration"] = {"NoncurrentDays": days}
    if "abort_incomplete_multipart_upload" in rule:
        days = rule["abort_incomplete_multipart_upload"][0]["days_after_initiation"]
        found["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": days}
    return found


_TYPES: Mapping[str, tuple[str, Any]] = {
    "aws_s3_bucket_policy": (
        "AWS::S3::BucketPolicy",
        lambda it: {"Bucket": it["bucket"], "PolicyDocument": json.loads(it["policy"])},
    ),
    "aws_iam_role": ("AWS::IAM::Role", _role),
    "aws_iam_policy": (
        "AWS::IAM::ManagedPolicy",
        lambda it: {"ManagedPolicyName": it["name"], "PolicyDocument": json.loads(it["policy"])},
    ),
    "aws_cloudtrail": ("AWS::CloudTrail::Trail", _trail),
}
_PARTS: Mapping[str, tuple[str, Any]] = {
    LIFECYCLE: ("LifecycleConfiguration", _rules),
    "aws_s3_bucket_versioning": ("VersioningConfiguration", lambda _: {"Status": "Enabled"}),
    "aws_s3_bucket_public_access_block": (
        "PublicAccessBlockConfiguration",
        lambda _: {"BlockPublicPolicy": False, "RestrictPublicBuckets": False},
    ),
}


# --- what is found ----------------------------------------------------------------------------------------


def found(run: Run, path: str, text: str) -> set[tuple[str, str]]:
    """Check, and the block whose first line is the place of the finding."""
    lines = text.splitlines()
    return {
        (finding["check"], _block(lines[finding["location"]["line"] - 1]))
        for finding in run.report["findings"]
        if finding["outcome"] == "fail" and finding["location"]["path"] == path and _meant(finding)
    }


def _meant(finding: Mapping[str, Json]) -> bool:
    """Of the demand for TLS the buckets are meant that have a policy."""
    policies = ("notprincipal", "good")
    return finding["check"] in CHECKS and (
        finding["check"] != "s3-tls-only" or finding["subject"]["name"].endswith(policies)
    )


def _block(line: str) -> str:
    words = line.strip().removesuffix(" {").removesuffix(":").removeprefix("resource ")
    return words.replace('" "', ".").strip('"')


def of_template(expected: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What settles something of a bucket stands inside it there."""
    return {(check, logical(block.replace(LIFECYCLE, "aws_s3_bucket"))) for check, block in expected}


def test_exactly_the_faults_are_found_in_every_language(workspace: Workspace, tmp_path: Path) -> None:
    text, stack = hcl(RESOURCES), template(RESOURCES)
    workspace.configure(targets=[{"id": "account", "kind": "aws"}], datasets=DATASETS)
    for folder in ("hcl", "plan", "cfn", "good"):
        (tmp_path / folder).mkdir()
    (tmp_path / "hcl" / "main.tf").write_text(text)
    (tmp_path / "plan" / "main.tf").write_text(text)
    plan(RESOURCES).write(tmp_path / "plan")
    (tmp_path / "cfn" / "stack.yaml").write_text(stack)
    (tmp_path / "good" / "main.tf").write_text(hcl(GOOD))
    (tmp_path / "good" / "stack.yaml").write_text(template(GOOD))
    sources = ["hcl", "plan/plan.json", "cfn", "good", "good/stack.yaml"]
    run = workspace.run("gate", *sources, "--format", "json")
    assert run.code == 1, run.err
    assert found(run, "hcl/main.tf", text) == EXPECTED
    assert found(run, "plan/main.tf", text) == EXPECTED
    assert found(run, "cfn/stack.yaml", stack) == of_template(EXPECTED)
    assert found(run, "good/main.tf", hcl(GOOD)) == set()
    assert found(run, "good/stack.yaml", template(GOOD)) == set()
    recorded = run.report["checks"]["cloudtrail-account-recorded"]["outcomes"]
    assert recorded == {"pass": 2, "fail": 3, "unknown": 0, "not_applicable": 0}


def test_a_change_cannot_loosen_what_it_is_judged_by(change: Change) -> None:
    uploads = {key: values for key, values in RESOURCES.items() if key.endswith("crm_uploads")}
    rule = {**WHOLE, "abort_incomplete_multipart_upload": [{"days_after_initiation": 6}]}
    uploads[f"{LIFECYCLE}.crm_uploads"] = {"bucket": "crm-uploads", "rule": [rule]}
    change.write("main.tf", hcl(uploads))
    rules = {"targets": [{"id": "account", "kind": "aws"}], "datasets": DATASETS}
    change.write("audit.yaml", {**rules, "parameters": {"multipart_abort_days": 3}})
    change.commit()
    looser = [{**DATASETS[0], "retention_days": 100}]
    change.write("audit.yaml", {**rules, "datasets": looser, "parameters": {"multipart_abort_days": 90}})
    fails = {"s3-lifecycle-expiry": False, "s3-abort-multipart": True}
    run = change.gate("main.tf", "--base", "main")
    assert {check: bool(run.report["checks"][check]["outcomes"]["fail"]) for check in fails} == fails
    assert [line for line in run.report["warnings"] if "changed here" in line] == [
        "parameters.multipart_abort_days: changed here; the value from before the change counts",
        "datasets: changed here; those from before the change count",
    ]
    here = change.gate("main.tf")
    assert {check: bool(here.report["checks"][check]["outcomes"]["fail"]) for check in fails} == {
        "s3-lifecycle-expiry": True,
        "s3-abort-multipart": False,
    }
