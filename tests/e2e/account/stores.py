"""Traps of volumes, file systems and databases, and of the settings of an account and its region."""

import re
from collections.abc import Mapping
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, REGION, MotoServer
from tests.e2e.account.keys import key_arn
from tests.e2e.account.trap import (
    EVERYONE,
    OUR_APP,
    OUR_ORGANIZATION,
    STRANGER,
    Seed,
    allow,
    document,
    nothing,
    only_if,
    trap,
)

# --- volumes ----------------------------------------------------------------------------------------


def _volume(*, encrypted: bool) -> Seed:
    def seed(moto: MotoServer, _name: str) -> str:
        key = {"KmsKeyId": key_arn(moto, "key-plain")} if encrypted else {}
        made: str = moto.client("ec2").create_volume(
            AvailabilityZone=f"{REGION}a", Size=1, Encrypted=encrypted, **key
        )["VolumeId"]
        return made

    return seed


def _snapshot(*, encrypted: bool = True, **shared: Any) -> Seed:
    """A snapshot of a volume that is gone."""

    def seed(moto: MotoServer, name: str) -> str:
        ec2 = moto.client("ec2")
        volume = _volume(encrypted=encrypted)(moto, name)
        made: str = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
        ec2.delete_volume(VolumeId=volume)
        if shared:
            ec2.modify_snapshot_attribute(
                SnapshotId=made, Attribute="createVolumePermission", OperationType="add", **shared
            )
        return made

    return seed


VOLUMES = (
    trap("volume-encrypted", _volume(encrypted=True)),
    trap("volume-in-the-clear", _volume(encrypted=False), "ebs-volume-encrypted"),
)
SNAPSHOTS = (
    trap("snapshot-encrypted", _snapshot()),
    trap("snapshot-in-the-clear", _snapshot(encrypted=False), "ebs-snapshot-encrypted"),
    trap("snapshot-for-everyone", _snapshot(GroupNames=["all"]), "ebs-snapshot-public"),
    trap("snapshot-for-a-stranger", _snapshot(UserIds=[STRANGER]), "ebs-snapshot-shared"),
)


def _image(*, public: bool) -> Seed:
    def seed(moto: MotoServer, name: str) -> str:
        ec2 = moto.client("ec2")
        made: str = ec2.register_image(Name=name)["ImageId"]
        if public:
            ec2.modify_image_attribute(ImageId=made, LaunchPermission={"Add": [{"Group": "all"}]})
        return made

    return seed


IMAGES = (
    trap("image-of-ours", _image(public=False)),
    trap("image-for-everyone", _image(public=True), "ebs-image-public"),
)


# --- file systems -----------------------------------------------------------------------------------

