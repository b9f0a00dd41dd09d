"""AWS::RDS, AWS::DocDB and AWS::Neptune: instances, clusters, parameter groups."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collectors.aws.planned.cloudformation.common import Made, renamed
from collectors.planned.values import Unknown

Json = Any
Properties = Mapping[str, Json]
_BOTH = {
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "StorageEncrypted": "storage_encrypted",
    "KmsKeyId": "kms_key_id",
    "BackupRetentionPeriod": "backup_retention_period",
    "DeletionProtection": "deletion_protection",
    "EnableCloudwatchLogsExports": "enabled_cloudwatch_logs_exports",
    "EnableIAMDatabaseAuthentication": "iam_database_authentication_enabled",
    "IamAuthEnabled": "iam_database_authentication_enabled",
    "ManageMasterUserPassword": "manage_master_user_password",
    "SnapshotIdentifier": "snapshot_identifier",
    "DBSnapshotIdentifier": "snapshot_identifier",
}
_INSTANCE = {
    **_BOTH,
    "DBInstanceIdentifier": "identifier",
    "MultiAZ": "multi_az",
    "PubliclyAccessible": "publicly_accessible",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "MonitoringInterval": "monitoring_interval",
    "DBParameterGroupName": "parameter_group_name",
    "SourceDBInstanceIdentifier": "replicate_source_db",
}


def _instance(given: Properties) -> Iterator[Made]:
    found = renamed(given, _INSTANCE)
    if "DBClusterIdentifier" in given:
        yield Made("aws_rds_cluster_instance", {**found, "cluster_identifier": given["DBClusterIdentifier"]})
        return
    # One day of backups without a word, where Terraform has none.
    found.setdefault("backup_retention_period", 1)
    # Whether it is public depends on its network then.
    found.setdefault("publicly_accessible", Unknown())
    yield Made("aws_db_instance", found)


def _cluster(type_: str, group: str) -> Callable[[Properties], Iterator[Made]]:
    names = {
        **_BOTH,
        "DBClusterIdentifier": "cluster_identifier",
        "DBClusterParameterGroupName": group,
        "AvailabilityZones": "availability_zones",
        "EngineMode": "engine_mode",
        "ReplicationSourceIdentifier": "replication_source_identifier",
    }

    def make(given: Properties) -> Iterator[Made]:
        yield Made(type_, renamed(given, names))

    return make


_GROUP_NAMES = ("DBParameterGroupName", "DBClusterParameterGroupName", "Name")


def _group(type_: str) -> Callable[[Properties], Iterator[Made]]:
    def make(given: Properties) -> Iterator[Made]:
        values = given.get("Parameters")
        parameters: Json = values
        if isinstance(values, Mapping):
            parameters = [{"name": name, "value": _text(value)} for name, value in values.items()]
        name = next(filter(None, map(given.get, _GROUP_NAMES)), None)
        yield Made(type_, {"name": name, "parameter": parameters})

    return make


def _text(value: Json) -> Json:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value


def _member(type_: str) -> Callable[[Properties], Iterator[Made]]:
    def make(given: Properties) -> Iterator[Made]:
        yield Made(
            type_, {**renamed(given, _INSTANCE), "cluster_identifier": given.get("DBClusterIdentifier")}
        )

    return make


_PARAMETERS = "db_cluster_parameter_group_name"
TYPES: Mapping[str, Callable[[Properties], Iterator[Made]]] = {
    "AWS::RDS::DBInstance": _instance,
    "AWS::RDS::DBCluster": _cluster("aws_rds_cluster", _PARAMETERS),
    "AWS::RDS::DBParameterGroup": _group("aws_db_parameter_group"),
    "AWS::RDS::DBClusterParameterGroup": _group("aws_rds_cluster_parameter_group"),
    "AWS::DocDB::DBCluster": _cluster("aws_docdb_cluster", _PARAMETERS),
    "AWS::DocDB::DBInstance": _member("aws_docdb_cluster_instance"),
    "AWS::DocDB::DBClusterParameterGroup": _group("aws_docdb_cluster_parameter_group"),
    "AWS::Neptune::DBCluster": _cluster("aws_neptune_cluster", "neptune_cluster_parameter_group_name"),
    "AWS::Neptune::DBInstance": _member("aws_neptune_cluster_instance"),
    "AWS::Neptune::DBClusterParameterGroup": _group("aws_neptune_cluster_parameter_group"),
}
