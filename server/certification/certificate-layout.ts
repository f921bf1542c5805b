import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../platform/project-root.js';

/** The design files of `certificates/`. Lengths are in points (1/72 inch), colours in `#rrggbb`. */

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is written #rrggbb');
/** Sizes to try, largest first; a text that fits in none is wrapped in the last. */
const sizes = z.array(z.number().positive()).min(1);

const layoutSchema = z.strictObject({
  margin: z.number(),
  bandHeight: z.number(),
  /** Distance of the two frame lines from the edge of the page. */
  frameInsets: z.tuple([z.number(), z.number()]),
  colours: z.strictObject({ ink: colour, soft: colour, line: colour, warning: colour }),
  sizes: z.strictObject({
    issuer: sizes,
    unit: sizes,
    number: sizes,
    demo: sizes,
    title: sizes,
    awarded: sizes,
    holder: sizes,
    statement: sizes,
    heading: sizes,
    table: sizes,
    list: sizes,
    label: sizes,
    value: sizes,
    verifyHeading: sizes,
    address: sizes,
    code: sizes,
    small: sizes,
    sealName: sizes,
    footer: sizes,
  }),
  /** Shares of the width for section, result and date. */
  tableColumns: z.tuple([z.number(), z.number(), z.number()]),
  /** Scales of text and spacing of the middle of the page to try before it runs on to a second page. */
  densities: z.array(z.number().positive()).min(1),
});

const emblemSchema = z.strictObject({
  width: z.number().positive(),
  height: z.number().positive(),
  shapes: z.array(
    z.strictObject({
      /** SVG path data. */
      path: z.string(),
      /** `theme` is the colour of the municipality. */
      fill: z.union([z.literal('theme'), colour]),
    }),
  ),
});

export type CertificateLayout = z.infer<typeof layoutSchema>;
export type TextRole = keyof CertificateLayout['sizes'];
/** A coat of arms or another mark, as filled shapes. */
export type Emblem = z.infer<typeof emblemSchema>;

const readDesignFile = (...path: readonly string[]): unknown =>
  JSON.parse(readFileSync(join(projectRoot, 'certificates', ...path), 'utf8'));

let layout: CertificateLayout | undefined;

export function readLayout(): CertificateLayout {
  layout ??= layoutSchema.parse(readDesignFile('layout.json'));
  return layout;
}

/** An emblem of `certificates/emblems`; `standard` is the one for municipalities that have not brought their own. */
export function readEmblem(name = 'standard'): Emblem {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`Not the name of an emblem: ${name}`);
  return emblemSchema.parse(readDesignFile('emblems', `${name}.json`));
}
