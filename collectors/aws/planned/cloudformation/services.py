"""Types of resources, registered here, and how each is put in blocks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collectors.aws.planned.cloudformation import databases, identities, networks, s3
from collectors.aws.planned.cloudformation.common import Made, document, each, renamed

Json = Any
Properties = Mapping[str, Json]


def _key(given: Properties) -> Iterator[Made]:
    names = {
        "Enabled": "is_enabled",
        "KeySpec": "customer_master_key_spec",
        "KeyUsage": "key_usage",
        "EnableKeyRotation": "enable_key_rotation",
        "RotationPeriodInDays": "rotation_period_in_days",
    }
    type_ = "aws_kms_external_key" if given.get("Origin") == "EXTERNAL" else "aws_kms_key"
    yield Made(type_, {**renamed(given, names), "policy": document(given.get("KeyPolicy"))})


def _alias(given: Properties) -> Iterator[Made]:
    yield Made("aws_kms_alias", renamed(given, {"AliasName": "name", "TargetKeyId": "target_key_id"}))


def _volume(given: Properties) -> Iterator[Made]:
    yield Made("aws_ebs_volume", renamed(given, ("Encrypted", "KmsKeyId")))


def _file_system(given: Properties) -> Iterator[Made]:
    yield Made("aws_efs_file_system", renamed(given, ("Encrypted", "KmsKeyId")))
    if given.get("FileSystemPolicy") is not None:
        policy = document(given["FileSystemPolicy"])
        yield Made("aws_efs_file_system_policy", {"policy": policy}, "file_system_id")
    if given.get("BackupPolicy") is not None:
        block = each(given["BackupPolicy"], lambda it: {"status": it.get("Status")})
        yield Made("aws_efs_backup_policy", {"backup_policy": block}, "file_system_id")


def _mount_target(given: Properties) -> Iterator[Made]:
    yield Made("aws_efs_mount_target", renamed(given, ("FileSystemId",)))


def _trail(given: Properties) -> Iterator[Made]:
    names = {
        "TrailName": "name",
        "IsLogging": "enable_logging",
        "IsMultiRegionTrail": "is_multi_region_trail",
        "IncludeGlobalServiceEvents": "include_global_service_events",
        "EnableLogFileValidation": "enable_log_file_validation",
        "KMSKeyId": "kms_key_id",
        "S3BucketName": "s3_bucket_name",
        "S3KeyPrefix": "s3_key_prefix",
        "CloudWatchLogsLogGroupArn": "cloud_watch_logs_group_arn",
        "IsOrganizationTrail": "is_organization_trail",
    }
    # Unlike in Terraform and the API, global events are left out without a word.
    found = {"include_global_service_events": False, **renamed(given, names)}
    found["event_selector"] = each(given.get("EventSelectors"), _selector)
    found["advanced_event_selector"] = each(
        given.get("AdvancedEventSelectors"),
        lambda it: {"field_selector": each(it.get("FieldSelectors"), _field)},
    )
    yield Made("aws_cloudtrail", found)


def _selector(given: Properties) -> Json:
    names = ("ReadWriteType", "IncludeManagementEvents", "ExcludeManagementEventSources")
    resources = each(given.get("DataResources"), lambda it: renamed(it, ("Type", "Values")))
    return {**renamed(given, names), "data_resource": resources}


def _field(given: Properties) -> Json:
    names = ("Field", "Equals", "NotEquals", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith")
    return renamed(given, names)


def _log_group(given: Properties) -> Iterator[Made]:
    names = {"LogGroupName": "name", "RetentionInDays": "retention_in_days", "KmsKeyId": "kms_key_id"}
    yield Made("aws_cloudwatch_log_group", renamed(given, names))


def _secret(given: Properties) -> Iterator[Made]:
    yield Made("aws_secretsmanager_secret", renamed(given, ("Name", "KmsKeyId")))


def _secret_policy(given: Properties) -> Iterator[Made]:
    policy = document(given.get("ResourcePolicy"))
    yield Made("aws_secretsmanager_secret_policy", {"secret_arn": given.get("SecretId"), "policy": policy})


def _rotation(given: Properties) -> Iterator[Made]:
    rules = each(given.get("RotationRules"), lambda it: renamed(it, ("AutomaticallyAfterDays",)))
    found = {"secret_id": given.get("SecretId"), "rotation_rules": rules}
    yield Made("aws_secretsmanager_secret_rotation", found)


TYPES: Mapping[str, Callable[[Properties], Iterator[Made]]] = {
    "AWS::S3::Bucket": s3.bucket,
    "AWS::S3::BucketPolicy": s3.bucket_policy,
    "AWS::S3::AccessPoint": s3.access_point,
    "AWS::KMS::Key": _key,
    "AWS::KMS::Alias": _alias,
    "AWS::EC2::Volume": _volume,
    "AWS::EFS::FileSystem": _file_system,
    "AWS::EFS::MountTarget": _mount_target,
    "AWS::CloudTrail::Trail": _trail,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::SecretsManager::ResourcePolicy": _secret_policy,
    "AWS::SecretsManager::RotationSchedule": _rotation,
    **networks.TYPES,
    **databases.TYPES,
    **identities.TYPES,
}
