import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('../src/theme/theme.js', import.meta.url), 'utf8');

/** Hash by which the content security policy lets the theme script run, which every page embeds. */
export const themeScriptHash =
  `sha256-${createHash('sha256').update(source).digest('base64')}` as const;
