"""Prometheus and Alertmanager of a made-up machine; their sample files are those of the Debian packages."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.server import probe
from collectors.server.facts.alerting import alertmanager as manager
from collectors.server.facts.alerting import outline
from collectors.server.reply import NotSeenError
from collectors.server.texts import Texts
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import Scan, want

RECORDED = Path(__file__).parent / "recorded" / "debian"
PROMETHEUS = """\
global:
  evaluation_interval: 30s   # twice a minute
alerting:
  alertmanagers:
    - basic_auth: {username: prom, password: hunter2}
      dns_sd_configs: [{names: [_alerts.example]}]
    - static_configs:
        - targets: []
        - targets: ["AM.shop.example:9093"]
        - targets:
            - "[::1]:9093"
scrape_configs:
  - job_name: probes
    static_configs:
      - targets: ["hunter2.shop.example:9115"]
rule_files: ["rules/*.yml", /etc/prometheus/more.yml]
"""
RULES = """\
groups:
- name: abuse
  interval: 1m30s
  rules:
  - alert: MassRead   # of the CRM
    expr: |
      sum by (account) (rate(crm_rows_read_total{token="hunter2"}[5m]))
        > 1000
    for: 5m
    labels: {severity: critical, detects: "abnormal_access_pattern"}
    annotations:
      summary: "{{ $labels.account }} reads
        hunter2"
  - record: job:reads:rate5m
    expr: rate(crm_rows_read_total[5m])
  - alert: "DiskFull"
    expr: node_filesystem_avail_bytes < 1
    labels:
      severity: 'warning'
"""
ALERTMANAGER = """\
global:
  smtp_smarthost: mail.example:25
  smtp_from: alerts@shop.example
  slack_api_url: https://hooks.example/hunter2
route:
  receiver: "null"
  group_wait: 1m
  routes:
    - matchers: [ severity = critical, team!~"a|b" ]
      receiver: soc
      group_wait: 0s
      continue: true
    - receiver: soc
      routes:
        - match: {alertname: Watchdog}
          receiver: "null"
    - matchers: ['never="reached"']
inhibit_rules:
  - source_matchers:
    - alertname="Watchdog"
    target_match_re:
      severity: warning|info
    equal: [cluster]
receivers:
  - name: "null"
    webhook_configs: []
  - name: soc
    email_configs:
    - to: soc@shop.example
      auth_password: hunter2
    webhook_configs: [{url: "https://hooks.example/hunter2"}]
