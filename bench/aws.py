"""What one bucket costs the client: `python -m bench.aws [--buckets 500 2000]`."""

import argparse
import json
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import measure
from bench.aws_clients import BUCKET, request
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.bucket import BLOCK, tls_only

LABELS = {"bare": "boto3, same calls", "ours": "selfaudit"}
_COUNTED = 20


def main() -> None:
    """Measure both clients on accounts of the given sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--buckets", type=int, nargs="+", default=[500, 2000], help="sizes of the account")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, MotoServer() as moto:
        env = _environment(Path(folder))
        _calls(moto, env)
        for count in options.buckets:
            _seed(moto, count)
            _measure(moto, count, env)


def _environment(folder: Path) -> dict[str, str]:
    keys = "aws_access_key_id = AKIABENCH\naws_secret_access_key = x\n"
    (folder / "config").write_text(f"[profile bench]\nregion = us-east-1\n{keys}")
    env = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return {**env, "AWS_CONFIG_FILE": str(folder / "config"), "AWS_EC2_METADATA_DISABLED": "true"}


def _seed(moto: MotoServer, count: int) -> None:
    moto.reset()
    moto.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK)
    s3 = moto.client("s3")

    def one(number: int) -> None:
        name = f"customers-{number:05}"
        s3.create_bucket(Bucket=name)
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=BLOCK)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_tagging(
            Bucket=name, Tagging={"TagSet": [{"Key": "classification", "Value": "general"}]}
        )
        document = {"Version": "2012-10-17", "Statement": [tls_only(name)]}
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps(document))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(count)))


def _calls(moto: MotoServer, env: Mapping[str, str]) -> None:
    """Count in a small account, so that the counting costs the measured runs nothing."""
    _seed(moto, _COUNTED)
    with FaultProxy(moto.url) as proxy:
        measure.client("bench.aws_clients", "ours", proxy.url, env=env)
        asked = proxy.asked()
    own = sum(1 for call in asked if call.bucket)
    facts = request().facts(BUCKET)
    measure.say(f"{own / _COUNTED:g} calls per bucket for {len(facts)} facts that checks read")
    measure.say(f"{len(asked) - own} calls for all of them")


def _measure(moto: MotoServer, count: int, env: Mapping[str, str]) -> None:
    results = {name: measure.client("bench.aws_clients", name, moto.url, env=env) for name in LABELS}
    floor = results["bare"]["cpu"]
    rows = [(label, *_figures(results[name], count, floor)) for name, label in LABELS.items()]
    measure.show(f"{count} buckets", ("CPU ms/bucket", "ratio", "wall s", "peak MiB", "threads"), rows)


def _figures(result: Mapping[str, Any], count: int, floor: float) -> tuple[str, ...]:
    return (
        f"{result['cpu'] * 1000 / count:.1f}",
        f"{result['cpu'] / floor:.2f}",
        f"{result['wall']:.1f}",
        f"{result['memory_mib']:.0f}",
        str(result["threads"]),
    )


if __name__ == "__main__":
    main()
