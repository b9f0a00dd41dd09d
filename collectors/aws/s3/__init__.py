"""S3: buckets and the S3 settings of their account."""

from collectors.aws.s3.account import ACCOUNT
from collectors.aws.s3.bucket import BUCKET

TYPES = (ACCOUNT, BUCKET)
