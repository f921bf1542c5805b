import type { AuditTrail } from '../../audit/audit-event.js';
import { breakGlassActor } from '../../organisation/break-glass.js';
import type { Municipality } from '../../organisation/municipality.js';
import type { Clock } from '../../platform/clock.js';
import { dateIn, type PlainDate } from '../../platform/plain-date.js';
import type { IdSource } from '../../platform/rng.js';
import type { SessionStore } from '../session.store.js';
import { lastDayOfAccount } from './break-glass.rules.js';
import {
  codeAddress,
  codeSecretBox,
  digestOf,
  newCodeSecret,
  newPassphrase,
  newUserName,
} from './break-glass-secrets.js';
import type { BreakGlassAccount, BreakGlassStore } from './break-glass.store.js';

export interface KeepAccountsDeps {
  readonly accounts: Pick<BreakGlassStore, 'add' | 'allOf' | 'end'>;
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
  readonly audit: AuditTrail;
  /** The service's, outside the database. */
  readonly secret: string;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Shown once; afterwards nobody can say what they were. */
export interface NewAccount {
  readonly id: string;
  readonly userName: string;
  readonly passphrase: string;
  readonly codeAddress: string;
  readonly lastDay: PlainDate;
}

export type KeepAccounts = ReturnType<typeof keepAccounts>;

/** Makes, lists and ends the accounts for when no login service works. From the command line only: whoever can do that has the service's keys. */
export function keepAccounts({ accounts, audit, secret, clock, ids, ...deps }: KeepAccountsDeps) {
  const box = codeSecretBox(secret);
  return {
    async create(
      municipality: Pick<Municipality, 'id' | 'name' | 'timeZone'>,
      name: string,
      wanted?: PlainDate,
    ): Promise<NewAccount | { readonly refused: 'past' | 'too-late' }> {
      const now = clock();
      const term = lastDayOfAccount(dateIn(municipality.timeZone, now), wanted);
      if ('refused' in term) return term;
      const id = ids();
      const [userName, passphrase, codeSecret] = [newUserName(), newPassphrase(), newCodeSecret()];
      await accounts.add({
        ...{ id, municipalityId: municipality.id, userName, name, createdAt: now, ...term },
        passphrase: await digestOf(passphrase),
        codeSecret: box.seal(codeSecret, id),
        lastStep: 0,
      });
      await audit.record({
        municipalityId: municipality.id,
        actor: 'system',
        action: 'break-glass.created',
        subject: breakGlassActor(id),
        at: now,
        details: { lastDay: term.lastDay },
      });
      const address = codeAddress(codeSecret, userName, municipality.name);
      return { id, userName, passphrase, codeAddress: address, ...term };
    },

    list: (municipalityId: string): Promise<readonly BreakGlassAccount[]> =>
      accounts.allOf(municipalityId),

    /** Ends it and logs it out. False if there is none of that id that is not ended. */
    async end(id: string): Promise<boolean> {
      const now = clock();
      const ended = await accounts.end(id, now);
      if (!ended) return false;
      const { municipalityId } = ended;
      const subject = breakGlassActor(id);
      const entry = { municipalityId, actor: 'system', action: 'break-glass.ended', subject };
      await audit.record({ ...entry, at: now });
      await deps.sessions.endAllOf(subject);
      return true;
    },
  };
}
