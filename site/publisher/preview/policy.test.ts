import { expect, test } from 'vitest';
import { movePolicy, ownPolicy } from './policy.ts';

const additions = { script: 'run()', style: 'p{}', frameAncestor: 'https://cms.example.org' };
const page = (policy: string) =>
  `<head><meta http-equiv="content-security-policy" content="${policy}"></head>`;

test('the policy of the page is kept, and lets in what is added and no more', () => {
  const { html, policy } = movePolicy(
    page("default-src 'none'; script-src 'self' 'sha256-abc='; style-src 'self'"),
    additions,
  );
  expect(html).toBe('<head></head>');
  const directives = policy.split('; ');
  expect(directives).toContain("default-src 'none'");
  expect(directives).toContainEqual(
    expect.stringMatching(/^script-src 'self' 'sha256-abc=' 'sha256-[^']{44}'$/),
  );
  expect(directives).toContainEqual(expect.stringMatching(/^style-src 'self' 'sha256-[^']{44}'$/));
  expect(directives).toContain('frame-ancestors https://cms.example.org');
});

test('a page without a policy is not shown', () => {
  expect(() => movePolicy('<head></head>', additions)).toThrow('no content security policy');
});

test('pages of the preview server itself load nothing', () => {
  expect(ownPolicy(additions)).toMatch(
    /^default-src 'none'; connect-src 'self'; base-uri 'none'; script-src 'sha256-.+'; style-src 'sha256-.+'; frame-ancestors https:\/\/cms\.example\.org$/,
  );
});
