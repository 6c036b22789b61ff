/*
 * Loaded into a CMS under test: its clock runs as many milliseconds off that of the machine as the
 * file CLOCK_FILE says, so that a test can set it while the CMS runs.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env.CLOCK_FILE ?? '';
const machine = Date.now;
let shift = 0;

setInterval(() => {
  const set = Number(readFileSync(file, 'utf8'));
  if (set === shift) return;
  shift = set;
  // Tells the test that it is so.
  writeFileSync(`${file}.now`, String(shift));
}, 20).unref();

Date.now = () => machine() + shift;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, called) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given, called),
});
