import { createServer, type Server, type Socket } from 'node:net';

export interface SmtpServer {
  readonly url: string;
  readonly received: readonly string[];
  readonly commands: readonly string[];
  stop(): Promise<void>;
}

/** A mail server on the loopback address that speaks just enough SMTP. `refuses` makes it turn down an address, naming it. */
export async function startSmtpServer(
  refuses: (address: string) => boolean = () => false,
): Promise<SmtpServer> {
  const received: string[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let buffer = '';
    let message: string | undefined;
    const say = (line: string): void => {
      socket.write(`${line}\r\n`);
    };
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    say('220 test');
    const command = (line: string): void => {
      commands.push(line);
      const address = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1];
      if (address !== undefined && refuses(address)) say(`550 no such user ${address}`);
      else if (/^DATA/i.test(line)) {
        message = '';
        say('354 go on');
      } else if (/^QUIT/i.test(line)) {
        say('221 bye');
        socket.end();
      } else say(/^STARTTLS/i.test(line) ? '502 not here' : '250 ok');
    };
    socket.on('data', (chunk: string) => {
      buffer += chunk;
      for (let end = buffer.indexOf('\r\n'); end !== -1; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (message === undefined) command(line);
        else if (line === '.') {
          received.push(message);
          message = undefined;
          say('250 taken');
        } else message += `${line.replace(/^\./, '')}\r\n`;
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    commands,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
