import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, request } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolsFolder } from './tools.ts';

/** What stands before the site where it is public: TLS, and a redirect from HTTP to it. */
export interface TlsProxy {
  /** `localhost:12345`, which answers both kinds of connection, as the ports 80 and 443 would. */
  host: string;
  /** Path of the certificate, to be trusted by who connects. */
  certificate: string;
  close(): Promise<void>;
}

/** Starts a proxy with a certificate that lives as long as it does; it adds no header of its own. */
export async function startTlsProxy(target: string): Promise<TlsProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-tls-'));
  const { cert, private: key } = await makeCertificate();
  const certificate = join(folder, 'certificate.pem');
  await writeFile(certificate, cert);

  const secure = createHttpsServer({ cert, key }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', (error) => outgoing.destroy(error));
    incoming.pipe(onward);
  });
  const plain = createHttpServer(({ headers, url }, outgoing) => {
    outgoing.writeHead(301, { location: `https://${headers.host}${url}` }).end();
  });
  const door = createServer((socket) => {
    // A TLS connection begins with a record of type 22.
    socket.once('readable', () => {
      const first: Buffer | null = socket.read(1);
      if (first === null) return;
      socket.unshift(first);
      (first[0] === 22 ? secure : plain).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve) => door.listen(0, 'localhost', resolve));
  const { port } = door.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    certificate,
    close: async () => {
      secure.closeAllConnections();
      plain.closeAllConnections();
      await new Promise<unknown>((resolve: (done: unknown) => void) => door.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

interface Certificate {
  cert: string;
  private: string;
}

async function makeCertificate(): Promise<Certificate> {
  const { generate } = createRequire(join(toolsFolder, 'package.json'))('selfsigned') as {
    generate(attributes: object[], options: object): Promise<Certificate>;
  };
  return generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
}
