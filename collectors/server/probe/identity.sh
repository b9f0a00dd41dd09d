run user id -u
run machine texts /etc/machine-id /var/lib/dbus/machine-id
run hostname uname -n
