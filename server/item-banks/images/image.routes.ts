import type { Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../../platform/errors.js';
import { IMAGE_NAME, imagesOf, mediaTypeOf, type ItemImage } from './image.rules.js';
import type { Item } from '../item.js';

const params = z.object({ name: z.string().regex(IMAGE_NAME) });

/** The image that an address names; what can't be one is not found. */
export function imageNamed(value: unknown): string {
  const parsed = params.safeParse(value);
  if (!parsed.success) throw new NotFound('image');
  return parsed.data.name;
}

export function shows(item: Item, name: string): boolean {
  return imagesOf(item).includes(name);
}

/** Sends an image as what it is and nothing else: opened by itself, it can run and load nothing. */
export function sendImage(res: Response, image: ItemImage | undefined): void {
  if (!image) throw new NotFound('image');
  res
    .set('Content-Type', mediaTypeOf(image.name))
    .set('X-Content-Type-Options', 'nosniff')
    .set('Content-Security-Policy', "default-src 'none'; sandbox")
    .send(Buffer.from(image.bytes));
}
