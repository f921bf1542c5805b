import { createConnection, type Socket } from 'node:net';

/** What a load generator may spend on a request is what the service does not get: one kept-alive connection, no parsing beyond need. */
export interface JsonClient {
  /** Resolves to the status of the answer. */
  put(path: string, cookie: string, body: string): Promise<number>;
  close(): void;
}

export async function connectClient(port: number): Promise<JsonClient> {
  const socket: Socket = createConnection(port, '127.0.0.1').setNoDelay(true);
  await new Promise<void>((resolve, reject) =>
    socket.once('connect', resolve).once('error', reject),
  );
  let buffer = '';
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1').on('data', (text: string) => {
    buffer += text;
    const head = buffer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(buffer.slice(0, head))?.[1] ?? 0);
    if (buffer.length < head + 4 + length) return;
    const status = Number(buffer.slice(9, 12));
    buffer = buffer.slice(head + 4 + length);
    waiting?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The connection was closed')));
  return {
    put(path, cookie, body) {
      return new Promise<number>((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(
          `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n` +
            `Cookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      });
    },
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}
