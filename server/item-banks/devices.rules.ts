import { decimal } from './expression.rules.js';
import type { DeviceLimits, NumericAnswer } from './item.js';
import type { Decimal } from 'decimal.js';

/**
 * What amounts are measured with. Graduations are those of common single-use equipment (ISO 7886-1 for syringes and ISO 8537 for insulin
 * syringes say how coarse a scale may be; 0.01 ml for 1 ml and 0.2 ml for 5 and 10 ml: RMIT Learning Lab, "Syringes"). Sample content,
 * to be approved by the municipality's pharmacist: a municipality that buys others gives the limits in the item.
 */
export const DEVICES: Readonly<Record<string, DeviceLimits>> = {
  'syringe-1ml': { unit: 'ml', graduation: '0.01', least: '0.05', most: '1' },
  'syringe-2ml': { unit: 'ml', graduation: '0.1', least: '0.2', most: '2' },
  'syringe-5ml': { unit: 'ml', graduation: '0.2', least: '0.4', most: '5' },
  'syringe-10ml': { unit: 'ml', graduation: '0.2', least: '0.4', most: '10' },
  'syringe-20ml': { unit: 'ml', graduation: '1', least: '1', most: '20' },
  'syringe-50ml': { unit: 'ml', graduation: '1', least: '2', most: '50' },
  'oral-syringe-1ml': { unit: 'ml', graduation: '0.01', least: '0.05', most: '1' },
  'oral-syringe-10ml': { unit: 'ml', graduation: '0.5', least: '0.5', most: '10' },
  'medicine-cup': { unit: 'ml', graduation: '2.5', least: '2.5', most: '30' },
  'insulin-syringe-50': { unit: 'unit', graduation: '1', least: '1', most: '50' },
  'insulin-pen': { unit: 'unit', graduation: '1', least: '1', most: '60' },
  'infusion-pump': { unit: 'ml/hour', graduation: '0.1', least: '0.1', most: '1200' },
  'drip-chamber': { unit: 'drop/minute', graduation: '1', least: '5', most: '80' },
  'whole-tablet': { unit: 'tablet', graduation: '1', least: '1' },
  'scored-tablet': { unit: 'tablet', graduation: '0.5', least: '0.5' },
};

/** The limits of the device that the answer is measured with; undefined without a device, or where there is none of that name. */
export function deviceOf({ device }: NumericAnswer): DeviceLimits | undefined {
  if (typeof device !== 'string') return device;
  return Object.hasOwn(DEVICES, device) ? DEVICES[device] : undefined;
}

/** Can the amount be read off the scale: on a line of it, neither less nor more than it holds? */
export function isMeasurable(amount: Decimal, device: DeviceLimits): boolean {
  const { graduation, least = '0', most } = device;
  return (
    amount.gte(decimal(least)) &&
    (most === undefined || amount.lte(decimal(most))) &&
    amount.div(decimal(graduation)).isInteger()
  );
}
