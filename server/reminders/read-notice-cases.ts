import type { Certificate } from '../certification/certificate.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { Programme } from '../exams/programme.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { Municipality, Unit } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { grantsInForce } from '../organisation/role-grant.rules.js';
import { addDays, dateIn, type PlainDate } from '../platform/plain-date.js';
import type { Notice } from './notice.js';
import type { NoticeStore } from './notice.store.js';
import { LAPSED_NOTICE_DAYS, type NoticeCase } from './notices-due.rules.js';
import { recipientsOf } from './recipients.rules.js';

export interface NoticeSources {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly programmes: ProgrammeStore;
  readonly certificates: CertificateStore;
  readonly notices: NoticeStore;
}

/** A case of the rule, with what its mails say. */
export interface NoticeDossier extends NoticeCase {
  readonly certificate: Certificate;
  readonly ledger: readonly Notice[];
  readonly municipality: Municipality;
  readonly today: PlainDate;
  readonly programme: Programme | undefined;
  readonly holder: Person | undefined;
  readonly unitHeads: readonly Person[];
  readonly units: readonly Unit[];
}

/**
 * Every certificate that lapses within the longest ladder or has lapsed lately, and every one with a notice still open, whenever it lapses:
 * what was planned before a long sleep is decided anew like all others.
 */
export async function readNoticeCases(
  sources: NoticeSources,
  now: Date,
): Promise<readonly NoticeDossier[]> {
  const municipalities = await Promise.all(
    (await sources.municipalities.all()).map(async (municipality) => ({
      municipality,
      programmes: await sources.programmes.allOf(municipality.id),
    })),
  );
  const longest = Math.max(
    0,
    ...municipalities.flatMap(({ programmes }) => programmes.flatMap((p) => p.rules.reminderDays)),
  );
  // A day more at both ends: the date differs by time zone.
  const lapsing = await sources.certificates.lapsingBetween(
    addDays(dateIn('UTC', now), -LAPSED_NOTICE_DAYS - 1),
    addDays(dateIn('UTC', now), longest + 1),
  );
  const dossiers: NoticeDossier[] = [];
  for (const { municipality, programmes } of municipalities) {
    const own = lapsing.filter(({ record }) => record.municipalityId === municipality.id);
    dossiers.push(...(await dossiersOf(sources, municipality, programmes, own, now)));
  }
  return dossiers;
}

async function dossiersOf(
  { municipalities, people, certificates, notices }: NoticeSources,
  municipality: Municipality,
  programmes: readonly Programme[],
  lapsing: readonly Certificate[],
  now: Date,
): Promise<readonly NoticeDossier[]> {
  const known = new Set(lapsing.map(({ record }) => record.id));
  const open = (await notices.openOf(municipality.id)).filter(
    ({ certificateId }) => !known.has(certificateId),
  );
  const others = await Promise.all(
    [...new Set(open.map(({ certificateId }) => certificateId))].map((id) =>
      certificates.find(municipality.id, id),
    ),
  );
  const all = [...lapsing, ...others.filter((other) => other !== undefined)];
  if (all.length === 0) return [];
  const personIds = [...new Set(all.map(({ record }) => record.personId))];
  const today = dateIn(municipality.timeZone, now);
  const [ledger, held, holders, withHeadsRole, units] = await Promise.all([
    notices.ofCertificates(all.map(({ record }) => record.id)),
    certificates.ofPeople(municipality.id, personIds),
    Promise.all(personIds.map((id) => people.find(municipality.id, id))),
    people.withRole(municipality.id, 'unitHead'),
    municipalities.unitsOf(municipality.id),
  ]);
  const ledgerOf = groupedBy(ledger, ({ certificateId }) => certificateId);
  const heldBy = groupedBy(held, ({ record }) => record.personId);
  const personOf = new Map(personIds.map((id, index) => [id, holders[index]]));
  const programmeOf = new Map(programmes.map((programme) => [programme.id, programme]));
  // Whoever a deputy stands in for holds the same role, and so is among them.
  const unitHeads = withHeadsRole.map((head) => ({
    ...head,
    grants: grantsInForce(head, withHeadsRole, today),
  }));
  return all.map((certificate) => {
    const { id, personId, programmeId } = certificate.record;
    const holder = personOf.get(personId);
    const programme = programmeOf.get(programmeId);
    return {
      certificate,
      holdersCertificates: heldBy.get(personId) ?? [],
      rules: programme?.rules,
      recipients: holder ? recipientsOf(holder, unitHeads, units, today) : [],
      ledger: ledgerOf.get(id) ?? [],
      municipality,
      today,
      programme,
      holder,
      unitHeads,
      units,
    };
  });
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
