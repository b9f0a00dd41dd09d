"""The S3 settings of an account."""

from collections.abc import Iterable
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, Listed
from collectors.aws.s3.facts import ACCOUNT_BLOCK
from collectors.aws.s3.reads import read
from collectors.aws.troubles import Trouble, TroubleError

IDENTITY_ACTION = "sts:GetCallerIdentity"


def public_access_block(caller: Caller) -> dict[str, bool]:
    """The four switches of the account, asked for once. Raises what boto3 raises."""
    found: dict[str, bool] = caller.once("s3 account block", lambda: _ask(caller))
    return found


def _ask(caller: Caller) -> Any:
    account, _ = caller.identity()
    client = caller.clients.s3control(account)
    got = read(ACCOUNT_BLOCK, client, AccountId=account)
    if isinstance(got, Trouble):
        raise TroubleError(got)
    return got.value


def _items(caller: Caller) -> Iterable[Item]:
    account, partition = caller.identity()
    # AWS has no ARN for these settings.
    yield Item(f"{partition}:{account}/s3", account)


ACCOUNT = Listed(
    name="s3.account",
    regional=False,
    list_items=_items,
    list_actions=(IDENTITY_ACTION,),
    given={
        "public_access_block": Fact(lambda caller, _: public_access_block(caller), (ACCOUNT_BLOCK.action,))
    },
)
