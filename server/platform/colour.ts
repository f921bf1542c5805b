type Rgb = readonly [red: number, green: number, blue: number];

/** The channels of `#rrggbb`, 0 to 255. Throws for anything else. */
export function channelsOf(colour: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new Error(`Not a colour: ${colour}`);
  const channel = (index: number): number =>
    Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);
  return [channel(0), channel(1), channel(2)];
}

/** WCAG 2 contrast ratio of two colours `#rrggbb`, 1 to 21. */
export function contrastRatio(one: string, other: string): number {
  const luminances = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

/** The colour mixed with white; a share of 1 is the colour itself, of 0 white. */
export function tint(colour: string, share: number): string {
  return eachChannel(colour, (channel) => 255 - (255 - channel) * share);
}

/** The colour mixed with black; a share of 1 is the colour itself, of 0 black. */
export function shade(colour: string, share: number): string {
  return eachChannel(colour, (channel) => channel * share);
}

/** Of text (WCAG 2.2, 1.4.3, level AA). */
export const LEAST_READABLE_CONTRAST = 4.5;

/** The colour, as much darker as it takes to read text in it on that background. */
export function darkenedFor(colour: string, background: string): string {
  for (let share = 1; share > 0; share -= 0.02) {
    const darker = shade(colour, share);
    if (contrastRatio(darker, background) >= LEAST_READABLE_CONTRAST) return darker;
  }
  return '#000000';
}

function eachChannel(colour: string, change: (channel: number) => number): string {
  const hex = (channel: number): string =>
    Math.round(change(channel)).toString(16).padStart(2, '0');
  return `#${channelsOf(colour).map(hex).join('')}`;
}

function luminanceOf(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
