"""The services that are audited: one room each, registered here."""

from collections.abc import Mapping

from collectors.aws import cloudtrail, ebs, ec2, efs, iam, kms, logs, rds, s3, secrets
from collectors.aws.kinds import AwsType

ALL: Mapping[str, AwsType] = {
    type_.name: type_
    for room in (s3, kms, iam, cloudtrail, logs, secrets, rds, efs, ebs, ec2)
    for type_ in room.TYPES
}
"""The resource types by name, in the order in which they are collected."""
