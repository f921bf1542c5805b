import { readFile } from 'node:fs/promises';
import { bearsOurSeal } from '../certification/seal-origin.js';
import { verifyPdf, type TrustedSeal, type Verification } from '../certification/verify-pdf.js';
import { systemClock, type Clock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { readCertificates } from '../platform/keys/seal-key.js';
import { dateIn } from '../platform/plain-date.js';
import type { Command, Print } from './command.js';

type Genuine = Extract<Verification, { genuine: true }>;
type NotGenuine = Extract<Verification, { genuine: false }>;

/** Norway and Sweden keep the same time; a credential holds instants, and people want the day. */
const TIME_ZONE = 'Europe/Oslo';

/**
 * `medsert verify FILE.pdf`: whether a file is what was sealed, without asking anybody. It can't know of a revocation, and says so. Trusts
 * the certificates of `--trust`, or else the seal that this installation seals with.
 */
export const verify: Command = {
  name: 'verify',
  usage: 'verify FILE.pdf [--trust FILE.pem]',
  summary: 'check the seal of a certificate, without the service',
  async run({ arguments: [file, ...others], options, print }) {
    const { trust } = options;
    if (file === undefined || others.length > 0 || trust === '')
      return print.usage('Which file? For example: medsert verify certificate.pdf');
    const read = await readAll(file, trust);
    if ('problem' in read) {
      print.line(read.problem);
      print.json({ problem: read.problem });
      return 3;
    }
    const verdict = await verifyPdf(read.pdf, { seals: read.seals });
    if (verdict.genuine) return tellGenuine(verdict, print, systemClock);
    return tellNotGenuine(verdict, bearsOurSeal(read.pdf, read.seals), print);
  },
};

type Reading =
  { readonly pdf: Buffer; readonly seals: readonly TrustedSeal[] } | { readonly problem: string };

async function readAll(file: string, trustFile: string | undefined): Promise<Reading> {
  try {
    const pdf = await readFile(file);
    const pem =
      trustFile === undefined
        ? readConfig().sealKey.certificatePem
        : await readFile(trustFile, 'utf8');
    const certificates = readCertificates(pem);
    // Of the seal's own file only the first is the seal; the rest are those above it, who seal for many.
    const trusted = trustFile === undefined ? certificates.slice(0, 1) : certificates;
    if (trusted.length === 0)
      return { problem: `${trustFile ?? 'The seal'} holds no certificate.` };
    return { pdf, seals: trusted.map((certificate) => ({ certificate })) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function tellGenuine(verdict: Genuine, print: Print, clock: Clock): 0 {
  const { credential, signer, sealedAt, timeStamp } = verdict;
  const { validFrom, validUntil } = credential;
  const day = (instant: Date): string => dateIn(TIME_ZONE, instant);
  const now = clock();
  const lines = [
    'Genuine: sealed by us and unaltered.',
    `  Certificate  ${credential.title}, number ${credential.number}`,
    `  Holder       ${credential.holderName}`,
    `  Issued by    ${credential.issuerName}`,
    `  Sealed by    ${signer.commonName} on ${sealedAt.toISOString()}`,
    ...(timeStamp === undefined
      ? []
      : [`  Time stamp   ${timeStamp.at.toISOString()} by ${timeStamp.authority} (not checked)`]),
    `  Valid        from ${day(validFrom)} to ${validUntil ? day(validUntil) : 'no end'}`,
    ...(validUntil && validUntil < now ? ['It has expired.'] : []),
    ...(validFrom > now ? ['It is not valid yet.'] : []),
    `Whether it has been revoked or replaced is not in the file. Ask: ${credential.id}`,
  ];
  for (const line of lines) print.line(line);
  print.json({ ...verdict, revocation: { known: false, ask: credential.id } });
  return 0;
}

function tellNotGenuine(verdict: NotGenuine, oursAtFirst: boolean, print: Print): 1 {
  print.line(
    oursAtFirst
      ? 'Altered: it bears the seal, but it is not what was sealed.'
      : 'Not genuine: it was not sealed with a seal that is trusted here.',
  );
  print.line(`  ${verdict.code}: ${verdict.detail}`);
  print.json({ ...verdict, altered: oursAtFirst });
  return 1;
}