TLS = {
    "Effect": "Deny",
    "Principal": EVERYONE,
    "Action": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def _file_system(*statements: Mapping[str, Any], encrypted: bool = True, backup: bool = True) -> Seed:
    def seed(moto: MotoServer, name: str) -> str:
        efs = moto.client("efs")
        made: str = efs.create_file_system(CreationToken=name, Encrypted=encrypted, Backup=backup)[
            "FileSystemId"
        ]
        if statements:
            efs.put_file_system_policy(FileSystemId=made, Policy=document(*statements))
        return made

    return seed


MOUNT = "elasticfilesystem:ClientMount"
FILE_SYSTEMS = (
    trap("files-plain", _file_system(TLS)),
    trap("files-in-the-clear", _file_system(TLS, encrypted=False), "efs-encrypted"),
    trap("files-without-backup", _file_system(TLS, backup=False), "efs-backup"),
    trap("files-without-a-policy", _file_system(), "efs-tls-only"),
    trap("files-with-tls-for-one-action", _file_system({**TLS, "Action": MOUNT}), "efs-tls-only"),
    trap("files-for-us", _file_system(TLS, allow(MOUNT, None, Principal=OUR_APP))),
    trap(
        "files-for-everyone", _file_system(TLS, allow(MOUNT, None, Principal=EVERYONE)), "efs-policy-public"
    ),
    trap(
        "files-for-who-is-inside",
        _file_system(
            TLS,
            allow(
                MOUNT,
                None,
                Principal=EVERYONE,
                **only_if("Bool", "elasticfilesystem:AccessedViaMountTarget", "true"),
            ),
        ),
    ),
)


# --- databases --------------------------------------------------------------------------------------


def _instance(*, tls: str = "1", **change: Any) -> Seed:
    """A database as it should be, and one change."""

    def seed(moto: MotoServer, name: str) -> None:
        rds = moto.client("rds")
        rds.create_db_parameter_group(
            DBParameterGroupName=f"of-{name}", DBParameterGroupFamily="postgres16", Description="x"
        )
        # Told only when somebody has set it.
        force = {"ParameterName": "rds.force_ssl", "ParameterValue": tls, "ApplyMethod": "immediate"}
        rds.modify_db_parameter_group(DBParameterGroupName=f"of-{name}", Parameters=[force])
        given = {
            "DBInstanceClass": "db.t3.micro",
            "Engine": "postgres",
            "EngineVersion": "16.4",
            "MasterUsername": "root",
            "MasterUserPassword": "hunter2hunter2",
            "AllocatedStorage": 10,
            "DBParameterGroupName": f"of-{name}",
            "PubliclyAccessible": False,
            "StorageEncrypted": True,
            "KmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k",
            "BackupRetentionPeriod": 14,
            "DeletionProtection": True,
            "AutoMinorVersionUpgrade": True,
            "EnableCloudwatchLogsExports": ["postgresql"],
            "EnableIAMDatabaseAuthentication": True,
        }
        rds.create_db_instance(DBInstanceIdentifier=name, **given | change)

    return seed


DATABASES = (
    trap("database-plain", _instance()),
    trap("database-in-the-clear", _instance(StorageEncrypted=False, KmsKeyId=""), "rds-instance-encrypted"),
    trap("database-public", _instance(PubliclyAccessible=True), "rds-public"),
    trap("database-without-tls", _instance(tls="0"), "rds-instance-tls-required"),
    trap("database-without-backup", _instance(BackupRetentionPeriod=0), "rds-instance-backup-days"),
    trap("database-easily-deleted", _instance(DeletionProtection=False), "rds-instance-deletion-protection"),
    trap("database-with-old-faults", _instance(AutoMinorVersionUpgrade=False), "rds-minor-upgrades"),
    trap("database-without-logs", _instance(EnableCloudwatchLogsExports=[]), "rds-instance-log-exports"),
)


def _database_snapshot(*accounts: str, source: str = "database-plain") -> Seed:
    def seed(moto: MotoServer, name: str) -> None:
        rds = moto.client("rds")
        rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier=source)
        # AWS tells the attribute even when nothing is shared, moto when it was set once.
        rds.modify_db_snapshot_attribute(
            DBSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=list(accounts) or [ACCOUNT]
        )
        if not accounts:
            rds.modify_db_snapshot_attribute(
                DBSnapshotIdentifier=name, AttributeName="restore", ValuesToRemove=[ACCOUNT]
            )

    return seed


def _cluster_snapshot(*accounts: str) -> Seed:
    def seed(moto: MotoServer, name: str) -> None:
        rds = moto.client("rds")
        _cluster()(moto, f"source-of-{name}")
        rds.create_db_cluster_snapshot(
            DBClusterSnapshotIdentifier=name, DBClusterIdentifier=f"source-of-{name}"
        )
        rds.modify_db_cluster_snapshot_attribute(
            DBClusterSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=list(accounts)
        )

    return seed


def _cluster(**change: Any) -> Seed:
    def seed(moto: MotoServer, name: str) -> None:
        rds = moto.client("rds")
        given = {
            "Engine": "aurora-postgresql",
            "EngineVersion": "17.4",
            "MasterUsername": "root",
            "MasterUserPassword": "hunter2hunter2",
            "StorageEncrypted": True,
            "KmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k",
            "BackupRetentionPeriod": 14,
            "DeletionProtection": True,
            "EnableCloudwatchLogsExports": ["postgresql"],
        }
        rds.create_db_cluster(DBClusterIdentifier=name, **given | change)

    return seed


