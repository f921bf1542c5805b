import { readTexts } from '../../server/platform/http/i18n.js';
import { readViews } from '../../server/platform/http/views.js';
import type { Locale } from '../../server/platform/locale.js';

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
    scripts: [],
    focused: false,
  };
  return views.html(page, frame, model);
}
