"""Which files are recognised, what they bring along, and that nothing else of the machine is read."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config_files import (
    NginxCollector,
    PgHbaCollector,
    PostgresqlCollector,
    SshdConfigCollector,
    SudoersCollector,
)
from collectors.config_files.collector import ConfigFileCollector
from scanner.interfaces import FactRequest
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target
from scanner.policy_pack.fact_schema import read_fact_schema
from tests.collectors.config_files import samples

ROOT = Path(__file__).parents[3]
COLLECTORS: Mapping[str, type[ConfigFileCollector]] = {
    "nginx": NginxCollector,
    "pg_hba": PgHbaCollector,
    "postgresql_conf": PostgresqlCollector,
    "sshd_config": SshdConfigCollector,
    "sudoers": SudoersCollector,
}
TEXTS = {
    "nginx": samples.NGINX_BAD,
    "pg_hba": samples.HBA_BAD,
    "postgresql_conf": samples.POSTGRESQL_BAD,
    "sshd_config": samples.SSHD_BAD,
    "sudoers": samples.SUDOERS_BAD,
}
OTHERS = {
    "ssh_config": "Host *\n  PasswordAuthentication no\n  Ciphers aes256-ctr\n",
    "client words": "Ciphers aes256-ctr\nPasswordAuthentication no\n",
    "ini": "[server]\nport = 5432\nssl = on\n",
    "env": "PORT=5432\nSSL=on\nMAX_CONNECTIONS=3\n",
    "toml": 'listen_addresses = ["*"]\n[x]\n',
    "terraform": 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n',
    "css": "server { color: red; }\n",
    "makefile": "all: build\n\tdocker run x=/bin/ls\n",
    "prose": "The server listens on all addresses. ALL are welcome.\n",
    "hosts": "127.0.0.1 localhost\n",
    "yaml": "server:\n  listen: 80\n",
    "empty": "",
    "comments": "# Port 22\n",
}


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@cache
def facts_of(type_: str) -> frozenset[str]:
    return frozenset(read_fact_schema(ROOT / "policies" / "schemas" / f"{type_}.json")["properties"])


def everything(collector: ConfigFileCollector) -> FactRequest:
    return FactRequest({type_: facts_of(type_) for type_ in collector.types})


def collect(kind: str, path: Path, shown: str = "shown") -> list[Event]:
    collector = COLLECTORS[kind]()
    return list(
        collector.collect(Target("t", kind, {"path": str(path), "shown": shown}), everything(collector))
    )


def gaps(events: list[Event]) -> dict[str | None, Gap]:
    return {event.fact: event for event in events if isinstance(event, Gap)}


def one(events: list[Event]) -> Resource:
    (found,) = (event for event in events if isinstance(event, Resource))
    return found


def recognised(path: Path) -> list[str]:
    return [kind for kind, collector in COLLECTORS.items() if collector().recognise(path)]


@pytest.mark.parametrize("kind", TEXTS)
def test_a_file_is_known_by_its_content(tmp_path: Path, kind: str) -> None:
    assert recognised(put(tmp_path / "x.txt", TEXTS[kind])) == [kind]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_files_are_left_alone(tmp_path: Path, text: str) -> None:
    assert recognised(put(tmp_path / "x", text)) == []


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("sshd_config", "PermitRotLogin yes\nPort 22\n", "sshd_config"),
        ("nginx.conf", "http { server { listen {{ port }}; } }\n", "nginx"),
        ("sudoers", "nonsense\nroot ALL=(ALL) ALL\n", "sudoers"),
        ("pg_hba.conf", "local all all trust\n{{ more }}\n", "pg_hba"),
        ("postgresql.conf", "port = 5432\n", "postgresql_conf"),
    ],
)
def test_a_file_with_the_name_is_not_passed_over(tmp_path: Path, name: str, text: str, kind: str) -> None:
    assert recognised(put(tmp_path / name, text)) == [kind]


@pytest.mark.parametrize("kind", TEXTS)
def test_a_template_is_no_configuration(tmp_path: Path, kind: str) -> None:
    events = collect(kind, put(tmp_path / "x", f"{TEXTS[kind]}\n{{{{ and_more }}}}\n"))
    reasons = {event.reason for event in events if isinstance(event, Gap)}
    assert GapReason.MALFORMED in reasons
    assert not any(isinstance(event, Enumerated) for event in events) or kind == "sshd_config"
    assert any("a template" in event.detail for event in events if isinstance(event, Gap))


def test_what_the_file_does_not_set_is_not_in_the_source(tmp_path: Path) -> None:
    found = collect("sshd_config", put(tmp_path / "c", "PermitRootLogin no\nCiphers +3des-cbc\n"))
    assert one(found).facts["permitrootlogin"] == "no"
    assert one(found).facts["match_blocks"] == []
    missing = gaps(found)
    assert {missing[fact].reason for fact in ("passwordauthentication", "ciphers")} == {
        GapReason.NOT_IN_SOURCE
    }
    assert "installed version" in missing["passwordauthentication"].detail


def test_a_word_that_sshd_refuses_is_no_value(tmp_path: Path) -> None:
    found = collect(
        "sshd_config", put(tmp_path / "c", "PasswordAuthentication nope\nMatch User x\n  X11Forwarding ja\n")
    )
    assert gaps(found)["passwordauthentication"].reason is GapReason.MALFORMED
    assert gaps(found)["match_blocks"].reason is GapReason.MALFORMED


def test_an_include_that_is_not_there_hides_what_comes_after_it(tmp_path: Path) -> None:
    text = "PermitRootLogin no\nInclude /etc/ssh/sshd_config.d/*.conf\nX11Forwarding no\n"
    found = collect("sshd_config", put(tmp_path / "sshd_config", text), "a/sshd_config")
    assert one(found).facts["permitrootlogin"] == "no"
    for fact in ("x11forwarding", "match_blocks", "allowusers"):
        assert gaps(found)[fact].reason is GapReason.NOT_IN_SOURCE
    assert "put it at a/sshd_config.d" in gaps(found)["x11forwarding"].detail
    put(tmp_path / "sshd_config.d" / ".gitkeep", "")
    assert one(collect("sshd_config", tmp_path / "sshd_config")).facts["x11forwarding"] == "no"


def test_a_drop_in_alone_says_what_it_sets(tmp_path: Path) -> None:
    path = put(tmp_path / "sshd_config.d" / "10.conf", "PermitRootLogin yes\nMaxAuthTries 3\n")
    found = collect("sshd_config", path)
    assert one(found).facts["permitrootlogin"] == "yes"
    assert {gaps(found)[fact].reason for fact in ("match_blocks", "allowusers", "usepam")} == {
        GapReason.NOT_IN_SOURCE
    }


def test_a_file_that_another_includes_leads_to_that_one(tmp_path: Path) -> None:
    main = put(tmp_path / "nginx.conf", "http { include conf.d/*.conf; include /etc/nginx/sites-enabled/*; }")
    included = put(tmp_path / "conf.d" / "a.conf", "server { listen 80; }")
    alone = put(tmp_path / "conf.d" / "a.inc", "server { listen 80; }")
    linked = put(tmp_path / "sites-available" / "b", "server { listen 81; }")
    (tmp_path / "sites-enabled").mkdir()
    (tmp_path / "sites-enabled" / "b").symlink_to("/etc/nginx/sites-available/b")
    collector = NginxCollector()
    assert collector.recognise(included) == {"path": str(main)}
    assert collector.recognise(linked) == {"path": str(main)}
    assert collector.recognise(alone) == {"path": str(alone)}
    events = collect("nginx", main)
    assert {event.name for event in events if isinstance(event, Resource)} == {"nginx _@*:80", "nginx _@*:81"}
    assert Enumerated("t", "server.tls_endpoint", 2) in events


def test_what_surrounds_a_server_block_is_not_in_its_file(tmp_path: Path) -> None:
    text = "server { listen 443 ssl; ssl_protocols TLSv1; add_header X y; }"
    found = collect("nginx", put(tmp_path / "a.conf", text))
    assert one(found).facts["protocols"] == ["TLSv1"]
    assert one(found).facts["hsts"] == {"max_age": None, "undetermined": False}
    assert gaps(found)["ciphers"].reason is GapReason.NOT_IN_SOURCE
    assert gaps(found)[None].reason is GapReason.NOT_IN_SOURCE
    whole = collect("nginx", put(tmp_path / "b.conf", "http { server { listen 443 ssl; } }"))
    assert gaps(whole)["protocols"].reason is GapReason.NOT_IN_SOURCE
    assert Enumerated("t", "server.tls_endpoint", 1) in whole


def test_an_include_in_a_server_block_may_answer_requests(tmp_path: Path) -> None:
    found = collect("nginx", put(tmp_path / "n", "http { server { listen 80; include redirect.conf; } }"))
    assert gaps(found)["plain_text"].reason is GapReason.NOT_IN_SOURCE
    assert gaps(found)["hsts"].reason is GapReason.NOT_IN_SOURCE


@pytest.mark.parametrize("include", ["/etc/passwd", "../../secret", "link"])
def test_no_include_leads_out_of_the_source(tmp_path: Path, include: str) -> None:
    put(tmp_path / "secret", "PermitRootLogin yes\n")
    path = put(tmp_path / "a" / "b" / "sshd_config", f"Include {include}\nUsePAM yes\n")
    (path.parent / "link").symlink_to(tmp_path / "secret")
    found = collect("sshd_config", path)
    assert gaps(found)["permitrootlogin"].reason is GapReason.NOT_IN_SOURCE
    assert "usepam" not in one(found).facts


def test_an_include_of_itself_ends(tmp_path: Path) -> None:
    for kind, name, text in (
        ("sshd_config", "sshd_config", "Include sshd_config\n"),
        ("nginx", "nginx.conf", "http { include nginx.conf; }"),
        ("sudoers", "sudoers", "@include sudoers\nroot ALL=(ALL) ALL\n"),
        ("postgresql_conf", "postgresql.conf", "include 'postgresql.conf'\nport = 1\n"),
    ):
        assert any(isinstance(event, Gap) for event in collect(kind, put(tmp_path / name, text)))


def test_rules_of_sudo_have_their_lines(tmp_path: Path) -> None:
    text = samples.SUDOERS_BAD + "@includedir sudoers.d\n"
    put(tmp_path / "sudoers.d" / "x", "\n\neve ALL = /bin/true\n")
    put(tmp_path / "sudoers.d" / "left.out", "mallory ALL = /bin/true\n")
    events = collect("sudoers", put(tmp_path / "sudoers", text))
    places = {
        event.facts["users"][0]: (event.locations[""].path, event.locations[""].line)
        for event in events
        if isinstance(event, Resource)
    }
    assert places == {
        "root": ("shown", 3),
        "ann": ("shown", 4),
        "ALL": ("shown", 5),
        "deploy": ("shown", 6),
        "%ops": ("shown", 7),
        "bob": ("shown", 9),
        "eve": (f"{tmp_path}/sudoers.d/x", 3),
    }


def test_defaults_may_stand_in_files_that_are_not_there(tmp_path: Path) -> None:
    text = "@includedir /etc/sudoers.d\nann ALL=(ALL) ALL\nbob ALL=(ALL) NOPASSWD: ALL\n"
    events = collect("sudoers", put(tmp_path / "sudoers", text))
    known = {
        event.name.split()[0]: event.facts.get("nopasswd") for event in events if isinstance(event, Resource)
    }
    assert known == {"ann": None, "bob": True}
    assert gaps(events)[None].reason is GapReason.NOT_IN_SOURCE
    assert not any(isinstance(event, Enumerated) for event in events)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    text = "Defaults env_reset, \\\n  use_pty\nann ALL=(ALL\n"
    events = collect("sudoers", put(tmp_path / "sudoers", text), "a/sudoers")
    assert gaps(events)[None].reason is GapReason.MALFORMED
    assert gaps(events)[None].detail.startswith("a/sudoers:3: cvtsudoers says")


@pytest.mark.parametrize(
    "include",
    ["@include /etc/hosts", "  @include \\\n  /etc/hosts", "#include /etc/hosts", "@include\t/etc/hosts"],
)
def test_no_include_of_sudoers_is_left_to_the_program(tmp_path: Path, include: str) -> None:
    events = collect("sudoers", put(tmp_path / "sudoers", f"root ALL=(ALL) PASSWD: ALL\n{include}\n"))
    assert gaps(events)[None].reason is GapReason.NOT_IN_SOURCE
    assert len([event for event in events if isinstance(event, Resource)]) == 1


def test_a_later_include_may_overrule_settings(tmp_path: Path) -> None:
    text = "ssl = on\nfsync = off\ninclude_dir 'conf.d'\nfsync = on\n"
    found = collect("postgresql_conf", put(tmp_path / "postgresql.conf", text))
    server = next(event for event in found if isinstance(event, Resource) and event.type == "postgres.server")
    assert server.facts["fsync"] is True
    assert "ssl" not in server.facts
    missing = {(gap.type, gap.fact): gap.reason for gap in found if isinstance(gap, Gap)}
    assert missing["postgres.server", "ssl"] is GapReason.NOT_IN_SOURCE
    assert missing["server.tls_endpoint", "listen"] is GapReason.NOT_IN_SOURCE


def test_the_options_of_a_rule_keep_their_secrets(tmp_path: Path) -> None:
    text = 'host all all 10.0.0.0/8 ldap ldapserver=x ldapbindpasswd="geheim" ldaptls=1\n'
    found = collect("pg_hba", put(tmp_path / "pg_hba.conf", text))
    assert one(found).facts["options"] == ["ldapserver", "ldapbindpasswd", "ldaptls=1"]
    assert "geheim" not in repr(found)


WORDS = st.sampled_from(["Include *", "server {", "}", "listen 443 ssl;", "include x;", "Match User x"])
WRITTEN = st.sampled_from([line for text in TEXTS.values() for line in text.splitlines()])
LINES = st.lists(st.one_of(WORDS, WRITTEN, st.text()), max_size=12)


@settings(max_examples=60, deadline=None)
@given(LINES, st.sampled_from(sorted(set(TEXTS) - {"sudoers"})))
def test_no_text_breaks_a_collector(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], kind: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    recognised(path)
    collector = COLLECTORS[kind]()
    wanted = everything(collector)
    listed: set[str] = set()
    told: dict[tuple[str, str | None], set[str]] = {}
    for event in collector.collect(Target("t", kind, {"path": str(path)}), wanted):
        if isinstance(event, Enumerated) or (
            isinstance(event, Gap) and event.fact is None and not event.resource
        ):
            listed.add(event.type)
        elif isinstance(event, Gap):
            told.setdefault((event.type, event.resource), set()).add(event.fact or "")
        elif isinstance(event, Resource):
            missing = wanted.facts(event.type) - event.facts.keys() - told.get((event.type, event.id), set())
            assert missing == set()
    assert listed == collector.types
