# METADATA
# title: What an IAM policy statement says
# description: >-
#   Answers questions about one normalised statement: every scalar is a list, condition keys are lower case.
#   Where a form is not understood the answer is the one that keeps a risk visible.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
package lib.iam_policy

import data.lib.reachability
import data.lib.wildcard

# METADATA
# description: The statement applies to an action such as s3:GetObject. Action names ignore case.
covers_action(statement, action) if _named(statement.actions, action)

covers_action(statement, action) if {
	count(statement.not_actions) > 0
	not _named(statement.not_actions, action)
}

_named(patterns, action) if {
	wanted := lower(action)
	service := substring(wanted, 0, indexof(wanted, ":"))
	some pattern in patterns
	named := lower(pattern)
	_may_name(named, service)
	wildcard.matches(named, wanted)
}

# Most patterns fall out here; a regular expression for each would take seconds for a large policy.
_may_name(pattern, service) if startswith(pattern, service)

_may_name(pattern, _) if regex.match(`^[^:]*[*?]`, pattern)

# METADATA
# description: The statement applies to every action of a service (a prefix such as s3).
covers_all_actions(statement, service) if {
	some pattern in statement.actions
	every action in _actions_without_a_name {
		_named([pattern], concat(":", [service, action]))
	}
}

covers_all_actions(statement, service) if {
	count(statement.not_actions) > 0
	every action in _actions_without_a_name {
		not _named(statement.not_actions, concat(":", [service, action]))
	}
}

# Only a pattern that ends in a bare * matches both of these.
_actions_without_a_name := ["\u0001", "\u0001\u0001Object"]

# METADATA
# description: The statement applies to a resource with this name.
covers_resource(statement, arn) if _listed(statement.resources, arn)

covers_resource(statement, arn) if {
	count(statement.not_resources) > 0
	not _listed(statement.not_resources, arn)
}

_listed(patterns, arn) if {
	some pattern in patterns
	wildcard.matches(pattern, arn)
}

# METADATA
# description: The statement applies to every object of a bucket, not only below a prefix or with a suffix.
covers_all_objects(statement, bucket_arn) if {
	some pattern in statement.resources
	every key in _keys_without_a_name {
		wildcard.matches(pattern, concat("/", [bucket_arn, key]))
	}
}

covers_all_objects(statement, bucket_arn) if {
	count(statement.not_resources) > 0
	objects := concat("/", [bucket_arn, ""])
	every pattern in statement.not_resources {
		not _may_overlap(_literal_start(pattern), objects)
	}
}

_literal_start(pattern) := regex.split(`[*?]`, pattern)[0]

_may_overlap(one, other) if startswith(one, other)

_may_overlap(one, other) if startswith(other, one)

_keys_without_a_name := ["\u0001", "\u0001\u0001/\u0001\u0001.\u0001"]

# METADATA
# description: >-
#   The statement applies to everyone, with or without an account. NotPrincipal means everyone but the ones
#   named.
principal_any(statement) if {
	some values in statement.principals
	"*" in values
}

principal_any(statement) if {
	count(statement.not_principals) > 0
	not _excludes_everyone(statement)
}

_excludes_everyone(statement) if {
	some values in statement.not_principals
	"*" in values
}

# METADATA
# description: >-
#   A condition of the statement limits it to known callers or networks. All conditions must hold together,
#   so one that limits is enough. What can be missing from a request (…IfExists, ForAllValues), what is
#   negated, and what any caller can satisfy (a bare *, 0.0.0.0/0) does not limit.
narrowed(statement) if {
	some operator, keys in statement.conditions
	base := _positive_operators[trim_prefix(lower(operator), "foranyvalue:")]
	some key, values in keys
	_values_narrow(base, key, values)
}

_positive_operators := {
	"stringequals": "exact",
	"stringequalsignorecase": "exact",
	"stringlike": "pattern",
	"arnequals": "arn",
	"arnlike": "arn",
	"ipaddress": "address",
}

