/*
 * Loaded before the program of every process that a script starts: when the channel to whoever
 * started it closes, because that one wants an end or has itself been killed, the program gets the
 * signal to end in order. Nothing is left behind, whatever ends first and however.
 */
import { isMainThread } from 'node:worker_threads';

/** Longer than whoever started it waits before it kills. */
const patience = 15_000;

function end() {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patience).unref();
  process.kill(process.pid, 'SIGTERM');
}

if (isMainThread && process.send) {
  // What it says while it ends may find nobody to read it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (process.connected) process.once('disconnect', end);
  else end();
  process.channel?.unref();
}
