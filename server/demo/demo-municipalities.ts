import { fjordby } from './fjordby.js';
import type { SeededMunicipality } from './seeded-municipality.js';
import { sjovik } from './sjovik.js';

/** The municipalities of the demo, one of each country. */
export const demoMunicipalities: readonly SeededMunicipality[] = [fjordby, sjovik];
