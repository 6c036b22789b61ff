import { listUsers, resetPassword } from '../access/admin-user';
import { forgetFirstPassword } from '../access/first-password';
import { withDatabase } from './with-strapi';

/** `npm run reset-password -- <e-mail>`: a new password for whoever has lost theirs, without mail. */
const [, , asked] = process.argv;

withDatabase(async (strapi) => {
  const users = await listUsers(strapi);
  const [only, ...others] = users;
  const user =
    asked === undefined && others.length === 0
      ? only
      : users.find(({ email }) => email.toLowerCase() === asked?.toLowerCase());
  if (user === undefined) {
    const known = users.map(({ email }) => `  ${email}`).join('\n');
    throw new Error(
      `Could not reset a password: ${asked === undefined ? 'no e-mail address was named' : `nobody logs in as ${asked}`}. Name one of these:\n${known}`,
    );
  }
  const password = await resetPassword(strapi, user);
  await forgetFirstPassword(strapi);
  console.log(`\n  E-mail    ${user.email}\n  Password  ${password}\n`);
  console.log('  Shown this once. Log in with it and choose another one in your profile.\n');
}).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
