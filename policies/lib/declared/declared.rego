# METADATA
# title: Statements of people about what cannot be read
# description: Tells when a statement may not be relied on, and how strong a cipher is by its name.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc8221
package lib.declared

import data.lib.dates

# METADATA
# description: Why a statement may not be relied on now; undefined when it may. Its last day counts.
stale(declared_on, expires_on, now) := msg if {
	not _in_force(expires_on, now)
	msg := sprintf("the statement expired on %s", [expires_on])
} else := msg if {
	not _begun(declared_on, now)
	msg := sprintf("the statement begins on %s", [declared_on])
}

_in_force(expires_on, now) if dates.instant(now) < dates.day_start(expires_on) + dates.hours(24)

_begun(declared_on, now) if dates.day_start(declared_on) <= dates.instant(now)

# METADATA
# description: A cipher that can be broken, or none at all.
weak_cipher(name) if {
	some part in regex.split(`[^a-z0-9]+`, lower(name))
	regex.match(`^(none|null|plain|cleartext|des|3des|tdes|rc4|arcfour|rc2|blowfish|cast|md5)`, part)
}

# METADATA
# description: A cipher that nobody has broken.
strong_cipher(name) if regex.match(`^(aes-?_?(128|192|256)|aes(128|192|256)|chacha20)`, lower(name))
