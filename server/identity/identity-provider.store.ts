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

const MOST_WAITING = 200;

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
      waitingUnitCodes: { type: [String], default: undefined },
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
    const { settings, source, lastFetch, proposal, waitingUnitCodes } = found;
    return {
      settings,
      ...(source && { source }),
      ...(lastFetch && { lastFetch }),
      ...(proposal && { proposal }),
      ...(waitingUnitCodes && { waitingUnitCodes }),
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
    /** Adds those that do not wait yet. A login service that makes up codes fills no more than this list. */
    async queueUnitCodes(municipalityId: string, codes: readonly string[]): Promise<void> {
      await IdentityProviders.updateOne(
        { _id: municipalityId, [`waitingUnitCodes.${MOST_WAITING - 1}`]: { $exists: false } },
        { $addToSet: { waitingUnitCodes: { $each: [...codes] } } },
      ).exec();
    },
    /** Says which unit a waiting code stands for; without one the code means nothing to us. False when it does not wait. */
    async settleUnitCode(municipalityId: string, code: string, unitId?: string): Promise<boolean> {
      const { modifiedCount } = await IdentityProviders.updateOne(
        { _id: municipalityId, waitingUnitCodes: code },
        {
          $pull: { waitingUnitCodes: code },
          ...(unitId !== undefined && {
            $push: { 'settings.attributes.unitCodes': { code, unitId } },
          }),
        },
      ).exec();
      return modifiedCount === 1;
    },
    /** Replaces what the municipality chose itself. False when it has no login service. */
    async setMapping(
      municipalityId: string,
      { attributes, wantedLevels }: Pick<IdentityProviderSettings, 'attributes' | 'wantedLevels'>,
    ): Promise<boolean> {
      const { matchedCount } = await IdentityProviders.updateOne(
        { _id: municipalityId },
        {
          $set: {
            'settings.attributes': attributes,
            'settings.wantedLevels': wantedLevels ?? [],
          },
        },
      ).exec();
      return matchedCount === 1;
    },
  };
}
