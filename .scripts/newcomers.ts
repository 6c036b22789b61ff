import { parseArgs } from 'node:util';
import { execa } from 'execa';
import type { Clone } from './newcomers/clone.ts';
import { removeRemains } from './newcomers/remains.ts';
import type { Row } from './newcomers/row.ts';
import { rows } from './newcomers/rows.ts';
import { type Outcome, tryRow } from './newcomers/try-row.ts';
import { runMain } from './stack/failures.ts';

/**
 * `npm run newcomers`: starts fresh clones of what is committed on this machine, made odd in one way
 * after the other, and says what came; `-- --only <part of a name>` tries some of them. Ends with 1
 * when something is not as it should be.
 */
runMain(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void removeRemains().finally(() => process.exit(1)));
  const [first, ...others] = rows;
  let prepared: Clone | undefined;
  const lines = ['| machine | what came | seconds |', '| --- | --- | --- |'];
  const note = (row: Row, { isAsExpected, what, seconds }: Outcome) => {
    const line = `| ${row.name} | ${isAsExpected ? '' : '**not as expected**: '}${what} | ${seconds} |`;
    console.log(line);
    lines.push(line);
    if (!isAsExpected) process.exitCode = 1;
  };
  const wanted = others.filter(({ name }) => name.includes(values.only));
  try {
    if (first && (first.name.includes(values.only) || wanted.some(({ installs }) => !installs)))
      note(
        first,
        await tryRow(first, undefined, (clone) => {
          prepared = clone;
        }),
      );
    for (const row of wanted) {
      const missing = await findMissing(row.needs ?? []);
      if (missing.length === 0) note(row, await tryRow(row, prepared));
      else lines.push(`| ${row.name} | not tried: needs ${missing.join(', ')} | |`);
    }
  } finally {
    await prepared?.remove();
  }
  console.log(`\n${lines.join('\n')}`);
});

async function findMissing(needs: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const need of needs) {
    const isThere =
      need === 'root'
        ? process.getuid?.() === 0
        : !(await execa('sh', ['-c', `command -v ${need}`], { reject: false })).failed;
    if (!isThere) missing.push(need);
  }
  return missing;
}
