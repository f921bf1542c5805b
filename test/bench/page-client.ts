import { createConnection, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
  readonly ms: number;
}

/** A browser without a screen: one kept-alive connection and the cookies it was given. */
export class PageClient {
  readonly #socket: Socket;
  readonly #cookies = new Map<string, string>();
  #formToken = '';
  #buffer: Buffer = Buffer.alloc(0);
  #waiting:
    { resolve: (answer: Omit<Answer, 'ms'>) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#read(bytes);
    });
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('The connection was closed')));
  }

  static async connect(port: number): Promise<PageClient> {
    const socket = createConnection(port, '127.0.0.1').setNoDelay(true);
    await new Promise<void>((resolve, reject) =>
      socket.once('connect', resolve).once('error', reject),
    );
    return new PageClient(socket);
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  get(path: string): Promise<Answer> {
    return this.#send(`GET ${path} HTTP/1.1\r\n`, '');
  }

  /** The token of the browser stands first, as in every form; the front page has one, if no page was asked for before. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    if (this.#formToken === '') await this.get('/');
    return this.#send(
      `POST ${path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n`,
      new URLSearchParams({ formToken: this.#formToken, ...fields }).toString(),
    );
  }

  put(path: string, body: object): Promise<Answer> {
    return this.#send(
      `PUT ${path} HTTP/1.1\r\nContent-Type: application/json\r\n`,
      JSON.stringify(body),
    );
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  async #send(head: string, body: string): Promise<Answer> {
    const from = performance.now();
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await new Promise<Omit<Answer, 'ms'>>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(
        `${head}Host: localhost\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nCookie: ${cookies}\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
    return { ...answer, ms: performance.now() - from };
  }

  #read(bytes: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#buffer.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#buffer.length < end + 4 + length) return;
    const body = this.#buffer.toString('utf8', end + 4, end + 4 + length);
    this.#buffer = this.#buffer.subarray(end + 4 + length);
    for (const [, name, value] of head.matchAll(/^set-cookie: ([^=]+)=([^;\r\n]*)/gim))
      this.#cookies.set(name ?? '', value ?? '');
    this.#formToken = /name="formToken" value="([^"]+)"/.exec(body)?.[1] ?? this.#formToken;
    this.#waiting?.resolve({
      status: Number(head.slice(9, 12)),
      location: /^location: (.*)$/im.exec(head)?.[1]?.trim() ?? '',
      body,
    });
  }
}
