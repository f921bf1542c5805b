const LONGEST = 500;
/** Printable ASCII without the backslash, which browsers read as a slash. */
const LOCAL_PATH = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/;
/** Coming back to a login would send the person round in circles. */
const SIGN_IN = /^\/m\/[^/]*\/saml(?:[/?#]|$)/;

/** Where to go after the login: a path of this service, or its front page for anything else. */
export function returnPathOf(requested: unknown): string {
  const isLocal =
    typeof requested === 'string' &&
    requested.length <= LONGEST &&
    LOCAL_PATH.test(requested) &&
    !SIGN_IN.test(requested);
  return isLocal ? requested : '/';
}
