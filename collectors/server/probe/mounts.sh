run findmnt findmnt -J -l -o TARGET,SOURCE,FSTYPE,OPTIONS,MAJ:MIN
run lsblk lsblk -J -o NAME,KNAME,MAJ:MIN,TYPE,FSTYPE,UUID,TRAN
if command -v zfs >/dev/null; then run zfs zfs get -H -o name,value encryption; fi
if command -v losetup >/dev/null; then run losetup losetup -n -O NAME,BACK-FILE; fi
