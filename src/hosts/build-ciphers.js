// node src/hosts/build-ciphers.js, by `npm ci` in a checkout: compiles ssh2's optional ciphers for the Node that the checkout brings along.
// ssh2's own install script compiles them for the Node that runs npm, which may be an older one, and then they are not loaded. Without
// them everything works, but a visit costs the bot about 1.6 times the CPU (docs/decisions/0007, 7). So a failure here is no failure: no compiler, no headers, no matter.
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = resolve(dirname(fileURLToPath(import.meta.url)), '../../node_modules');
const folder = resolve(modules, 'ssh2/lib/protocol/crypto');
const [bin] = globSync('node/bin/node', { cwd: modules });
const [headers] = globSync('node/node_modules/node-*/include/node/node.h', { cwd: modules });
const gyp = process.env.npm_config_node_gyp;
const loads = () => {
  try {
    execFileSync(resolve(modules, bin), ['-e', `require(${JSON.stringify(resolve(folder, 'build/Release/sshcrypto.node'))})`], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
};

if (bin !== undefined && headers !== undefined && gyp !== undefined && !loads()) {
  try {
    const nodedir = resolve(modules, dirname(headers), '../..');
    execFileSync(process.execPath, [gyp, 'rebuild', `--nodedir=${nodedir}`], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
  } catch {
    process.stderr.write("faultline: ssh2's native ciphers could not be compiled; its JavaScript ones are used, which cost more CPU\n");
  }
}
