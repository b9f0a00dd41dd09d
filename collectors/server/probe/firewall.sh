run nft nft -j list ruleset
# The JSON of several versions does not tell that a table is switched off.
dormant() {
	nft -s list ruleset | awk '/^table / { table = $2 " " $3 } /^\tflags .*dormant/ { print table }'
}
if command -v nft >/dev/null; then run dormant dormant; fi
for family in ip ip6; do
	item=${family%6}
	if [ "$family" = ip6 ]; then item=ipsix; fi
	for backend in nft legacy; do
		if command -v "${family}tables-$backend-save" >/dev/null; then
			run "$item-$backend" "${family}tables-$backend-save"
		fi
	done
	if command -v "${family}tables-save" >/dev/null; then
		run "$item-version" "${family}tables-save" -V
		run "$item-save" "${family}tables-save"
	fi
done
run legacy states /proc/net/ip_tables_names /proc/net/ip6_tables_names
legacy_names() {
	for file in /proc/net/ip_tables_names /proc/net/ip6_tables_names; do
		if [ -r "$file" ]; then cat "$file"; fi
	done
}
run names legacy_names
if command -v ipset >/dev/null; then run ipset ipset save; fi
# Whether the kernel can hold tables of nftables at all: no, where it is a module that is not loaded.
loaded() {
	if [ ! -r /proc/modules ] || [ ! -r "/lib/modules/$(uname -r)/modules.builtin" ]; then
		echo unknown
	elif grep -q '^nf_tables ' /proc/modules || grep -q '/nf_tables\.ko' "/lib/modules/$(uname -r)/modules.builtin"; then
		echo yes
	else
		echo no
	fi
}
run loaded loaded
