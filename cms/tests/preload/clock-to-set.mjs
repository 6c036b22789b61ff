/*
 * Loaded into a CMS under test: its clock runs as many milliseconds off that of the machine as the
 * file CLOCK_FILE says, so that a test can set it while the CMS runs.
 */
import { readFileSync } from 'node:fs';

const machine = Date.now;
let shift = 0;

setInterval(() => {
  shift = Number(readFileSync(process.env.CLOCK_FILE ?? '', 'utf8'));
}, 20).unref();

Date.now = () => machine() + shift;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, called) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given, called),
});
