import request from 'supertest';
import type { Person } from '../../server/organisation/person.js';
import { useDatabase } from '../support/database.js';
import { oversightApp, oversightStores, type OversightStores } from './oversight-app.js';
import { seedTwoMunicipalities } from './two-municipalities.js';

/** What a reader sees: the heading, and the names down the first column. */
export function seen(html: string): { heading: string; names: string[] } {
  return {
    heading: /<h1[^>]*>([^<]*)</.exec(html)?.[1] ?? '',
    names: [...html.matchAll(/<th scope="row">([^<]*)</g)].map(([, name]) => name ?? ''),
  };
}

/** Call inside a `describe`: the two municipalities in a database of their own, and the pages as somebody reads them. */
export function useOversight() {
  const database = useDatabase();
  let stores: OversightStores | undefined;
  before(async () => {
    stores = oversightStores(database.connection());
    await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));
    await seedTwoMunicipalities(stores);
  });
  const open = (): OversightStores => {
    if (!stores) throw new Error('The stores are open inside tests and hooks only');
    return stores;
  };
  const get = (reader: Person | undefined, path: string) =>
    request(oversightApp(open(), reader)).get(path).set('Accept', 'text/html');
  const page = async (reader: Person, path = '/oversight') => {
    const { text } = await get(reader, path).expect(200);
    return { ...seen(text), text };
  };
  return { stores: open, get, page };
}
