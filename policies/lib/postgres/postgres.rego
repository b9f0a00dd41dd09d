# METADATA
# title: PostgreSQL
# description: What several checks of PostgreSQL ask alike.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/
package lib.postgres

# METADATA
# description: No address in listen_addresses can be reached from another machine.
local_only(addresses) if {
	every address in addresses {
		regex.match(`^(127\.[0-9.]+|::1|localhost)$`, address)
	}
}

# METADATA
# description: A server that listens only there is never reached by the clients of a rule with this origin.
out_of_reach(origin, listens) if {
	origin == "network"
	listens in {"unix", "loopback"}
}

out_of_reach(origin, listens) if {
	origin == "loopback"
	listens == "unix"
}

# METADATA
# description: For whom a setting was changed, as in "role app, database shop".
scope(override) := concat(", ", sort([part |
	some key in ["role", "database"]
	override[key] != null
	part := sprintf("%s %s", [key, override[key]])
]))

# METADATA
# description: pgaudit records statements of this class; a class with a minus is taken away.
audits(classes, class) if {
	some granted in {class, "all"}
	granted in classes
	not sprintf("-%s", [class]) in classes
	not "none" in classes
}
