import type { Said } from '../item.js';

/** What keeps a form from being an item, and at which field. */
export interface FieldProblem {
  /** The name of the field, such as `texts.nb.stem`. */
  readonly field: string;
  /** For the author, in English. */
  readonly message: string;
  /** The same in the author's language, where there is a text for it. */
  readonly said?: Said | undefined;
  /** What a text names as an image, and the bank does not have. */
  readonly image?: string;
}

/** What is said beside a field. */
export interface FieldMessage {
  readonly colour: 'danger' | 'warning';
  readonly text: string;
  /** Of the computation, in English; may be empty. */
  readonly detail: string;
  readonly suggestion: string;
}
