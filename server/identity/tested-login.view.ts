import type { Translate } from '../platform/http/i18n.js';
import type { SignedInPerson } from './signed-in-person.rules.js';
import type { TestedLogin } from './tested-login.js';

interface Line {
  readonly label: string;
  readonly value: string;
}

interface TestedLoginPage {
  readonly heading: string;
  readonly verdict: { readonly text: string; readonly colour: 'success' | 'danger' };
  /** What the mapping makes of it; empty when the login would be refused. */
  readonly result: readonly Line[];
  readonly sent: readonly Line[];
}

const LONGEST = 300;

export function testedLoginPage({ claims, outcome }: TestedLogin, t: Translate): TestedLoginPage {
  const isRefused = typeof outcome === 'string';
  return {
    heading: t('identity.test.title'),
    verdict: isRefused
      ? { text: t('identity.test.refused', { code: outcome }), colour: 'danger' }
      : { text: t('identity.test.accepted'), colour: 'success' },
    result: isRefused ? [] : resultOf(outcome, t),
    sent: [
      { label: t('identity.test.issuer'), value: claims.issuer },
      { label: `NameID (${formatName(claims.nameIdFormat)})`, value: short(claims.nameId) },
      ...Array.from(claims.attributes, ([label, values]) => ({
        label: short(label),
        value: short(values.join(' | ')),
      })),
    ],
  };
}

function resultOf(person: SignedInPerson, t: Translate): Line[] {
  return [
    { label: t('identity.test.subject'), value: person.subject },
    { label: t('identity.test.name'), value: `${person.givenName} ${person.familyName}` },
    { label: t('identity.test.email'), value: person.email ?? '–' },
    { label: t('identity.test.roles'), value: rolesOf(person, t) },
  ];
}

function rolesOf({ roles }: SignedInPerson, t: Translate): string {
  if (!roles) return t('identity.test.rolesNotMapped');
  if (!roles.known) return t('identity.test.rolesUnknown');
  const given = roles.roles.map(({ role, unitId, because }) =>
    t('identity.test.role', { role: [role, unitId].filter(Boolean).join(' · '), because }),
  );
  const waiting = roles.unknownUnitCodes.map((code) => t('identity.test.unknownCode', { code }));
  return [...given, ...waiting].join('; ') || t('identity.test.noRoles');
}

function formatName(format: string | undefined): string {
  return format?.slice(format.lastIndexOf(':') + 1) ?? 'unspecified';
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
