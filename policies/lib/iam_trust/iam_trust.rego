# METADATA
# title: Who can assume an IAM role
# description: >-
#   Answers questions about one statement of a trust policy. Conditions that a request can leave out
#   (…IfExists, ForAllValues) limit nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
package lib.iam_trust

import data.lib.iam_policy

# METADATA
# description: The statement lets in everyone, of whatever account or provider.
open_to_everyone(statement) if {
	statement.effect == "Allow"
	iam_policy.principal_any(statement)
	not iam_policy.narrowed(statement)
}

# METADATA
# description: >-
#   A statement denies strangers every way of assuming the role that another one allows: a Deny whose only
#   conditions are negations of ones that limit.
strangers_denied(statements, allowed) if {
	some statement in statements
	iam_policy.only_strangers(statement)
	every action in _ways_in {
		_denied_if_allowed(statement, allowed, action)
	}
}

_denied_if_allowed(_, allowed, action) if not iam_policy.covers_action(allowed, action)

_denied_if_allowed(statement, _, action) if iam_policy.covers_action(statement, action)

_ways_in := ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]

# METADATA
# description: >-
#   12-digit numbers of the accounts that the statement lets in: as principals, or by the conditions that narrow
#   a statement for everyone.
accounts(statement) := {account |
	statement.effect == "Allow"
	some account in (iam_policy.named_accounts(statement) | _accounts_of_conditions(statement))
}

_accounts_of_conditions(statement) := {account |
	iam_policy.principal_any(statement)
	some key in {"aws:principalaccount", "aws:principalarn"}
	some value in _values(statement, key)
	some account in regex.find_n(`[0-9]{12}`, value, 1)
}

# METADATA
# description: The caller must give an external id, or belong to a certain organization.
expects_the_caller(statement) if {
	some key in {"sts:externalid", "aws:principalorgid"}
	values := _values(statement, key)
	count(values) > 0
	every value in values {
		regex.match(`[^*?]`, value)
		not contains(value, "${")
	}
}

# METADATA
# description: Hosts of the OpenID Connect providers whose tokens open the role without naming a subject.
open_providers(statement) := {host |
	statement.effect == "Allow"
	iam_policy.covers_action(statement, "sts:AssumeRoleWithWebIdentity")
	some principal in object.get(statement.principals, "Federated", [])
	host := _host(principal)
	not _names_a_subject(statement, host)
}

_host(principal) := lower(trim_suffix(host, "/")) if {
	contains(principal, ":oidc-provider/")
	host := regex.replace(principal, `^[^/]*:oidc-provider/`, "")
}

_host(principal) := lower(principal) if {
	not startswith(principal, "arn:")
	principal != "*"
}

# Providers that everyone can get a token from: whose it is, only the subject tells.
_shared(host) if {
	regex.match(
		concat("", [
			`^(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com`,
			`|oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/.*|accounts\.google\.com|oidc\.vercel\.com)$`,
		]),
		host,
	)
}

_names_a_subject(statement, host) if {
	some claim in _claims(host)
	values := _values(statement, sprintf("%s:%s", [host, claim]))
	count(values) > 0
	every value in values {
		_fixed(host, claim, value)
	}
}

_claims(host) := {"sub", "aud"} if not _shared(host)

_claims(host) := {"sub", "job_workflow_ref", "repository", "repository_id", "repository_owner_id"} if {
	_shared(host)
	host != "accounts.google.com"
}

# The audience is a client that somebody registered with Google.
_claims("accounts.google.com") := {"sub", "aud", "oaud"}

# repo:OWNER/REPOSITORY:…
_fixed("token.actions.githubusercontent.com", "sub", value) if regex.match(`^repo:[^*?/:]+/`, value)

_fixed(host, claim, value) if {
	concat(" ", [host, claim]) != "token.actions.githubusercontent.com sub"
	regex.match(`^[^*?]{4}`, value)
}

# The values that a key must have.
_values(statement, key) := {value |
	some operator, keys in statement.conditions
	base := trim_prefix(lower(operator), "foranyvalue:")
	base in {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"}
	some value in object.get(keys, key, [])
}
