# METADATA
# title: Linux audit rules
# description: Tells what the parsed rules of server.audit record.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/auditctl.8.html
package lib.audit

# METADATA
# description: >-
#   Some rule records accesses of one kind (a letter of rwxa) to a path by everybody who logged in, on machines of
#   both word sizes.
records(rules, path, letter) if {
	every arch in ["b32", "b64"] {
		_recorded(rules, path, letter, arch)
	}
}

_recorded(rules, path, letter, arch) if {
	some rule in rules
	rule.list == "exit"
	rule.action == "always"
	rule.arch in {null, arch}
	count(rule.syscalls) == 0
	rule.path != null
	covers(rule.path, path)
	_asks(rule.permissions, letter)
	everybody(rule.filters)
}

_asks(permissions, _) if permissions == null

_asks(permissions, letter) if {
	permissions != null
	contains(permissions, letter)
}

# METADATA
# description: A rule on a place holds for the path, because it is the same or lies above it.
covers(place, path) if place == path

covers(place, path) if startswith(path, sprintf("%s/", [trim_right(place, "/")]))

# METADATA
# description: The filters of a rule leave out nobody but services and system accounts.
everybody(filters) if {
	every filter in filters {
		regex.match(`^(auid>=([0-9]{1,3}|1000)|auid!=-1)$`, filter)
	}
}

# METADATA
# description: Places at or below a path, or above it, of which a rule says never to record them.
silenced(rules, path) := {rule.path |
	some rule in rules
	rule.list == "exit"
	rule.action == "never"
	rule.path != null
	_touches(rule.path, path)
}

_touches(place, path) if covers(place, path)

_touches(place, path) if covers(path, place)

# METADATA
# description: A rule on the task list switches off every rule on system calls and files.
switched_off(rules) if {
	some rule in rules
	rule.list == "task"
	rule.action == "never"
	count(rule.filters) == 0
}
