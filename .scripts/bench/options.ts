import { parseArgs } from 'node:util';

const parts = [
  'render',
  'publish',
  'site-wide',
  'burst',
  'serve',
  'switch',
  'check',
  'schedule',
  'history',
  'versions',
] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  /** Numbers of landing pages, ascending. */
  pages: number[];
  parts: Part[];
  publishes: number;
  burst: number;
  switches: number;
  /** Seconds of load per server. */
  seconds: number;
  /** Minutes after which the whole is given up. */
  minutes: number;
  database: 'sqlite' | 'postgres';
  /** Each title of its own means a share image of its own to draw; one title for all is quicker. */
  titles: 'unique' | 'same';
}

/** @throws Error in one sentence for an option that is not known or not a number */
export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      pages: { type: 'string', default: '1,1000,10000' },
      only: { type: 'string', default: parts.join(',') },
      publishes: { type: 'string', default: '200' },
      burst: { type: 'string', default: '200' },
      switches: { type: 'string', default: '500' },
      seconds: { type: 'string', default: '10' },
      minutes: { type: 'string', default: '90' },
      database: { type: 'string', default: 'sqlite' },
      titles: { type: 'string', default: 'unique' },
    },
  });
  const { database, titles } = values;
  if (database !== 'sqlite' && database !== 'postgres')
    throw new Error(`--database is "${database}". Set it to sqlite or postgres.`);
  if (titles !== 'unique' && titles !== 'same')
    throw new Error(`--titles is "${titles}". Set it to unique or same.`);
  return {
    pages: values.pages
      .split(',')
      .map((text) => toNumber('pages', text))
      .sort((one, other) => one - other),
    parts: values.only.split(',').map(toPart),
    publishes: toNumber('publishes', values.publishes),
    burst: toNumber('burst', values.burst),
    switches: toNumber('switches', values.switches),
    seconds: toNumber('seconds', values.seconds),
    minutes: toNumber('minutes', values.minutes),
    database,
    titles,
  };
}

function toNumber(name: string, text: string): number {
  const number = Number(text.replaceAll('_', ''));
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} has "${text}", which is not a number. Set it to 1 or more.`);
}

function toPart(text: string): Part {
  const part = parts.find((name) => name === text);
  if (part === undefined)
    throw new Error(`--only has "${text}", which is no part. Choose from ${parts.join(', ')}.`);
  return part;
}
