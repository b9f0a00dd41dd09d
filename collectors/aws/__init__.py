"""AWS: accounts, organizations, and S3-compatible stores."""

from collectors.aws.collector import AwsCollector

__all__ = ["AwsCollector"]
