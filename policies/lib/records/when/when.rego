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
instants(column, rows, clock) := object.union(
	{text: time.parse_rfc3339_ns(text) | some text in texts; count(text) != 10},
	{text: instant(text, clock) | some text in texts; count(text) == 10},
) if {
	texts := {column[row] | some row in rows} - {null}
}

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
