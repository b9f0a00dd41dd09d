run running processes clamd freshclam clamonacc
installed() {
	for program in clamd clamscan freshclam; do
		if command -v "$program" >/dev/null; then echo "$program"; fi
	done
	return 0
}
run installed installed
# The first line of a database says when it was made.
databases() {
	folder=/var/lib/clamav
	for path in /etc/clamav/freshclam.conf /etc/freshclam.conf; do
		look "$path"
		case $? in 1) continue ;; esac
		states "$path"
		if [ -r "$path" ]; then
			other=$(awk '$1 == "DatabaseDirectory" { print $2 }' "$path" | tail -n 1)
			folder=${other:-$folder}
		fi
	done
	states "$folder"
	for path in "$folder"/main.c[lv]d "$folder"/daily.c[lv]d "$folder"/bytecode.c[lv]d; do
		if [ ! -e "$path" ]; then continue; fi
		if [ ! -r "$path" ]; then
			echo "D$path"
			continue
		fi
		printf '=%s\n\t' "$path"
		head -c 512 "$path" | cut -d: -f1-3 | head -n 1
	done
}
run databases databases
