"""The AWS account of the company, as it should be: three buckets, their logs, and what guards them."""

import re
from typing import Any

from tests.collectors.aws.fault_proxy import Amendments
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.account import iam, keys, records, stores
from tests.e2e.account.trap import allow, document
from tests.e2e.bucket import BLOCK, tls_only

BUCKETS = {"files": "sensitive", "orders": "general", "board": "highly_sensitive", "logs": "general"}
"""Bucket to the classification of the dataset that is in it."""
PASSWORDS = {
    "MinimumPasswordLength": 14,
    "PasswordReusePrevention": 24,
    "RequireSymbols": True,
    "RequireNumbers": True,
    "RequireUppercaseCharacters": True,
    "RequireLowercaseCharacters": True,
    "MaxPasswordAge": 90,
}
"""What passwords of users must be like."""
NETWORK = "10.9.0.0/16"
GROUPS = {"agents": ("files", "e06"), "clerks": ("orders", "e07"), "directors": ("board", "e01")}
"""Group to the bucket that it reads, and its member."""


def _key(moto: MotoServer) -> str:
    keys.KEYS[0].seed(moto, "customers")
    return keys.key_arn(moto, "customers")


def _bucket(moto: MotoServer, name: str, key: str) -> None:
    s3 = moto.client("s3")
    lock = {"ObjectLockEnabledForBucket": True} if BUCKETS[name] == "highly_sensitive" else {}
    s3.create_bucket(Bucket=name, **lock)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=BLOCK)
    owner = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=owner)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    tags = [{"Key": "classification", "Value": BUCKETS[name]}]
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    expire(s3, name, 1000)
    if name == "logs":
        s3.put_bucket_acl(
            Bucket=name,
            GrantWrite="uri=http://acs.amazonaws.com/groups/s3/LogDelivery",
            GrantReadACP="uri=http://acs.amazonaws.com/groups/s3/LogDelivery",
        )


def expire(s3: Any, bucket: str, days: int) -> None:
    """End the objects of a bucket after some days."""
    rule = {
        "ID": "retention",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": days},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})


def _logged(moto: MotoServer, name: str) -> None:
    s3 = moto.client("s3")
    if name != "logs":
        logging = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": f"{name}/"}}
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=logging)
    # Last, as moto cannot turn logging on for a bucket whose target has a policy with a condition.
    s3.put_bucket_policy(Bucket=name, Policy=document(tls_only(name)))


def _people(moto: MotoServer, key: str) -> None:
    """Users in groups, each group with the right to read one bucket."""
    client = moto.client("iam")
    client.update_account_password_policy(**PASSWORDS)
    for group, (bucket, user) in GROUPS.items():
        statements = (
            allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*"),
            allow(["kms:Decrypt", "kms:GenerateDataKey"], key),
        )
        text = document(*statements)
        made = client.create_policy(PolicyName=f"read-{bucket}", PolicyDocument=text)["Policy"]
        client.create_group(GroupName=group)
        client.attach_group_policy(GroupName=group, PolicyArn=made["Arn"])
        client.create_user(UserName=user)
        client.add_user_to_group(GroupName=group, UserName=user)


def _records(moto: MotoServer, key: str) -> None:
    trails, logs = moto.client("cloudtrail"), moto.client("logs")
    logs.create_log_group(logGroupName="trail", kmsKeyId=key)
    logs.put_retention_policy(logGroupName="trail", retentionInDays=400)
    trails.create_trail(
        Name="trail",
        S3BucketName="logs",
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
        KmsKeyId=key,
        CloudWatchLogsLogGroupArn=f"{records.GROUP}:trail:*",
    )
    trails.put_event_selectors(TrailName="trail", EventSelectors=[records.SELECTOR])
    trails.start_logging(Name="trail")


def network_of(ec2: Any) -> str:
    """The only VPC that is in use."""
    found: str = ec2.describe_vpcs(Filters=[{"Name": "cidr", "Values": [NETWORK]}])["Vpcs"][0]["VpcId"]
    return found


def record_traffic(ec2: Any, kind: str) -> None:
    """Flow logs of one kind of traffic, in place of those that there are."""
    vpc = network_of(ec2)
    logs = [each["FlowLogId"] for each in ec2.describe_flow_logs()["FlowLogs"]]
    if logs:
        ec2.delete_flow_logs(FlowLogIds=logs)
    ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpc],
        TrafficType=kind,
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::logs",
    )


def default_group(ec2: Any) -> str:
    """The group of the network that nothing is in."""
    filters = [{"Name": "vpc-id", "Values": [network_of(ec2)]}, {"Name": "group-name", "Values": ["default"]}]
    found: str = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
    return found


def _network(ec2: Any) -> None:
    """One VPC with an interface in it; no default group lets anything in or out."""
    vpc = ec2.create_vpc(CidrBlock=NETWORK)["Vpc"]["VpcId"]
    for group in ec2.describe_security_groups()["SecurityGroups"]:
        id_ = group["GroupId"]
        ec2.revoke_security_group_egress(GroupId=id_, IpPermissions=group["IpPermissionsEgress"])
        if group["IpPermissions"]:
            ec2.revoke_security_group_ingress(GroupId=id_, IpPermissions=group["IpPermissions"])
    record_traffic(ec2, "ALL")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=NETWORK.replace("/16", "/24"))["Subnet"]["SubnetId"]
    ec2.create_network_interface(SubnetId=subnet, Groups=[default_group(ec2)])


def make(moto: MotoServer) -> None:
    """Everything, in the order in which one thing refers to another."""
    moto.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK)
    key = _key(moto)
    for name in reversed(BUCKETS):
        _bucket(moto, name, key)
    for name in BUCKETS:
        _logged(moto, name)
    _people(moto, key)
    _records(moto, key)
    ec2 = moto.client("ec2")
    ec2.enable_ebs_encryption_by_default()
    _network(ec2)
    stores.DATABASES[0].seed(moto, "shop")
    stores.FILE_SYSTEMS[0].seed(moto, "shared")


def _guarded_root(answer: bytes) -> bytes:
    """The summary of an account whose root user has a second factor."""
    return re.sub(rb"(<key>AccountMFAEnabled</key>\s*<value>)0", rb"\g<1>1", answer)


def _blocked(_answer: bytes) -> bytes:
    name = b"GetSnapshotBlockPublicAccessState"
    return b"<%sResponse><state>block-all-sharing</state></%sResponse>" % (name, name)


def _deleted_with_mfa(answer: bytes) -> bytes:
    return answer.replace(b"</Status>", b"</Status><MfaDelete>Enabled</MfaDelete>")


AMENDMENTS: Amendments = {
    **iam.AMENDMENTS,
    **stores.AMENDMENTS,
    "GetAccountSummary": _guarded_root,
    "GetSnapshotBlockPublicAccessState": _blocked,
    "ListFindings": lambda _answer: b'{"findings": []}',
    "versioning": _deleted_with_mfa,
}
"""What the emulator leaves out."""