_negative_operators := {
	"stringnotequals": "exact",
	"stringnotequalsignorecase": "exact",
	"stringnotlike": "pattern",
	"arnnotequals": "arn",
	"arnnotlike": "arn",
	"notipaddress": "address",
}

_values_narrow(base, key, values) if {
	count(values) > 0
	every value in values {
		_value_narrows(base, lower(key), value)
	}
	not _wide_together(base, values)
}

# The internet in many small pieces is the internet.
_wide_together("address", values) if {
	networks := {"ipv4": _of_family(values, "."), "ipv6": _of_family(values, ":")}
	reachability.wide(networks, {"ipv4": _most_of_the_internet, "ipv6": _most_of_the_internet})
}

_of_family(values, mark) := {value | some value in values; contains(value, "/"); contains(value, mark)}

_most_of_the_internet := 0.25

_value_narrows("address", "aws:sourceip", value) if _limited_network(value)

_value_narrows("exact", key, value) if {
	key in _caller_keys
	_fixed_value(value)
}

_value_narrows("pattern", key, value) if {
	key in _caller_keys
	_fixed_value(value)
	_fixed_part(key, value)
}

# ARNs are compared part by part, while * in other text reaches over colons: the path of a foreign role may
# hold what looks like an account.
_value_narrows("arn", key, value) if {
	key in _caller_keys
	_fixed_value(value)
	_fixed_arn(key, value)
}

_fixed_arn(key, value) if _fixed_part(key, value)

_fixed_arn(key, value) if {
	key in _arn_keys
	regex.match(`^arn:[^:]*:[^:]*:[^:]*:[0-9]{12}:`, value)
}

# What tells apart who calls, or from where, and cannot be chosen by a caller.
_caller_keys := {
	"aws:principalaccount",
	"aws:principalarn",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
	"aws:sourceowner",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:userid",
	"kms:calleraccount",
	"s3:dataaccesspointaccount",
	"s3:dataaccesspointarn",
}

# A policy variable is filled in from the request: a caller's own organisation always equals itself.
_fixed_value(value) if not contains(value, "${")

_fixed_value(value) if lower(value) in {"${aws:resourceaccount}", "${aws:resourceorgid}"}

_fixed_part(_, value) if not _has_wildcard(value)

# arn:partition:service:region:account:…
_fixed_part(key, value) if {
	key in _arn_keys
	regex.match(`^arn:[^:*?]*:[^:*?]*:[^:*?]*:[0-9]{12}:`, value)
}

_arn_keys := {"aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn"}

# o-…/r-…/ou-…/*
_fixed_part(key, value) if {
	key in {"aws:principalorgpaths", "aws:sourceorgpaths"}
	regex.match(`^o-[a-z0-9]+/`, value)
}

# The id of a role, then the name of the session.
_fixed_part("aws:userid", value) if regex.match(`^A[A-Z0-9]{15,}:`, value)

_has_wildcard(value) if contains(value, "*")

_has_wildcard(value) if contains(value, "?")

# S3 itself calls wider ranges public.
_limited_network(value) if {
	not contains(value, "/")
	regex.match(`^[0-9a-fA-F.:]+$`, value)
}

_limited_network(value) if {
	parts := split(value, "/")
	count(parts) == 2
	regex.match(`^(0|[1-9][0-9]{0,2})$`, parts[1])
	to_number(parts[1]) >= _shortest_prefix(parts[0])
}

_shortest_prefix(address) := 32 if contains(address, ":")

_shortest_prefix(address) := 8 if not contains(address, ":")

# METADATA
# description: >-
#   The statement denies every action of a service to all callers outside a known group: a Deny whose only
#   conditions are negations of ones that limit, or a Deny with NotPrincipal.
denies_strangers(statement, service) if {
	_denies_all_actions(statement, service)
	only_strangers(statement)
}

