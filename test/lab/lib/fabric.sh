# The network: one router namespace (fl-rt), clients (fl-ops), an outside system nobody can log in to (fl-partner) and one
# namespace per host. The machine itself is the management side, 10.78.200.2. Nothing is routed outside.

fabric_up() {
  fabric_exists && return 0
  ! ip link show fl-mgmt >/dev/null 2>&1 || die "the link fl-mgmt exists: another lab is up on this machine"
  # Without the lab route below, lab addresses must not leave through the machine's own default route.
  ip route replace unreachable 10.78.0.0/16 metric 4000

  add_namespace fl-rt
  ip link add fl-mgmt type veth peer name mgmt netns fl-rt
  ip addr add 10.78.200.2/24 dev fl-mgmt
  ip link set fl-mgmt up
  ip -n fl-rt addr add 10.78.200.1/24 dev mgmt
  ip -n fl-rt link set mgmt up
  ip route replace 10.78.0.0/16 via 10.78.200.1 dev fl-mgmt metric 10

  add_namespace fl-ops
  join_router fl-ops ops 10.78.100
  add_namespace fl-partner
  join_router fl-partner partner 10.78.4
}

# add_namespace NAME: loopback up, forwarding on, and a default route that leads nowhere
add_namespace() {
  ip netns add "$1"
  ip -n "$1" link set lo up
  ip netns exec "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0
  ip -n "$1" route add blackhole default metric 9000
}

# join_router NAMESPACE LINK NET: NET.1 on the router, NET.2 as eth0 in the namespace
join_router() {
  ip link add "$2" netns fl-rt type veth peer name eth0 netns "$1"
  ip -n fl-rt addr add "$3.1/24" dev "$2"
  ip -n fl-rt link set "$2" up
  ip -n "$1" addr add "$3.2/24" dev eth0
  ip -n "$1" link set eth0 up
  ip -n "$1" route replace default via "$3.1"
}

fabric_exists() { ip netns list | grep -qw fl-partner; }

fabric_down() {
  local name
  for name in fl-rt fl-ops fl-partner; do ip netns del "$name" 2>/dev/null; done
  ip link del fl-mgmt 2>/dev/null
  ip route del unreachable 10.78.0.0/16 metric 4000 2>/dev/null
  return 0
}

from_client() { ip netns exec fl-ops "$@"; }
# The image's ping; the machine itself need not have one
client_ping() { ip netns exec fl-ops chroot "$IMAGE" ping "$@"; }
# router_mangle ARGUMENTS...: iptables of the image on the router's mangle table; the machine itself need not have it
router_mangle() { ip netns exec fl-rt chroot "$IMAGE" iptables -w -t mangle "$@"; }
at_partner() { ip netns exec fl-partner "$@"; }

# What a client sees: the HTTP code, or curl's own exit code (7 refused, 28 timeout, 52 empty reply, 56 reset)
http_code() { from_client curl -s -o /dev/null -m "${2:-6}" -w '%{http_code}' "$1"; }
answers() { [ "$(http_code "$1")" = "$2" ]; }
curl_fails_with() { local code=0; from_client curl -s -o /dev/null -m "${3:-3}" "$1" || code=$?; [ "$code" = "$2" ]; }
refused() { curl_fails_with "$1" 7; }
times_out() { curl_fails_with "$1" 28; }
