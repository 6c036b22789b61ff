import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './install-packages.mjs';
import { endWithParent, root } from './root.mjs';
import { watchStarter } from './watch-starter.mjs';

const ownNode = join(root, 'node_modules', '.bin', 'node');

/** Installs what is missing, runs `.scripts/<name>.ts`, and ends as that does. */
export async function runScript([name, ...args]) {
  const isStopped = watchStarter();
  try {
    checkPath();
    await installPackages(isStopped);
    process.exitCode = await run(name, args, isStopped);
  } catch (error) {
    if (!isStopped.aborted) console.error(error.message);
    process.exitCode = isStopped.aborted ? isStopped.reason : 1;
  }
}

/** @throws Error when the path has what Vite takes for part of an address, which ends a build late and obscurely */
function checkPath() {
  const [character] = /[#?%]/.exec(root) ?? [];
  if (character !== undefined)
    throw new Error(
      `Could not start: the path of the project, ${root}, has a "${character}" in it, which the programs that build the admin and the pages cannot read. Move the folder to a path without it.`,
    );
}

function run(name, args, isStopped) {
  const child = spawn(
    findNode(),
    [
      '--disable-warning=ExperimentalWarning',
      `--import=${endWithParent}`,
      join(root, '.scripts', `${name}.ts`),
      ...args,
    ],
    { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: environment() },
  );
  const stop = () => child.connected && child.disconnect();
  isStopped.addEventListener('abort', stop);
  if (isStopped.aborted) stop();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * The project's own Node.js, for Linux with glibc; elsewhere the one that runs this.
 * @throws Error when neither is there
 */
function findNode() {
  if (spawnSync(ownNode, ['--version']).status === 0) return ownNode;
  // npm would run it for the next command, in the place of one that works.
  rmSync(ownNode, { force: true });
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new Error(
    `Could not start: the project's own Node.js does not run on this system (${process.platform}, ${process.arch}), and this one is ${process.versions.node}. Install Node.js 24 or newer.`,
  );
}

/** With a proxy for the registry, the parts of Lectern still reach each other without it. */
function environment() {
  const loopback = 'localhost,127.0.0.1,[::1],::1';
  const others = process.env.no_proxy ?? process.env.NO_PROXY;
  const noProxy = others ? `${others},${loopback}` : loopback;
  return { ...process.env, no_proxy: noProxy, NO_PROXY: noProxy };
}
