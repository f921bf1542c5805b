import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'express';
import Handlebars from 'handlebars';
import type { Locale } from '../locale.js';
import { projectRoot } from '../project-root.js';
import { FORM_TOKEN_FIELD } from './form-token.js';
import type { Texts } from './i18n.js';
import type { RequestSession } from './request.js';

/** What every page prints around its own content. */
export interface Frame {
  readonly locale: Locale;
  readonly title: string;
  readonly municipalityName: string;
  readonly homeHref: string;
  /** Of the municipality's colours and arms, where it is known whose page this is. */
  readonly themeHref?: string | undefined;
  readonly armsHref?: string | undefined;
  readonly links: readonly {
    readonly href: string;
    readonly text: string;
    readonly current: boolean;
  }[];
  readonly languages: readonly {
    readonly locale: Locale;
    readonly name: string;
    readonly href: string;
    readonly current: boolean;
  }[];
  readonly signedInAs?: string | undefined;
  readonly demo: boolean;
  /** How long the login lasts; absent where nobody is warned of its end. */
  readonly session?: Pick<RequestSession, 'leftMs' | 'endsInMs' | 'isShared'> | undefined;
  /** Browser modules of this page, by file name without ending. */
  readonly scripts: readonly string[];
  /** A page that must not be reloaded into, such as an exam: no links away in the header. */
  readonly focused: boolean;
  /** Without scripts the page is loaded again after so long; absent: never. */
  readonly reloadSeconds?: number | undefined;
  /** Asked for once a page that has a form which changes something. */
  readonly formToken: () => string;
  /** Whether letters and lines stand further apart, and the link that changes it. */
  readonly spacing: { readonly wide: boolean; readonly href: string; readonly text: string };
}

export interface Views {
  /** The whole page as HTML. `model` holds exactly what the template prints; a missing member throws. */
  html(page: string, frame: Frame, model: object): string;
  send(res: Response, page: string, frame: Frame, model: object, status?: number): void;
}

/** The opening tag of a form, with whatever Handlebars stands in it. */
const FORM_TAG = /<form\b(?:\{\{.*?\}\}|[^>{]|\{(?!\{))*>/gs;

/** Puts the token into every form that posts, as its first field: no template has to think of it, so none can forget it. */
export function withFormTokens(source: string): string {
  return source.replace(FORM_TAG, (tag) => {
    const method = /\smethod="([^"]*)"/i.exec(tag)?.[1] ?? 'get';
    const told = /^\{\{([\w./]+)\}\}$/.exec(method)?.[1];
    if (told !== undefined) return `${tag}{{#if (is ${told} "post")}}{{formToken}}{{/if}}`;
    return method === 'post' ? `${tag}{{formToken}}` : tag;
  });
}

/** Reads and compiles every template once, at start-up. */
export function readViews(texts: Texts, assetVersion: string): Views {
  const handlebars = Handlebars.create();
  const root = join(projectRoot, 'views');
  const read = (folder: string): [string, string][] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => [
        file.replace(/\.hbs$/, '').replaceAll('\\', '/'),
        withFormTokens(readFileSync(join(root, folder, file), 'utf8')),
      ]);
  for (const [name, source] of read('partials')) handlebars.registerPartial(name, source);
  handlebars.registerHelper('t', (key: string, options: Handlebars.HelperOptions) => {
    const { frame } = options.data as { frame: Frame };
    return texts(frame.locale)(key, options.hash as Record<string, unknown>);
  });
  handlebars.registerHelper('asset', (path: string) => `/assets/${assetVersion}/${path}`);
  handlebars.registerHelper('formToken', (options: Handlebars.HelperOptions) => {
    const { frame } = options.data as { frame: Frame };
    return new Handlebars.SafeString(
      `<input type="hidden" name="${FORM_TOKEN_FIELD}" value="${frame.formToken()}">`,
    );
  });
  handlebars.registerHelper('is', (left: unknown, right: unknown) => left === right);
  const compile = (source: string) =>
    // Indenting a partial would indent what stands in its text areas.
    handlebars.compile<object>(source, {
      strict: true,
      knownHelpersOnly: false,
      preventIndent: true,
    });
  const layout = compile(withFormTokens(readFileSync(join(root, 'layouts', 'page.hbs'), 'utf8')));
  const pages = new Map(read('pages').map(([name, source]) => [name, compile(source)]));

  const html = (page: string, frame: Frame, model: object): string => {
    const template = pages.get(page);
    if (!template) throw new Error(`There is no page template ${page}`);
    const body = template(model, { data: { frame } });
    return layout({ ...frame, body }, { data: { frame } });
  };
  return {
    html,
    send(res, page, frame, model, status = 200) {
      res
        .status(status)
        .type('html')
        .send(html(page, frame, model));
    },
  };
}
