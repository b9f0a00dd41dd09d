"""The services, registered here: all that blocks of Terraform say about AWS."""

from collections.abc import Mapping
from typing import Any

from collectors.aws.planned.accounts import ABSENT, TYPES, organization
from collectors.aws.planned.terraform import (
    access_points,
    elsewhere,
    iam,
    kms,
    logs,
    network,
    rds,
    s3,
    storage,
    vpcs,
)
from collectors.planned.blocks import Estate
from collectors.planned.drafts import Declared

__all__ = ["TYPES", "declared"]


def declared(estate: Estate, settings: Mapping[str, Any]) -> Declared:
    """Drafts of everything that a policy can judge; `settings` are those of the target."""
    drafts = [
        *s3.drafts(estate, settings),
        *access_points.drafts(estate, settings),
        *kms.drafts(estate),
        *iam.drafts(estate),
        *logs.trail_drafts(estate),
        *logs.group_drafts(estate),
        *logs.secret_drafts(estate),
        *rds.drafts(estate),
        *storage.drafts(estate),
        *network.group_drafts(estate),
        *network.acl_drafts(estate),
        *vpcs.drafts(estate),
        *organization(settings),
    ]
    others = [*elsewhere.named(estate, drafts), *logs.other_trails(estate)]
    return Declared(drafts, others, ABSENT, estate.troubles(TYPES))
