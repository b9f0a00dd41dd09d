# METADATA
# title: Wildcard patterns
# description: Patterns in which * stands for any text and ? for one character.
package lib.wildcard

# METADATA
# description: The whole text matches the pattern. Case matters; every other character stands for itself.
matches(pattern, text) if regex.match(_expression(pattern), text)

_expression(pattern) := concat("", [`(?s)^`, body, `$`]) if {
	escaped := regex.replace(pattern, `[.+^$(){}|\[\]\\]`, `\$0`)
	body := replace(replace(escaped, "*", ".*"), "?", ".")
}
