import {
  MultiSamlStrategy,
  type SamlConfig,
  type VerifiedCallback,
  type VerifyWithRequest,
} from '@node-saml/passport-saml';
import passport from 'passport';
import { refusalByLibrary } from './library-refusal.js';
import { SamlRefusal } from './saml-refusal.js';

type HttpRequest = Parameters<VerifyWithRequest>[0];
type HttpResponse = NonNullable<HttpRequest['res']>;
type Next = (error?: unknown) => void;
type Middleware = (req: HttpRequest, res: HttpResponse, next: Next) => void;

/** passport with its SAML strategy, reduced to the two things that we want of it. */
interface SamlPassport {
  /** Answers with a redirect that carries a signed AuthnRequest; calls `next` only with an error. */
  redirectToSignIn(req: HttpRequest, res: HttpResponse, next: Next, config: SamlConfig): void;
  /** The assertion as it was signed: those bytes and no others. */
  verifiedAssertion(req: HttpRequest, res: HttpResponse, config: SamlConfig): Promise<string>;
}

const STRATEGY = 'saml';

export function createSamlPassport(): SamlPassport {
  // An instance of our own: the library's default one is shared by everything in the process.
  const authenticator = new passport.Authenticator();
  // The strategy asks for its settings once per HTTP request; they belong to that request alone.
  const configs = new WeakMap<HttpRequest, SamlConfig>();

  authenticator.use(
    STRATEGY,
    new MultiSamlStrategy(
      {
        passReqToCallback: true,
        getSamlOptions: (req, done) => {
          const config = configs.get(req);
          if (config) done(null, config);
          else done(new Error('A SAML message on a route that has no use for one'));
        },
      },
      handOverAssertion,
      refuseLogout,
    ),
  );

  function run(
    req: HttpRequest,
    res: HttpResponse,
    config: SamlConfig,
    settle: (error: unknown, user: unknown) => void,
  ): void {
    configs.set(req, config);
    const middleware = authenticator.authenticate(
      STRATEGY,
      { session: false },
      settle,
    ) as Middleware;
    // The strategy calls `next` when it has found nothing to decide. To go on then would be to go on without a login.
    middleware(req, res, () => {
      settle(new SamlRefusal('saml-library'), false);
    });
  }

  return {
    redirectToSignIn(req, res, next, config) {
      run(req, res, config, (error) => {
        next(error ?? new SamlRefusal('saml-library'));
      });
    },
    verifiedAssertion(req, res, config) {
      return new Promise((resolve, reject) => {
        run(req, res, config, (error, user) => {
          const assertionXml = (user as { assertionXml?: unknown } | undefined)?.assertionXml;
          if (typeof assertionXml === 'string') resolve(assertionXml);
          else reject(refusalByLibrary(error));
        });
      });
    },
  };
}

/** The profile that the library makes of an assertion mixes attributes with its own fields, so only the signed text is taken from it. */
const handOverAssertion: VerifyWithRequest = (_req, profile, done: VerifiedCallback) => {
  done(null, { assertionXml: profile?.getAssertionXml?.() });
};

const refuseLogout: VerifyWithRequest = (_req, _profile, done: VerifiedCallback) => {
  done(new SamlRefusal('saml-message-elsewhere'));
};
