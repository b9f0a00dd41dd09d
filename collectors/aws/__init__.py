"""AWS: the S3 buckets of an account or of an S3-compatible store."""

from collectors.aws.collector import AwsCollector

__all__ = ["AwsCollector"]
