import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const schemaVersionFile = 'cms/src/generated/schema-version.ts';

/**
 * Writes below `target` which version of the content types this is: one more than the file in `root`
 * says, when they are not those that it was written for.
 */
export async function writeSchemaVersion(root: string, target: string): Promise<void> {
  const known = await readFile(join(root, schemaVersionFile), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  const [, number = '0'] = /number: (\d+)/.exec(known) ?? [];
  const hash = await hashSchema(root);
  const file = join(target, schemaVersionFile);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    known.includes(hash)
      ? known
      : `// Written by "npm run generate". Do not edit.

/** Counts the changes of what the database keeps. */
export const schemaVersion = {
  number: ${Number(number) + 1},
  hash: '${hash}',
};
`,
  );
}

/** Of the content types and components, and of the Strapi that makes tables of them. */
async function hashSchema(root: string): Promise<string> {
  const cms = join(root, 'cms');
  const hash = createHash('sha256');
  const { dependencies } = JSON.parse(await readFile(join(cms, 'package.json'), 'utf8'));
  hash.update(dependencies['@strapi/strapi']);
  const files: string[] = [];
  for await (const file of glob('src/{api,components}/**/*.json', { cwd: cms })) files.push(file);
  for (const file of files.toSorted())
    hash.update(`${file} ${JSON.stringify(JSON.parse(await readFile(join(cms, file), 'utf8')))}`);
  return hash.digest('hex').slice(0, 16);
}
