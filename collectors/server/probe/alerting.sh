# Prometheus and Alertmanager: names of rules, routes and receivers. Their files hold passwords and addresses of
# webhooks: only the outline leaves the machine, which is every key, with the values of those that are needed.
# Names as the kernel keeps them, at most 15 characters.
run running processes prometheus alertmanager prometheus-aler
installed() {
	for program in prometheus alertmanager prometheus-alertmanager; do
		if command -v "$program" >/dev/null; then echo "$program"; fi
	done
	return 0
}
run installed installed
# mains DEFAULT NAME...: a line for each process of these names: `M` and its file, `C` for one in a container; `-agent`
# for a Prometheus that only passes samples on. Without a process the file where packages have it.
mains() {
	default=$1
	shift
	processes "$@" | while read -r _ process; do
		if [ -z "$process" ]; then continue; fi
		if contained "$process"; then echo C && continue; fi
		tr '\n\0' ' \n' <"$process/cmdline" | awk '
		wanted { print "M" $0; wanted = 0; next }
		/^--?config\.file=/ { sub(/^[^=]*=/, ""); print "M" $0 }
		/^--?config\.file$/ { wanted = 1 }
		/^--?agent$/ || /^--?enable-feature=.*agent/ { print "-agent" }
		' | {
			main=
			while IFS= read -r line; do
				case $line in M*) main=${line#M} ;; *) printf '%s\n' "$line" ;; esac
			done
			folder=$(readlink "$process/cwd")
			if [ -z "$main" ]; then
				main=$default
				if [ -e "$folder/${default##*/}" ]; then main=$folder/${default##*/}; fi
			fi
			case $main in /*) ;; *) main=$folder/$main ;; esac
			printf 'M%s\n' "$main"
		}
	done | sort -u | grep . || printf 'M%s\n' "$default"
}
# outline KEPT FREE FILE...: as `texts`, but a value is x unless its key, or that of its list, is KEPT (TOP/KEY: below the
# outermost key TOP alone) or inside of a map that is FREE. What cannot be told line by line becomes `*cut [`, which no reader of YAML takes.
outline() {
	kept=$1
	free=$2
	shift 2
	guarded outlined "$@"
}
outlined() {
	awk -v kept=" $kept " -v free=" $free " '
	function put(text) { print "\t" substr(blank, 1, indent) dashes text }
	# The value without what follows it; nothing when it does not end on this line.
	function whole(text) {
		if (match(text, /^"([^"\\]|\\.)*"/) || match(text, /^\047[^\047]*\047/) || match(text, /^\[[^][{}]*\]/) ||
		    match(text, /^\{[^][{}]*\}/)) {
			return substr(text, RLENGTH + 1) ~ /^ *( #.*)?$/ ? substr(text, 1, RLENGTH) : ""
		}
		if (text ~ /^[]["\047{}|>&*!%@`]/) return ""
		sub(/ +#.*$/, "", text)
		sub(/ +$/, "", text)
		return text
	}
	function known(text) { if (whole(text) == "") return "*cut ["; strict = 1; return whole(text) }
	BEGIN { blank = sprintf("%999s", "") }
	FNR == 1 { print "=" FILENAME; hidden = list = map = -1 }
	{
		sub(/\r$/, "")
		match($0, /^ */)
		indent = RLENGTH
		rest = substr($0, indent + 1)
		dashes = ""
		if (rest == "" || rest ~ /^#/) next
		if (hidden >= 0 && indent > hidden) {
			if (strict) put("*cut [")
			next
		}
		hidden = -1
		strict = 0
		if (rest ~ /^---( *#.*)?$/) { put("---"); next }
		while (match(rest, /^- +/)) { dashes = dashes substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1) }
		if (rest == "-") { put("-"); next }
		column = indent + length(dashes)
		if (indent < list || (indent == list && dashes == "")) list = -1
		if (column <= map) map = -1
		if (!match(rest, /^("[A-Za-z0-9_.-]+"|\047[A-Za-z0-9_.-]+\047|[A-Za-z0-9_.-]+) *:( |$)/)) {
			hidden = indent
			if (dashes == "" || rest ~ /^[[{<?]/) put("*cut [")
			else put(list < 0 ? "x" : known(rest))
			next
		}
		key = substr(rest, 1, RLENGTH)
		gsub(/[ :"\047]/, "", key)
		value = substr(rest, RLENGTH + 1)
		sub(/^ +/, "", value)
		named = " " key " "
		if (column == 0) top = key
		keep = index(kept, named) || index(kept, " " top "/" key " ")
		if (value ~ /^(#.*)?$/) {
			put(key ":")
			if (keep) list = column
			if (index(free, named)) map = column
			next
		}
		hidden = column
		if (value ~ /^(\[ *\]|\{ *\}|null|~) *( #.*)?$/) { sub(/ *#.*/, "", value); put(key ": " value) }
		else if (keep || index(free, named) || (map >= 0 && column > map)) put(key ": " known(value))
		else put(key ": x")
	}' "$@"
}
prometheus() { mains /etc/prometheus/prometheus.yml prometheus; }
prometheus_main() { prometheus | sed -n 's/^M//p'; }
prometheus_outline() { outline 'rule_files evaluation_interval alerting/targets' '' "$(prometheus_main)"; }
# rule_patterns: what rule_files names, one a line.
rule_patterns() {
	prometheus_outline | awk '
	!sub(/^\t/, "") { next }
	/^[^ -]/ { inside = /^rule_files:/; sub(/^[^:]*:/, "") }
	!inside { next }
	{
		sub(/^ *- +/, "")
		gsub(/^ *\[|\] *$/, "")
		n = split($0, word, ",")
		for (i = 1; i <= n; i++) { gsub(/^["\047 ]+|["\047 ]+$/, "", word[i]); if (word[i] != "") print word[i] }
	}'
}
# rule_listing: `I` and each pattern, `>` and each of its files, D when the folder cannot be listed.
rule_listing() {
	main=$(prometheus_main)
	rule_patterns | while IFS= read -r pattern; do
		case $pattern in /*) ;; *) pattern=${main%/*}/$pattern ;; esac
		printf 'I%s\n' "$pattern"
		folder=${pattern%/*}
		look "$folder"
		case $? in
		0) if [ ! -r "$folder" ] || [ ! -x "$folder" ]; then printf 'D%s\n' "$pattern"; fi ;;
		2) printf 'D%s\n' "$pattern" ;;
		esac
		IFS=
		for match in $pattern; do
			if [ -e "$match" ] || [ -L "$match" ]; then printf '>%s\n' "$match"; fi
		done
	done
}
rules() {
	listing=$(rule_listing)
	if [ -z "$listing" ]; then return 0; fi
	printf '%s\n' "$listing"
	set -f
	IFS='
'
	set -- $(printf '%s\n' "$listing" | sed -n 's/^>//p')
	IFS=' 	
'
	set +f
	outline 'name alert for interval' labels "$@"
}
run prometheus prometheus
run config prometheus_outline
run rules rules
alertmanager() { mains "$alertmanager_default" alertmanager prometheus-aler; }
alertmanager_default=/etc/prometheus/alertmanager.yml
if [ ! -e "$alertmanager_default" ]; then alertmanager_default=/etc/alertmanager/alertmanager.yml; fi
alertmanager_outline() {
	outline 'receiver continue name group_wait matchers source_matchers target_matchers equal' \
		'match match_re source_match source_match_re target_match target_match_re' \
		"$(alertmanager | sed -n 's/^M//p')"
}
run alertmanager alertmanager
run routes alertmanager_outline
