import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { startTlsProxy, type TlsProxy } from './tls-proxy.ts';
import { provideTools, toolsFolder } from './tools.ts';

let site: DemoSite;
let proxy: TlsProxy;

beforeAll(async () => {
  await provideTools();
  site = await serveDemoSite();
  // Public sites stand behind TLS, which the scanner judges, too; the headers are the server's own.
  proxy = await startTlsProxy(site.url);
});
afterAll(async () => {
  await proxy.close();
  await site.close();
});

test.each([
  ['the home page', ''],
  ['a landing page', '/python-for-backend-developers/'],
])('Mozilla Observatory gives %s an A+', async (_, path) => {
  const { stdout } = await execa('node', [join(toolsFolder, 'scan.mjs'), proxy.host + path], {
    env: { NODE_EXTRA_CA_CERTS: proxy.certificate },
  });
  const { scan, tests } = JSON.parse(stdout) as {
    scan: { grade: string; score: number };
    tests: Record<string, { pass: boolean; result: string }>;
  };
  const failed = Object.entries(tests).filter(([, { pass }]) => !pass);
  expect(failed.map(([name, { result }]) => `${name}: ${result}`)).toEqual([]);
  expect(scan.grade).toBe('A+');
});
