#!/usr/bin/env node
// argv, env, signals, exit codes; nothing else. Only this check comes before the first import that newer Node needs.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `faultline: needs Node 22.12 or newer, but this is Node ${process.versions.node}. From a checkout, \`npm run -s faultline -- …\` brings its own.\n`,
  );
  process.exit(1);
}
const { runApp } = await import('./app.js');
const interrupted = new AbortController();
// SIGHUP: the terminal was closed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => {
    interrupted.abort();
    // A second signal must always end the process, whatever hangs.
    process.once(name, () => process.exit(130));
  });
}
process.stdout.on('error', error => {
  // The reader has gone (`faultline … | head`): there is nobody left to tell.
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});
const exitCode = await runApp(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupted.signal,
});
process.exitCode = exitCode;
// A host that never lets go of its connection must not keep a finished command alive. Output that is still under way gets out first.
setTimeout(() => process.exit(exitCode), 2000).unref();
if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit(exitCode);
process.stdout.once('drain', () => process.exit(exitCode));
