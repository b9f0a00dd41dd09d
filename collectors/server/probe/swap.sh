run swaps cat /proc/swaps
