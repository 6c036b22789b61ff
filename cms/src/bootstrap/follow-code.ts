import { isDeepStrictEqual } from 'node:util';

/** Settings by name, each value plain data; a name that is missing stands for a setting that is not there. */
export type Settings = Readonly<Record<string, unknown>>;

interface Versions {
  /** What the code says now. */
  wanted: Settings;
  /** What the code said when it last set them. */
  applied: Settings;
  /** What is in force. */
  current: Settings;
}

/**
 * What shall be in force: what the code says, except where somebody has changed, added or removed a
 * setting since the code last set it.
 */
export function followCode({ wanted, applied, current }: Versions): Settings {
  const names = new Set([wanted, applied, current].flatMap((settings) => Object.keys(settings)));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const isUntouched = isDeepStrictEqual(current[name], applied[name]);
      const settings = isUntouched ? wanted : current;
      return name in settings ? [[name, settings[name]]] : [];
    }),
  );
}
