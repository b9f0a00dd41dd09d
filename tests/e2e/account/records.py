"""Traps of what is recorded: trails and log groups. A trail that is stopped counts for the account."""

from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.account.trap import Seed, trap

FILES = "s3-as-it-should-be"
OBJECTS = {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}
SELECTOR = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [OBJECTS]}
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group"


def _trail(*, logging: bool = True, group: str = "trail-records", **more: Any) -> Seed:
    """A trail as it should be, and one change."""

    def seed(moto: MotoServer, name: str) -> None:
        trails = moto.client("cloudtrail")
        given = {
            "S3BucketName": FILES,
            "IsMultiRegionTrail": True,
            "EnableLogFileValidation": True,
            "KmsKeyId": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k",
            "CloudWatchLogsLogGroupArn": f"{GROUP}:{group}:*",
            **more,
        }
        trails.create_trail(Name=name, **{key: value for key, value in given.items() if value is not None})
        # AWS gives new trails a selector; moto none.
        trails.put_event_selectors(TrailName=name, EventSelectors=[SELECTOR])
        if logging:
            trails.start_logging(Name=name)

    return seed


TRAILS = (
    trap("trail-plain", _trail()),
    trap("trail-stopped", _trail(logging=False)),
    trap("trail-to-be-forged", _trail(EnableLogFileValidation=False), "cloudtrail-log-validation"),
    trap("trail-in-the-clear", _trail(KmsKeyId=None), "cloudtrail-kms"),
    trap("trail-that-nobody-watches", _trail(CloudWatchLogsLogGroupArn=None), "cloudtrail-log-group"),
    trap("trail-to-an-open-bucket", _trail(S3BucketName="s3-public-policy-open"), "cloudtrail-bucket-closed"),
)


def _log_group(days: int | None = None, key: str | None = None) -> Seed:
    def seed(moto: MotoServer, name: str) -> None:
        logs = moto.client("logs")
        logs.create_log_group(logGroupName=name, **({"kmsKeyId": key} if key else {}))
        if days:
            logs.put_retention_policy(logGroupName=name, retentionInDays=days)

    return seed


LOG_GROUPS = (
    trap("trail-records", _log_group(400, f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k")),
    trap("/aws/cloudtrail/kept-for-ever", _log_group()),
    trap("/aws/cloudtrail/kept-for-a-week", _log_group(7), "logs-retention"),
    trap("/aws/lambda/kept-for-a-week", _log_group(7)),
)
