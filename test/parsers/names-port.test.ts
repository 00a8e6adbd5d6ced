import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The awk program of the check `units` runs on hosts, so it is run here too: by the awk of this machine.
const [, program = ''] =
  /\| awk -v port="\$port" -v target="\$unit" '\n([^']*)'/u.exec(readFileSync('playbooks/checks/units.yaml', 'utf8')) ?? [];

const AWK = 'awk';

/** What the program says of units with these lines, in order, when the incident is about port 8080. */
function namesPort(lines: readonly string[]): readonly string[] {
  const paragraphs = lines.map((line, index) => `Id=u${index}.service\nLoadState=loaded\nActiveState=active\n${line}\n`);
  const printed = execFileSync(AWK, ['-v', 'port=8080', '-v', 'target=', program], {
    input: `${paragraphs.join('\n')}\n`,
    encoding: 'utf8',
  });
  return [...printed.matchAll(/^NamesPort=(\w+)$/gmu)].map(match => match[1] ?? '');
}

const exec = (argv: string): string =>
  `ExecStart={ path=/usr/bin/x ; argv[]=/usr/bin/x ${argv} ; ignore_errors=no ; start_time=[n/a] ; pid=8080 }`;

describe('a unit names the port', () => {
  const named = [
    exec('8080'),
    exec('--port 8080'),
    exec('--port=8080'),
    exec('-p8080'),
    exec('-p 8080 --timeout 30'),
    exec('--workers=4 8080'),
    exec('-jar app.jar -Dserver.port=8080'),
    exec('--addr :8080'),
    exec('--bind 10.0.0.5:8080'),
    exec('--listen-client-urls http://10.0.0.5:8080'),
    exec('127.0.0.1:8080'),
    exec('[::]:8080'),
    exec('-b *:8080'),
    exec('tcp-listen:8080,fork tcp:db:5432'),
    exec('run -p 8080:80 image'),
    exec('run -p 127.0.0.1:8080:80/tcp image'),
    exec('/etc/redis/8080.conf'),
    exec('-c "exec x --port ${PORT:-8080}"'),
    'Environment=PORT=8080 NAME=x',
    'Environment=NAME=x "OPTIONS=--web.port 8080"',
    'Environment=ASPNETCORE_URLS=http://+:5000;http://*:8080',
    'Environment=LISTEN=tcp://0.0.0.0:8080',
    'Environment=BASE=http://localhost:8080/',
    'Environment=listeners=PLAINTEXT://:8080',
    'Environment=CONFIG={"port":8080}',
    'Environment=MAXSCALE_PORT=8080',
  ];

  it.each(named.map((line, index) => [line, index] as const))('%s', (_, index) => {
    expect(namesPort(named)[index]).toBe('yes');
  });
});

describe('a unit does not name the port', () => {
  const others = [
    exec('18080 --port 80801'),
    exec('--upstream db:8080'),
    exec('--upstream=10.0.0.7:8080'),
    exec('--scrape-uri http://localhost:8080/status'),
    exec('--backend http://api.example:8080'),
    exec('--timeout 8080'),
    exec('--timeout=8080 --port 80'),
    exec('-Xmx8080m'),
    exec('--max-old-space-size=8080'),
    exec('run -p 80:8080 image'),
    exec('/opt/app-8080/run'),
    'Environment=DATABASE_URL=postgres://db:8080/x',
    'Environment=DATABASE_URL=postgres://u:p@localhost:8080/x REDIS_URL=redis://localhost:8080',
    'Environment=REDIS_ADDR=redis:8080',
    'Environment=BROKERS=kafka1:8080,kafka2:8080',
    'Environment=JDBC=jdbc:postgresql://db:8080/x',
    'Environment=REPORT_INTERVAL=8080 CACHE_SIZE=8080',
    'Environment="OPTIONS=--retention 8080"',
  ];

  it.each(others.map((line, index) => [line, index] as const))('%s', (_, index) => {
    expect(namesPort(others)[index]).toBe('no');
  });
});

it('reads environment files, without their comments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-'));
  try {
    writeFileSync(join(folder, 'yes.env'), '# the port\nexport PORT="8080"\n');
    writeFileSync(join(folder, 'no.env'), '# PORT=8080\nREDIS=redis:8080\n');
    const lines = ['yes', 'no', 'absent'].map(name => `EnvironmentFiles=${join(folder, `${name}.env`)} (ignore_errors=yes)`);
    expect(namesPort(lines)).toEqual(['yes', 'no', 'no']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
