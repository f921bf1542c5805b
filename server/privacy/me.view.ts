import { fullName, type Person } from '../organisation/person.js';
import type { Translate } from '../platform/http/i18n.js';
import type { PartName } from './personal-data.js';

export function mePage(
  person: Person,
  parts: readonly { readonly name: PartName; readonly count: number }[],
  t: Translate,
) {
  return {
    name: fullName(person),
    number: person.subject,
    email: person.email ?? null,
    reference: person.id,
    parts: parts.map(({ name, count }) => ({
      what: t(`me.part.${name}`),
      why: t(`me.why.${name}`),
      count,
    })),
  };
}
