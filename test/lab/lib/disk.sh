# A disk of its own for app1, small and made of a file, so that it can be filled or slowed down without harm to the machine.

# small_disk MOUNT MEGABYTES [MKFS OPTIONS...]: ext4 on a loop device, mounted on app1
small_disk() {
  local mount=$1 megabytes=$2 device numbers; shift 2
  no_small_disk "$mount"
  truncate -s "${megabytes}M" "$RUN/small-disk.img"
  mkfs.ext4 -q -F -m 0 "$@" "$RUN/small-disk.img"
  device=$(losetup --find --show "$RUN/small-disk.img")
  numbers=$(lsblk -dno MAJ:MIN "$device" | tr -d ' ')
  on app1 "mkdir -p $mount; mknod -m 600 /dev/small-disk b ${numbers%:*} ${numbers#*:}; mount /dev/small-disk $mount"
}

no_small_disk() {
  local device
  on app1 "! mountpoint -q $1 || umount $1; rm -f /dev/small-disk"
  for device in $(losetup -j "$RUN/small-disk.img" | cut -d: -f1); do losetup -d "$device"; done
  rm -f "$RUN/small-disk.img"
}
