import ts from 'typescript';

/** One source file as the rules see it: its path below src/, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The import table (src/README.md). `outside` lists packages and node: modules; `*` allows any. */
const FOLDERS: Readonly<Record<string, { readonly inside: readonly string[]; readonly outside: readonly string[] }>> = {
  model: { inside: [], outside: [] },
  parsers: { inside: ['model'], outside: ['zod', 're2js'] },
  playbooks: { inside: ['model'], outside: ['zod', 'yaml', 're2js', '@marcbachmann/cel-js'] },
  diagnosis: { inside: ['model'], outside: ['minisearch'] },
  alerting: { inside: ['model'], outside: [] },
  remediation: { inside: ['model'], outside: ['node:crypto'] },
  flow: { inside: ['model', 'alerting', 'diagnosis', 'parsers', 'playbooks', 'remediation'], outside: [] },
  config: { inside: ['model'], outside: ['zod', 'yaml', 'node:path/posix'] },
  hosts: { inside: ['model', 'flow/ports'], outside: ['ssh2', 'node-ssh', 'p-queue', 'node:'] },
  http: { inside: ['model', 'flow/ports'], outside: ['zod', 'node:'] },
  // Prometheus and its Alertmanager in one folder: one kind of HTTP, one client. undici is also Bolt's own peer, in slack/.
  prometheus: {
    inside: ['model', 'flow/ports'],
    outside: ['undici', 'vega', 'vega-lite', '@resvg/resvg-js', 'zod', 'node:'],
  },
  store: { inside: ['model', 'flow/ports'], outside: ['kysely', 'better-sqlite3', 'pg', 'node:'] },
  telemetry: { inside: ['model', 'flow/ports'], outside: ['pino', 'prom-client', 'node:'] },
  slack: {
    inside: ['model', 'flow/ports'],
    outside: ['@slack/bolt', '@slack/web-api', '@slack/types', '@slack/socket-mode', 'undici', 'zod', 'node:'],
  },
  // Knows Slack's wire formats and nothing of the bot, so that it cannot be tuned to it.
  sandbox: { inside: [], outside: ['ws', 'ssh2', 'node:'] },
  cli: {
    inside: ['model', 'config', 'diagnosis', 'flow', 'playbooks', 'remediation'],
    outside: ['commander', 'zod', 'node:path', 'node:util'],
  },
  'app.ts': { inside: ['*'], outside: ['node:'] },
  'serve-app.ts': { inside: ['*'], outside: ['node:'] },
  'slack-app.ts': { inside: ['*'], outside: [] },
  'metrics-app.ts': { inside: ['*'], outside: [] },
  'http-app.ts': { inside: ['*'], outside: [] },
  'remedies-app.ts': { inside: ['*'], outside: ['node:'] },
  'alerting-app.ts': { inside: ['*'], outside: [] },
  'demo-app.ts': { inside: ['*'], outside: ['node:', 'yaml'] },
  'main.ts': { inside: ['app'], outside: [] },
};

/** The files of cli/ that know the sandbox, by its types: nothing else but the tests may. */
const DEMO_FILES = ['cli/demo.ts', 'cli/recorded-hosts.ts'];

/** The one file of config/ that touches the file system and other processes. */
const CONFIG_SOURCES = 'config/sources.ts';

const PURE = ['model', 'parsers', 'playbooks', 'diagnosis', 'alerting', 'remediation'];
const FORBIDDEN_NAMES = /^(?:utils?|helpers?|manager|common|misc|lib)$/u;
const MAX_LINES = 350;

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** `src/flow/run.ts` + `../diagnosis/plan.js` gives `diagnosis/plan`. */
function resolved(from: string, specifier: string): string {
  const steps = from.split('/').slice(0, -1);
  for (const step of specifier.replace(/\.js$/u, '').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function importProblems({ path, text }: SourceFile): readonly string[] {
  const folder = folderOf(path);
  const rule = FOLDERS[folder];
  if (!rule) return [`${path}: ${folder}/ is not in the import table: add it to design and to this test`];
  const problems: string[] = [];
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    if (fileName.startsWith('.')) {
      const to = resolved(path, fileName);
      const allowed =
        rule.inside.includes('*') ||
        (DEMO_FILES.includes(path) && folderOf(to) === 'sandbox') ||
        folderOf(to) === folder ||
        rule.inside.some(known => to === known || to.startsWith(`${known}/`));
      if (!allowed)
        problems.push(
          `${path} imports ${to}: ${folder} may import only ${rule.inside.join(', ') || 'nothing'}; hand the value or the port in instead`,
        );
    } else {
      const allowed =
        path === CONFIG_SOURCES || rule.outside.some(known => fileName === known || (known === 'node:' && fileName.startsWith('node:')));
      if (!allowed) problems.push(`${path} imports ${fileName}: that library belongs to another folder (one library, one folder)`);
    }
  }
  return problems;
}

function namesOf(node: ts.Node, source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const walk = (at: ts.Node): void => {
    if (ts.isPropertyAccessExpression(at)) found.push(at.getText(source));
    if (ts.isNewExpression(at))
      found.push(`new ${at.expression.getText(source)}${at.arguments?.length === 0 || !at.arguments ? '()' : ''}`);
    if (ts.isAwaitExpression(at)) found.push('await');
    if (ts.isExportAssignment(at)) found.push('export default');
    if (ts.canHaveModifiers(at) && ts.getModifiers(at)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))
      found.push('export default');
    ts.forEachChild(at, walk);
  };
  walk(node);
  return found;
}

/** Everything in a file that breaks a rule, as sentences; none when it is as it should be. */
export function architectureProblems(file: SourceFile): readonly string[] {
  const { path, text } = file;
  const problems = [...importProblems(file)];
  const used = namesOf(
    ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
    ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  );
  const uses = (...names: readonly string[]): string | undefined => used.find(name => names.includes(name));
  if (PURE.includes(folderOf(path))) {
    const impure = uses('Date.now', 'new Date()', 'Math.random', 'performance.now', 'await');
    if (impure) problems.push(`${path} uses ${impure}: ${folderOf(path)}/ is pure; take the value as an argument`);
  }
  if (path !== 'main.ts') {
    const touches = used.find(name => /^(?:process\.(?:env|exit|exitCode|argv|stdout|stderr)|console\.\w+)$/u.test(name));
    if (touches) problems.push(`${path} uses ${touches}: only main.ts touches the process`);
  }
  if (uses('export default')) problems.push(`${path} has a default export: name it`);
  const lines = text.split('\n').length;
  if (lines > MAX_LINES) problems.push(`${path} has ${lines} lines, more than ${MAX_LINES}: split it by what it does`);
  for (const part of path.replace(/\.ts$/u, '').split('/'))
    if (FORBIDDEN_NAMES.test(part)) problems.push(`${path}: "${part}" says nothing; name it for its one purpose`);
  return problems;
}
