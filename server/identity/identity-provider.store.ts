import { Schema, type Connection } from 'mongoose';
import type {
  IdentityProviderProposal,
  IdentityProviderRecord,
  IdentityProviderSettings,
  MetadataFetch,
  MetadataSource,
} from './identity-provider.js';

export type IdentityProviderStore = ReturnType<typeof createIdentityProviderStore>;

interface IdentityProviderDocument extends IdentityProviderRecord {
  _id: string;
  /** Of the proposal that an administrator turned down last. */
  dismissed?: string;
}

/** The login service of each municipality. */
export function createIdentityProviderStore(connection: Connection) {
  const schema = new Schema<IdentityProviderDocument>(
    {
      _id: { type: String, required: true },
      settings: { type: Schema.Types.Mixed, required: true },
      source: Schema.Types.Mixed,
      lastFetch: Schema.Types.Mixed,
      proposal: Schema.Types.Mixed,
      dismissed: String,
    },
    { strict: 'throw', versionKey: false, collection: 'identityProviders' },
  );
  schema.index({ 'source.url': 1, 'lastFetch.at': 1 });
  const IdentityProviders = connection.model('IdentityProvider', schema);

  async function record(municipalityId: string): Promise<IdentityProviderRecord | undefined> {
    const found = await IdentityProviders.findById(municipalityId)
      .lean<IdentityProviderDocument>()
      .exec();
    if (!found) return undefined;
    const { settings, source, lastFetch, proposal } = found;
    return {
      settings,
      ...(source && { source }),
      ...(lastFetch && { lastFetch }),
      ...(proposal && { proposal }),
    };
  }

  return {
    ensureIndexes: () => IdentityProviders.createIndexes(),
    record,
    async find(municipalityId: string): Promise<IdentityProviderSettings | undefined> {
      return (await record(municipalityId))?.settings;
    },
    /** In place of whatever was there. */
    async put(
      municipalityId: string,
      settings: IdentityProviderSettings,
      source?: MetadataSource,
    ): Promise<void> {
      await IdentityProviders.replaceOne(
        { _id: municipalityId },
        { settings, ...(source && { source }) },
        { upsert: true },
      ).exec();
    },
    /** The municipalities whose metadata has an address and was last asked for before that instant, or never. */
    async dueForRefresh(before: Date): Promise<string[]> {
      const found = await IdentityProviders.find({
        'source.url': { $exists: true },
        $or: [{ 'lastFetch.at': { $exists: false } }, { 'lastFetch.at': { $lt: before } }],
      })
        .select('_id')
        .lean<{ _id: string }[]>()
        .exec();
      return found.map(({ _id }) => _id);
    },
    async noteFetch(municipalityId: string, lastFetch: MetadataFetch): Promise<void> {
      await IdentityProviders.updateOne({ _id: municipalityId }, { $set: { lastFetch } }).exec();
    },
    /** False when this very change waits already, or was turned down. */
    async propose(municipalityId: string, proposal: IdentityProviderProposal): Promise<boolean> {
      const { modifiedCount } = await IdentityProviders.updateOne(
        {
          _id: municipalityId,
          dismissed: { $ne: proposal.id },
          'proposal.id': { $ne: proposal.id },
        },
        { $set: { proposal } },
      ).exec();
      return modifiedCount === 1;
    },
    /** The metadata says what we have again. */
    async withdraw(municipalityId: string): Promise<void> {
      await IdentityProviders.updateOne(
        { _id: municipalityId },
        { $unset: { proposal: 1, dismissed: 1 } },
      ).exec();
    },
    /** False when that is not the present proposal. What the municipality chose itself stays as it is now. */
    async accept(municipalityId: string, proposalId: string): Promise<boolean> {
      const { found } = (await record(municipalityId))?.proposal ?? {};
      if (!found) return false;
      const { signInUrl, signOutUrl, signOutResponseUrl, certificates } = found;
      const set: Record<string, unknown> = {
        'settings.signInUrl': signInUrl,
        'settings.certificates': certificates,
      };
      const unset: Record<string, 1> = { proposal: 1 };
      for (const [name, address] of Object.entries({ signOutUrl, signOutResponseUrl })) {
        if (address === undefined) unset[`settings.${name}`] = 1;
        else set[`settings.${name}`] = address;
      }
      const { modifiedCount } = await IdentityProviders.updateOne(
        { _id: municipalityId, 'proposal.id': proposalId },
        { $set: set, $unset: unset },
      ).exec();
      return modifiedCount === 1;
    },
    async dismiss(municipalityId: string, proposalId: string): Promise<boolean> {
      const { modifiedCount } = await IdentityProviders.updateOne(
        { _id: municipalityId, 'proposal.id': proposalId },
        { $set: { dismissed: proposalId }, $unset: { proposal: 1 } },
      ).exec();
      return modifiedCount === 1;
    },
  };
}
