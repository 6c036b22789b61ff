import { once } from 'node:events';
import { connect } from 'node:net';
import type { Exchange } from './requests.ts';

export interface Answer {
  status: number;
  /** By name, in small letters. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends a request as it stands, and reads the one answer to it. */
export async function exchange(port: number, { ask, ...request }: Exchange): Promise<Answer> {
  const { with: lines = [], version = '1.1' } = request;
  const isNamed = request.withoutHost || lines.some((line) => /^host:/i.test(line));
  const host = isNamed || version === '1.0' ? [] : ['Host: site.example'];
  const text = [`${ask} HTTP/${version}`, ...host, ...lines, 'Connection: close', '', ''];
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A server that refuses a request may close the connection before it has been sent.
  socket.on('error', () => undefined);
  socket.write(text.join('\r\n'), 'latin1');
  await once(socket, 'close');
  return parse(Buffer.concat(chunks));
}

function parse(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  const body = bytes.subarray(end + 4);
  const isChunked = headers['transfer-encoding'] === 'chunked';
  return { status: Number(first.split(' ')[1]), headers, body: isChunked ? join(body) : body };
}

function join(chunked: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = chunked.indexOf('\r\n', at);
    const size = Number.parseInt(chunked.subarray(at, end).toString(), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(chunked.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