# One action that NotAction leaves out is a hole in a Deny, while an Allow is as good as one of everything.
_denies_all_actions(statement, service) if {
	covers_all_actions(statement, service)
	every pattern in statement.not_actions {
		not _may_name(lower(pattern), concat("", [service, ":"]))
	}
}

# METADATA
# description: >-
#   The statement denies what it names to all callers outside a known group, without any condition more. One
#   without conditions denies it to all.
only_strangers(statement) if {
	statement.effect == "Deny"
	principal_any(statement)
	every operator, keys in statement.conditions {
		_excepts_only_known(operator, keys)
	}
}

_excepts_only_known(operator, keys) if {
	base := _negative_operators[trim_suffix(lower(operator), "ifexists")]
	every key, values in keys {
		_values_narrow(base, key, values)
	}
}

# The services of AWS itself are no strangers.
_excepts_only_known(operator, keys) if {
	trim_suffix(lower(operator), "ifexists") == "bool"
	object.keys(keys) == {"aws:principalisawsservice"}
	values := object.get(keys, "aws:principalisawsservice", [])
	lower(concat(",", values)) == "false"
}

# METADATA
# description: >-
#   The statement denies every action of a service to everyone who does not use TLS, and nothing else weakens
#   it. Conditions must all hold, so a second one would let plain-text requests through.
denies_plaintext(statement, service) if {
	statement.effect == "Deny"
	principal_any(statement)
	count(statement.not_principals) == 0
	_denies_all_actions(statement, service)
	count(statement.conditions) == 1
	some operator, keys in statement.conditions
	count(keys) == 1
	some key, values in keys
	_matches_plaintext(lower(operator), lower(key), values)
}

_matches_plaintext(operator, "aws:securetransport", values) if {
	operator in {"bool", "boolifexists", "stringequalsignorecase"}
	some value in values
	lower(value) == "false"
}

# These tell upper from lower case.
_matches_plaintext(operator, "aws:securetransport", values) if {
	operator in {"stringequals", "stringlike"}
	"false" in values
}

# A request without TLS has no version at all: only IfExists catches it.
_matches_plaintext("numericlessthanifexists", "s3:tlsversion", _) := true

# METADATA
# description: The accounts of the principals, as 12-digit numbers; those of identity providers too.
named_accounts(statement) := {account |
	some kind in ["AWS", "Federated"]
	some principal in object.get(statement.principals, kind, [])
	some account in [_account(principal)]
}

_account(name) := name if regex.match(`^[0-9]{12}$`, name)

_account(name) := split(name, ":")[4] if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[0-9]{12}:`, name)

# METADATA
# description: The accounts that conditions limit a statement for everyone to, as 12-digit numbers.
narrowed_to_accounts(statement) := {account |
	some value in _limits(statement, _keys_with_an_account)
	some account in [_account(value)]
}

_keys_with_an_account := {
	"aws:principalaccount",
	"aws:principalarn",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceowner",
	"kms:calleraccount",
	"s3:dataaccesspointaccount",
	"s3:dataaccesspointarn",
}

# METADATA
# description: The organizations (o-…) that conditions limit a statement for everyone to.
narrowed_to_organizations(statement) := {organization |
	keys := {"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"}
	some value in _limits(statement, keys)
	some organization in regex.find_n(`^o-[a-z0-9]{10,32}`, value, 1)
}

# The values that one of the keys must have in a request of everyone.
_limits(statement, keys) := {value |
	principal_any(statement)
	some operator, given in statement.conditions
	_positive_operators[trim_prefix(lower(operator), "foranyvalue:")]
	some key in keys
	some value in object.get(given, key, [])
}

# METADATA
# description: Canonical ids that the statement names; S3 writes them for accounts, and nothing tells which.
named_canonical_ids(statement) := {id | some id in object.get(statement.principals, "CanonicalUser", [])}
