"""Signing on the command line: keys, owners.yaml, statements."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from collectors.attestations import log
from collectors.attestations.keys import read_private_key, read_public_key
from scanner.cli import attest
from scanner.cli.app import app
from scanner.interfaces import ConfigurationError
from scanner.policy_pack import Pack, load_packs
from scanner.statements import text_digest
from tests.scanner.packs import write_check, write_schemas

CONFIG = "targets: [{id: statements, kind: attestations, folder: attestations}]\n"
CONTROLS = """\
controls:
  - id: acc-fair-process
    title: Fair process
    title_zh: 公平程序
    requirement: Accountability proceeds justly, fairly and openly.
    severity: medium
    frequency: yearly
"""


YESTERDAY = str((datetime.now(UTC) - timedelta(days=1)).date())
"""Within the quarter of today, or before it."""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    folder = tmp_path / "pack"
    write_schemas(folder)
    (folder / "schemas" / "register.incident_log.json").write_text('{"type": "object", "properties": {}}')
    (folder / "controls").mkdir()
    (folder / "controls" / "accountability.yaml").write_text(CONTROLS)
    write_check(folder, "d.c", 'deny contains {"msg": "x"} if input.facts.mode == "x"\n')
    pack = load_packs([("pack", folder)])
    monkeypatch.setattr(attest, "load", lambda _: pack)
    return pack


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "audit.yaml").write_text(CONFIG)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return call


def must(result: Result) -> str:
    assert result.exit_code == 0, result.output or result.exception
    return result.output


def problem(result: Result) -> str:
    assert isinstance(result.exception, ConfigurationError), result.output
    return str(result.exception)


@pytest.fixture
def signing(run: Callable[..., Result], tmp_path: Path, pack: Pack) -> Callable[..., Result]:  # noqa: ARG001
    """Li Wei may attest everything, vouched for by root.pem."""
    must(run("keys", "new", "--name", "Li Wei"))
    must(run("keys", "new", "--name", "root", "--output", "root.pem"))
    public = (tmp_path / "config/selfaudit/keys/Li-Wei.pem.pub").read_text().strip()
    (tmp_path / "attestations").mkdir()
    (tmp_path / "attestations" / "owners.yaml").write_text(
        f"people:\n  - {{name: Li Wei, keys: ['{public}'], controls: ['*'], registers: [incident_log]}}\n"
    )
    must(run("owners", "sign", "--key", "root.pem"))
    return run


ATTEST = ("attest", "acc-fair-process", "--by", "Li Wei", "--answer", "yes")


def test_a_statement_binds_the_text_that_was_shown(
    signing: Callable[..., Result], tmp_path: Path, pack: Pack
) -> None:
    said = must(signing(*ATTEST, "--until", "2099-12-31", "--period", "2026-Q4", "--note", "checked"))
    assert "Accountability proceeds justly" in said
    assert "entry 1: Li Wei attests 'yes' for 2026-Q4, until 2099-12-31" in said
    (statement,) = log.read(tmp_path / "attestations").statements
    assert statement.values["text"] == text_digest(pack.controls["acc-fair-process"])
    assert (statement.values["note"], statement.values["answer"]) == ("checked", "yes")


def test_a_register_is_signed_for_its_period_in_the_zone_of_the_workspace(
    signing: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "audit.yaml").write_text(CONFIG + "period: {time_zone: Asia/Shanghai}\n")
    arguments = ("--answer", "nothing", "--by", "Li Wei")
    said = must(signing("registers", "sign", "incident_log", "--period", "2025-Q4", *arguments))
    assert said == "entry 1: Li Wei signs 'nothing' for incident_log, 2025-Q4\n"
    (statement,) = log.read(tmp_path / "attestations").statements
    assert statement.values["period_end"] == "2025-12-31T16:00:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("attest", "nope", *ATTEST[2:], "--until", "2099-01-01"), "nope: there is no such control"),
        ((*ATTEST, "--until", "soon"), "--until soon: not a date; write YYYY-MM-DD"),
        ((*ATTEST, "--until", "2020-01-01"), "it would never count"),
        ((*ATTEST, "--until", YESTERDAY), "it would never count"),
        ((*ATTEST, "--until", "2099-01-01", "--period", "Q4"), "--period: 'Q4' is not a period"),
        ((*ATTEST, "--until", "2099-01-01", "--note", "a\nb"), "--note: at most 500 characters on one line"),
        ((*ATTEST, "--until", "2099-01-01", "--key", "no.pem"), "no.pem: there is no key; make one with"),
        ((*ATTEST, "--until", "2099-01-01", "--key", "root.pem"), "the signature is not Li Wei's"),
        ((*ATTEST, "--until", "2099-01-01", "--folder", "else"), "owners.yaml is missing in else"),
        (
            ("registers", "sign", "nope", "--period", "2025", "--answer", "nothing", "--by", "Li Wei"),
            "nope: there is no such register",
        ),
        (
            (
                "registers",
                "sign",
                "incident_log",
                "--period",
                "2098",
                "--answer",
                "nothing",
                "--by",
                "Li Wei",
            ),
            "--period 2098: has not begun yet",
        ),
    ],
)
def test_what_cannot_count_is_not_signed(
    signing: Callable[..., Result], tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert said in problem(signing(*arguments))
    assert log.read(tmp_path / "attestations").statements == ()


def test_several_folders_of_statements_have_to_be_told_apart(
    signing: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "audit.yaml"
    path.write_text(CONFIG.replace("]", ", {id: more, kind: attestations, folder: more}]"))
    assert "there are several targets of kind attestations" in problem(
        signing(*ATTEST, "--until", "2099-01-01")
    )


def test_owners_are_checked_with_a_key_from_outside(signing: Callable[..., Result], tmp_path: Path) -> None:
    must(signing(*ATTEST, "--until", "2099-12-31"))
    assert "as they were signed" in must(signing("owners", "check", "--trust", "root.pem.pub"))
    without = signing("owners", "check")
    assert (without.exit_code, "nobody vouches for owners.yaml" in without.output) == (1, True)
    path = tmp_path / "attestations" / "owners.yaml"
    path.write_text(path.read_text().replace("[incident_log]", "['*']"))
    changed = signing("owners", "check", "--trust", "root.pem.pub")
    assert (changed.exit_code, "owners.yaml is not signed by the key" in changed.output) == (1, True)


def test_a_changed_log_is_told(signing: Callable[..., Result], tmp_path: Path) -> None:
    must(signing(*ATTEST, "--until", "2099-12-31"))
    path = tmp_path / "attestations" / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2099", b"2199"))
    found = signing("owners", "check", "--trust", "root.pem.pub")
    assert (found.exit_code, "problem: log.jsonl: line 1: not what log.head says" in found.output) == (
        1,
        True,
    )


def test_keys_are_private_and_never_overwritten(run: Callable[..., Result], tmp_path: Path) -> None:
    must(run("keys", "new", "--name", "A", "--output", "a.pem"))
    before = (tmp_path / "a.pem").read_bytes()
    assert stat.S_IMODE((tmp_path / "a.pem").stat().st_mode) == 0o600
    assert "a.pem: is there already" in problem(run("keys", "new", "--name", "A", "--output", "a.pem"))
    assert (tmp_path / "a.pem").read_bytes() == before
    (tmp_path / "a.pem").chmod(0o640)
    with pytest.raises(ConfigurationError, match="others may read this private key"):
        read_private_key(tmp_path / "a.pem", None)


def test_a_key_with_a_passphrase_needs_it(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASS", "correct horse")
    must(run("keys", "new", "--name", "A", "--output", "a.pem", "--passphrase-env", "PASS"))
    assert b"ENCRYPTED" in (tmp_path / "a.pem").read_bytes()
    read_private_key(tmp_path / "a.pem", "correct horse")
    for wrong, said in ((None, "needs --passphrase-env"), ("wrong", "the passphrase is wrong")):
        with pytest.raises(ConfigurationError, match=said):
            read_private_key(tmp_path / "a.pem", wrong)
    assert "NONE: the environment variable is not set" in problem(
        run("keys", "new", "--name", "B", "--output", "b.pem", "--passphrase-env", "NONE")
    )


def test_a_file_that_is_no_key_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("not a key")
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="no private key"):
        read_private_key(path, None)
    with pytest.raises(ConfigurationError, match="not a public key"):
        read_public_key(path)
