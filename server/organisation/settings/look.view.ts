import { darkenedFor, shade, tint } from '../../platform/colour.js';
import type { DrawnArms, Shape } from './arms.js';

/** The tokens of the design system that follow from a municipality's one colour; text in it is dark enough for the palest surface it stands on. */
export function themeOf(colour: string): string {
  const active = tint(colour, 0.31);
  const text = darkenedFor(colour, active);
  const tokens = {
    'background-tinted': tint(colour, 0.07),
    'surface-tinted': tint(colour, 0.14),
    'surface-hover': tint(colour, 0.22),
    'surface-active': active,
    'border-subtle': tint(colour, 0.4),
    'border-default': tint(colour, 0.85),
    'border-strong': text,
    'text-subtle': text,
    'text-default': shade(text, 0.5),
    'base-default': colour,
    'base-hover': shade(colour, 0.82),
    'base-active': shade(colour, 0.64),
    'base-contrast-subtle': tint(colour, 0.14),
    'base-contrast-default': '#ffffff',
  };
  const lines = Object.entries(tokens).map(([name, value]) => `--ds-color-accent-${name}:${value}`);
  return `:root,[data-color-scheme="light"]{${lines.join(';')}}\n`;
}

/** The arms as a drawing of our own making: numbers, colours and path data, and nothing else of the file they came in. */
export function armsAsSvg({ width, height, shapes }: DrawnArms): string {
  const paths = shapes.map((shape) => `<path${attributesOf(shape)}/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${paths.join('')}</svg>`;
}

function attributesOf({ path, fill = 'none', stroke, evenOdd, matrix }: Shape): string {
  return [
    ` d="${path}" fill="${fill}"`,
    stroke ? ` stroke="${stroke.colour}" stroke-width="${stroke.width}"` : '',
    evenOdd ? ' fill-rule="evenodd"' : '',
    matrix ? ` transform="matrix(${matrix.join(' ')})"` : '',
  ].join('');
}
