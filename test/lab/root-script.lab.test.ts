import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT_LOOKS } from '../../src/model/root-look.js';
import { sudoers } from '../../src/remediation/sudoers.js';
import { textDigest } from '../../src/remediation/text-digest.js';
import { ROOT_SCRIPT } from '../libexec/root-script.js';
import { runRemedies, shippedLooks } from '../remediation/shipped-remedies.js';
import { lab, overSsh, type Run, withCondition } from './lab.js';

/** What needs root, systemd and a firewall: the verbs on a real host, the undo that outlives SSH, and the rules for sudo enforced by sudo. */
const HOST = 'app2';
const INSTALLED = '/usr/local/libexec/faultline-root';
const text = readFileSync(ROOT_SCRIPT, 'utf8');
const base64 = (content: string): string => Buffer.from(content).toString('base64');
const on = (shell: string): Promise<string> => lab(['shell', HOST, 'sh', '-c', shell]);
const quoted = (args: readonly string[]): string => args.map(arg => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ');
const asRoot = (...args: readonly string[]): Promise<Run> => overSsh('root', HOST, `${INSTALLED} ${quoted(args)}`);
const asBot = (...args: readonly string[]): Promise<Run> => overSsh('faultline', HOST, `sudo -n ${INSTALLED} ${quoted(args)}`);
const exitsOf = async (...calls: readonly (readonly string[])[]): Promise<readonly number[]> => {
  const exits: number[] = [];
  for (const call of calls) exits.push((await asRoot(...call)).exit);
  return exits;
};

/** Everything that the verbs below can change, as one text. */
const SETTINGS = `
  for k in net/ipv4/ip_local_port_range net/core/somaxconn; do cat /proc/sys/$k; done
  find /run/systemd/system.control -type f -exec sha256sum {} + 2>/dev/null | sort
  iptables-save | grep -v '^#'; nft list ruleset; cat /sys/class/net/eth0/mtu; ls -A /etc/sysctl.d`;

const install = (): Promise<string> =>
  on(`mkdir -p /usr/local/libexec && echo ${base64(text)} | base64 -d > ${INSTALLED} && chmod 755 ${INSTALLED}`);

test('each change and its undo leave every setting byte for byte as it was', async () => {
  await withCondition('none', async () => {
    await install();
    await on(`systemctl set-property --runtime api-service CPUQuota=80% MemoryMax=400M
      iptables -A INPUT -p tcp --dport 9999 -j ACCEPT
      iptables -A INPUT -p tcp --dport 9998 -m comment --comment "old rule (a b)" -j DROP
      iptables -A INPUT -p udp --dport 53 -j ACCEPT
      nft add table inet fw; nft 'add chain inet fw input { type filter hook input priority 0; }'
      nft add rule inet fw input tcp dport 9998 counter drop; nft add rule inet fw input tcp dport 9997 counter reject`);
    const unit = 'api-service.service';
    const old = '-A INPUT -p tcp -m tcp --dport 9998 -m comment --comment "old rule (a b)" -j DROP';
    try {
      const before = await on(SETTINGS);
      const range = (await on('cat /proc/sys/net/ipv4/ip_local_port_range')).trim().replace(/\s+/g, ' ');
      const pairs: readonly (readonly [readonly string[], readonly string[]])[] = [
        [
          ['sysctl-set', 'net.ipv4.ip_local_port_range', range, '10240 65000'],
          ['sysctl-set', 'net.ipv4.ip_local_port_range', '10240 65000', range],
        ],
        [
          ['sysctl-keep', 'net.ipv4.ip_local_port_range', range],
          ['sysctl-unkeep', 'net.ipv4.ip_local_port_range', range],
        ],
        [
          ['unit-set-property', unit, 'CPUQuota', '80%', '90%'],
          ['unit-restore-property', unit, 'CPUQuota', '90%', '80%'],
        ],
        [
          ['unit-set-property', unit, 'MemoryMax', '419430400', '838860800'],
          ['unit-restore-property', unit, 'MemoryMax', '838860800', '419430400'],
        ],
        [
          ['unit-set-property', unit, 'MemoryHigh', 'infinity', '838860800'],
          ['unit-restore-property', unit, 'MemoryHigh', '838860800', 'infinity'],
        ],
        [
          ['rule-delete', 'ip filter', 'INPUT', old],
          ['rule-restore', 'ip filter', 'INPUT', old],
        ],
        [
          ['rule-delete', 'inet fw', 'input', 'tcp dport 9998 counter drop'],
          ['rule-restore', 'inet fw', 'input', 'tcp dport 9998 counter drop'],
        ],
        [
          ['rule-delete', 'inet fw', 'input', 'tcp dport 9997 counter reject'],
          ['rule-restore', 'inet fw', 'input', 'tcp dport 9997 counter reject'],
        ],
        [
          ['mtu-set', 'eth0', '1500', '1400'],
          ['mtu-set', 'eth0', '1400', '1500'],
        ],
      ];
      for (const [change, undo] of pairs) {
        // Not undone before it was done; not done twice; not undone twice.
        expect([change, await exitsOf(change)]).toEqual([change, [0]]);
        expect(await on(SETTINGS)).not.toBe(before);
        expect((await exitsOf(change))[0]).toBeGreaterThanOrEqual(66);
        expect([undo, await exitsOf(undo)]).toEqual([undo, [0]]);
        expect((await exitsOf(undo))[0]).toBeGreaterThanOrEqual(66);
        expect(await on(SETTINGS)).toBe(before);
      }
    } finally {
      await on(`iptables -F INPUT; nft delete table inet fw; systemctl set-property --runtime ${unit} CPUQuota= MemoryMax=infinity`);
    }
  });
});

test('a rule that cuts SSH off undoes itself', async () => {
  await withCondition('none', async () => {
    await install();
    const rule = '-A INPUT -p tcp -m tcp --dport 22 -j DROP';
    const token = 'c0ffee'.repeat(4);
    await on('rm -rf /run/faultline');
    try {
      expect((await asRoot('arm', '12', token, '--', 'rule-delete', 'ip filter', 'INPUT', rule)).exit).toBe(0);
      await on('iptables -A INPUT -p tcp --dport 22 -j DROP');
      expect((await overSsh('root', HOST, 'true')).exit).not.toBe(0);
      for (let tries = 0; !(await on(`${INSTALLED} armed ${token}`)).startsWith('fired'); tries++) {
        if (tries > 60) throw new Error('it did not fire in a minute');
        await delay(1000);
      }
      expect(await asRoot('armed', token)).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^fired 0\n/) });
    } finally {
      await on('iptables -F INPUT');
    }
  });
});

