import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createReleaseStore } from '../publisher/releases/release-store.ts';
import { createSiteServer } from '../publisher/serving/site-server.ts';

/*
 * Serves the live release of a folder in a process of its own, and tells how much memory is used
 * when it is asked.
 */
const [, , folder = ''] = process.argv;
const releases = createReleaseStore(folder);
const { server, use } = createSiteServer(releases.objects, (message) => console.error(message));
use(await releases.read((await releases.currentRelease()) ?? ''));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);
process.on('message', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
