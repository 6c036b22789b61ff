import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** Where the CMS keeps the password that it has made for the first administrator. */
export const firstAdminFile = ({ dataFolder }: Settings) => join(dataFolder, 'first-admin.json');

/**
 * What a person at the terminal needs to know once everything is served.
 * @param isNew whether the first administrator was made by this start
 */
export async function listAddresses(settings: Settings, isNew: boolean): Promise<string> {
  const { adminUrl, siteUrl } = settings;
  const file = firstAdminFile(settings);
  const lines = ['', `  Site   ${siteUrl}`, `  Admin  ${adminUrl}/admin`];
  if (!existsSync(file))
    lines.push('', '  Password forgotten?  npm run reset-password -- <e-mail>');
  else if (isNew) {
    const { email, password } = JSON.parse(await readFile(file, 'utf8'));
    lines.push(
      '',
      `  First administrator  ${email}`,
      `  Password             ${password}`,
      `  Shown this once; kept in ${file}, readable to you alone.`,
    );
  } else lines.push('', `  First administrator: see ${file}`);
  lines.push('', '  Ctrl-C stops everything.', '');
  return lines.join('\n');
}
