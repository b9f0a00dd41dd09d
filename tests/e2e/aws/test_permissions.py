"""What the audit needs to be allowed, and what it asks for."""

import json
import re
from collections.abc import Mapping

from collectors.aws.advice import actions, policy
from collectors.aws.settings import settings_of
from scanner.pipeline import wanted_everywhere
from tests.collectors.aws.aws_request import ACCESS_POINT, ACCOUNT
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.e2e.auditor import Auditor
from tests.e2e.aws.conftest import Calm
from tests.e2e.conftest import Workspace

S3_ACTIONS: Mapping[str, str] = {
    # "Actions, resources, and condition keys for Amazon S3" in the service authorization reference.
    "acl": "s3:GetBucketAcl",
    "cors": "s3:GetBucketCORS",
    "encryption": "s3:GetEncryptionConfiguration",
    "lifecycle": "s3:GetLifecycleConfiguration",
    "location": "s3:GetBucketLocation",
    "logging": "s3:GetBucketLogging",
    "object-lock": "s3:GetBucketObjectLockConfiguration",
    "ownershipControls": "s3:GetBucketOwnershipControls",
    "policy": "s3:GetBucketPolicy",
    "policyStatus": "s3:GetBucketPolicyStatus",
    "publicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "replication": "s3:GetReplicationConfiguration",
    "tagging": "s3:GetBucketTagging",
    "versioning": "s3:GetBucketVersioning",
    "website": "s3:GetBucketWebsite",
    ACCESS_POINT: "s3:GetAccessPoint",
    f"{ACCESS_POINT}s": "s3:ListAccessPoints",
    f"{ACCESS_POINT}/policy": "s3:GetAccessPointPolicy",
    f"{ACCESS_POINT}/policyStatus": "s3:GetAccessPointPolicyStatus",
    ACCOUNT: "s3:GetAccountPublicAccessBlock",
    "": "s3:ListAllMyBuckets",
}


def action(fault: Fault) -> str:
    """The IAM action of a request, told from its denial."""
    if fault.service == "s3":
        return S3_ACTIONS[fault.subresource or ""]
    return f"{fault.service}:{fault.operation}"


IN_PLACE_OF_OTHERS = {
    # Without a credential report.
    "iam:GetAccessKeyLastUsed",
    "iam:GetLoginProfile",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "iam:ListUsers",
    # For policies of AWS that are not in the details of the account.
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
}
"""Asked for only when something else gives no answer."""


def test_the_printed_policy_allows_what_is_asked_and_nothing_else(auditor: Auditor, calm: Calm) -> None:
    wanted = auditor.selection().wanted(auditor.collector.types, evaluated=True)
    allowed = actions(settings_of(auditor.target), wanted)
    asked = {action(fault) for fault in calm.operations.values()}
    assert asked <= allowed
    assert allowed - asked == IN_PLACE_OF_OTHERS


def test_doctor_prints_the_policy(auditor: Auditor, workspace: Workspace, proxy: FaultProxy) -> None:
    proxy.reset()
    proxy.inject(Fault(subresource="encryption"))
    doctor = workspace.run("doctor")
    assert doctor.code == 3
    (text,) = re.findall(r"^\{$.*?^\}$", doctor.out, re.MULTILINE | re.DOTALL)
    wanted = wanted_everywhere([(auditor.target, auditor.collector)], auditor.pack, has_datasets=True)
    assert json.loads(text) == policy(actions(settings_of(auditor.target), wanted["account"]))
    denied = doctor.out.partition("Actions that were denied")[2].partition("The smallest policy")[0]
    assert re.findall(r"^[a-z0-9-]+:[A-Za-z]+$", denied, re.MULTILINE) == ["s3:GetEncryptionConfiguration"]
