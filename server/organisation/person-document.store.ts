import type { Model } from 'mongoose';
import type { MergeAct, MergedPerson, Person } from './person.js';

export type PersonModel = Model<PersonDocument>;

export type PersonDocument = Omit<Person, 'id'> & {
  _id: string;
  sortName: string;
  mergedInto?: string;
  merge?: MergeAct;
};

/** Not those who were merged into somebody. */
export const THEMSELVES = { mergedInto: { $exists: false } } as const;

export const plain = ({
  _id,
  sortName: _sortName,
  mergedInto: _mergedInto,
  merge: _merge,
  ...rest
}: PersonDocument): Person => ({ id: _id, ...rest });
export const merged = (document: PersonDocument): MergedPerson => ({
  person: plain(document),
  into: document.mergedInto ?? '',
  ...(document.merge ? { underWay: document.merge } : {}),
});
