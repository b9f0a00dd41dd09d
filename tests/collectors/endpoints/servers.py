"""Real servers on loopback: nginx, HAProxy, openssl s_server, and sockets that say what a test wants."""

import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.collectors.authority import Shown
from tests.needs import SYSTEM_PATH, need

START_SECONDS = 20


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def nginx(folder: Path, *blocks: str, inside: Sequence[str] = ()) -> Iterator[Callable[..., None]]:
    """nginx with these server blocks; what comes out rewrites them, and reloads nginx when asked to.

    `inside` are words before its command that start it elsewhere, as those of nsenter(1).
    """
    program = [*inside, _program("nginx")]
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "nginx.conf"

    def write(*servers: str, reload: bool = True) -> None:
        config.write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
            f"http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;"
            f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
            + "\n".join(servers)
            + "\n}\n"
        )
        if reload:
            subprocess.run([*program, "-c", str(config), "-s", "reload"], check=True, capture_output=True)

    write(*blocks, reload=False)
    ports = [int(word) for block in blocks for word in _ports(block)]
    with _running([*program, "-c", str(config), "-p", str(folder)], ports):
        yield write


def _ports(block: str) -> Iterator[str]:
    words = block.replace(";", " ").split()
    for number, word in enumerate(words):
        if word == "listen":
            yield words[number + 1].rpartition(":")[2]


@contextmanager
def haproxy(folder: Path, shown: Shown, port: int, options: str = "") -> Iterator[None]:
    """HAProxy that ends TLS on a port and answers by itself."""
    config = folder / "haproxy.cfg"
    config.write_text(
        "global\n  ssl-server-verify none\ndefaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n"
        f"  timeout connect 5s\nfrontend f\n  bind 127.0.0.1:{port} ssl crt {shown.both} {options}\n"
        "  http-request return status 200 content-type text/plain string ok\n"
    )
    with _running([_program("haproxy"), "-f", str(config), "-db"], [port]):
        yield


@contextmanager
def s_server(shown: Shown, port: int, *options: str) -> Iterator[None]:
    """OpenSSL's own server, with whatever it can still be talked into."""
    command = [_program("openssl"), "s_server", "-accept", f"127.0.0.1:{port}", "-www", "-quiet"]
    with _running(
        [
            *command,
            "-cert",
            str(shown.chain),
            "-cert_chain",
            str(shown.chain),
            *options,
            *(("-key", str(shown.key))),
        ],
        [port],
    ):
        yield


def _program(name: str) -> str:
    found = shutil.which(name, path=SYSTEM_PATH)
    need(present=found is not None, what=name)
    assert found
    return found


@contextmanager
def _running(command: Sequence[str], ports: Sequence[int]) -> Iterator[None]:
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        for port in ports:
            _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait(START_SECONDS)
        assert process.stderr
        process.stderr.close()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            assert process.stderr
            raise RuntimeError(process.stderr.read().decode())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing listens on {port}")


@contextmanager
def saying(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does this with every connection; its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                answer(self.request)
            except OSError:
                return  # the client has gone

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()
