# A line `@ACCOUNT`, then `A` or `D` or the folder's `H MODE UID GID KIND`, then `F NAME MODE UID` for each file in it
# that gives others a way in or holds passwords, empty ones left out; `D` when that cannot be seen.
homes() {
	awk -F: 'NF == 7 && $1 !~ /^([+-].*)?$/ { print $1 "\t" $6 }' /etc/passwd | while IFS='	' read -r user home; do
		printf '@%s\n' "$user"
		look "${home:-/}"
		case $? in
		1) echo A && continue ;;
		2) echo D && continue ;;
		esac
		stat -L -c 'H %a %u %g %F' -- "${home:-/}" || { echo D && continue; }
		if [ ! -d "${home:-/}" ]; then continue; fi
		for name in .rhosts .shosts .netrc; do
			look "$home/$name"
			case $? in
			0) if [ -f "$home/$name" ] && [ -s "$home/$name" ]; then stat -L -c "F $name %a %u" -- "$home/$name"; fi ;;
			2) echo D && break ;;
			esac
		done
	done
}
run homes homes
