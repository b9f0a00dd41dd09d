package lib.wildcard_test

import data.lib.wildcard

cases := [
	{"pattern": "s3:Get*", "text": "s3:GetObject", "matches": true},
	{"pattern": "s3:Get*", "text": "s3:getobject", "matches": false},
	{"pattern": "s3:Get*", "text": "xs3:GetObject", "matches": false},
	{"pattern": "*", "text": "", "matches": true},
	{"pattern": "", "text": "", "matches": true},
	{"pattern": "", "text": "a", "matches": false},
	{"pattern": "a?c", "text": "abc", "matches": true},
	{"pattern": "a?c", "text": "ac", "matches": false},
	{"pattern": "a.c", "text": "abc", "matches": false},
	{"pattern": "a+", "text": "aa", "matches": false},
	{"pattern": `a\b[c]{d}(e)|^$`, "text": `a\b[c]{d}(e)|^$`, "matches": true},
	{"pattern": "a*z", "text": "a\nz", "matches": true},
	{"pattern": "${aws:username}", "text": "${aws:username}", "matches": true},
]

test_patterns if {
	wrong := [case | some case in cases; _matches(case) != case.matches]
	wrong == []
}

_matches(case) if wildcard.matches(case.pattern, case.text)

else := false
