import { hkdfSync, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';

/*
 * What lets a browser see drafts: the CMS signs it for an editor who may, the publisher's preview
 * server checks it. On an import path of its own, since browsers have no use for it.
 */

/** How long a preview address works, in seconds. */
export const previewLifetime = 600;

const audience = 'preview';
const algorithm = 'HS256';

/** The key of the signatures: from the token that both sides have, but of no use for reading the CMS. */
const toKey = (secret: string) =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'lectern preview links', 32));

/** @param secret the value of PREVIEW_TOKEN */
export function createPreviewToken(secret: string): Promise<string> {
  return (
    new SignJWT()
      .setProtectedHeader({ alg: algorithm })
      .setAudience(audience)
      // No two are equal, so that a new address always makes a browser go there.
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${previewLifetime}s`)
      .sign(toKey(secret))
  );
}

/** Seconds for which a token is still good, or undefined for one that is expired or was not made for previews. */
export async function secondsLeft(token: string, secret: string): Promise<number | undefined> {
  try {
    const { payload } = await jwtVerify(token, toKey(secret), {
      algorithms: [algorithm],
      audience,
      maxTokenAge: previewLifetime,
      requiredClaims: ['exp'],
    });
    return Math.max(0, (payload.exp ?? 0) - Math.floor(Date.now() / 1000));
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
