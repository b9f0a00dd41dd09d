"""An AWS account with traps: for each a good twin and a bad one, and what a scan must say of them.

A trap of a further service is one entry of TRAPS.
"""

from collections.abc import Mapping

from tests.collectors.aws.fault_proxy import Amendments
from tests.collectors.aws.moto_server import MotoServer
from tests.e2e.account import iam, keys, network, records, s3, stores
from tests.e2e.account.trap import Trap

TRAPS: Mapping[str, tuple[Trap, ...]] = {
    "kms.key": keys.KEYS,
    "s3.account": stores.ACCOUNT_SETTINGS,
    "s3.bucket": s3.BUCKETS,
    "s3.access_point": s3.ACCESS_POINTS,
    "iam.account": stores.IAM_SETTINGS,
    "iam.policy": iam.POLICIES,
    "iam.user": iam.USERS,
    "iam.group": iam.GROUPS,
    "iam.role": iam.ROLES,
    "iam.access_analyzer": stores.ANALYZERS,
    "cloudtrail.trail": records.TRAILS,
    "logs.group": records.LOG_GROUPS,
    "secrets.secret": keys.SECRETS,
    "rds.instance": stores.DATABASES,
    "rds.cluster": stores.CLUSTERS,
    "rds.snapshot": stores.DATABASE_SNAPSHOTS,
    "efs.file_system": stores.FILE_SYSTEMS,
    "ebs.region": stores.REGION_SETTINGS,
    "ebs.snapshot": stores.SNAPSHOTS,
    "ebs.image": stores.IMAGES,
    "ec2.vpc": network.VPCS,
    "ec2.security_group": network.GROUPS,
    "ec2.network_acl": network.ACLS,
    "ec2.instance": network.INSTANCES,
    "ec2.subnet": network.SUBNETS,
    "ebs.volume": stores.VOLUMES,
}
"""By resource type, in the order in which they are made: what refers to another comes after it."""
EVERYWHERE: Mapping[str, frozenset[str]] = {"s3.bucket": frozenset({"s3-access-logging"})}
"""Checks that find fault with all resources of a type, on purpose: they are not what the twins are about."""
AMENDMENTS: Amendments = {**iam.AMENDMENTS, **stores.AMENDMENTS}


def seed(moto: MotoServer) -> dict[tuple[str, str], str]:
    """Make all of them; what a scan must say, by check and name of the resource. All else must pass."""
    expected: dict[tuple[str, str], str] = {}
    for type_, traps in TRAPS.items():
        for each in traps:
            name = each.seed(moto, each.name) or each.name
            verdicts = dict(each.verdicts) | dict.fromkeys(EVERYWHERE.get(type_, ()), "fail")
            expected |= {(check, name): outcome for check, outcome in verdicts.items()}
    return expected
