import { SamlRefusal, type SamlRefusalCode } from './saml-refusal.js';

/** node-saml refuses in prose. What is not listed is refused all the same, under the last code. */
const meanings: readonly (readonly [RegExp, SamlRefusalCode])[] = [
  [/InResponseTo/, 'saml-in-response-to'],
  [/audience/i, 'saml-audience'],
  [/not yet valid/, 'saml-not-yet-valid'],
  [/Error parsing/, 'saml-instant'],
  [/assertion expired/, 'saml-expired'],
  [/subject confirmation/, 'saml-confirmation-expired'],
  [/signature|signed|reference/i, 'saml-signature'],
];

export function refusalByLibrary(error: unknown): SamlRefusal {
  if (error instanceof SamlRefusal) return error;
  const message = error instanceof Error ? error.message : '';
  const meaning = meanings.find(([pattern]) => pattern.test(message));
  return new SamlRefusal(meaning?.[1] ?? 'saml-library');
}
