import { randomBytes } from 'node:crypto';

/** A random one. Letters of both cases and a digit are what Strapi's password rule asks for. */
export const createPassword = (): string => `${randomBytes(15).toString('base64url')}aA1`;
