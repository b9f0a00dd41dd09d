run release texts /etc/os-release /usr/lib/os-release
run kernel uname -r
