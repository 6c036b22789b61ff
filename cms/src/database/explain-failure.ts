/** What keeps anything from being stored. */
export const diskFull = 'its disk is full. Free some space';
/** What PostgreSQL says of its sessions in which nothing can be written. */
export const readOnly = 'it can only be read at the moment. Look why in its log';
export const readOnlyFile =
  'it cannot be written. Give the user of the CMS the right to write in DATA_DIR';

/** What is wrong with the database or the way to it, and what to do about it, by the code of the error. */
const causes: Record<string, string> = {
  ECONNREFUSED: 'it does not answer. Start it, or set DATABASE_URL to where it is',
  ECONNRESET: 'it has closed the connection. Look into its log',
  EPIPE: 'it has closed the connection. Look into its log',
  ETIMEDOUT: 'it does not answer. Start it, or set DATABASE_URL to where it is',
  EHOSTUNREACH: 'it does not answer. Start it, or set DATABASE_URL to where it is',
  ENOTFOUND: 'nobody knows the name of its machine. Correct DATABASE_URL',
  EAI_AGAIN: 'nobody knows the name of its machine. Correct DATABASE_URL',
  '28P01':
    'it refuses the user or the password. Correct them in DATABASE_URL or PGPASSWORD, or give the user that password there',
  '28000':
    'it refuses the user, or a connection without TLS. Correct DATABASE_URL; sslmode=verify-full in it asks for TLS',
  '3D000': 'it has no database of this name. Make it, or correct DATABASE_URL',
  '53300':
    'it has no connection left. Set DATABASE_CONNECTIONS to fewer, or its own max_connections to more',
  '53100': diskFull,
  ENOSPC: diskFull,
  SQLITE_FULL: diskFull,
  SQLITE_BUSY: 'another program has locked it. Close what has its file open',
  SQLITE_READONLY: readOnlyFile,
  SQLITE_IOERR: 'its disk fails. Look into the log of the system',
  '25006': readOnly,
  '57P01': 'it has been stopped. Start it',
  '57P02': 'it has crashed. Look into its log',
  '57P03': 'it is starting or stopping. Wait until it has started',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name. Set DATABASE_URL to the name in the certificate',
  CERT_HAS_EXPIRED: 'its certificate has expired. Give it a new one',
};

const unknownAuthority =
  'its certificate is from an authority that is not known here. Add sslmode=verify-full&sslrootcert=<file with the certificate of the authority> to DATABASE_URL';
for (const code of [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])
  causes[code] = unknownAuthority;

/** What the driver and the pool say without a code. */
const causesByText: [RegExp, string][] = [
  [
    /does not support SSL/,
    'it has no TLS. Switch it on there, or leave sslmode out of DATABASE_URL',
  ],
  [
    /Timeout acquiring a connection/,
    'all its connections are in use. Set DATABASE_CONNECTIONS to more, if this comes again',
  ],
  [
    /Connection (terminated|ended unexpectedly)|Transaction query already complete|not queryable|Client has encountered a connection error/,
    'the connection has broken off. Look into its log, if this comes again',
  ],
];

/** Why the database cannot be used at this moment; undefined when an error is about something else. */
export function explainFailure(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const byCode = causes[String(code)];
  if (byCode !== undefined) return byCode;
  const byText = causesByText.find(([text]) => text.test(error.message))?.[1];
  // Several when a name stands for several addresses.
  return byText ?? explainFailure(Array.isArray(errors) ? errors[0] : cause);
}
