import type { Risk } from './remedy.js';

/** One argument of a verb. `pattern` is the whole value, in the part of regular expressions that JavaScript, RE2 and POSIX (sudoers) share. */
interface RootArgument {
  readonly name: string;
  readonly pattern: string;
}

/** A verb of `libexec/faultline-root`, the only thing that Faultline runs as root. */
export interface RootVerb {
  readonly args: readonly RootArgument[];
  /** Least risk of a remedy that uses it, whatever its author says. */
  readonly floor: Risk;
  /** It can cut the bot off from the host, so that an undo must be armed first. */
  readonly cutsOff: boolean;
}

/** What a playbook writes as the first word of a command that needs root. */
export const ROOT_COMMAND = 'faultline-root';

const unit = { name: 'UNIT', pattern: '[A-Za-z0-9_][A-Za-z0-9@._:-]{0,180}[.](service|socket|slice|scope)' };
const start = { name: 'STARTTIME', pattern: '[1-9][0-9]{0,18}' };
const pid = { name: 'PID', pattern: '([1-9][0-9]{1,9}|[2-9])' };
const key = {
  name: 'KEY',
  pattern:
    '(net[.]core[.](somaxconn|netdev_max_backlog|rmem_max|wmem_max)|net[.]ipv4[.](tcp_max_syn_backlog|tcp_syncookies|ip_local_port_range|tcp_tw_reuse|tcp_fin_timeout|tcp_rmem|tcp_wmem|tcp_mtu_probing)|net[.]netfilter[.]nf_conntrack_max|vm[.]swappiness)',
};
const setting = (name: string) => ({ name, pattern: '[A-Za-z0-9_]{1,20}( [A-Za-z0-9_]{1,20}){0,3}' });
const property = { name: 'PROPERTY', pattern: '(CPUQuota|CPUWeight|MemoryMax|MemoryHigh|TasksMax)' };
const amount = (name: string) => ({ name, pattern: '(infinity|[0-9]{1,18}%?)' });
const limits = (name: string) => ({ name, pattern: '([0-9]{1,10}|unlimited):([0-9]{1,10}|unlimited)' });
const nice = (name: string) => ({ name, pattern: '(-20|-1[0-9]|-[1-9]|1[0-9]|[0-9])' });
const mtu = (name: string) => ({ name, pattern: '[1-9][0-9]{2,4}' });
const cgroupValue = (name: string) => ({ name, pattern: '(max|[0-9]{1,18})( [0-9]{1,18})?' });
const nginxValue = (name: string) => ({ name, pattern: '[A-Za-z0-9][A-Za-z0-9._/=-]{0,60}' });
const rule = [
  { name: 'TABLE', pattern: '(ip|ip6|inet) [A-Za-z0-9_][A-Za-z0-9_.-]{0,60}' },
  { name: 'CHAIN', pattern: '[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}' },
  // Only compared with what the host lists, never given to a command.
  { name: 'RULE', pattern: '[!-9<-~][ -:<-~]{0,254}' },
];

/** Every verb that a remedy may use; test/libexec holds the script and this table against each other. */
export const ROOT_VERBS: Readonly<Record<string, RootVerb>> = {
  'sysctl-set': { args: [key, setting('OLD'), setting('NEW')], floor: 'low', cutsOff: false },
  'sysctl-keep': { args: [key, setting('VALUE')], floor: 'low', cutsOff: false },
  'sysctl-unkeep': { args: [key, setting('VALUE')], floor: 'low', cutsOff: false },
  'unit-start': { args: [unit], floor: 'low', cutsOff: false },
  'unit-stop': { args: [unit], floor: 'medium', cutsOff: false },
  'unit-restart': { args: [unit, { name: 'MAINPID', pattern: '[0-9]{1,10}' }], floor: 'low', cutsOff: false },
  'unit-reload': { args: [unit], floor: 'low', cutsOff: false },
  'unit-set-property': { args: [unit, property, amount('OLD'), amount('NEW')], floor: 'low', cutsOff: false },
  'unit-restore-property': { args: [unit, property, amount('NEW'), amount('OLD')], floor: 'low', cutsOff: false },
  'prlimit-nofile': { args: [pid, start, limits('OLD'), { name: 'NEW', pattern: '[1-9][0-9]{1,9}' }], floor: 'low', cutsOff: false },
  'prlimit-restore': { args: [pid, start, { name: 'NEW', pattern: '[1-9][0-9]{1,9}' }, limits('OLD')], floor: 'low', cutsOff: false },
  renice: { args: [pid, start, nice('OLD'), nice('NEW')], floor: 'low', cutsOff: false },
  'kill-process': { args: [pid, start, { name: 'SIGNAL', pattern: '(TERM|INT|QUIT|KILL)' }], floor: 'medium', cutsOff: false },
  'cgroup-set': {
    args: [
      unit,
      { name: 'FILE', pattern: '(cpu[.]max|cpu[.]weight|memory[.]max|memory[.]high|pids[.]max)' },
      cgroupValue('OLD'),
      cgroupValue('NEW'),
    ],
    floor: 'low',
    cutsOff: false,
  },
  'nginx-set': {
    args: [
      { name: 'FILE', pattern: '/etc/nginx/[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}){0,2}' },
      {
        name: 'DIRECTIVE',
        pattern:
          '(proxy_read_timeout|proxy_connect_timeout|proxy_send_timeout|worker_connections|worker_rlimit_nofile|keepalive|keepalive_timeout|gzip|gzip_comp_level|ssl_session_tickets|ssl_session_timeout)',
      },
      nginxValue('OLD'),
      nginxValue('NEW'),
    ],
    floor: 'medium',
    cutsOff: false,
  },
  'mtu-set': {
    args: [{ name: 'DEVICE', pattern: '[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}' }, mtu('OLD'), mtu('NEW')],
    floor: 'high',
    cutsOff: true,
  },
  'rule-delete': { args: rule, floor: 'high', cutsOff: true },
  'rule-restore': { args: rule, floor: 'high', cutsOff: true },
};

/** Units that carry the bot's own way to the host, or the host itself: touching them can end both. */
const VITAL_UNIT =
  /^(?:ssh|sshd|dropbear|dbus|dbus-broker|networking|network|NetworkManager|systemd-.+|ufw|nftables|firewalld|iptables|.*dhc.*)(?:@.*)?(?:\.\w+)?$/;

/** Commands that change how packets flow. */
const NETWORK_COMMAND =
  /(?:^|\/)(?:ip|ip6?tables(?:-\w+)*|nft|tc|ifconfig|ifup|ifdown|route|ufw|firewall-cmd|nmcli|networkctl|netplan|ethtool)$/;

/** True when a command, its values filled in or not, can cut the bot off from the host. */
export function cutsOff(argv: readonly string[]): boolean {
  const [command = '', verb = '', ...args] = argv;
  if (command === ROOT_COMMAND && ROOT_VERBS[verb]?.cutsOff === true) return true;
  if (NETWORK_COMMAND.test(command)) return true;
  return [verb, ...args].some(word => VITAL_UNIT.test(word)) && (/(?:^|\/)systemctl$/.test(command) || verb.startsWith('unit-'));
}