test('sudo enforces the generated rules: what remedies do, and nothing else', async () => {
  await withCondition('none', async () => {
    await install();
    const rules = sudoers('faultline', { remedies: runRemedies, looks: shippedLooks }, textDigest(text));
    await on(
      `echo ${base64(rules)} | base64 -d > /root/rules && visudo -c -f /root/rules && install -m 0440 /root/rules /etc/sudoers.d/faultline`,
    );
    try {
      const range = (await on('cat /proc/sys/net/core/somaxconn')).trim();
      const other = String(Number(range) * 2);
      expect((await asBot('sysctl-set', 'net.core.somaxconn', range, other)).exit).toBe(0);
      expect((await asBot('sysctl-set', 'net.core.somaxconn', other, range)).exit).toBe(0);
      expect((await asBot('unit-start', 'api-service.service')).exit).toBe(67);
      expect((await asBot('armed', 'c0ffee'.repeat(4))).exit).toBe(0);
      for (const look of ROOT_LOOKS) expect([look, (await asBot(look)).exit]).toEqual([look, 0]);
      const refused = async (command: string) => {
        const { exit, stderr } = await overSsh('faultline', HOST, command);
        expect([command, exit, /password is required|not allowed|unknown|sorry/i.test(stderr)]).toEqual([command, 1, true]);
      };
      for (const args of [
        ['sysctl-set', 'net.core.rmem_max', '212992', '425984'],
        ['look-connections', '-K'],
        ['fire', 'c0ffee'.repeat(4)],
        ['unit-start', 'a.service', '--', '/etc/shadow'],
        ['unit-start', '../../etc/shadow'],
        ['arm', '60', 'c0ffee'.repeat(4), '--', 'unit-stop', 'sshd.service'],
        ['check', 'unit-start', 'a.service'],
        [],
      ])
        await refused(`sudo -n ${INSTALLED} ${quoted(args)}`);
      for (const command of [
        'cat /etc/shadow',
        'sh',
        `sh ${INSTALLED} unit-start a.service`,
        'ss -a -F /etc/shadow',
        'ip netns exec x id',
        'journalctl --rotate',
        'dmesg -C',
      ])
        await refused(`sudo -n ${command}`);
      // Another script under the same name is another program.
      await on(`printf '#!/bin/sh\\nid\\n' > ${INSTALLED}`);
      await refused(`sudo -n ${INSTALLED} unit-start api-service.service`);
    } finally {
      await on(`rm -f /etc/sudoers.d/faultline /root/rules ${INSTALLED}`);
    }
  });
});
