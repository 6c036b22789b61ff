import type { IncomingMessage } from 'node:http';
import { secondsLeft } from '@lectern/shared-types/preview-token';

/** Who may see drafts: whoever brings a token that the CMS has signed in the last ten minutes. */
export interface Access {
  /** The cookie that takes over a token, or undefined when the token is not good any more. */
  admit(token: string): Promise<string | undefined>;
  /** Whether a request carries the cookie of a token that is still good. */
  isAdmitted(request: IncomingMessage): Promise<boolean>;
}

/**
 * The admin shows previews in a frame, from another port or another host. Over HTTPS the cookie is
 * sent there wherever the admin is (`SameSite=None`), but only within that admin's own pages
 * (`Partitioned`): another site that frames the previews meets no cookie. Without HTTPS, as on one's
 * own machine, browsers refuse such cookies; ports of one host are the same site there, so `Lax` is
 * enough. It also lets a link work that was opened from a chat or a mail, which `Strict` would not.
 */
export function createAccess(secret: string, previewUrl: string): Access {
  const isSecure = new URL(previewUrl).protocol === 'https:';
  // Browsers take a name with this prefix from this very host alone, over HTTPS alone.
  const name = isSecure ? '__Host-lectern-preview' : 'lectern-preview';
  const place = isSecure ? 'Secure; SameSite=None; Partitioned' : 'SameSite=Lax';
  return {
    admit: async (token) => {
      const seconds = await secondsLeft(token, secret);
      if (seconds === undefined) return undefined;
      return `${name}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; ${place}`;
    },
    isAdmitted: async ({ headers }) => {
      const cookies = (headers.cookie ?? '').split('; ');
      const token = cookies.find((cookie) => cookie.startsWith(`${name}=`));
      if (token === undefined) return false;
      return (await secondsLeft(token.slice(name.length + 1), secret)) !== undefined;
    },
  };
}
