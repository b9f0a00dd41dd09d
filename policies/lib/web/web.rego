# METADATA
# title: Forms and pages for customers
# description: Tells what forms ask for, and when that cannot be told.
# related_resources:
#   - ref: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
package lib.web

# METADATA
# description: Kinds of fields that hold something about a person.
personal := sensitive | {
	"name",
	"phone",
	"email",
	"address",
	"birthday",
	"gender",
	"income",
	"employer",
	"marital_status",
	"location",
	"social_account",
	"photo",
	"complaint_text",
	"order_reference",
}

# METADATA
# description: Kinds whose loss harms a person most.
sensitive := {"id_card_number", "bank_card_number", "passport_number", "biometric", "religion", "health"}

# METADATA
# description: Kinds that must not stand in a URL.
in_url_forbidden := personal | {"password", "verification_code"}

# METADATA
# description: A form asks for something personal.
collects(fields) if {
	some field in fields
	field.kind in personal
}

# METADATA
# description: A form asks for something personal, or for something of which nobody knows what it is.
may_collect(fields) if collects(fields)

may_collect(fields) if {
	some field in fields
	field.kind == "unrecognised"
}

# METADATA
# description: Why it cannot be told what a form asks for; undefined when it can.
unclear(fields, reading) := reading.unsettled if reading.unsettled != ""

else := msg if {
	some field in fields
	field.kind == "unrecognised"
	msg := "what a field asks for is not known; name it under 'fields' of the target"
}

# METADATA
# description: The host of a URL.
host(url) := split(split(url, "/")[2], ":")[0]
