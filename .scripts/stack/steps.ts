import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { nodeArguments } from './processes.ts';
import { root, type Settings } from './settings.ts';

/** One thing to build: done again only when one of its inputs has changed since. */
interface Step {
  /** Glob patterns below the root of the files it depends on. */
  inputs: string[];
  /** Path that must exist for the step to count as done. */
  output: string;
  /** What goes before it is made: Strapi loads whatever it finds, and the compiler skips what it has made. */
  clears?: readonly string[];
  command: [program: string, ...args: string[]];
  folder: string;
  environment?: NodeJS.ProcessEnv;
}

const steps = {
  'shared types': {
    inputs: ['shared-types/src/**/*.ts', 'shared-types/tsconfig.json', 'tsconfig.base.json'],
    output: 'shared-types/dist/index.js',
    command: ['tsc', '-p', '.'],
    folder: 'shared-types',
  },
  'CMS server': {
    inputs: [
      'cms/{config,src}/**/*.{ts,json}',
      'cms/tsconfig.json',
      'shared-types/src/**/*.ts',
      'package-lock.json',
    ],
    output: 'cms/dist/src/index.js',
    clears: ['cms/dist/src', 'cms/dist/config', 'cms/dist/.tsbuildinfo'],
    command: ['tsc', '-p', '.'],
    folder: 'cms',
  },
  'admin panel': {
    inputs: ['cms/src/admin/**/*', 'shared-types/src/**/*.ts', 'package-lock.json'],
    output: 'cms/dist/build/index.html',
    command: ['strapi', 'build'],
    folder: 'cms',
  },
  'code of the site': {
    inputs: [
      'site/{src,build,public}/**/*',
      'site/*.{ts,mjs}',
      'shared-types/src/**/*.ts',
      'package-lock.json',
    ],
    output: 'site/.renderer/bundle/renderer.json',
    command: ['astro', 'build'],
    folder: 'site',
    environment: { SITE_BUILD: 'code' },
  },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

/** All steps, in the order in which they need each other. */
export const stepNames = Object.keys(steps) as StepName[];

export const isStepName = (name: string): name is StepName => Object.hasOwn(steps, name);

const stampFolder = join(root, 'node_modules', '.cache', 'lectern');

/** True when the step's output is there and made from the inputs as they are. */
export async function isDone(name: StepName): Promise<boolean> {
  const stamp = await readFile(stampOf(name), 'utf8').catch(() => '');
  return existsSync(join(root, steps[name].output)) && stamp === (await hashInputs(name));
}

/**
 * @param stopped signal that ends it
 * @throws Error with the end of the command's output
 */
export async function runStep(
  name: StepName,
  settings: Settings,
  stopped?: AbortSignal,
): Promise<void> {
  const { command, folder, environment, clears = [] }: Step = steps[name];
  // One that is cut off counts as not done, whatever the inputs become.
  await rm(stampOf(name), { force: true });
  for (const path of clears) await rm(join(root, path), { recursive: true, force: true });
  const inputs = await hashInputs(name);
  const [program, ...args] = command;
  const result = await execa(process.execPath, nodeArguments(program, args), {
    cwd: join(root, folder),
    env: { ...settings.environment, ...environment },
    ipc: true,
    all: true,
    reject: false,
    ...(stopped ? { cancelSignal: stopped } : {}),
  });
  if (stopped?.aborted) throw new Error('Stopped.');
  if (result.failed)
    throw new Error(`Could not build the ${name}:\n${result.all.slice(-4000)}`, {
      cause: result.cause,
    });
  await mkdir(stampFolder, { recursive: true });
  await writeFile(stampOf(name), inputs);
}

const stampOf = (name: StepName) => join(stampFolder, `${name.replace(' ', '-')}.sha256`);

async function hashInputs(name: StepName): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  for await (const entry of glob(steps[name].inputs, { cwd: root, withFileTypes: true }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  for (const file of files.sort())
    hash.update(file.slice(root.length)).update(await readFile(file));
  return hash.digest('hex');
}
