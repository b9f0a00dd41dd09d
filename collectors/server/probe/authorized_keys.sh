# What sshd takes keys from: for every account its files, and of each key what is no secret and no key.
keywords='authorizedkeysfile|authorizedkeyscommand|authorizedprincipalscommand|pubkeyauthentication|trustedusercakeys'
started=$(sshd_started)
settings() {
	effective=$(sshd_effective "$@") || return
	printf '%s\n' "$effective" | grep -iE "^($keywords) "
}
users() { awk -F: 'NF == 7 && $1 !~ /^([+-].*)?$/ { print $1 }' /etc/passwd; }
# With Match blocks the answer can be another for every account.
per_user() {
	for path in "$(sshd_main)" /etc/ssh/sshd_config.d/*; do
		if [ -r "$path" ] && grep -iqE '^[[:space:]]*match[[:space:]=]' "$path"; then
			users | while read -r user; do
				printf '@%s\n' "$user"
				settings -C "user=$user,host=localhost,addr=127.0.0.1" || return
			done
			return
		fi
	done
}
# Patterns of key files, one a line: every one that some line sets, and the default.
patterns() {
	printf '%s\n' .ssh/authorized_keys .ssh/authorized_keys2
	{
		cat "$(sshd_main)" /etc/ssh/sshd_config.d/* | tr '=' ' '
		if [ "$(id -u)" = 0 ]; then sshd_effective; fi
	} 2>/dev/null | awk 'tolower($1) == "authorizedkeysfile" { gsub(/"/, ""); sub(/#.*/, ""); for (i = 2; i <= NF; i++) print $i }'
}
# Lines `ACCOUNT PATTERN PATH`, with tabs between.
files() {
	patterns | sort -u | awk -F: '
	FILENAME != "/etc/passwd" { if ($0 != "none") pattern[++n] = $0; next }
	NF == 7 && $1 !~ /^([+-].*)?$/ {
		for (i = 1; i <= n; i++) {
			path = ""
			rest = pattern[i]
			while (match(rest, /%[%huU]/)) {
				token = substr(rest, RSTART + 1, 1)
				path = path substr(rest, 1, RSTART - 1) (token == "h" ? $6 : token == "u" ? $1 : token == "U" ? $3 : "%")
				rest = substr(rest, RSTART + 2)
			}
			path = path rest
			if (path !~ /^\//) path = $6 "/" path
			print $1 "\t" pattern[i] "\t" path
		}
	}
	' - /etc/passwd
}
# Of each line that may be a key: options, type, key, comment, parted by the byte 037. The way sshd(8) reads it; what
# an option holds stays here unless it says who may come, whereto, or until when.
split='
BEGIN { part = "\037" }
function skip(s) { sub(/^[ \t]+/, "", s); return s }
function word(s) { sub(/[ \t].*/, "", s); return s }
function safe(s) { gsub(/[^A-Za-z0-9_.:\/*?!@+,\[\]-]/, "?", s); return s }
# The length of the options: up to the first blank outside of quotes.
function options_of(s,   i, c, quoted) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\\" && substr(s, i + 1, 1) == "\"") i++
		else if (c == "\"") quoted = !quoted
		else if (!quoted && (c == " " || c == "\t")) break
	}
	return i - 1
}
function reduced(s,   i, c, quoted, value, name, inside, out) {
	s = s ","
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\\" && substr(s, i + 1, 1) == "\"") { i++; c = "\""; if (inside) value = value c; continue }
		if (c == "\"") { quoted = !quoted; continue }
		if (c == "," && !quoted) {
			out = out (out == "" ? "" : " ") option(tolower(safe(name)), value, inside)
			name = value = ""
			inside = 0
		} else if (c == "=" && !inside) inside = 1
		else if (inside) value = value c
		else name = name c
	}
	return out
}
function option(name, value, inside) {
	if (!inside) return name
	if (name == "command") { value = word(skip(value)); sub(/=.*/, "=?", value); return name "=" safe(value) }
	if (name ~ /^(from|expiry-time|principals|permitopen|permitlisten|tunnel)$/) return name "=" safe(value)
	return name "="
}
{
	line = $0
	sub(/\r$/, "", line)
	line = skip(line)
	if (line == "" || line ~ /^#/) next
	options = ""
	rest = skip(substr(line, length(word(line)) + 1))
	if (word(rest) !~ /^AAAA/) {
		end = options_of(line)
		options = reduced(substr(line, 1, end))
		line = skip(substr(line, end + 1))
		rest = skip(substr(line, length(word(line)) + 1))
	}
	key = word(rest)
	if (key !~ /^AAAA[A-Za-z0-9+\/]+=*$/) next
	comment = skip(substr(rest, length(key) + 1))
	gsub(/[\001-\037\177]/, " ", comment)
	print options part word(line) part key part substr(comment, 1, 200)
}
'
# The name inside of the key and its length in bits, from the bytes as decimal numbers (RFC 4253, 6.6).
measure='
{ for (i = 1; i <= NF; i++) byte[n++] = $i }
function size(at) { return ((byte[at] * 256 + byte[at + 1]) * 256 + byte[at + 2]) * 256 + byte[at + 3] }
function number(at,   length_, bits, first) {
	length_ = size(at)
	at += 4
	while (length_ > 0 && byte[at] == 0) { at++; length_-- }
	for (first = byte[at]; first > 0; first = int(first / 2)) bits++
	return length_ > 0 ? 8 * (length_ - 1) + bits : 0
}
END {
	length_ = size(0)
	name = ""
	for (i = 0; i < length_ && i < 100; i++) name = name sprintf("%c", byte[4 + i] + 0)
	gsub(/[^A-Za-z0-9@._-]/, "?", name)
	at = 4 + length_
	if (name ~ /-cert-v0/) at += 4 + size(at)
	bits = "-"
	if (name ~ /^ssh-rsa/) bits = number(at + 4 + size(at))
	else if (name ~ /^ssh-dss/) bits = number(at)
	else if (match(name, /nistp[0-9]+/)) bits = substr(name, RSTART + 5, RLENGTH - 5)
	else if (name ~ /ed25519/) bits = 256
	print name " " bits
}
'
# `K NAME BITS SHA256` and, on lines of their own, options, type and comment.
keys() {
	awk "$split" "$1" | while IFS=$(printf '\037') read -r options type key comment; do
		digest=$(printf '%s' "$key" | base64 -d 2>/dev/null | sha256sum)
		inside=$(printf '%s' "$key" | base64 -d 2>/dev/null | od -An -v -tu1 | awk "$measure")
		printf 'K%s %s\n%s\n%s\n%s\n' "$inside" "${digest%% *}" "$type" "$options" "$comment"
	done
}
listing() {
	files | while IFS='	' read -r user pattern path; do
		look "$path"
		if [ $? -eq 1 ]; then continue; fi
		printf '@%s\n%s\n%s\n' "$user" "$pattern" "$path"
		ways "$path"
		if [ -f "$path" ] && [ -r "$path" ]; then
			echo .
			keys "$path"
		fi
	done
}
if command -v sshd >/dev/null && [ "$(id -u)" = 0 ]; then
	run settings settings
	run users per_user
fi
tools() { for tool in base64 sha256sum od; do command -v "$tool" || return 127; done; }
run tools tools
run patterns patterns
run listing listing
