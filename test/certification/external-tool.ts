import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian packages that hold the tools; other people's readers are what a certificate must satisfy. */
const packageOf: Readonly<Record<string, string>> = {
  openssl: 'openssl',
  qpdf: 'qpdf',
  pdfsig: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdfdetach: 'poppler-utils',
  pdftotext: 'poppler-utils',
};

/** Runs a tool and returns what it printed. A missing tool or a failure ends the test. */
export function runTool(tool: string, args: readonly string[]): string {
  const result = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  if (result.error !== undefined) {
    throw new Error(`${tool} is needed: apt-get install ${packageOf[tool] ?? tool}`, {
      cause: result.error,
    });
  }
  const output = `${result.stdout}${result.stderr}`;
  if (result.status !== 0) throw new Error(`${tool} ${args.join(' ')} failed:\n${output}`);
  return output;
}

/** A folder for one test's files, gone when the work is done. */
export async function withFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'medsert-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a tool on a file with these bytes; the file's path takes the place of FILE among the arguments. */
export function inspectFile(
  bytes: Buffer,
  tool: string,
  ...args: readonly string[]
): Promise<string> {
  return withFolder((folder) => {
    const file = join(folder, 'certificate.pdf');
    writeFileSync(file, bytes);
    return runTool(
      tool,
      args.map((arg) => (arg === 'FILE' ? file : arg)),
    );
  });
}
