import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from './stack/settings.ts';

/** What reads requests or content: not tests, and not what runs in the browser of whoever typed it. */
const files = globSync(
  [
    'cms/{config,src}/**/*.ts',
    'shared-types/src/**/*.ts',
    'site/{build,publisher,src}/**/*.{ts,tsx}',
  ],
  { cwd: root },
).filter((file) => !/\.test\.ts$|^cms\/src\/admin\//.test(file));

function patternsIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    const isMade =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      node.expression.getText(source) === 'RegExp';
    if (isMade) found.push(node.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** How long a text makes a pattern slow; undefined where none does. */
function slowness(pattern: string): string | undefined {
  const [, source, flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(pattern) ?? [];
  if (source === undefined) return 'is not written as a literal, and cannot be looked at';
  const found = checkSync(source, flags, { randomSeed: 1, timeout: 120_000 });
  if (found.status === 'safe') return undefined;
  return found.status === 'vulnerable' ? found.complexity.summary : found.error.kind;
}

test('whatever text is sent, each pattern takes a time in proportion to its length', () => {
  const slow = files.flatMap((file) =>
    patternsIn(file).flatMap((pattern) => {
      const reason = slowness(pattern);
      return reason === undefined ? [] : [`${file}: ${pattern}: ${reason}`];
    }),
  );
  expect(slow).toEqual([]);
}, 1_200_000);

test('a pattern that goes back over what it has read is found', () => {
  expect(slowness('/^[0-9]*[0-9]*x$/')).toMatch(/polynomial/);
  expect(slowness('/^([0-9]+)+x$/')).toMatch(/exponential/);
  expect(slowness('/^[0-9]+x$/')).toBeUndefined();
});
