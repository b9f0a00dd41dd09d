"""The clients of the account: `python -m bench.aws_clients NAME URL`."""

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from bench.collecting import collect_all, wanted
from bench.measure import report
from collectors.aws import AwsCollector
from collectors.aws.s3.facts import BUCKET_FACTS
from collectors.aws.settings import DEFAULT_CONCURRENCY
from scanner.collect import Job
from scanner.interfaces import FactRequest
from scanner.model import Target

BUCKET = "s3.bucket"


def request() -> FactRequest:
    """What the default checks read of buckets, their account's settings included."""
    found = wanted(AwsCollector.types, "aws")
    return FactRequest({type_: found.facts(type_) for type_ in ("s3.account", BUCKET)})


def ours(url: str) -> int:
    """The collector, from the listing to the snapshot file."""
    target = Target("account", "aws", {"profile": "bench", "endpoint_url": url})
    return collect_all([Job(target, AwsCollector(), request())])


def bare(url: str) -> int:
    """Boto3 alone: the same calls, one shared client, as many threads; the answers are thrown away."""
    session = boto3.Session(profile_name="bench")
    client: Any = session.client(
        "s3", endpoint_url=url, config=Config(max_pool_connections=DEFAULT_CONCURRENCY)
    )
    methods = [call.method for fact, call in BUCKET_FACTS.items() if fact in request().facts(BUCKET)]

    def one(name: str) -> None:
        for method in methods:
            try:
                getattr(client, method)(Bucket=name)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                    raise

    names = [
        bucket["Name"]
        for page in client.get_paginator("list_buckets").paginate()
        for bucket in page["Buckets"]
    ]
    with ThreadPoolExecutor(DEFAULT_CONCURRENCY) as pool:
        return len(list(pool.map(one, names)))


CLIENTS: Mapping[str, Callable[[str], int]] = {"ours": ours, "bare": bare}

if __name__ == "__main__":
    name, where = sys.argv[1:]
    request()  # the policies are loaded before the clock starts
    report(lambda: {"result": CLIENTS[name](where)})
