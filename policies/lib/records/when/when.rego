# METADATA
# title: The time that dated records are judged by
# description: >-
#   Dates of records belong to the calendar of the workspace, instants are in UTC; both become nanoseconds here. What is
#   neither makes the whole rule an error, and so unknown: such a value must not switch a comparison off.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc3339
package lib.records.when

# METADATA
# description: >-
#   Now, the period, and how far the days of the workspace lie ahead of those of UTC; from data.run. `latest` is the
#   last instant of the period that there can be records of.
clock(run) := {"now": now, "start": start, "end": end, "latest": min([now, end]), "ahead": ahead} if {
	now := time.parse_rfc3339_ns(run.now)
	start := time.parse_rfc3339_ns(run.period_start)
	end := time.parse_rfc3339_ns(run.period_end)
	ahead := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [run.period_first])) - start
}

# METADATA
# description: An instant, or the beginning of a day. Undefined for null.
instant(text, _) := time.parse_rfc3339_ns(text) if {
	is_string(text)
	count(text) != 10
}

instant(text, clock) := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [text])) - clock.ahead if {
	is_string(text)
	count(text) == 10
}

# METADATA
# description: >-
#   The instants of a column's values in some rows, by value and without null. Registers of many rows repeat few days, so
#   each is worked out once.
instants(column, rows, clock) := _instants(texts, days, clock) if {
	texts := {column[row] | some row in rows} - {null}
	days := {text | some text in texts; count(text) == 10}
}

_instants(texts, days, _) := {text: time.parse_rfc3339_ns(text) | some text in texts} if count(days) == 0

_instants(texts, days, clock) := {text: instant(text, clock) | some text in texts} if count(days) > 0

# METADATA
# description: The end of a day, or an instant. Undefined for null.
completed(text, _) := time.parse_rfc3339_ns(text) if {
	is_string(text)
	count(text) != 10
}

completed(text, clock) := instant(text, clock) + 86400000000000 if {
	is_string(text)
	count(text) == 10
}

# METADATA
# description: So much later, or earlier for a negative number. Years, months and weeks are those of the calendar.
shifted(from, number, "minutes") := from + ((number * 60) * 1000000000)

shifted(from, number, "hours") := from + ((number * 3600) * 1000000000)

shifted(from, number, "days") := time.add_date(from, 0, 0, number)

shifted(from, number, "weeks") := time.add_date(from, 0, 0, number * 7)

shifted(from, number, "months") := time.add_date(from, 0, number, 0)

shifted(from, number, "years") := time.add_date(from, number, 0, 0)

# METADATA
# description: All of some instants, by whatever they are named, so much later.
deadlines(instants, number, unit) := {name: due |
	length := number * _nanoseconds[unit]
	some name, at in instants
	due := at + length
} if {
	_nanoseconds[unit]
}

deadlines(instants, number, unit) := {name: shifted(at, number, unit) | some name, at in instants} if {
	not _nanoseconds[unit]
}

# Of the units that are always as long: days of UTC are.
_nanoseconds := {"minutes": 60000000000, "hours": 3600000000000, "days": 86400000000000, "weeks": 604800000000000}

# METADATA
# description: A limit of a rule whose columns are instants in nanoseconds. Undefined where days or the calendar count.
nanoseconds(limit, rule) := limit * _nanoseconds[rule.unit] if object.get(rule, "exact", false)

# METADATA
# description: Units of time in Chinese.
units := {"minutes": "分钟", "hours": "小时", "days": "天", "weeks": "周", "months": "个月", "years": "年"}
