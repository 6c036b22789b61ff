import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/*
 * The theme script runs in the head of every page before anything is drawn, so that a remembered
 * theme never flashes. Plain JavaScript without a comment: it is embedded as it stands.
 */
const source = readFileSync(new URL('../src/theme/theme.js', import.meta.url), 'utf8');

/** Hash by which the content security policy lets the theme script run, which every page embeds. */
export const themeScriptHash =
  `sha256-${createHash('sha256').update(source).digest('base64')}` as const;
