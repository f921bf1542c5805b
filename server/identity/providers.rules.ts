import type { IdentityProviderSettings, ProviderNamed } from './identity-provider.js';

/** What the first login service of a municipality is called in addresses, unless it is given another key. */
export const FIRST_KEY = 'main';
/** More than any municipality has: each logout from elsewhere is held against all of them. */
export const MOST_PROVIDERS = 6;

/** The first has the id of its municipality. */
export function providerIdOf(municipalityId: string, key: string): string {
  return key === FIRST_KEY ? municipalityId : `${municipalityId}/${key}`;
}

/** What people see of it where it was given no name: where it is. */
export function providerName({ name, settings }: Pick<Provider, 'name' | 'settings'>): string {
  const { signInUrl, entityId } = settings;
  return name ?? (URL.canParse(signInUrl) ? new URL(signInUrl).hostname : entityId);
}

/** A login service of a municipality. */
export interface Provider extends ProviderNamed {
  readonly settings: IdentityProviderSettings;
}

/** A municipality at the moment of a login or a logout: with one login service in hand. */
export interface LoginMunicipality {
  readonly id: string;
  readonly slug: string;
  /** The one in hand: the first, until another is chosen. */
  readonly identityProvider: IdentityProviderSettings;
  /** Beside the first. */
  readonly others?: readonly Provider[];
  /** The id of the one in hand, where it is not the first. */
  readonly providerId?: string;
}

/** All of them, each in hand once, the first first. */
export function eachInHand(municipality: LoginMunicipality): readonly LoginMunicipality[] {
  const { others = [] } = municipality;
  return [municipality, ...others.map(({ id, settings }) => inHand(municipality, id, settings))];
}

/** The municipality with that login service in hand; without an id the first. Undefined when it has none such. */
export function withProvider<T extends LoginMunicipality>(
  municipality: T,
  providerId: string | undefined,
): T | undefined {
  if (providerId === undefined) return municipality;
  const found = municipality.others?.find(({ id }) => id === providerId);
  return found && inHand(municipality, found.id, found.settings);
}

/** By the key in an address. */
export function withProviderCalled<T extends LoginMunicipality>(
  municipality: T,
  key: string,
): T | undefined {
  const found = municipality.others?.find((one) => one.key === key);
  if (found) return inHand(municipality, found.id, found.settings);
  return key === FIRST_KEY ? municipality : undefined;
}

function inHand<T extends LoginMunicipality>(
  municipality: T,
  providerId: string,
  identityProvider: IdentityProviderSettings,
): T {
  return { ...municipality, providerId, identityProvider };
}