"""


def facts(machine: FakeMachine) -> Any:
    return machine.scan(want(alerting="")).one("alerting").facts


def with_files(machine: FakeMachine) -> None:
    machine.write("/etc/prometheus/prometheus.yml", PROMETHEUS)
    machine.write("/etc/prometheus/rules/abuse.yml", RULES)
    machine.write("/etc/prometheus/more.yml", "")
    machine.write("/etc/prometheus/alertmanager.yml", ALERTMANAGER)


def test_a_bare_machine(machine: FakeMachine) -> None:
    off = {"installed": False, "running": False}
    assert facts(machine) == {
        "prometheus": {**off, "agent": False, "alertmanagers": [], "rules": []},
        "alertmanager": {**off, "receivers": [], "routes": [], "inhibitions": []},
    }


def test_a_configuration_that_a_removed_package_has_left(machine: FakeMachine) -> None:
    with_files(machine)
    found = facts(machine)
    assert not found["prometheus"]["installed"]
    assert not found["alertmanager"]["installed"]


def test_the_packages_as_they_come(machine: FakeMachine) -> None:
    for name in ("prometheus", "alertmanager"):
        machine.write(f"/etc/prometheus/{name}.yml", (RECORDED / f"{name}.yml").read_text())
    machine.tool("prometheus")
    machine.tool("prometheus-alertmanager")
    found = facts(machine)
    assert (found["prometheus"]["alertmanagers"], found["prometheus"]["rules"]) == (["localhost"], [])
    assert {each["name"]: each["kinds"] for each in found["alertmanager"]["receivers"]} == {
        "team-X-mails": ["email"],
        "team-X-pager": ["email", "pagerduty"],
        "team-Y-mails": ["email"],
        "team-Y-pager": ["pagerduty"],
        "team-DB-pager": ["pagerduty"],
    }
    routes = found["alertmanager"]["routes"]
    assert [each["receiver"] for each in routes] == [
        *("team-X-pager", "team-X-mails", "team-Y-pager", "team-Y-mails"),
        *("team-X-pager", "team-Y-pager", "team-DB-pager", "team-X-mails"),
    ]
    assert all(each["told"] for each in routes)
    assert routes[1]["matchers"] == [{"label": "service", "operator": "=~", "value": "^(foo1|foo2|baz)$"}]
    assert len(found["alertmanager"]["inhibitions"]) == 1


def test_what_runs_is_read_from_the_files_that_it_was_started_with(machine: FakeMachine) -> None:
    machine.write("/srv/mon/prom.yml", PROMETHEUS)
    machine.write("/srv/mon/rules/abuse.yml", RULES)
    machine.write("/etc/prometheus/more.yml", "")
    machine.process(
        "prometheus", 70, b"/opt/prometheus\0--config.file=/srv/mon/prom.yml\0--web.enable-lifecycle\0"
    )
    machine.write("/srv/mon/am.yml", ALERTMANAGER)
    machine.process("prometheus-aler", 71, b"prometheus-alertmanager\0--config.file\0/srv/mon/am.yml\0")
    scan = machine.scan(want(alerting=""))
    assert "hunter2" not in str(scan.events)
    found = scan.one("alerting").facts
    assert found["prometheus"] == {
        "installed": True,
        "running": True,
        "agent": False,
        "alertmanagers": ["::1", "?", "am.shop.example"],
        "rules": [
            {
                "name": "MassRead",
                "group": "abuse",
                "file": "/srv/mon/rules/abuse.yml",
                "severity": "critical",
                "detects": "abnormal_access_pattern",
                "delay_seconds": 390,
            },
            {
                "name": "DiskFull",
                "group": "abuse",
                "file": "/srv/mon/rules/abuse.yml",
                "severity": "warning",
                "detects": None,
                "delay_seconds": 90,
            },
        ],
    }
    assert found["alertmanager"]["receivers"] == [
        {"name": "null", "kinds": []},
        {"name": "soc", "kinds": ["email", "webhook"]},
    ]
    critical = {"label": "severity", "operator": "=", "value": "critical"}
    team = {"label": "team", "operator": "!~", "value": "a|b"}
    watchdog = {"label": "alertname", "operator": "=", "value": "Watchdog"}
    routes = [tuple(each.values()) for each in found["alertmanager"]["routes"]]
    assert routes == [
        ("soc", True, True, [critical, team], 0),
        ("null", False, False, [watchdog], 60),
        ("soc", True, False, [], 60),
    ]
    severity = {"label": "severity", "operator": "=~", "value": "warning|info"}
    assert found["alertmanager"]["inhibitions"] == [
        {"source": [watchdog], "target": [severity], "equal": ["cluster"]}
    ]


def test_an_agent_has_no_rules(machine: FakeMachine) -> None:
    machine.write("/etc/prometheus/prometheus.yml", "global: {}\n")
    machine.process("prometheus", 70, b"prometheus\0--agent\0--storage.agent.path=/data\0")
    assert facts(machine)["prometheus"]["agent"]


def _gap(scan: Scan, fact: str, reason: GapReason, text: str) -> None:
    found = scan.gap("alerting", fact)
    assert found.reason is reason
    assert text in found.detail


def test_what_cannot_be_read_is_a_gap(machine: FakeMachine) -> None:
    with_files(machine)
    machine.tool("prometheus")
    machine.tool("alertmanager")
    (machine.root / "etc/prometheus/rules").chmod(0o700)
    (machine.root / "etc/prometheus/alertmanager.yml").chmod(0o640)
    denied = machine.scan(want(alerting=""), user=("nobody",))
    _gap(denied, "prometheus", GapReason.DENIED, "/etc/prometheus/rules/*.yml is not readable")
    _gap(denied, "alertmanager", GapReason.DENIED, "/etc/prometheus/alertmanager.yml is not readable")
    machine.process("prometheus", 70, b"prometheus\0--config.file=/a.yml\0")
    machine.process("prometheus", 71, b"prometheus\0--config.file=/b.yml\0")
    machine.process("alertmanager", 72, b"alertmanager\0--config.file=/etc/shadow\0")
    odd = machine.scan(want(alerting=""))
    _gap(odd, "prometheus", GapReason.UNSUPPORTED, "2 of prometheus run, with different files")
    _gap(odd, "alertmanager", GapReason.DENIED, "/etc/shadow is not readable")


@pytest.mark.parametrize(
    "change",
    [
        ("receiver: soc\n      routes", "receiver: *soc\n      routes"),
        ("    - receiver: soc\n", "    - {receiver: soc}\n    - receiver: soc\n"),
        ("    - receiver: soc\n", "    - <<: {}\n      receiver: soc\n"),
        ("group_wait: 1m", "group_wait: soon"),
        ("[ severity = critical, ", "[ critical, "),
        ("route:\n", "route: &r\n"),
        ('receiver: "null"\n  group', 'receiver: "null\n    "\n  group'),
    ],
)
def test_what_is_not_understood_is_a_gap(machine: FakeMachine, change: tuple[str, str]) -> None:
    assert ALERTMANAGER.count(change[0]) == 1
    machine.write("/etc/prometheus/alertmanager.yml", ALERTMANAGER.replace(*change))
    machine.tool("alertmanager")
    _gap(machine.scan(want(alerting="")), "alertmanager", GapReason.UNSUPPORTED, "not understood")


# --- nothing secret leaves, and what is needed is not changed ---------------------------------------

_ROUTED = re.search(r"alertmanager_outline\(\) \{\n(.*?)\\\n(.*?)\\\n", probe.text("alerting"), re.DOTALL)
_SECRET = st.text("xyz:/#'\"-{}[]|>&*!% \n", max_size=12).map(lambda text: f"s3cret{text}s3cret")
_LABEL = st.sampled_from(["severity", "team", "alertname"])
_MATCH = st.fixed_dictionaries(
    {},
    optional={
        "match": st.dictionaries(_LABEL, st.sampled_from(["a", "b c", "true", "1"]), min_size=1, max_size=2),
        "matchers": st.lists(st.sampled_from(['a="b"', "a!=b", 'a=~"b|c",d="e"']), max_size=2),
        "continue": st.booleans(),
        "group_by": st.lists(_SECRET, max_size=2),
    },
)
_RECEIVER = st.sampled_from(["null", "soc", "with space"])
_NODE = st.builds(lambda more, receiver: {**more, "receiver": receiver}, _MATCH, _RECEIVER)
_TREE = st.recursive(
    _NODE,
    lambda below: st.builds(
        lambda node, routes: {**node, "routes": routes}, _NODE, st.lists(below, max_size=3)
    ),
    max_leaves=5,
)
_WAY = st.fixed_dictionaries({"url": _SECRET, "http_config": st.fixed_dictionaries({"password": _SECRET})})
_RECEIVERS = st.lists(
    st.builds(
        lambda name, ways: {"name": name, **ways},
        _RECEIVER,
        st.dictionaries(st.sampled_from(["webhook_configs", "email_configs"]), st.lists(_WAY, max_size=2)),
    ),
    max_size=3,
)
_DOCUMENT = st.fixed_dictionaries(
    {"global": st.dictionaries(st.just("password"), _SECRET), "route": _TREE, "receivers": _RECEIVERS}
)


def _outlined(path: Path) -> str:
    functions = re.sub(r"(?m)^run .*$", "", probe.text("alerting"))
    assert _ROUTED is not None
    call = "".join(_ROUTED.groups()).replace("\t", " ")
    script = f'{probe.text("lib")}{functions}\n{call} "$1"'
    done = subprocess.run(["sh", "-c", script, "sh", str(path)], capture_output=True, text=True, check=True)
    return done.stdout


def _read(files: Texts, path: Path) -> tuple[Any, Any]:
    document = outline.document(files, str(path))
    route = outline.mapping(document["route"], "")
    above = manager._Above("null", 30, ())
    return list(manager._receivers(document, "")), list(manager._ends(route, "", above))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=_DOCUMENT, flow=st.sampled_from([None, False]), width=st.sampled_from([40, 1000]))
def test_outlines_keep_secrets_and_say_what_the_file_says(
    tmp_path: Path, document: Any, flow: bool | None, width: int
) -> None:
    path = tmp_path / "alertmanager.yml"
    written = yaml.safe_dump(document, default_flow_style=flow, width=width)
    path.write_text(written)
    lines = _outlined(path).splitlines()
    assert "s3cret" not in "".join(lines)
    sent = Texts({str(path): "F"}, {str(path): [line[1:] for line in lines if line[:1] == "\t"]}, {}, None)  # type: ignore[arg-type]
    whole = Texts({str(path): "F"}, {str(path): written.splitlines()}, {}, None)  # type: ignore[arg-type]
    try:
        found = _read(sent, path)
    except NotSeenError:
        assert flow is None or width == 40
        return
    assert found == _read(whole, path)
