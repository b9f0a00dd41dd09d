"""What comes on the second page of a listing counts, for everything that pages."""

from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.first_pages import asks_for_more, first_page
from tests.e2e.auditor import Auditor
from tests.e2e.aws.conftest import Calm

ONE_PAGE = {
    "ec2": {
        "DescribeSnapshotAttribute",
        "GetEbsEncryptionByDefault",
        "GetSnapshotBlockPublicAccessState",
    },
    "iam": {
        "GenerateCredentialReport",
        "GetAccountPasswordPolicy",
        "GetAccountSummary",
        "GetCredentialReport",
    },
    "rds": {"DescribeDBClusterSnapshotAttributes", "DescribeDBSnapshotAttributes"},
    "kms": {"DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus"},
    "cloudtrail": {"DescribeTrails", "GetEventSelectors", "GetTrailStatus"},
    "elasticfilesystem": {"DescribeBackupPolicy", "DescribeFileSystemPolicy"},
    "secretsmanager": {"GetResourcePolicy"},
    "organizations": {"DescribeOrganization"},
    "sts": {"GetCallerIdentity"},
}
"""Operations without pages, by the API references. Those of S3 have tests of their own."""


def test_what_is_on_the_second_page_counts(auditor: Auditor, proxy: FaultProxy, calm: Calm) -> None:
    named = [(f.service or "", f.operation or "") for f in calm.operations.values() if f.operation]
    pages = {operation: first_page(service, operation) for service, operation in named}
    paged = {operation: page for operation, page in pages.items() if page is not None}
    whole = {operation for operation, page in pages.items() if page is None}
    assert whole == set().union(*ONE_PAGE.values())
    proxy.reset()
    proxy.page(paged)
    assert auditor.outcomes(auditor.collect()) == calm.outcomes
    again = {each.operation for each in proxy.asked() if asks_for_more(each.query, each.body)}
    assert again == paged.keys()
