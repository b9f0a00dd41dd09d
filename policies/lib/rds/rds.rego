# METADATA
# title: Engines of the Relational Database Service
# description: Tells what the settings of a database mean for its engine.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
package lib.rds

# METADATA
# description: >-
#   The parameter, or the default of the engine where the group says nothing, refuses connections without TLS.
#   Takes the facts engine and tls.
tls_forced(_, tls) if {
	is_string(tls.value)
	upper(tls.value) in {"1", "ON", "TRUE", "ENABLED", "FIPS-140-3", "TLS1.2+", "TLS1.3+"}
}

tls_forced(engine, tls) if {
	tls.offered
	tls.value == null
	_version(engine.version) >= _forced_since[engine.name]
}

# Major times 1000, plus minor.
_forced_since := {
	"aurora-postgresql": 17000,
	"docdb": 0,
	"mariadb": 11008,
	"mysql": 8004,
	"postgres": 15000,
}

_version(text) := (to_number(parts[0]) * 1000) + to_number(parts[1]) if {
	some found in regex.find_n(`^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,2})`, text, 1)
	parts := split(found, ".")
}

# METADATA
# description: The value of the parameter for a message.
tls_value(tls) := tls.value if is_string(tls.value)

tls_value(tls) := "default" if {
	tls.value == null
	tls.offered
}

tls_value(tls) := "not offered" if {
	tls.value == null
	tls.offered == false
}

# METADATA
# description: The log that records who connects and what is done; undefined for engines that are not known.
access_log(engine) := log if {
	some prefix, log in _access_logs
	startswith(engine, prefix)
}

_access_logs := {
	"aurora-mysql": "audit",
	"aurora-postgresql": "postgresql",
	"db2-": "diag.log",
	"docdb": "audit",
	"mariadb": "audit",
	"mysql": "audit",
	"neptune": "audit",
	"oracle-": "audit",
	"postgres": "postgresql",
	"sqlserver-": "error",
}