CLUSTERS = (
    trap("cluster-plain", _cluster()),
    trap("cluster-in-the-clear", _cluster(StorageEncrypted=False), "rds-cluster-encrypted"),
    trap("cluster-with-few-backups", _cluster(BackupRetentionPeriod=1), "rds-cluster-backup-days"),
    trap("cluster-easily-deleted", _cluster(DeletionProtection=False), "rds-cluster-deletion-protection"),
    trap("cluster-without-logs", _cluster(EnableCloudwatchLogsExports=[]), "rds-cluster-log-exports"),
)

DATABASE_SNAPSHOTS = (
    trap("copy-plain", _database_snapshot()),
    trap("copy-for-everyone", _database_snapshot("all"), "rds-snapshot-public"),
    trap("copy-for-a-stranger", _database_snapshot(STRANGER), "rds-snapshot-shared"),
    trap("copy-in-the-clear", _database_snapshot(source="database-in-the-clear"), "rds-snapshot-encrypted"),
    trap("copy-of-a-cluster-for-everyone", _cluster_snapshot("all"), "rds-snapshot-public"),
    trap("copy-of-a-cluster-for-us", _cluster_snapshot(ACCOUNT)),
)

# --- settings, of which there is one each -----------------------------------------------------------

ACCOUNT_SETTINGS = (trap(ACCOUNT, nothing, "s3-account-public-access-block"),)
IAM_SETTINGS = (
    trap(ACCOUNT, nothing, "iam-password-length", "iam-password-reuse", "iam-root-mfa", "iam-root-used"),
)
REGION_SETTINGS = (trap(REGION, nothing, "ebs-default-encryption", "ebs-snapshot-block"),)
ANALYZERS = (trap(REGION, nothing, "iam-analyzer-public"),)


# --- what moto leaves out ---------------------------------------------------------------------------


def _with_certificates(answer: bytes) -> bytes:
    """The certificate of each instance."""
    details = (
        b"<CertificateDetails><CAIdentifier>rds-ca-rsa2048-g1</CAIdentifier>"
        b"<ValidTill>2061-05-20T00:00:00Z</ValidTill></CertificateDetails>"
    )
    return answer.replace(b"<DBInstanceClass>", details + b"<DBInstanceClass>")


def _without_those_of_images(answer: bytes) -> bytes:
    """Snapshots but for those that moto makes, of nothing, for each image."""
    inside = rb"(?:(?!</item>).)*"
    return re.sub(rb"<item>" + inside + rb"Auto-created snapshot for AMI" + inside + rb"</item>", b"", answer)


def _cluster_parameters(_answer: bytes) -> bytes:
    force = b"<Parameter><ParameterName>rds.force_ssl</ParameterName></Parameter>"
    name = b"DescribeDBClusterParameters"
    inside = b"<%sResult><Parameters>%s</Parameters></%sResult>" % (name, force, name)
    return b"<%sResponse>%s</%sResponse>" % (name, inside, name)


def _unblocked(_answer: bytes) -> bytes:
    name = b"GetSnapshotBlockPublicAccessState"
    return b"<%sResponse><state>unblocked</state></%sResponse>" % (name, name)


def _analyzers(_answer: bytes) -> bytes:
    arn = f"arn:aws:access-analyzer:{REGION}:{ACCOUNT}:analyzer/a"
    text = (
        f'{{"analyzers": [{{"arn": "{arn}", "name": "a", "type": "ACCOUNT", "status": "ACTIVE",'
        ' "createdAt": "2026-01-01T00:00:00Z"}]}'
    )
    return text.encode()


def _findings(_answer: bytes) -> bytes:
    text = (
        '{"findings": [{"id": "f-1", "resource": "arn:aws:s3:::s3-public-policy-open", "isPublic": true,'
        f' "resourceType": "AWS::S3::Bucket", "status": "ACTIVE", "resourceOwnerAccount": "{ACCOUNT}"}}]}}'
    )
    return text.encode()


def _organization(_answer: bytes) -> bytes:
    return f'{{"Organization": {{"Id": "{OUR_ORGANIZATION}"}}}}'.encode()


AMENDMENTS = {
    "DescribeOrganization": _organization,
    "DescribeSnapshots": _without_those_of_images,
    "DescribeDBInstances": _with_certificates,
    "DescribeDBClusterParameters": _cluster_parameters,
    "GetSnapshotBlockPublicAccessState": _unblocked,
    "ListAnalyzers": _analyzers,
    "ListFindings": _findings,
}
