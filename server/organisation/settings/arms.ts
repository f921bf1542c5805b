/** A coat of arms as it was taken in: filled shapes, or a picture. */
export type Arms = DrawnArms | PicturedArms;

export interface DrawnArms {
  readonly kind: 'drawn';
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export interface PicturedArms {
  readonly kind: 'picture';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** A PNG, in base64. */
  readonly png: string;
}

export interface Shape {
  /** SVG path data. */
  readonly path: string;
  /** `#rrggbb`. */
  readonly fill?: string;
  readonly stroke?: { readonly colour: string; readonly width: number };
  readonly evenOdd?: true;
  /** From the shape's own units to those of the arms, as SVG's `matrix`. */
  readonly matrix?: Matrix;
}

export type Matrix = readonly [number, number, number, number, number, number];

/** Why a file is not taken; `what` names the place in it. */
export type ArmsRefusal =
  | {
      readonly reason: 'too-large' | 'no-image' | 'picture-size' | 'no-size' | 'too-many' | 'empty';
    }
  | { readonly reason: 'element' | 'colour' | 'path' | 'transform'; readonly what: string };
