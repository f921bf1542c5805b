import { Schema, type Connection } from 'mongoose';
import type { IdentityProviderSettings } from './identity-provider.js';

export type IdentityProviderStore = ReturnType<typeof createIdentityProviderStore>;

interface IdentityProviderDocument {
  _id: string;
  settings: IdentityProviderSettings;
}

/** The login service of each municipality. */
export function createIdentityProviderStore(connection: Connection) {
  const schema = new Schema<IdentityProviderDocument>(
    {
      _id: { type: String, required: true },
      settings: { type: Schema.Types.Mixed, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'identityProviders' },
  );
  const IdentityProviders = connection.model('IdentityProvider', schema);
  return {
    ensureIndexes: () => IdentityProviders.createIndexes(),
    async find(municipalityId: string): Promise<IdentityProviderSettings | undefined> {
      const found = await IdentityProviders.findById(municipalityId)
        .lean<IdentityProviderDocument>()
        .exec();
      return found?.settings;
    },
    async put(municipalityId: string, settings: IdentityProviderSettings): Promise<void> {
      await IdentityProviders.replaceOne(
        { _id: municipalityId },
        { settings },
        { upsert: true },
      ).exec();
    },
  };
}
