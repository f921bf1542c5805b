import type { KeptCollection } from './kept-collection.js';

export const LEARNING: readonly KeptCollection[] = [
  {
    collection: 'courseSessions',
    holds: 'progress through courses',
    personal: { given: 'courseSessions', erasure: 'removed' },
    notes: [
      {
        fields:
          '_id municipalityId personId courseId courseVersion startedAt lessons lastLessonId completedAt',
        why: 'to show that the course was completed, and to go on where one was',
        kept: 'record',
        seenBy: ['self', 'heads', 'coordinators', 'hr', 'auditors'],
      },
    ],
  },
  {
    collection: 'attempts',
    holds: 'attempts at exams',
    personal: {
      given: 'attempts',
      erasure: 'responses are removed; the result stays under an id that leads nowhere',
    },
    notes: [
      {
        fields:
          '_id municipalityId personId programmeId programmeVersion cycle state locale startedAt closesAt savesUntil closedAt settledAt responsesErased',
        why: 'to hold the exam by its rules and to show that it was',
        kept: 'record',
        seenBy: ['self', 'coordinators', 'auditors'],
      },
      {
        fields: 'form frozen',
        why: 'what was asked and by which rules, for appeals; items stay secret because they are used again',
        kept: 'record',
        seenBy: ['coordinators'],
      },
      {
        fields: 'responses flagged',
        why: 'to score the exam, and for an appeal',
        kept: 'responses',
        seenBy: ['self', 'coordinators'],
      },
      {
        fields: 'noticed',
        why: 'that the page of the exam was left, or something copied or pasted, where the programme says so: facts for an appeal',
        kept: 'responses',
        seenBy: ['self', 'coordinators', 'auditors'],
      },
      {
        fields: 'events paused seen heardAt',
        why: 'what was done to the attempt while it ran, such as more time, and what the candidate had seen by an interruption, for appeals',
        kept: 'record',
        seenBy: ['self', 'coordinators'],
      },
      {
        fields: 'result regrades',
        why: 'to decide the certification, and to say why',
        kept: 'record',
        seenBy: ['self', 'heads', 'coordinators', 'auditors'],
      },
    ],
  },
  {
    collection: 'examWindows',
    holds: 'when and where exams may be sat, who made it so, and who has a place',
    personal: { given: 'examWindows', erasure: 'the place is removed' },
    notes: [
      {
        fields:
          '_id municipalityId programmeId unitId room opensAt closesAt seats revision madeBy madeAt places startCode extensions cancelled untold',
        why: 'to hold exams where somebody watches over them, with no more people than there are seats',
        kept: 'responses',
        seenBy: ['self', 'heads', 'coordinators'],
      },
    ],
  },
  {
    collection: 'accommodations',
    holds: 'what somebody is granted at exams; not why, for that could tell of health',
    personal: { given: 'accommodations', erasure: 'removed' },
    notes: [
      {
        fields: '_id municipalityId grants',
        why: 'to give the time and the form of the exam that somebody needs',
        kept: 'record',
        seenBy: ['self', 'heads', 'coordinators'],
      },
    ],
  },
  {
    collection: 'practice',
    holds: 'a person’s own training',
    personal: { given: 'practice', erasure: 'removed' },
    notes: [
      {
        fields: '_id municipalityId personId bankId points items streak showsStreak set tookOver',
        why: 'to practise what one needs; no employer sees it',
        kept: 'record',
        seenBy: ['self'],
      },
    ],
  },
  {
    collection: 'certificates',
    holds: 'certificates',
    personal: {
      given: 'certificates',
      erasure: 'the name is removed; code, dates and result stay verifiable',
    },
    notes: [
      {
        fields:
          '_id code municipalityId personId programmeId attemptId validTo record credential events unsealed',
        why: 'to show and to verify what somebody is certified in',
        kept: 'verifiable',
        seenBy: ['self', 'heads', 'coordinators', 'hr', 'auditors', 'everybody'],
      },
    ],
  },
  {
    collection: 'certificateFiles',
    holds: 'sealed files of certificates',
    personal: { given: { not: 'the holder downloads the file itself' }, erasure: 'removed' },
    notes: [
      {
        fields: '_id bytes sha256',
        why: 'to give the holder the same file each time',
        kept: 'record',
        seenBy: ['self', 'heads'],
      },
    ],
  },
  {
    collection: 'notices',
    holds: 'reminders',
    personal: { given: 'notices', erasure: 'those to the person are removed' },
    notes: [
      {
        fields:
          '_id certificateId rung recipientId municipalityId recipientKind validTo messageId state recordedAt tries nextTryAt leaseUntil sentAt skippedFor failure',
        why: 'to remind in time, and nobody twice of the same',
        kept: 'record',
        seenBy: ['self'],
      },
    ],
  },
  {
    collection: 'programmes',
    holds: 'programmes of certification',
    notes: [
      {
        fields: '_id id municipalityId version content',
        why: 'by which rules somebody is certified',
        kept: 'institution',
        seenBy: ['self', 'coordinators', 'authors'],
      },
    ],
  },
  {
    collection: 'standardRounds',
    holds: 'what judges said of items, to set the cut score of a programme',
    personal: {
      given: { not: 'acts at work on items, in the trail as well; given with the trail' },
      erasure: 'the id stays and leads nowhere',
    },
    notes: [
      {
        fields: '_id municipalityId programmeId state openedBy openedAt ratings closed',
        why: 'to show by whose judgement a cut score was set; ratings are hidden from others until the round is closed',
        kept: 'institution',
        seenBy: ['coordinators', 'authors', 'auditors'],
      },
    ],
  },
];
