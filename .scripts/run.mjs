/**
 * Entry of every npm script: installs what is missing, then runs `.scripts/<name>.ts` on the
 * project's own Node.js. Plain JavaScript without dependencies, since it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.lectern-installed');
const gigabyte = 1024 ** 3;

function fail(message) {
  console.error(message);
  process.exit(1);
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < 2 * gigabyte)
    fail(
      `Could not install: only ${((bavail * bsize) / gigabyte).toFixed(1)} GB are free in ${root}, 2 GB are needed. Free some space and run the command again.`,
    );
  console.log('Installing packages; the first time takes one to three minutes.');
  const started = Date.now();
  const log = join(tmpdir(), `lectern-install-${process.pid}.log`);
  const output = openSync(log, 'w');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['ci', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', output, output],
  });
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    if (process.stdout.isTTY) process.stdout.write(`\r  ${seconds} s`);
    else if (seconds % 15 === 0) console.log(`  ${seconds} s`);
  }, 1000);
  return new Promise((resolve) => {
    child.on('error', (error) =>
      fail(`Could not run npm: ${error.message}. Install Node.js with npm and try again.`),
    );
    child.on('exit', (code) => {
      clearInterval(timer);
      if (process.stdout.isTTY) process.stdout.write('\r');
      if (code !== 0) {
        const text = readFileSync(log, 'utf8');
        const reason = /EACCES|EPERM/.test(text)
          ? `${root} cannot be written. Give yourself write permission and try again.`
          : /ENOSPC/.test(text)
            ? 'the disk is full. Free some space and run the command again.'
            : `npm failed; its output is in ${log}.`;
        fail(`Could not install packages: ${reason}`);
      }
      writeFileSync(stamp, lock);
      console.log(`Packages are installed (${Math.round((Date.now() - started) / 1000)} s).`);
      resolve();
    });
  });
}

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`Node.js ${process.versions.node} is too old. Install Node.js 20 or newer.`);
const [, , name, ...args] = process.argv;
await install();

const node = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
if (spawnSync(node, ['--version']).status !== 0)
  fail(`Could not run ${node}. Delete node_modules and run the command again.`);
const child = spawn(
  node,
  ['--disable-warning=ExperimentalWarning', join(root, '.scripts', `${name}.ts`), ...args],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
// The terminal sends Ctrl-C to the whole group; a signal sent to this process alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
// The shell between npm and this process ends by a signal without passing it on.
const shell = process.ppid;
setInterval(() => {
  if (process.ppid !== shell) child.kill('SIGTERM');
}, 500).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
