import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import { remembered } from '../platform/remembered.js';
import type { Municipality, Unit } from './municipality.js';
import { pathsOf } from './unit.rules.js';

/** What an administrator may change of it; everything is given anew. */
export type MunicipalitySettings = Pick<
  Municipality,
  'name' | 'timeZone' | 'locale' | 'languages' | 'colour' | 'arms'
>;

export type MunicipalityStore = ReturnType<typeof createMunicipalityStore>;

type MunicipalityDocument = Omit<Municipality, 'id'> & { _id: string };
type UnitDocument = Omit<Unit, 'id' | 'path'> & { _id: string };

/** Municipalities and their units. */
export function createMunicipalityStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const municipalitySchema = new Schema<MunicipalityDocument>(
    {
      _id: text,
      slug: text,
      name: text,
      country: text,
      timeZone: text,
      locale: text,
      languages: { type: [String], default: undefined },
      colour: text,
      arms: String,
      requirements: { type: [Schema.Types.Mixed], required: true },
      retention: new Schema(
        { responsesMonths: Number, recordsMonths: Number },
        { _id: false, strict: 'throw' },
      ),
    },
    { strict: 'throw', versionKey: false, collection: 'municipalities', minimize: false },
  );
  municipalitySchema.index({ slug: 1 }, { unique: true });
  const unitSchema = new Schema<UnitDocument>(
    {
      _id: text,
      municipalityId: text,
      name: text,
      kind: String,
      codes: { type: [String], default: undefined },
      to: String,
      parentId: String,
    },
    { strict: 'throw', versionKey: false, collection: 'units' },
  );
  unitSchema.index({ municipalityId: 1 });
  unitSchema.index(
    { municipalityId: 1, codes: 1 },
    { unique: true, partialFilterExpression: { codes: { $exists: true } } },
  );
  const Municipalities = connection.model('Municipality', municipalitySchema);
  const Units = connection.model('Unit', unitSchema);

  const plain = <T extends { _id: string }>({
    _id,
    ...rest
  }: T): Omit<T, '_id'> & { id: string } => ({
    id: _id,
    ...rest,
  });

  const find = remembered(async (id: string): Promise<Municipality | undefined> => {
    const found = await Municipalities.findById(id).lean<MunicipalityDocument>().exec();
    return found ? plain(found) : undefined;
  });
  const unitsOf = remembered(async (municipalityId: string): Promise<Unit[]> => {
    const found = await Units.find({ municipalityId })
      .sort({ name: 1 })
      .lean<UnitDocument[]>()
      .exec();
    const units = found.map((unit) => plain(unit));
    const paths = pathsOf(units);
    return units.map((unit) => ({ ...unit, path: paths.get(unit.id) ?? [unit.id] }));
  });

  /** The unit above is what is kept; the path is told from it. */
  const stored = ({ id, path, parentId: _parentId, ...rest }: Unit): UnitDocument => {
    const parentId = path.at(-2);
    return { _id: id, ...rest, ...(parentId === undefined ? {} : { parentId }) };
  };

  return {
    async ensureIndexes(): Promise<void> {
      await Municipalities.createIndexes();
      await Units.createIndexes();
    },
    find,
    async findBySlug(slug: string): Promise<Municipality | undefined> {
      const found = await Municipalities.findOne({ slug }).lean<MunicipalityDocument>().exec();
      return found ? plain(found) : undefined;
    },
    /** All of them, by name. */
    async all(): Promise<Municipality[]> {
      const found = await Municipalities.find()
        .sort({ name: 1 })
        .lean<MunicipalityDocument[]>()
        .exec();
      return found.map(plain);
    },
    unitsOf,
    /** Puts the record as it is given, new or not. */
    async put({ id, ...rest }: Municipality): Promise<void> {
      await Municipalities.replaceOne({ _id: id }, rest, { upsert: true }).exec();
      find.forget();
    },
    /** Puts settings in the place of those that were read; false when somebody has changed them since. */
    async changeSettings(before: Municipality, after: MunicipalitySettings): Promise<boolean> {
      const absent = { $exists: false };
      const { id, name, timeZone, locale, languages = absent, colour, arms = absent } = before;
      const { matchedCount } = await Municipalities.collection.updateOne(
        { _id: id, name, timeZone, locale, languages, colour, arms } as object,
        {
          $set: after,
          ...(after.arms === undefined ? { $unset: { arms: 1 } } : {}),
        },
      );
      find.forget();
      return matchedCount === 1;
    },
    /** Puts rules in the place of those that were read; false when somebody has changed them since. */
    async changeRequirements(
      { id, requirements }: Pick<Municipality, 'id' | 'requirements'>,
      after: Municipality['requirements'],
    ): Promise<boolean> {
      // The driver's own update compares what is stored as it is stored.
      const { matchedCount } = await Municipalities.collection.updateOne(
        { _id: id, requirements } as object,
        { $set: { requirements: after } },
      );
      find.forget();
      return matchedCount === 1;
    },
    async putUnit(unit: Unit): Promise<void> {
      const { _id, ...rest } = stored(unit);
      await Units.replaceOne({ _id }, rest, { upsert: true }).exec();
      unitsOf.forget();
    },
    /** False when another unit has one of its codes. */
    async addUnit(unit: Unit): Promise<boolean> {
      try {
        await Units.create([stored(unit)]);
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      } finally {
        unitsOf.forget();
      }
    },
    /** Puts the unit in the place of what was read; false when somebody has changed it since, or has given one of its codes away. */
    async changeUnit(before: Unit, after: Unit): Promise<boolean> {
      const { _id, ...rest } = stored(after);
      const absent = { $exists: false };
      const { municipalityId, name, kind = absent, codes = absent, to = absent } = before;
      const parentId = before.path.at(-2) ?? absent;
      try {
        const { matchedCount } = await Units.collection.replaceOne(
          { _id, municipalityId, name, kind, codes, to, parentId } as object,
          rest,
        );
        return matchedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      } finally {
        unitsOf.forget();
      }
    },
  };
}
