"""The account behind the credentials, and its S3 settings."""

from dataclasses import dataclass

from collectors.aws.facts import ACCOUNT_BLOCK
from collectors.aws.reads import Known, read
from collectors.aws.session import Clients
from collectors.aws.troubles import MalformedAnswerError, Trouble, trouble_of

IDENTITY_ACTION = "sts:GetCallerIdentity"


@dataclass(frozen=True, slots=True)
class Account:
    """An account and its public access block, or why that could not be read."""

    id: str
    partition: str
    block: Known | Trouble

    @property
    def resource(self) -> str:
        """Id of the account's S3 settings; AWS has no ARN for them."""
        return f"{self.partition}:{self.id}/s3"


def account_of(clients: Clients) -> Account | Trouble:
    """Two calls, whatever the number of buckets."""
    try:
        account, partition = _identity(clients)
        client = clients.s3control(account)
    except Exception as error:  # noqa: BLE001 - the boundary: the account's facts become gaps
        return trouble_of(error)
    return Account(account, partition, read(ACCOUNT_BLOCK, client, AccountId=account))


def _identity(clients: Clients) -> tuple[str, str]:
    answer = clients.sts().get_caller_identity()
    account, partition = answer["Account"], answer["Arn"].split(":")[1]
    if not (account.isascii() and account.isdigit()):
        raise MalformedAnswerError("the account id is not a number")
    return account, partition
