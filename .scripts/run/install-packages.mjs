import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainNpm } from './explain-npm.mjs';
import { endWithParent, root } from './root.mjs';

const stamp = join(root, 'node_modules', '.lectern-installed');
const lockFile = join(root, 'package-lock.json');
const gigabyte = 1024 ** 3;

/**
 * Installs what the lock file names, unless it is there.
 * @param isStopped signal that ends the installation
 * @throws Error in one sentence that says what is in the way and what to do
 */
export async function installPackages(isStopped) {
  const lock = readFileSync(lockFile);
  const hash = createHash('sha256').update(lock).digest('hex');
  const { packages } = JSON.parse(lock);
  const isStamped = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isStamped && findMissing(packages).length === 0) return;
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < 2 * gigabyte)
    throw new Error(
      `Could not install packages: only ${((bavail * bsize) / gigabyte).toFixed(1)} GB are free in ${root}, 2 GB are needed. Free some space and run the command again.`,
    );
  console.log('Installing packages; the first time takes one to three minutes.');
  const start = Date.now();
  const { code, output } = await runNpm(isStopped);
  if (isStopped.aborted) throw new Error('The installation was stopped.');
  if (code !== 0) throw new Error(`Could not install packages: ${explainNpm(output)}`);
  const missing = findMissing(packages);
  if (missing.length > 0)
    throw new Error(
      `Could not install packages: npm left out ${missing.join(', ')}. Look whether it reaches its registry, and run the command again.`,
    );
  writeFileSync(stamp, hash);
  console.log(`Packages are installed (${secondsSince(start)} s).`);
}

function runNpm(isStopped) {
  // What the environment and the user's own settings may have changed is set back.
  const options = ['--include=dev', '--include=optional', '--ignore-scripts', '--bin-links=true'];
  const [program, ...args] = npmCommand();
  const child = spawn(program, [...args, 'ci', ...options, '--engine-strict=false'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${endWithParent}`,
    },
  });
  const stop = () => child.connected && child.disconnect();
  isStopped.addEventListener('abort', stop);
  if (isStopped.aborted) stop();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const endProgress = showProgress();
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      endProgress();
      reject(
        new Error(
          `Could not run npm: ${error.message}. Install Node.js with npm and run the command again.`,
        ),
      );
    });
    child.once('close', (code) => {
      endProgress();
      resolve({ code, output });
    });
  });
}

/** The npm that runs this, else the one on the PATH. */
function npmCommand() {
  const { npm_execpath: path } = process.env;
  return path?.endsWith('npm-cli.js') ? [process.execPath, path] : ['npm'];
}

function showProgress() {
  const start = Date.now();
  const { isTTY } = process.stdout;
  const timer = setInterval(() => {
    const seconds = secondsSince(start);
    if (isTTY) process.stdout.write(`\r  ${seconds} s`);
    else if (seconds % 15 === 0) console.log(`  ${seconds} s`);
  }, 1000);
  return () => {
    clearInterval(timer);
    if (isTTY) process.stdout.write('\r');
  };
}

const secondsSince = (start) => Math.round((Date.now() - start) / 1000);

/**
 * Packages for this system alone that are not there. npm takes them for optional, and leaves them
 * out without a word when it cannot load them or the folder came from another system.
 */
function findMissing(packages) {
  const { glibcVersionRuntime } = process.report.getReport().header;
  const libc = glibcVersionRuntime ? 'glibc' : 'musl';
  const fits = (wanted, own) => wanted === undefined || [wanted].flat().includes(own);
  return Object.entries(packages)
    .filter(([, { os, cpu }]) => os !== undefined || cpu !== undefined)
    .filter(([, { os }]) => fits(os, process.platform))
    .filter(([, { cpu }]) => fits(cpu, process.arch))
    .filter((entry) => process.platform !== 'linux' || fits(entry[1].libc, libc))
    .map(([path]) => path)
    .filter((path) => !existsSync(join(root, path)));
}
