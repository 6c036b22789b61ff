import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { freePorts } from '../bench/free-ports.ts';
import { type Clone, clone } from './clone.ts';
import { keepTrack } from './remains.ts';
import type { Row } from './row.ts';
import { type StartedLectern, startLectern } from './started-lectern.ts';

export interface Outcome {
  isAsExpected: boolean;
  what: string;
  seconds: number;
}

const servedText = 'Ctrl-C stops everything.';
const patience = 1_200_000;

/**
 * Starts a clone as the row says, and once more when it was served or interrupted.
 * @param keep called with a clone that is served, which then is not removed
 */
export async function tryRow(
  row: Row,
  prepared: Clone | undefined,
  keep?: (clone: Clone) => void,
): Promise<Outcome> {
  const newcomer = await clone(row.folder, row.installs ? undefined : prepared);
  await mkdir(newcomer.dataFolder);
  const { folder } = newcomer;
  const environment = await environmentFor(row, newcomer);
  const begin = performance.now();
  const outcome = (isAsExpected: boolean, what: string): Outcome => ({
    isAsExpected,
    what,
    seconds: Math.round((performance.now() - begin) / 1000),
  });
  const start = () =>
    keepTrack(
      startLectern({ folder, command: ['sh', '-c', row.command ?? 'npm start'], environment }),
    );
  try {
    if (row.builds) await execa('rm', ['-rf', 'node_modules/.cache'], { cwd: folder });
    if (row.before) await execa('sh', ['-c', row.before], { cwd: folder, env: environment });
    for (const seconds of row.interrupts?.seconds ?? [])
      await interrupt(start(), seconds, row.interrupts?.signal ?? 'SIGINT');
    const first = await seeStart(start());
    if (row.refusal) {
      const isRefused = row.refusal.test(first.replaceAll(/\s+/g, ' '));
      return outcome(isRefused, isRefused ? 'refused, with what to do' : lastLines(first));
    }
    if (first !== servedText) return outcome(false, lastLines(first));
    const second = await seeStart(start());
    if (second !== servedText) return outcome(false, `second start: ${lastLines(second)}`);
    const times = row.interrupts?.seconds.length;
    return outcome(
      true,
      times ? `${times} times nothing was left; served then` : 'served, and again',
    );
  } catch (error) {
    return outcome(false, error instanceof Error ? error.message : String(error));
  } finally {
    if (keep) keep(newcomer);
    else await newcomer.remove();
    if (environment.DATA_DIR)
      await rm(resolve(folder, environment.DATA_DIR), { recursive: true, force: true });
  }
}

async function environmentFor(row: Row, { dataFolder }: Clone): Promise<NodeJS.ProcessEnv> {
  const [cms, site, publisher, preview] = await freePorts(4);
  const own: NodeJS.ProcessEnv = {
    PATH: process.env.PATH?.split(':')
      .filter((folder) => !folder.includes('node_modules'))
      .join(':'),
    HOME: process.env.HOME,
    DATA_DIR: dataFolder,
    CMS_PORT: String(cms),
    SITE_PORT: String(site),
    PUBLISHER_PORT: String(publisher),
    PREVIEW_PORT: String(preview),
    npm_config_prefer_offline: 'true',
    ...row.environment,
  };
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

/** What a start ended with: the site being served, after which it is stopped, or its output. */
async function seeStart(lectern: StartedLectern): Promise<string> {
  try {
    await Promise.race([lectern.shows(servedText), overtime()]);
    lectern.signalGroup('SIGINT');
    await Promise.race([lectern.gone(), overtime()]);
    return servedText;
  } catch {
    return lectern.output();
  } finally {
    await lectern.remove();
  }
}

/** @throws Error naming the processes that are left a good while after the signal */
async function interrupt(
  lectern: StartedLectern,
  seconds: number,
  signal: NodeJS.Signals,
): Promise<void> {
  await pause(seconds * 1000);
  if (lectern.npm.exitCode === null) lectern.signalGroup(signal);
  const isGone = await Promise.race([
    lectern.gone().then(() => true),
    pause(60_000, false, { ref: false }),
  ]);
  const left = isGone ? [] : await lectern.processes();
  await lectern.remove();
  if (left.length > 0)
    throw new Error(`${signal} after ${seconds} s left ${left.map((each) => each.command)}`);
}

async function overtime(): Promise<never> {
  await pause(patience, undefined, { ref: false });
  throw new Error('It took too long.');
}

const lastLines = (text: string) => text.trim().split('\n').slice(-3).join(' ').slice(-300);
