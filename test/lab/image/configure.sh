# Runs inside the image (chroot): logins, log directories, which units start at boot.
set -euo pipefail
export LC_ALL=C.UTF-8 SYSTEMD_OFFLINE=1

# Shadow field '*': no password, but (unlike '!') sshd without PAM lets the key in.
for user in faultline plain; do
  id "$user" 2>/dev/null || useradd -m -s /bin/bash -p '*' "$user"
  install -d -m 700 -o "$user" -g "$user" "/home/$user/.ssh"
  install -m 600 -o "$user" -g "$user" /root/.ssh/authorized_keys "/home/$user/.ssh/authorized_keys"
done
usermod -G adm,systemd-journal faultline
# Root by another name, whose shell hides ss from it.
id noss 2>/dev/null || useradd -o -u 0 -g 0 -m -s /usr/local/sbin/without-ss -p '*' noss
install -d -m 700 /home/noss/.ssh
install -m 600 /root/.ssh/authorized_keys /home/noss/.ssh/authorized_keys

install -d -m 755 -g adm /var/log/nginx
for log in access error; do install -o www-data -g adm -m 640 /dev/null "/var/log/nginx/$log.log"; done
install -d -m 2755 -g systemd-journal /var/log/journal
install -d -m 755 /var/log/api
ln -sf /etc/nginx/sites-available/default /etc/nginx/sites-enabled/default
sed -i 's/^hosts:.*/hosts: files/' /etc/nsswitch.conf   # no resolver in the lab: a name lookup must fail at once

# The exporter runs only where a test starts it: nothing else may notice it.
for unit in nginx nftables sysstat prometheus-node-exporter; do systemctl disable "$unit" 2>/dev/null || true; done
# Units that make no sense in a container, and timers that would be noise in a measurement.
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer logrotate.timer \
  man-db.timer sysstat-collect.timer sysstat-summary.timer sysstat.service console-getty.service getty.target modprobe@.service \
  proc-sys-fs-binfmt_misc.automount systemd-binfmt.service systemd-logind.service systemd-networkd.service systemd-pstore.service \
  systemd-resolved.service systemd-udev-settle.service systemd-udev-trigger.service systemd-udevd-control.socket \
  systemd-udevd-kernel.socket systemd-udevd.service; do
  ln -sf /dev/null "/etc/systemd/system/$unit"
done
systemctl enable ssh.service api-service.service host-prepare.service
