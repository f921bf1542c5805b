import { allowedAlgorithms } from './algorithms.check.js';
import { oneAuthnStatement, sessionStillOpen } from './authn-statement.check.js';
import { bearerConfirmation } from './bearer-confirmation.check.js';
import { boundedText, boundedTree } from './bounded-tree.check.js';
import { statedConditions } from './conditions.check.js';
import { destination } from './destination.check.js';
import { issuedRecently } from './issued-recently.check.js';
import { assertionIssuer, responseIssuer } from './issuer.check.js';
import { assertionOf, oneAssertion, uniqueIds } from './one-assertion.check.js';
import { oneMessage } from './one-message.check.js';
import { openRequest, solicited } from './open-request.check.js';
import { plainMarkup } from './plain-markup.check.js';
import { usedOnce, type UseCheck } from './replay.check.js';
import { responseRoot } from './response-root.check.js';
import type {
  AssertionCheck,
  ContentCheck,
  FormCheck,
  RequestCheck,
  ResponseCheck,
  TextCheck,
} from './saml-check.js';
import { signedDigest } from './signed-digest.check.js';
import { signaturePlace } from './signature-place.check.js';
import { status } from './status.check.js';
import { oneNameId } from './subject.check.js';
import { wantedLevel } from './wanted-level.check.js';

/** What an assertion must contain. Asked of the message before the library reads it, and again of the bytes that were signed. */
const complete: readonly ContentCheck[] = [
  issuedRecently,
  oneNameId,
  statedConditions,
  oneAuthnStatement,
];

function onItsAssertion(check: ContentCheck): ResponseCheck {
  return (response, addressee) => {
    check(assertionOf(response), addressee);
  };
}

interface SamlChecks {
  readonly form: readonly FormCheck[];
  readonly text: readonly TextCheck[];
  readonly response: readonly ResponseCheck[];
  readonly request: readonly RequestCheck[];
  readonly assertion: readonly AssertionCheck[];
  readonly use: readonly UseCheck[];
}

/**
 * Every check that an arriving login passes, in order. The library verifies signatures well and leaves nearly everything around them to
 * us; between `request` and `assertion` it checks signatures, audience and times.
 */
export const samlChecks: SamlChecks = {
  form: [oneMessage],
  text: [plainMarkup, boundedText],
  response: [
    boundedTree,
    responseRoot,
    destination,
    responseIssuer,
    status,
    solicited,
    oneAssertion,
    uniqueIds,
    signaturePlace,
    allowedAlgorithms,
    ...complete.map(onItsAssertion),
    signedDigest,
  ],
  request: [openRequest],
  assertion: [...complete, assertionIssuer, bearerConfirmation, sessionStillOpen, wantedLevel],
  use: [usedOnce],
};
