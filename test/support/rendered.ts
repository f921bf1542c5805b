import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { readTexts } from '../../server/platform/http/i18n.js';
import { readViews } from '../../server/platform/http/views.js';
import type { Locale } from '../../server/platform/locale.js';
import { projectRoot } from '../../server/platform/project-root.js';

export const texts = readTexts();
const views = readViews(texts, 'version');

/** The page as it is sent, in an empty frame. A member that the model lacks throws. */
export function rendered(page: string, locale: Locale, model: object): string {
  const frame = {
    locale,
    title: 'Title',
    municipalityName: '',
    homeHref: '/',
    links: [],
    languages: [],
    signedInAs: undefined,
    demo: false,
    session: undefined,
    scripts: [],
    focused: false,
    reloadSeconds: undefined,
    formToken: () => 'token',
    spacing: { wide: false, href: '?spacing=wide', text: '' },
  };
  return views.html(page, frame, model);
}

/** One partial alone, for what no page of its own shows. */
export function renderedPartial(name: string, locale: Locale, model: object): string {
  const handlebars = Handlebars.create();
  const file = join(projectRoot, 'views', 'partials', `${name}.hbs`);
  handlebars.registerHelper('t', (key: string) => texts(locale)(key));
  return handlebars.compile<object>(readFileSync(file, 'utf8'), { strict: true })(model);
}
