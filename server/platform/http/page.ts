import type { Request, Response } from 'express';
import { LANGUAGE_NAMES, LOCALES, type Locale } from '../locale.js';
import { addressOf } from './address.js';
import type { Texts, Translate } from './i18n.js';
import type {} from './request.js';
import type { Frame, Views } from './views.js';

/** What a handler says about its page; the rest of the frame is the same everywhere. */
export interface PageOptions {
  /** In the browser's tab, before the municipality's name. */
  readonly title: string;
  readonly status?: number;
  readonly scripts?: readonly string[];
  /** Around a page that one must not be led away from, such as an exam. */
  readonly focused?: boolean;
  readonly municipalityName?: string;
  /** Where it is known whose page this is, and nobody need be signed in. */
  readonly look?: Omit<PageLook, 'languages'> | undefined;
  /** Where there are no scripts to look for what is new, the page is loaded again after so long. */
  readonly reloadSeconds?: number | undefined;
}

/** What a municipality's own pages look like. */
export interface PageLook {
  /** Those that may be chosen. */
  readonly languages: readonly Locale[];
  /** Of a stylesheet with its colours. */
  readonly themeHref: string;
  /** Of its arms, if it has brought any. */
  readonly armsHref?: string | undefined;
}

/** Who reads the page, for its header. */
export interface PageReader {
  readonly name: string;
  readonly municipalityName: string;
  readonly links: readonly { readonly href: string; readonly textKey: string }[];
  readonly look: PageLook;
}

export interface Pages {
  /** Renders `views/pages/<page>.hbs` with exactly `model`, inside the frame. */
  send(req: Request, res: Response, page: string, model: object, options: PageOptions): void;
  /** The texts in the language of the request. */
  texts(req: Request): Translate;
  locale(req: Request): Locale;
}

/** `readerOf` tells who is signed in, if anyone is; `giveFormToken` what the page's forms carry. */
export function createPages(
  views: Views,
  texts: Texts,
  demo: boolean,
  readerOf: (req: Request) => PageReader | undefined,
  giveFormToken: (req: Request, res: Response) => string,
): Pages {
  const locale = (req: Request): Locale => req.locale ?? 'nb';
  return {
    locale,
    texts: (req) => texts(locale(req)),
    send(req, res, page, model, options) {
      const t = texts(locale(req));
      const reader = readerOf(req);
      const session = options.focused || !reader ? undefined : req.session;
      const look = options.look ?? reader?.look;
      const municipalityName = options.municipalityName ?? reader?.municipalityName ?? '';
      const frame: Frame = {
        locale: locale(req),
        title: options.title,
        municipalityName,
        homeHref: '/',
        links: (reader?.links ?? []).map(({ href, textKey }) => ({
          href,
          text: t(textKey),
          current: req.path === href,
        })),
        themeHref: look?.themeHref,
        armsHref: look?.armsHref,
        languages: (reader?.look.languages ?? LOCALES).map((code) => ({
          locale: code,
          name: LANGUAGE_NAMES[code],
          href: addressWith(req, 'lng', code),
          current: code === locale(req),
        })),
        signedInAs: reader?.name,
        demo,
        session,
        scripts: [...(options.scripts ?? []), ...(session ? ['session'] : [])],
        focused: options.focused ?? false,
        reloadSeconds: options.reloadSeconds,
        formToken: once(() => giveFormToken(req, res)),
        spacing: spacingOf(req, t),
      };
      views.send(res, page, frame, model, options.status ?? 200);
    },
  };
}

/** A page's forms all carry the same token, and its browser is given one cookie. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}

function spacingOf(req: Request, t: Translate): Frame['spacing'] {
  const wide = req.wideSpacing ?? false;
  const other = wide ? 'normal' : 'wide';
  return { wide, href: addressWith(req, 'spacing', other), text: t(`frame.spacing.${other}`) };
}

function addressWith(req: Request, name: string, value: string): string {
  // A page shown in answer to a post has no address of its own to come back to.
  const query = new URLSearchParams(req.method === 'GET' ? addressOf(req).search : '');
  query.set(name, value);
  return `?${query.toString()}`;
}
