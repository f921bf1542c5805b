type Rgb = readonly [number, number, number];

function channelsOf(colour: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new Error(`Not a colour: ${colour}`);
  const channel = (index: number): number =>
    Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);
  return [channel(0), channel(1), channel(2)];
}

/** The colour mixed with white; a share of 1 is the colour itself, of 0 white. */
export function tint(colour: string, share: number): string {
  const hex = (channel: number): string =>
    Math.round(255 - (255 - channel) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${channelsOf(colour).map(hex).join('')}`;
}

/** WCAG 2 contrast ratio against white, 1 to 21. */
export function contrastWithWhite(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

const leastReadableContrast = 4.5;

/** The colour if text in it can be read on white (WCAG AA), otherwise the other one. */
export const readableOnWhite = (colour: string, otherwise: string): string =>
  contrastWithWhite(colour) >= leastReadableContrast ? colour : otherwise;
