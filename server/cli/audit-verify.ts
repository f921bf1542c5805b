import { readFile } from 'node:fs/promises';
import { readHead, readHeadsOf, type AuditHead } from '../audit/audit-head.js';
import { verifyTrail, type TrailFault, type TrailVerdict } from '../audit/verify-trail.js';
import type { Municipality } from '../organisation/municipality.js';
import type { Command, CommandInput, Print } from './command.js';
import type { AuditService } from './service.js';

const USAGE = 'audit verify [--municipality SLUG] [--head FILE]';

/**
 * `medsert audit verify`: follows the chain of every municipality (or of one) past all signed heads, and past one that somebody kept
 * elsewhere. Exit code 1 when a chain is broken; the first broken link is named.
 */
export function auditVerifyCommand(openService: () => Promise<AuditService>): Command {
  return {
    name: 'audit verify',
    usage: USAGE,
    summary: 'prove that nothing in the audit trail was changed, or name the first broken link',
    async run(input) {
      const unknown = Object.keys(input.options).find(
        (name) => !['municipality', 'head', 'json'].includes(name),
      );
      if (unknown !== undefined || input.arguments.length > 0)
        return input.print.usage(`medsert ${USAGE}`);
      const service = await openService();
      try {
        return await verify(service, input);
      } finally {
        await service.close();
      }
    },
  };
}

async function verify(service: AuditService, { options, print }: CommandInput): Promise<number> {
  const kept = options['head'] === undefined ? undefined : await keptHead(service, options['head']);
  const verifyOne = verifyTrail({ audit: service.audit, key: service.key });
  const verdicts = [];
  for (const municipality of await chosen(service, options['municipality'])) {
    const signed = await service.heads.of(municipality.id);
    const heads = await readHeadsOf(municipality.id, signed, service.sealKeys);
    if (kept?.municipalityId === municipality.id) heads.push(kept);
    const verdict = await verifyOne(municipality.id, heads);
    tell(print, municipality, verdict, heads.length);
    verdicts.push({ municipality: municipality.slug, heads: heads.length, ...verdict });
  }
  print.json({ verdicts });
  return verdicts.some(({ fault }) => fault) ? 1 : 0;
}

async function chosen(
  { municipalities }: AuditService,
  slug: string | undefined,
): Promise<readonly Municipality[]> {
  if (slug === undefined) return municipalities.all();
  const municipality = await municipalities.findBySlug(slug);
  if (!municipality) throw new Error(`There is no municipality ${slug}.`);
  return [municipality];
}

async function keptHead(service: AuditService, path: string): Promise<AuditHead> {
  const head = await readHead((await readFile(path, 'utf8')).trim(), service.sealKeys);
  if (!head) throw new Error(`${path} is no head that the seal of this installation has signed.`);
  return head;
}

function tell(
  print: Print,
  { name }: Municipality,
  { entries, fault }: TrailVerdict,
  heads: number,
): void {
  print.line(
    fault
      ? `${name}: BROKEN at entry ${fault.sequence}. ${FAULTS[fault.code]} The ${entries} entries before it are whole.`
      : `${name}: whole. Entries: ${entries}. Signed heads: ${heads}.`,
  );
}

const FAULTS: Readonly<Record<TrailFault['code'], string>> = {
  'broken-link': 'It was changed, or one is missing here.',
  'aside-changed': 'What stands beside it was changed.',
  'head-differs': 'A signed head says that another entry stood here.',
  'cut-off': 'A signed head says that the trail was longer: its end was cut off.',
};
