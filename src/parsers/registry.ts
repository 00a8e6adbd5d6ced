import type { Parser } from '../model/parser.js';
import { accessLog } from './access-log.js';
import { cgroupCpu } from './cgroup-cpu.js';
import { closeWait } from './close-wait.js';
import { compression } from './compression.js';
import { conntrack } from './conntrack.js';
import { cpuProfile } from './cpu-profile.js';
import { descriptors } from './descriptors.js';
import { filesystems } from './filesystems.js';
import { firewall } from './firewall.js';
import { flows } from './flows.js';
import { gcLog } from './gc-log.js';
import { genericJson } from './generic-json.js';
import { genericKeyvalue } from './generic-keyvalue.js';
import { genericLines } from './generic-lines.js';
import { genericRegex } from './generic-regex.js';
import { genericTable } from './generic-table.js';
import { ioPressure } from './io-pressure.js';
import { kernelLog } from './kernel-log.js';
import { localConnect } from './local-connect.js';
import { localHttp } from './local-http.js';
import { memoryEvents } from './memory-events.js';
import { netstatListen } from './netstat-listen.js';
import { nginxErrorLog } from './nginx-error-log.js';
import { path } from './path.js';
import { poolLog } from './pool-log.js';
import { probeConnect } from './probe-connect.js';
import { probeHttp } from './probe-http.js';
import { probeRequests } from './probe-requests.js';
import { probeTls } from './probe-tls.js';
import { procBuddyinfo } from './proc-buddyinfo.js';
import { procDiskstats } from './proc-diskstats.js';
import { procNetDev } from './proc-net-dev.js';
import { procNetNetstat } from './proc-net-netstat.js';
import { procNetTcpListen } from './proc-net-tcp-listen.js';
import { procPressure } from './proc-pressure.js';
import { procSoftnet } from './proc-softnet.js';
import { procStat } from './proc-stat.js';
import { procVmstat } from './proc-vmstat.js';
import { processIo } from './process-io.js';
import { processMemory } from './process-memory.js';
import { promInstant } from './prom-instant.js';
import { promRange } from './prom-range.js';
import { ps } from './ps.js';
import { repeatedRequests } from './repeated-requests.js';
import { resolvers } from './resolvers.js';
import { serverTiming } from './server-timing.js';
import { sockets } from './sockets.js';
import { ssListen } from './ss-listen.js';
import { sysctl } from './sysctl.js';
import { systemctlShow } from './systemctl-show.js';
import { thermal } from './thermal.js';
import { threads } from './threads.js';
import { unitLog } from './unit-log.js';
import { workers } from './workers.js';

const ALL: readonly Parser[] = [
  accessLog,
  cgroupCpu,
  closeWait,
  compression,
  conntrack,
  cpuProfile,
  descriptors,
  filesystems,
  firewall,
  flows,
  gcLog,
  genericJson,
  genericKeyvalue,
  genericLines,
  genericRegex,
  genericTable,
  kernelLog,
  localConnect,
  localHttp,
  memoryEvents,
  netstatListen,
  nginxErrorLog,
  path,
  poolLog,
  probeConnect,
  probeHttp,
  probeRequests,
  probeTls,
  procNetDev,
  procNetNetstat,
  procNetTcpListen,
  procPressure,
  procSoftnet,
  procStat,
  procVmstat,
  processMemory,
  processIo,
  procBuddyinfo,
  procDiskstats,
  ioPressure,
  promInstant,
  promRange,
  ps,
  repeatedRequests,
  resolvers,
  serverTiming,
  sockets,
  ssListen,
  sysctl,
  systemctlShow,
  thermal,
  threads,
  unitLog,
  workers,
];

/** Every parser by the name that playbooks use. */
export const parsers: ReadonlyMap<string, Parser> = new Map(ALL.map(parser => [parser.name, parser]));
