import { lab } from './lab.js';

/** Counters, clocks and random numbers among the settings of the kernel: they change by themselves. */
const RESTLESS =
  '^(kernel\\.(random|ns_last_pid|perf_event_max_sample_rate|pty\\.nr)|fs\\.(dentry-state|file-nr|inode|quota|aio-nr)|net\\.netfilter\\.nf_conntrack_count|.*\\.(stable_secret|base_reachable_time))';

const PROPERTIES =
  'Id,LoadState,UnitFileState,FragmentPath,DropInPaths,CPUQuotaPerSecUSec,CPUWeight,MemoryMax,MemoryHigh,TasksMax,LimitNOFILE,LimitNOFILESoft,Nice,Restart';

/** What a remedy may touch, and more: one shell text for each kind of setting. */
const KINDS = {
  'settings of the kernel': `sysctl -a 2>/dev/null | grep -Ev '${RESTLESS}'`,
  'files below /etc': `find /etc -xdev ! -type d -printf '%p %y %m %U %G %l\\n' | sort; find /etc -xdev -type f -exec sha256sum {} + | sort -k 2`,
  'what systemd was told at run time': `find /run/systemd/system /run/systemd/system.control -type f -exec sha256sum {} + 2>/dev/null | sort -k 2`,
  'properties of services': `systemctl show '*.service' -p ${PROPERTIES} | sort`,
  // Their counters move with every packet.
  'firewall rules': `for t in iptables-save ip6tables-save; do $t 2>/dev/null | grep -v '^#' | sed 's/\\[[0-9]*:[0-9]*\\]//'; done
    nft list ruleset | sed 's/packets [0-9]* bytes [0-9]*//'`,
  'links, routes and shapers': `ip -o link | sed 's/ qlen .*//'; ip -o addr; ip route show table all; tc qdisc show`,
  'limits, priorities and groups of processes': `for p in /proc/[0-9]*; do
      grep -q '\\.service$' $p/cgroup 2>/dev/null || continue
      echo "$(cat $p/comm) $(awk '/^Max open files/ { print $4, $5 }' $p/limits) $(awk '{ sub(/^.*\\) /, ""); print $17 }' $p/stat)"
    done 2>/dev/null | sort -u
    find /sys/fs/cgroup -path '*api-service.service/*' \\( -name 'cpu.cfs_quota_us' -o -name memory.limit_in_bytes -o -name memory.soft_limit_in_bytes -o -name pids.max \\) -exec grep -H . {} + 2>/dev/null | sort`,
} as const;

/** The settings of a host, kind by kind, as they are now. */
export async function settingsOf(host: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const [kind, shell] of Object.entries(KINDS)) {
    found[kind] = await lab(['shell', host, 'sh', '-c', shell]);
    if (found[kind].trim() === '' && kind !== 'what systemd was told at run time') throw new Error(`${host} says nothing of ${kind}`);
  }
  return found;
}
