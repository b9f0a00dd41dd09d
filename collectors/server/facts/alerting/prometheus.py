"""Prometheus: the alert rules that it loads, and where it sends alerts.

Sources: https://prometheus.io/docs/prometheus/latest/configuration/configuration/ and alerting_rules/.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from collectors.server.facts.alerting import outline
from collectors.server.reply import Reply
from collectors.server.texts import Texts
from scanner.interfaces import Json

_EVERY = 60
"""Seconds between two evaluations unless the file says otherwise."""


def prometheus(reply: Reply) -> Json:
    """The whole fact. A configuration that was left behind by a package that is gone is none."""
    running = outline.is_running(reply, "prometheus")
    if not running and not outline.is_installed(reply, "prometheus"):
        return _fact(installed=False, running=False)
    path, agent = outline.main_file(reply, "prometheus")
    files = outline.texts(reply, "config")
    if not running and files.absent(path):
        return _fact(installed=True, running=False)
    document = outline.document(files, path)
    if agent:
        return _fact(installed=True, running=running, agent=True)
    settings = outline.mapping(document.get("global"), path)
    every = outline.seconds(settings.get("evaluation_interval"), path, _EVERY)
    return _fact(
        installed=True,
        running=running,
        alertmanagers=_alertmanagers(document, path),
        rules=[
            rule for file, rules in _rule_files(reply, document, path) for rule in _rules(file, rules, every)
        ],
    )


def _fact(
    *,
    installed: bool,
    running: bool,
    agent: bool = False,
    alertmanagers: Sequence[str] = (),
    rules: Json = (),
) -> Json:
    return {
        "installed": installed,
        "running": running,
        "agent": agent,
        "alertmanagers": list(alertmanagers),
        "rules": list(rules),
    }


def _alertmanagers(document: Mapping[str, Json], path: str) -> list[str]:
    """Names or addresses of the Alertmanagers, `?` for those that are looked up somewhere."""
    alerting = outline.mapping(document.get("alerting"), path)
    entries = outline.sequence(alerting.get("alertmanagers"), path)
    return sorted({host for entry in entries for host in _hosts(outline.mapping(entry, path), path)})


def _hosts(entry: Mapping[str, Json], path: str) -> Iterator[str]:
    if any(key.endswith("_sd_configs") and value for key, value in entry.items()):
        yield "?"
    for each in outline.sequence(entry.get("static_configs"), path):
        for target in outline.sequence(outline.mapping(each, path).get("targets"), path):
            yield outline.name(re.sub(r":[0-9]+$", "", str(target)).strip("[]").lower())


def _rule_files(
    reply: Reply, document: Mapping[str, Json], main: str
) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Each file that a pattern gave, once; raises NotSeenError when one was not read."""
    found = outline.texts(reply, "rules")
    seen: set[str] = set()
    for pattern in outline.sequence(document.get("rule_files"), main):
        for path in _included(found, posixpath.join(posixpath.dirname(main), str(pattern)), main):
            if path not in seen:
                seen.add(path)
                yield path, outline.document(found, path)


def _included(found: Texts, pattern: str, main: str) -> Iterator[str]:
    paths = found.included(pattern)
    if paths is None:
        raise outline.not_understood(main)
    yield from paths


def _rules(path: str, document: Mapping[str, Json], every: float) -> Iterator[Json]:
    for each in outline.sequence(document.get("groups"), path):
        group = outline.mapping(each, path)
        interval = outline.seconds(group.get("interval"), path, every)
        for one in outline.sequence(group.get("rules"), path):
            rule = outline.mapping(one, path)
            if "alert" not in rule:
                continue
            labels = outline.mapping(rule.get("labels"), path)
            yield {
                "name": outline.name(rule["alert"]),
                "group": outline.name(group.get("name")),
                "file": path,
                "severity": outline.name(labels["severity"]) if "severity" in labels else None,
                "detects": outline.name(labels["detects"]) if "detects" in labels else None,
                "delay_seconds": interval + outline.seconds(rule.get("for"), path),
            }
