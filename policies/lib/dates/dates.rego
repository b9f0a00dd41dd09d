# METADATA
# title: Dates and instants
# description: Tells what can be parsed before it is, because a failing builtin would undo the whole check.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc3339
package lib.dates

# METADATA
# description: Midnight UTC at the beginning of an ISO date, in nanoseconds. Undefined for anything else.
day_start(text) := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [text])) if {
	is_string(text)
	_day(text)
	count(text) == 10
}

# METADATA
# description: An RFC 3339 instant in UTC, in nanoseconds. Undefined for anything else.
instant(text) := time.parse_rfc3339_ns(text) if {
	is_string(text)
	_day(text)
	regex.match(_time_of_day, text)
}

# METADATA
# description: A number of hours in nanoseconds.
hours(number) := ((number * 60) * 60) * 1000000000

# Every month has 28 days, most have 30, seven have 31.
_day(text) if regex.match(`^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])`, text)

_day(text) if regex.match(`^(19|20|21)[0-9]{2}-(0[13-9]|1[0-2])-(29|30)`, text)

_day(text) if regex.match(`^(19|20|21)[0-9]{2}-(0[13578]|1[02])-31`, text)

_day(text) if regex.match(`^(2000|(19|20|21)(0[48]|[2468][048]|[13579][26]))-02-29`, text)

_time_of_day := `^.{10}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|\+00:00)$`
