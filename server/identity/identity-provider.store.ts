import { Schema, type Connection } from 'mongoose';
import { FIRST_KEY, providerIdOf } from './providers.rules.js';
import type {
  IdentityProviderProposal,
  IdentityProviderRecord,
  IdentityProviderSettings,
  MetadataFetch,
  MetadataSource,
} from './identity-provider.js';

export type IdentityProviderStore = ReturnType<typeof createIdentityProviderStore>;

interface IdentityProviderDocument extends Omit<
  IdentityProviderRecord,
  'id' | 'key' | 'municipalityId'
> {
  _id: string;
  /** Of any but the first, whose id is the municipality's. */
  municipalityId?: string;
  key?: string;
  /** Of the proposal that an administrator turned down last. */
  dismissed?: string;
}

const MOST_WAITING = 200;

/** The login services of municipalities: of each one or several, the first under the municipality's own id. */
export function createIdentityProviderStore(connection: Connection) {
  const schema = new Schema<IdentityProviderDocument>(
    {
      _id: { type: String, required: true },
      municipalityId: String,
      key: String,
      name: String,
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
  schema.index({ municipalityId: 1, key: 1 });
  const IdentityProviders = connection.model('IdentityProvider', schema);

  function plain(found: IdentityProviderDocument): IdentityProviderRecord {
    const { settings, source, lastFetch, proposal, waitingUnitCodes, name } = found;
    return {
      id: found._id,
      municipalityId: found.municipalityId ?? found._id,
      key: found.key ?? FIRST_KEY,
      ...(name !== undefined && { name }),
      settings,
      ...(source && { source }),
      ...(lastFetch && { lastFetch }),
      ...(proposal && { proposal }),
      ...(waitingUnitCodes && { waitingUnitCodes }),
    };
  }

  async function record(id: string): Promise<IdentityProviderRecord | undefined> {
    const found = await IdentityProviders.findById(id).lean<IdentityProviderDocument>().exec();
    return found ? plain(found) : undefined;
  }

  return {
    ensureIndexes: () => IdentityProviders.createIndexes(),
    record,
    /** The municipality's, the first first. */
    async all(municipalityId: string): Promise<IdentityProviderRecord[]> {
      const found = await IdentityProviders.find({
        $or: [{ _id: municipalityId }, { municipalityId }],
      })
        .sort({ _id: 1 })
        .lean<IdentityProviderDocument[]>()
        .exec();
      return found.map(plain);
    },
    /** One beside the first. False when the municipality has one of that key. */
    async add(
      { municipalityId, key, name }: { municipalityId: string; key: string; name: string },
      settings: IdentityProviderSettings,
      source?: MetadataSource,
    ): Promise<boolean> {
      const { upsertedCount } = await IdentityProviders.updateOne(
        { _id: providerIdOf(municipalityId, key) },
        { $setOnInsert: { municipalityId, key, name, settings, ...(source && { source }) } },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },
    /** False when there is no such login service. */
    async rename(id: string, name: string): Promise<boolean> {
      const { matchedCount } = await IdentityProviders.updateOne(
        { _id: id },
        { $set: { name } },
      ).exec();
      return matchedCount === 1;
    },
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
    /** The login services whose metadata has an address and was last asked for before that instant, or never. */
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
    async noteFetch(id: string, lastFetch: MetadataFetch): Promise<void> {
      await IdentityProviders.updateOne({ _id: id }, { $set: { lastFetch } }).exec();
    },
    /** False when this very change waits already, or was turned down. */
    async propose(id: string, proposal: IdentityProviderProposal): Promise<boolean> {
      const { modifiedCount } = await IdentityProviders.updateOne(
        {
          _id: id,
          dismissed: { $ne: proposal.id },
          'proposal.id': { $ne: proposal.id },
        },
        { $set: { proposal } },
      ).exec();
      return modifiedCount === 1;
    },
    /** The metadata says what we have again. */
    async withdraw(id: string): Promise<void> {
      await IdentityProviders.updateOne(
        { _id: id },
        { $unset: { proposal: 1, dismissed: 1 } },
      ).exec();
    },
    /** False when that is not the present proposal. What the municipality chose itself stays as it is now. */
    async accept(id: string, proposalId: string): Promise<boolean> {
      const { found } = (await record(id))?.proposal ?? {};
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
        { _id: id, 'proposal.id': proposalId },
        { $set: set, $unset: unset },
      ).exec();
      return modifiedCount === 1;
    },
    async dismiss(id: string, proposalId: string): Promise<boolean> {
      const { modifiedCount } = await IdentityProviders.updateOne(
        { _id: id, 'proposal.id': proposalId },
        { $set: { dismissed: proposalId }, $unset: { proposal: 1 } },
      ).exec();
      return modifiedCount === 1;
    },
    /** Adds those that do not wait yet. A login service that makes up codes fills no more than this list. */
    async queueUnitCodes(id: string, codes: readonly string[]): Promise<void> {
      await IdentityProviders.updateOne(
        { _id: id, [`waitingUnitCodes.${MOST_WAITING - 1}`]: { $exists: false } },
        { $addToSet: { waitingUnitCodes: { $each: [...codes] } } },
      ).exec();
    },
    /** Says which unit a waiting code stands for; without one the code means nothing to us. False when it does not wait. */
    async settleUnitCode(id: string, code: string, unitId?: string): Promise<boolean> {
      const { modifiedCount } = await IdentityProviders.updateOne(
        { _id: id, waitingUnitCodes: code },
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
      id: string,
      { attributes, wantedLevels }: Pick<IdentityProviderSettings, 'attributes' | 'wantedLevels'>,
    ): Promise<boolean> {
      const { matchedCount } = await IdentityProviders.updateOne(
        { _id: id },
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
