# Files that tell other programs how to reach the hosts: ssh_config, and faultline.yml for each login.

write_ssh_config() {
  local host
  {
    for host in "${HOSTS[@]}"; do printf 'Host %s\n  HostName %s\n' "$host" "$(address_of "$host")"; done
    cat <<END
Host gw app1 app2 10.78.*
  User root
  IdentityFile $KEY
  IdentitiesOnly yes
  BatchMode yes
  StrictHostKeyChecking yes
  UserKnownHostsFile $KNOWN_HOSTS
  GlobalKnownHostsFile /dev/null
  ConnectTimeout 5
END
  } > "$LAB/ssh_config"
}

# $LAB/faultline.LOGIN.yml (hosts alone), faultline.yml (= root), and four that differ in one thing each.
write_config() {
  local user
  for user in "${USERS[@]}"; do faultline_yml "$user" > "$LAB/faultline.$user.yml"; done
  cp "$LAB/faultline.root.yml" "$LAB/faultline.yml"
  { faultline_yml root; services; } > "$LAB/faultline.services.yml"
  faultline_yml root 'jump: [gw]' > "$LAB/faultline.jump.yml"
  faultline_yml root 'port: 2222' > "$LAB/faultline.narrow.yml"
  write_ssh_config
}

# faultline_yml USER [KEY-FOR-SOME]: `jump` goes to the hosts behind the gateway, `port` to app2, whose second sshd has MaxSessions 1
faultline_yml() {
  local user=$1 extra=${2:-} host
  echo 'hosts:'
  for host in "${HOSTS[@]}"; do
    printf '  - name: %s\n    address: %s\n' "$host" "$(address_of "$host")"
    case $extra:$host in
      jump*:app? | port*:app2) printf '    %s\n' "$extra" ;;
    esac
  done
  printf 'ssh: {user: %s, identity_file: %s, known_hosts: %s}\n' "$user" "$KEY" "$KNOWN_HOSTS"
}

services() {
  cat <<'END'
services:
  gateway: {hosts: [gw], port: 80, unit: nginx.service, url: "http://10.78.1.2/v1/items", error_log: /var/log/nginx/error.log, depends_on: [orders]}
  orders: {hosts: [app1], port: 8080, unit: api-service.service, url: "http://10.78.2.2:8080/v1/items"}
END
}
