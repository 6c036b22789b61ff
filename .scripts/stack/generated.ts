import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { schemaVersionFile, writeSchemaVersion } from './schema-version.ts';
import { root, type Settings } from './settings.ts';

const files = [
  'shared-types/schema.graphql',
  'shared-types/src/generated/graphql.ts',
  schemaVersionFile,
];

/** Writes the generated files below `target`, from the CMS as built and the queries of the site. */
export async function generate(target: string, settings: Settings): Promise<void> {
  await writeSchemaVersion(root, target);
  const data = await mkdtemp(join(tmpdir(), 'lectern-generate-'));
  const options = { preferLocal: true, localDir: root, env: settings.environment };
  const schema = join(target, 'shared-types', 'schema.graphql');
  try {
    await execa('node', ['dist/src/commands/write-graphql-schema.js', schema], {
      ...options,
      cwd: join(root, 'cms'),
      env: {
        ...settings.environment,
        DATA_DIR: data,
        DATABASE_URL: '',
        SEED_DEMO_CONTENT: 'false',
      },
    });
    await execa('graphql-codegen', ['--config', 'codegen.ts'], {
      ...options,
      cwd: join(target, 'shared-types'),
    });
  } finally {
    await rm(data, { recursive: true });
  }
}

/** @throws Error naming the committed files that differ from what would be generated now */
export async function checkGenerated(settings: Settings): Promise<void> {
  // Inside the project, so that the generator finds its packages.
  const target = await mkdtemp(join(root, 'node_modules', '.cache', 'generated-'));
  try {
    for (const path of [
      'shared-types/codegen.ts',
      'shared-types/package.json',
      'site/src/cms/queries',
    ])
      await cp(join(root, path), join(target, path), { recursive: true });
    await generate(target, settings);
    const stale: string[] = [];
    for (const file of files) {
      const [committed, fresh] = await Promise.all(
        [root, target].map((base) => readFile(join(base, file), 'utf8')),
      );
      if (committed !== fresh) stale.push(file);
    }
    if (stale.length > 0)
      throw new Error(`Stale: ${stale.join(', ')}. Run "npm run generate" and commit the result.`);
  } finally {
    await rm(target, { recursive: true });
  }
}
