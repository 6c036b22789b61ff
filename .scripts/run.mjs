/**
 * Entry of every npm script: installs what is missing, then runs `.scripts/<name>.ts` on the
 * project's own Node.js. This file alone is read by whatever Node.js there is, however old.
 */
const [major] = process.versions.node.split('.').map(Number);
if (process.platform === 'win32') {
  console.error(
    'Could not start: Lectern runs on Linux and macOS. On Windows, run it in the Linux subsystem (WSL).',
  );
  process.exitCode = 1;
} else if (major < 20) {
  console.error(
    `Could not start: Node.js ${process.versions.node} is too old. Install Node.js 20 or newer.`,
  );
  process.exitCode = 1;
} else {
  import('./run/run-script.mjs').then(({ runScript }) => runScript(process.argv.slice(2)));
}
