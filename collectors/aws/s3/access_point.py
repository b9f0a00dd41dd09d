"""Access points: further doors to a bucket, each with a policy and a public access block of its own.

Source: the S3 Control API reference. Access points of several regions (multi-region) are not looked at.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, ItemGoneError, Listed
from collectors.aws.s3.account import IDENTITY_ACTION
from collectors.aws.s3.facts import ACCESS_POINT_FACTS, LIST_ACCESS_POINTS, LIST_ACCESS_POINTS_ACTION, Call
from collectors.aws.s3.reads import read
from collectors.aws.troubles import MalformedAnswerError, Trouble, TroubleError


def _items(caller: Caller) -> Iterator[Item]:
    """The access points of the account in this region; boto3 has no paginator for them."""
    account, _ = caller.identity()
    client = caller.clients.s3control(account, caller.place.region)
    given: dict[str, Any] = {"AccountId": account}
    seen: set[str] = set()
    while True:
        page = client.list_access_points(**given)
        if "AccessPointList" not in page:
            raise MalformedAnswerError(f"{LIST_ACCESS_POINTS}: an answer without a list")
        for found in page["AccessPointList"]:
            yield Item(found["AccessPointArn"], found["Name"], {"account": account})
        token = page.get("NextToken")
        if not token:
            return
        if token in seen:
            raise MalformedAnswerError(f"{LIST_ACCESS_POINTS}: the pages go round in a circle")
        seen.add(token)
        given["NextToken"] = token


def _fact(call: Call, caller: Caller, item: Item) -> Any:
    account = item.given["account"]
    client = caller.clients.s3control(account, caller.place.region)
    got = read(call, client, AccountId=account, Name=item.name)
    if isinstance(got, Trouble):
        if got.code == "NoSuchAccessPoint":
            raise ItemGoneError
        raise TroubleError(got)
    return got.value


ACCESS_POINT = Listed(
    name="s3.access_point",
    regional=True,
    list_items=_items,
    list_actions=(LIST_ACCESS_POINTS_ACTION, IDENTITY_ACTION),
    given={fact: Fact(partial(_fact, call), (call.action,)) for fact, call in ACCESS_POINT_FACTS.items()},
)
