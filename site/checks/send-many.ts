import { once } from 'node:events';
import { connect } from 'node:net';

const atOnce = 100;

/** Sends many requests over one connection, and waits until all are answered. */
export async function sendMany(
  port: number,
  count: number,
  toRequest: (index: number) => { target: string; headers?: string[] },
): Promise<void> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  for (let first = 0; first < count; first += atOnce) {
    const size = Math.min(atOnce, count - first);
    let text = '';
    for (let index = first; index < first + size; index += 1) {
      const { target, headers = [] } = toRequest(index);
      text += [`HEAD ${target} HTTP/1.1`, 'Host: site.example', ...headers, '', ''].join('\r\n');
    }
    socket.write(text);
    // An answer to HEAD ends with its headers.
    for (let answered = 0; answered < size; ) {
      const [chunk] = await once(socket, 'data');
      answered += chunk.split('HTTP/1.1 ').length - 1;
    }
  }
  socket.destroy();
}
