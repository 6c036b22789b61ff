import type { Locale } from '@lectern/shared-types';
import { en } from './en.ts';
import { es } from './es.ts';

export type Strings = typeof en;

export const strings: Record<Locale, Strings> = { en, es };
