"""The services that are audited: one room each, registered here."""

from collections.abc import Mapping

from collectors.aws import kms, s3
from collectors.aws.kinds import AwsType

ALL: Mapping[str, AwsType] = {type_.name: type_ for room in (s3, kms) for type_ in room.TYPES}
"""The resource types by name, in the order in which they are collected."""
