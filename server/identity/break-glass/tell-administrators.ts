import type { Municipality } from '../../organisation/municipality.js';
import type { PersonStore } from '../../organisation/person.store.js';
import type { Clock } from '../../platform/clock.js';
import { describedError } from '../../platform/described-error.js';
import type { Texts } from '../../platform/http/i18n.js';
import type { Logger } from '../../platform/logger.js';
import type { Mailer } from '../../platform/mail/mailer.js';
import type { IdSource } from '../../platform/rng.js';
import { administratorsOf } from '../administrators.js';
import type { BreakGlassAccount } from './break-glass.store.js';
import { usedMail } from './break-glass.view.js';

export interface TellAdministratorsDeps {
  readonly people: Pick<PersonStore, 'withRoles'>;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Pick<Logger, 'error'>;
}

/** A mail to every administrator of the municipality as of today, at once. What cannot be sent is logged: the login goes on. */
export function tellAdministrators(deps: TellAdministratorsDeps) {
  const { publicUrl, log } = deps;
  return async (municipality: Municipality, account: BreakGlassAccount): Promise<void> => {
    try {
      await Promise.all(
        (await addressesOf(deps, municipality)).map(async (to) => {
          const mail = {
            messageId: `break-glass-${deps.ids()}@${new URL(publicUrl).hostname}`,
            ...{ to, municipalityId: municipality.id, locale: municipality.locale },
            date: deps.clock(),
          };
          const t = deps.texts(municipality.locale);
          const words = { t, publicUrl, municipality, at: mail.date };
          await deps.mailer.send({ ...mail, ...usedMail(account, words) }).catch(unsent);
        }),
      );
    } catch (error) {
      unsent(error);
    }
  };

  function unsent(error: unknown): void {
    log.error(describedError(error), 'an administrator was not told of a break-glass login');
  }
}

async function addressesOf(
  { people, clock }: Pick<TellAdministratorsDeps, 'people' | 'clock'>,
  municipality: Municipality,
): Promise<readonly string[]> {
  const administrators = await administratorsOf(people, municipality, clock());
  return [...new Set(administrators.flatMap(({ email }) => email ?? []))];
}
