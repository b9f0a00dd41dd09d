# METADATA
# title: S3 lifecycle rules
# description: Finds the rules that really end the life of every object.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
package lib.lifecycle

# METADATA
# description: The enabled rules that cover every object, not only a prefix, a tag or a size.
whole(rules) := [rule |
	some rule in rules
	rule.enabled
	rule.prefix == ""
	rule.tags == {}
	_at_most_zero(rule.min_size)
	rule.max_size == null
]

_at_most_zero(size) if size == null

_at_most_zero(size) if size <= 0

# METADATA
# description: Days after which current versions expire; undefined when they never do.
current_days(rules) := min([rule.expiration_days |
	some rule in whole(rules)
	rule.expiration_days != null
])

# METADATA
# description: >-
#   Days after which all noncurrent versions expire; undefined when they never do. A rule that keeps some
#   newer versions never ends those.
noncurrent_days(rules) := min([rule.noncurrent_days |
	some rule in whole(rules)
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
