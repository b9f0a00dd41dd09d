"""S3: buckets, their access points, and the S3 settings of their account."""

from collectors.aws.s3.access_point import ACCESS_POINT
from collectors.aws.s3.account import ACCOUNT
from collectors.aws.s3.bucket import BUCKET

TYPES = (ACCOUNT, BUCKET, ACCESS_POINT)
