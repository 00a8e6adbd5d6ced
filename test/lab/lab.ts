import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Condition, readCondition } from './condition.js';

const driver = fileURLToPath(new URL('lab', import.meta.url));
/** The program as it was built; `FAULTLINE_MAIN` names another. */
export const main = process.env.FAULTLINE_MAIN ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** Where the lab writes its configurations. */
export const folder = process.env.LAB ?? join(process.env.TMPDIR ?? tmpdir(), 'faultline-lab');

/** While a condition is in, verbs must not wait for the lock that `with` holds for us. */
let lockIsOurs = false;

/** Who logs in: `root`; `faultline`, of the groups adm and systemd-journal; `plain`, of none; `noss`, root without ss. */
export type User = 'root' | 'faultline' | 'plain' | 'noss';

/** What a program printed and how it ended. */
export interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Finding {
  readonly fault: string;
  readonly host: string;
  readonly about: Readonly<Record<string, string | number>>;
  readonly verdict: string;
}

interface Verdict extends Finding {
  readonly role: string;
  readonly score: number;
  readonly evidence: readonly { readonly weight: string; readonly says: string }[];
}

/** `diagnose --json` (docs/contracts.md), as far as lab tests look at it. */
export interface Report {
  readonly symptom: string;
  readonly outcome: string;
  readonly durationMs: number;
  readonly roots: readonly Finding[];
  readonly tracedTo: readonly Finding[];
  readonly chain: readonly (readonly string[])[];
  readonly verdicts: readonly Verdict[];
  readonly gaps: readonly { readonly check: string; readonly host: string; readonly reason: string }[];
  readonly checks: readonly { readonly check: string; readonly host: string; readonly status: string }[];
}

/** Runs one verb of the driver; throws with what it said when it fails. */
export async function lab(args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await run(driver, args, 600_000);
  if (exit !== 0) throw new Error(`lab ${args.join(' ')}: exit ${exit}\n${stderr}`);
  return stdout;
}

/**
 * Puts a condition in (the driver makes sure that its evidence is there), calls `use`, and takes it out whatever happens, also
 * when this process dies. Nobody else can change the lab meanwhile. `env`: the knobs of the condition.
 */
export async function withCondition(
  name: string,
  use: (condition: Condition) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  // `cat` ends when we close its stdin, and then the driver clears.
  const child = spawn(driver, ['with', name, '--', 'sh', '-c', 'echo in; cat'], { env: environment(env) });
  let said = '';
  child.stderr.on('data', chunk => {
    said += String(chunk);
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  if (child.exitCode !== null) throw new Error(`condition ${name} could not be put in:\n${said}`);
  lockIsOurs = true;
  try {
    await use(readCondition(name.split('+')[0] ?? name));
  } finally {
    lockIsOurs = false;
    child.stdin.end();
    await ended;
  }
  if (child.exitCode !== 0) throw new Error(`condition ${name} was not taken out cleanly:\n${said}`);
}

/** Who asks: a login, another configuration ($LAB/faultline.CONFIG.yml), and the name under which the answer is recorded. */
export interface Asking {
  readonly user?: User;
  readonly config?: string;
  /** A configuration of the test's own, in place of the lab's. */
  readonly configFile?: string;
  /** With LAB_RECORD=FOLDER, the capture is kept as FOLDER/NAME.capture.json and the report as FOLDER/NAME.json: the cases are made of them. */
  readonly recordAs?: string;
}

/**
 * Runs `faultline diagnose WORDS… ARGS… --json` from dist/ with the configuration of a login (hosts alone, no services). Throws when
 * stdout is not one JSON object.
 */
export async function diagnose(
  words: readonly string[],
  args: readonly string[],
  asking: Asking = {},
): Promise<{ readonly exit: number; readonly report: Report; readonly stderr: string }> {
  const config = asking.configFile ?? join(folder, `faultline.${asking.config ?? asking.user ?? 'root'}.yml`);
  const kept = process.env.LAB_RECORD && asking.recordAs ? join(process.env.LAB_RECORD, asking.recordAs) : undefined;
  const record = kept === undefined ? [] : ['--record', `${kept}.capture.json`];
  const { exit, stdout, stderr } = await run(
    process.execPath,
    [main, 'diagnose', ...words, ...args, '--json', '--config', config, ...record],
    180_000,
  );
  if (kept !== undefined) writeFileSync(`${kept}.json`, stdout);
  try {
    return { exit, report: JSON.parse(stdout) as Report, stderr };
  } catch {
    throw new Error(`diagnose ${words.join(' ')}: exit ${exit}, stdout is not JSON: ${stdout.slice(0, 500)}\nstderr: ${stderr}`);
  }
}

/** `faultline replay CAPTURE --json`: what was seen then, judged again. */
export async function replay(capture: string): Promise<Report> {
  const { stdout } = await run(process.execPath, [main, 'replay', capture, '--json'], 60_000);
  return JSON.parse(stdout) as Report;
}

/** Asks about a condition as its header says. */
export function diagnoseCondition(condition: Condition, asking: Asking = {}) {
  return diagnose(condition.words, ['--host', condition.host, '--port', String(condition.port), '--url', condition.url], asking);
}

/** A command on a host, over SSH, as a login. */
export function overSsh(user: User, host: string, command: string): Promise<Run> {
  return run('ssh', ['-F', join(folder, 'ssh_config'), '-l', user, host, command], 60_000);
}

function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  // The bot knows the lab's authority, as it would know a company's own.
  const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'pki/tls/ca.pem') };
  return { ...process.env, ...trust, LAB: folder, ...(lockIsOurs ? { LAB_LOCK_HELD: folder } : {}), ...extra };
}

/** Runs a program to its end. */
export function run(file: string, args: readonly string[], timeoutMs: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const options = { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024, env: environment({}) };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ exit: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ exit: error.code, stdout, stderr });
      else reject(new Error(`${file} ${args.join(' ')}: ${error.message}; killed: ${error.killed}\n${stderr}`));
    });
    child.stdin?.end();
  });
}
