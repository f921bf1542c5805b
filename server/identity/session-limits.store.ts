import { Schema, type Connection } from 'mongoose';
import { USUAL_LIMITS, type SessionLimits } from './session.rules.js';

export type SessionLimitsStore = ReturnType<typeof createSessionLimitsStore>;

/** How long logins last, where a municipality has chosen. */
export function createSessionLimitsStore(connection: Connection) {
  const number = { type: Number, required: true } as const;
  const schema = new Schema<SessionLimits & { _id: string }>(
    {
      _id: { type: String, required: true },
      idleMinutes: number,
      sharedIdleMinutes: number,
      hours: number,
      everyDeviceIsShared: { type: Boolean, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'sessionLimits' },
  );
  const Limits = connection.model('SessionLimits', schema);
  return {
    async ensureIndexes(): Promise<void> {
      await Limits.createIndexes();
    },
    async of(municipalityId: string): Promise<SessionLimits> {
      const found = await Limits.findById(municipalityId).lean().exec();
      if (!found) return USUAL_LIMITS;
      const { idleMinutes, sharedIdleMinutes, hours, everyDeviceIsShared } = found;
      return { idleMinutes, sharedIdleMinutes, hours, everyDeviceIsShared };
    },
    async put(municipalityId: string, limits: SessionLimits): Promise<void> {
      await Limits.replaceOne({ _id: municipalityId }, limits, { upsert: true }).exec();
    },
  };
}
