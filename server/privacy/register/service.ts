import type { KeptCollection } from './kept-collection.js';

export const SERVICE: readonly KeptCollection[] = [
  {
    collection: 'auditEvents',
    holds: 'the audit trail: who did what to whom, by id',
    personal: { given: 'trail', erasure: 'stays, or the chain would break; the id leads nowhere' },
    notes: [
      {
        fields:
          '_id municipalityId sequence at actor action subject details aside once requestId previousHash hash',
        why: 'to prove what was done',
        kept: 'trail',
        seenBy: ['self', 'auditors', 'administrators'],
      },
    ],
  },
  {
    collection: 'auditAsides',
    holds: 'what people wrote or is personal, beside the trail',
    personal: { given: 'trailDetails', erasure: 'removed' },
    notes: [
      {
        fields: '_id municipalityId personId salt content',
        why: 'reasons of decisions',
        kept: 'record',
        seenBy: ['self', 'auditors', 'administrators'],
      },
    ],
  },
  {
    collection: 'auditHeads',
    holds: 'signed ends of the trail',
    notes: [
      {
        fields: '_id municipalityId sequence jws',
        why: 'to show that nothing was cut off',
        kept: 'trail',
        seenBy: ['auditors'],
      },
    ],
  },
  {
    collection: 'auditChecks',
    holds: 'the latest check of each trail',
    notes: [
      {
        fields: '_id entries fault at',
        why: 'to say whether the trail is whole',
        kept: 'institution',
        seenBy: ['auditors', 'administrators'],
      },
    ],
  },
  {
    collection: 'leases',
    holds: 'which instance runs which job',
    notes: [
      {
        fields: '_id holder until',
        why: 'to run a job in one place at a time',
        kept: 'minutes',
        seenBy: ['nobody'],
      },
    ],
  },
];
