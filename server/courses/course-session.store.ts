import { Schema, type Connection } from 'mongoose';
import type { CourseSession } from './course.js';

export type CourseSessionStore = ReturnType<typeof createCourseSessionStore>;

type CourseSessionDocument = Omit<CourseSession, 'id' | 'lessons'> & {
  _id: string;
  lessons: Record<string, { openedAt?: Date; passedAt?: Date; tries?: number }>;
};

/** People on their way through courses: one document a session, at most one open session a person and course. */
export function createCourseSessionStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<CourseSessionDocument>(
    {
      _id: text,
      municipalityId: text,
      personId: text,
      courseId: text,
      courseVersion: { type: Number, required: true },
      startedAt: { type: Date, required: true },
      lessons: { type: Schema.Types.Mixed, default: {} },
      lastLessonId: String,
      completedAt: { type: Date, default: null },
    },
    { strict: 'throw', versionKey: false, collection: 'courseSessions', minimize: false },
  );
  schema.index({ municipalityId: 1, personId: 1, courseId: 1, startedAt: -1 });
  schema.index(
    { personId: 1, courseId: 1 },
    { unique: true, partialFilterExpression: { completedAt: null }, name: 'one-open-session' },
  );
  const Sessions = connection.model('CourseSession', schema);

  const plain = ({ _id, lessons, completedAt, ...rest }: CourseSessionDocument): CourseSession => ({
    id: _id,
    ...rest,
    lessons: Object.fromEntries(
      Object.entries(lessons).map(([id, progress]) => [id, { tries: 0, ...progress }]),
    ),
    ...(completedAt ? { completedAt } : {}),
  });

  /** Leaves one open session at most: written first, removed after, so that a crash loses nothing. */
  async function unite(
    open: Pick<CourseSession, 'municipalityId' | 'courseId'> & { readonly completedAt: null },
    from: string,
    into: string,
  ): Promise<void> {
    const [gone, kept] = await Promise.all(
      [from, into].map((personId) =>
        Sessions.findOne({ ...open, personId })
          .lean<CourseSessionDocument>()
          .exec(),
      ),
    );
    if (!gone || !kept) return;
    if (gone.courseVersion > kept.courseVersion) {
      await Sessions.deleteOne({ _id: kept._id, completedAt: null }).exec();
      return;
    }
    if (gone.courseVersion === kept.courseVersion)
      for (const [lesson, progress] of Object.entries(gone.lessons))
        if (!kept.lessons[lesson]?.passedAt)
          await Sessions.updateOne(
            {
              _id: kept._id,
              completedAt: null,
              [`lessons.${lesson}.passedAt`]: { $exists: false },
            },
            { $set: { [`lessons.${lesson}`]: progress } },
          ).exec();
    await Sessions.deleteOne({ _id: gone._id, completedAt: null }).exec();
  }

  return {
    ensureIndexes: () => Sessions.createIndexes(),

    /** The person's sessions of a course, newest first. */
    async ofPerson(
      municipalityId: string,
      personId: string,
      courseId: string,
    ): Promise<CourseSession[]> {
      const found = await Sessions.find({ municipalityId, personId, courseId })
        .sort({ startedAt: -1 })
        .lean<CourseSessionDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** The latest sessions of many people at once, for overviews. */
    async ofPeople(municipalityId: string, personIds: readonly string[]): Promise<CourseSession[]> {
      const found = await Sessions.find({ municipalityId, personId: { $in: [...personIds] } })
        .sort({ startedAt: -1 })
        .lean<CourseSessionDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** The open session; begun now if there is none. Two tabs that begin at once share one. */
    async openOrBegin(session: CourseSession): Promise<CourseSession> {
      const { id, municipalityId, personId, courseId, courseVersion, startedAt } = session;
      const filter = { municipalityId, personId, courseId, completedAt: null };
      const begin = () =>
        Sessions.findOneAndUpdate(
          filter,
          { $setOnInsert: { _id: id, courseVersion, startedAt, lessons: {} } },
          { upsert: true, returnDocument: 'after' },
        )
          .lean<CourseSessionDocument>()
          .exec();
      return plain(await begin().catch(begin));
    },

    async recordOpened(id: string, lessonId: string, now: Date): Promise<void> {
      await Sessions.updateOne(
        { _id: id, completedAt: null, [`lessons.${lessonId}.openedAt`]: { $exists: false } },
        { $set: { [`lessons.${lessonId}.openedAt`]: now } },
      ).exec();
      await Sessions.updateOne(
        { _id: id, completedAt: null },
        { $set: { lastLessonId: lessonId } },
      ).exec();
    },

    /** Counts a try at the check; `passed` is recorded once, at the first time all were right. */
    async recordCheck(id: string, lessonId: string, passed: boolean, now: Date): Promise<void> {
      await Sessions.updateOne(
        { _id: id, completedAt: null },
        { $inc: { [`lessons.${lessonId}.tries`]: 1 } },
      ).exec();
      if (!passed) return;
      await Sessions.updateOne(
        { _id: id, completedAt: null, [`lessons.${lessonId}.passedAt`]: { $exists: false } },
        { $set: { [`lessons.${lessonId}.passedAt`]: now } },
      ).exec();
    },

    /** Completes the session if it is open and every one of these lessons is passed. */
    async complete(id: string, lessonIds: readonly string[], now: Date): Promise<boolean> {
      const allPassed = Object.fromEntries(
        lessonIds.map((lessonId) => [`lessons.${lessonId}.passedAt`, { $exists: true }]),
      );
      const { modifiedCount } = await Sessions.updateOne(
        { _id: id, completedAt: null, ...allPassed },
        { $set: { completedAt: now } },
      ).exec();
      return modifiedCount === 1;
    },

    /**
     * Sessions become another person's, who is the same human. Of two open ones of a course the later version stays, with what was done in
     * either when the version is the same.
     */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      const found = await Sessions.find({ municipalityId, personId: from })
        .lean<CourseSessionDocument[]>()
        .exec();
      for (const { _id, courseId, completedAt } of found) {
        if (!completedAt) await unite({ municipalityId, courseId, completedAt: null }, from, into);
        await Sessions.updateOne({ _id, personId: from }, { $set: { personId: into } }).exec();
      }
    },

    async removeOf(municipalityId: string, personId: string): Promise<void> {
      await Sessions.deleteMany({ municipalityId, personId }).exec();
    },

    /** Puts a finished session as history of a demo. */
    async put({ id, lessons, ...rest }: CourseSession): Promise<void> {
      await Sessions.replaceOne(
        { _id: id },
        { ...rest, lessons: { ...lessons }, completedAt: rest.completedAt ?? null },
        { upsert: true },
      ).exec();
    },
  };
}
