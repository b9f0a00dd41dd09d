# METADATA
# title: S3 lifecycle rules
# description: Finds the rules that really end the life of every object.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
package lib.lifecycle

import data.lib.dates

# METADATA
# description: >-
#   The enabled rules that cover every object whose key begins with a prefix, not only some with a longer
#   prefix, a tag or a size. The empty prefix means all objects.
covering(rules, prefix) := [rule |
	some rule in rules
	rule.enabled
	startswith(prefix, rule.prefix)
	rule.tags == {}
	_at_most_zero(rule.min_size)
	rule.max_size == null
]

_at_most_zero(size) if size == null

_at_most_zero(size) if size <= 0

# METADATA
# description: >-
#   Days after which all current versions below a prefix expire; undefined when they never do. A rule for a date
#   goes on after it: what is written later expires at once. Before it, nothing does.
current_days(rules, prefix, now) := min([days |
	some rule in covering(rules, prefix)
	days := _days_by(rule, now)
])

_days_by(rule, _) := rule.expiration_days if rule.expiration_days != null

_days_by(rule, now) := 0 if dates.instant(rule.expiration_date) <= dates.instant(now)

# METADATA
# description: >-
#   Days after which all noncurrent versions below a prefix expire; undefined when they never do. A rule that
#   keeps some newer versions never ends those. A rule for expired delete markers ends no version.
noncurrent_days(rules, prefix) := min([rule.noncurrent_days |
	some rule in covering(rules, prefix)
	rule.noncurrent_days != null
	_at_most_zero(rule.noncurrent_keep)
])

# METADATA
# description: >-
#   Days after which an upload that was never completed is removed; undefined when it never is. Such uploads
#   have neither tags nor a size yet.
abort_days(rules) := min([rule.abort_multipart_days |
	some rule in rules
	rule.enabled
	rule.prefix == ""
	rule.tags == {}
	rule.abort_multipart_days != null
])

# METADATA
# description: >-
#   Days after which some object without tags whose key begins with a prefix is gone at the earliest; undefined
#   when none ever is. A rule with a date ends what comes after it at once. Where every object has versions, an
#   expired one lives on until a rule ends noncurrent versions.
earliest_days(rules, prefix, versioned) := _current_end(rules, prefix) if not versioned

earliest_days(rules, prefix, versioned) := days if {
	versioned
	days := _current_end(rules, prefix) + _noncurrent_end(rules, prefix)
}

_current_end(rules, prefix) := min({days |
	some rule in _touching(rules, prefix)
	days := _days_or_date(rule)
})

_noncurrent_end(rules, prefix) := min({rule.noncurrent_days |
	some rule in _touching(rules, prefix)
	rule.noncurrent_days != null
	_at_most_zero(rule.noncurrent_keep)
})

_touching(rules, prefix) := [rule |
	some rule in rules
	rule.enabled
	rule.tags == {}
	_overlap(rule.prefix, prefix)
]

_overlap(one, other) if startswith(one, other)

_overlap(one, other) if startswith(other, one)

_days_or_date(rule) := rule.expiration_days if rule.expiration_days != null

else := 0 if rule.expiration_date != null
