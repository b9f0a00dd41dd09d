"""An emulated AWS account: moto as a server process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from typing import Any, Self

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
REGION = "us-east-1"
START_SECONDS = 40


class MotoServer:
    """Moto on a free port of the loopback; use as a context, or with `start` and `stop`.

    `images` are the ones of others, with their thousand snapshots, which moto calls one's own.
    """

    def __init__(self, *, images: bool = True) -> None:
        self.url = ""
        self._images = images
        self._clients: dict[tuple[str, str], Any] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Process id, for those who want to know what it costs."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start the server and wait until it answers."""
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        env = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        env["MOTO_EC2_LOAD_DEFAULT_AMIS"] = str(self._images).lower()
        self._process = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError("moto did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None
        self._clients = {}

    def reset(self) -> None:
        """Forget everything that was created, and the sessions in other accounts."""
        self._clients = {key: client for key, client in self._clients.items() if key[1] == ACCOUNT}
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        with urllib.request.urlopen(request, timeout=10):
            pass

    def client(self, service: Any, account: str = ACCOUNT) -> Any:
        """A boto3 client of an account's administrator, for seeding."""
        key = (service, account)
        if key not in self._clients:
            self._clients[key] = self._make_client(service, account)
        return self._clients[key]

    def _make_client(self, service: Any, account: str) -> Any:
        config = Config(inject_host_prefix=False, s3={"addressing_style": "path"})
        keys = {"aws_access_key_id": "AKIAADMINISTRATOR", "aws_secret_access_key": "administrator"}
        if account != ACCOUNT:
            arn = f"arn:aws:iam::{account}:role/administrator"
            got = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="seed")["Credentials"]
            keys = {
                "aws_access_key_id": got["AccessKeyId"],
                "aws_secret_access_key": got["SecretAccessKey"],
                "aws_session_token": got["SessionToken"],
            }
        make: Any = boto3.client
        client = make(service, region_name=REGION, endpoint_url=self.url, config=config, **keys)
        if service == "s3control":
            client.meta.events.register("before-sign.s3-control", _without_account)
        return client

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/moto-api/data.json", timeout=10):
                return True
        except OSError:
            return False


def _without_account(request: Any, **_: object) -> None:
    request.url = request.url.replace(f"//{ACCOUNT}.", "//", 1)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
