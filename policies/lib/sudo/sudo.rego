# METADATA
# title: Rules of sudoers
# description: Reads users and commands as sudoers(5) writes them.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
package lib.sudo

# METADATA
# description: Users and groups that a rule gives something to, besides root itself.
beneficiaries(users) := {user |
	some user in users
	not startswith(user, "!")
	not user in {"root", "#0", "%root", "%#0"}
}

# METADATA
# description: The user field names persons, not a group (%group, +netgroup) and not everyone.
persons(users) := {user |
	some user in beneficiaries(users)
	not strings.any_prefix_match(user, {"%", "+"})
	user != "ALL"
}

# METADATA
# description: >-
#   The user field names an account: by its name, ALL, or one of its groups. The last entry that matches counts,
#   as in sudoers(5). Numbers and netgroups are not resolved.
names(users, name, groups) if {
	matching := [user |
		some user in users
		trim_left(user, "!") in _ways_to_name(name, groups)
	]
	count(matching) > 0
	not startswith(matching[count(matching) - 1], "!")
}

_ways_to_name(name, groups) := {name, "ALL"} | {sprintf("%%%s", [group]) | some group in groups}

# METADATA
# description: >-
#   A rule lets its users become root. "ALL, !root" does too: whoever becomes any other user gets there, and
#   CVE-2019-14287 went around it.
as_root(runas_users) if count(runas_users) == 0

as_root(runas_users) if {
	some user in runas_users
	user in {"ALL", "root", "#0"}
}

# METADATA
# description: >-
#   Why a command gives more than it seems to: "wildcard", "any program" or "shell escape". Undefined when it
#   does not, and for ALL. NOEXEC stops programs from starting another one.
escape(command, noexec) := reason if {
	not startswith(command, "!")
	plain := regex.replace(trim_space(command), `^sha(224|256|384|512):\S+\s+`, "")
	words := [word | some word in regex.split(`\s+`, plain); word != ""]
	reason := _reason(words, noexec)
}

_reason(words, noexec) := "wildcard" if _wildcard(words)

else := "shell escape" if {
	_program(words[0]) in _escaping
	noexec == false
}

else := "any program" if {
	_program(words[0]) in _running
	_open_ended(words)
}

# METADATA
# description: >-
#   A pattern stands for any command or argument: * matches spaces too, and a folder stands for all in it.
#   An argument list that is a regular expression (^…$) is not a pattern.
_wildcard(words) if regex.match(`[*?]|\[`, words[0])

_wildcard(words) if endswith(words[0], "/")

_wildcard(words) if {
	arguments := concat(" ", array.slice(words, 1, count(words)))
	regex.match(`(^|[^\\])([*?]|\[)`, arguments)
	not regex.match(`^\^.*\$$`, arguments)
}

_program(path) := regex.replace(parts[count(parts) - 1], `[0-9.]+$`, "") if parts := split(path, "/")

# No arguments in the rule: the user may give any. "" allows none, which starts a shell or interpreter too.
_open_ended(words) if count(words) == 1

_open_ended(words) if array.slice(words, 1, count(words)) == [`""`]

_open_ended(words) if _commands_from_input(words)

_open_ended(words) if {
	_program(words[0]) in {"busybox", "env", "nice", "nohup", "setsid"}
	_commands_from_input(array.slice(words, 1, count(words)))
}

# A shell with options only, or with -s, does what its standard input says (sh -s, bash -i, su -).
_commands_from_input(words) if {
	_program(words[0]) in _shells
	arguments := concat(" ", array.slice(words, 1, count(words)))
	regex.match(`^([-+]\S*(\s+|$))*$|^([-+]\S*\s+)*-[a-zA-Z]*s`, arguments)
}

_shells := {"ash", "bash", "csh", "dash", "fish", "ksh", "rbash", "sh", "su", "tcsh", "zsh"}

# Editors and pagers offer a shell whatever file they show.
_escaping := {
	"ed", "emacs", "ex", "joe", "less", "man", "more", "most", "nano", "nvim", "pico", "rvim", "vi", "view",
	"vim", "vimdiff",
}

# Programs that run what they are told, or write where they are told.
_running := {
	"apt", "apt-get", "ash", "awk", "bash", "busybox", "chmod", "chown", "chroot", "cp", "crontab",
	"csh", "dash", "dd", "dnf", "docker", "dpkg", "env", "find", "fish", "gawk", "gdb", "git",
	"install", "ksh", "ln", "lua", "mawk", "mount", "mv", "mysql", "nc", "nice", "node", "nohup",
	"nsenter", "perl", "php", "podman", "psql", "python", "rpm", "rsync", "ruby", "scp", "screen",
	"script", "sed", "setarch", "sh", "socat", "ssh", "start-stop-daemon", "strace", "su", "sudo",
	"systemctl", "systemd-run", "tar", "tcsh", "tee", "time", "timeout", "tmux", "unshare", "vipw",
	"visudo", "watch", "xargs", "yum", "zip", "zsh",
}
