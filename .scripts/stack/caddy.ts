import { execa } from 'execa';
import { findProgram } from './find-program.ts';

/**
 * Path of a Caddy: the one CADDY_PATH names, one on the PATH, or one installed now.
 * @throws Error that says how to install one by hand
 */
export async function provideCaddy(): Promise<string> {
  const find = () => findProgram(['caddy'], [process.env.CADDY_PATH]);
  const found = await find();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0) {
    await execa('apt-get', ['update'], { reject: false });
    const install = ['install', '-y', '--no-install-recommends', 'caddy'];
    await execa('apt-get', install, { reject: false });
  }
  const installed = await find();
  if (installed !== undefined) return installed;
  throw new Error(
    'Could not find or install Caddy for the tests of what it serves. Install it (https://caddyserver.com/docs/install), or set CADDY_PATH to it.',
  );
}
