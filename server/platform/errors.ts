/** Anything a person may be told about; `code` is both the problem type and the key of its text (`error.<code>`). */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
}

/** There is no such thing, or not for this person: both look the same from outside. */
export class NotFound extends DomainError {
  readonly code = 'not-found';
  readonly status = 404;

  constructor(kind: string) {
    super(`No such ${kind}`);
    this.name = 'NotFound';
  }
}

/** The request makes no sense to us: a stale form, a wrong address, a broken client. */
export class BadRequest extends DomainError {
  readonly status = 400;
  readonly code: string;

  constructor(code = 'bad-request') {
    super(`Bad request: ${code}`);
    this.name = 'BadRequest';
    this.code = code;
  }
}
