import { expect, test } from 'vitest';
import { toPageReasons } from './page-reasons.ts';

test('a link that stands on a page twice and leads nowhere is one reason', () => {
  const fault = {
    text: 'The link "Go" leads to /nowhere/, which does not exist.',
    href: '/nowhere/',
  };
  const content = {
    generation: 1,
    locales: new Map(),
    redirects: new Map(),
    addresses: new Map(),
  };
  const reasons = toPageReasons({ issues: [], faults: [fault, fault] }, [], content);
  expect(reasons.map(({ text }) => text)).toEqual([fault.text]);
});
