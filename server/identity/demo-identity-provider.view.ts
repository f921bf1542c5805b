import { createHash } from 'node:crypto';
import { escapeMarkup } from './xml-tree.js';

export type DemoLanguage = 'nb' | 'nn' | 'sv' | 'en';

const texts = {
  nb: {
    title: (municipality: string) => `Demoinnlogging for ${municipality}`,
    choose: 'Velg hvem du vil være. Dette er oppdiktede personer, og ingen passord trengs.',
    signInAs: (name: string) => `Logg inn som ${name}`,
    sendingBack: 'Du er logget inn',
    continue: 'Fortsett',
    refused: 'Innloggingen kan ikke brukes',
    startAgain: 'Gå tilbake til tjenesten og start innloggingen på nytt.',
  },
  nn: {
    title: (municipality: string) => `Demoinnlogging for ${municipality}`,
    choose: 'Vel kven du vil vere. Dette er oppdikta personar, og ingen passord trengst.',
    signInAs: (name: string) => `Logg inn som ${name}`,
    sendingBack: 'Du er logga inn',
    continue: 'Hald fram',
    refused: 'Innlogginga kan ikkje brukast',
    startAgain: 'Gå tilbake til tenesta og start innlogginga på nytt.',
  },
  sv: {
    title: (municipality: string) => `Demoinloggning för ${municipality}`,
    choose: 'Välj vem du vill vara. Personerna är påhittade och inget lösenord behövs.',
    signInAs: (name: string) => `Logga in som ${name}`,
    sendingBack: 'Du är inloggad',
    continue: 'Fortsätt',
    refused: 'Inloggningen kan inte användas',
    startAgain: 'Gå tillbaka till tjänsten och börja om med inloggningen.',
  },
  en: {
    title: (municipality: string) => `Demo login for ${municipality}`,
    choose: 'Choose who you want to be. These people are made up, and no passwords are needed.',
    signInAs: (name: string) => `Log in as ${name}`,
    sendingBack: 'You are logged in',
    continue: 'Continue',
    refused: 'This login cannot be used',
    startAgain: 'Go back to the service and start the login again.',
  },
} as const;

export interface DemoPerson {
  readonly username: string;
  readonly displayName: string;
  readonly description: string;
}

/** One form that posts back to its own address, one button a person. */
export function chooseUserPage(
  language: DemoLanguage,
  municipality: string,
  users: readonly DemoPerson[],
): string {
  const text = texts[language];
  const buttons = users.map(
    ({ username, displayName, description }, index) => `
        <li>
          <button name="username" value="${escapeMarkup(username)}" aria-describedby="about-${index}">${escapeMarkup(text.signInAs(displayName))}</button>
          <p id="about-${index}">${escapeMarkup(description)}</p>
        </li>`,
  );
  return page(
    language,
    text.title(municipality),
    `
      <p>${escapeMarkup(text.choose)}</p>
      <form method="post">
      <ul>${buttons.join('')}
      </ul>
      </form>`,
  );
}

const SUBMIT_AT_ONCE = 'document.forms[0].submit()';

/** The answer on its way to the service: by itself where scripts run, by the button elsewhere. */
export function answerPage(
  language: DemoLanguage,
  answer: { acsUrl: string; samlResponse: string; relayState: string },
): string {
  const text = texts[language];
  return page(
    language,
    text.sendingBack,
    `
      <form method="post" action="${escapeMarkup(answer.acsUrl)}">
        <input type="hidden" name="SAMLResponse" value="${escapeMarkup(answer.samlResponse)}">
        <input type="hidden" name="RelayState" value="${escapeMarkup(answer.relayState)}">
        <button>${escapeMarkup(text.continue)}</button>
      </form>
      <script>${SUBMIT_AT_ONCE}</script>`,
  );
}

export function refusedPage(language: DemoLanguage): string {
  const text = texts[language];
  return page(language, text.refused, `\n      <p>${escapeMarkup(text.startAgain)}</p>`);
}

const STYLE =
  'body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#1e2b3c;background:#fff;overflow-wrap:break-word}h1{font-size:1.5rem;line-height:1.25}' +
  'ul{list-style:none;padding:0}li{border-top:1px solid #68778d;padding:1rem 0}li p{margin:.5rem 0 0}' +
  'button{font:inherit;min-height:2.75rem;padding:.5rem 1rem;border:2px solid #0a4d8c;border-radius:.25rem;background:#0a4d8c;color:#fff;cursor:pointer}' +
  'button:focus-visible{outline:3px solid #1e2b3c;outline-offset:3px}';

function page(language: DemoLanguage, heading: string, content: string): string {
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeMarkup(heading)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${escapeMarkup(heading)}</h1>${content}
    </main>
  </body>
</html>
`;
}

/** The pages' own script and style by their hashes and nothing else. Forms go to the given place, and Chromium holds redirects to it too. */
export function contentSecurityPolicy(formTarget: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(SUBMIT_AT_ONCE)}'`,
    `style-src '${hashOf(STYLE)}'`,
    `form-action ${formTarget}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
