import { deepEqual } from 'node:assert/strict';
import { asTree, placesOf, unitsWithin } from '../../server/oversight/unit-tree.rules.js';
import { aUnit } from './a-care-service.js';

const units = [
  aUnit('fjordby', 'Helse og omsorg', 'care'),
  aUnit('fjordby', 'Åsen sykehjem', 'care', 'aasen'),
  aUnit('fjordby', 'Solbakken sykehjem', 'care', 'solbakken'),
  aUnit('fjordby', 'Første etasje', 'care', 'solbakken', 'ground-floor'),
  aUnit('sundby', 'Ekbacken', 'ekbacken'),
];
const scope = (granted: 'all' | readonly string[]) =>
  ({ allowed: true, municipalityId: 'fjordby', units: granted }) as const;
const idsWithin = (granted: 'all' | readonly string[]) =>
  unitsWithin(units, scope(granted)).map(({ id }) => id);
const { compare } = new Intl.Collator('nb');

describe('Units within a scope', () => {
  it('are all of the municipality, and of no other', () => {
    deepEqual(idsWithin('all'), ['care', 'aasen', 'solbakken', 'ground-floor']);
  });

  it('are the granted unit with everything below it', () => {
    deepEqual(idsWithin(['solbakken']), ['solbakken', 'ground-floor']);
  });

  it('are none for a unit of another municipality', () => {
    deepEqual(idsWithin(['ekbacken']), []);
  });

  it('are listed as a tree, neighbours by the alphabet of the municipality', () => {
    deepEqual(
      asTree(unitsWithin(units, scope('all')), compare).map(({ id, depth }) => [id, depth]),
      [
        ['care', 0],
        ['solbakken', 1],
        ['ground-floor', 2],
        ['aasen', 1],
      ],
    );
  });

  it('are indented from the topmost unit in the scope', () => {
    deepEqual(
      asTree(unitsWithin(units, scope(['solbakken'])), compare).map(({ id, depth }) => [id, depth]),
      [
        ['solbakken', 0],
        ['ground-floor', 1],
      ],
    );
  });
});

describe('Places that a table is about', () => {
  const places = (granted: 'all' | readonly string[], chosen?: string) =>
    placesOf(unitsWithin(units, scope(granted)), scope(granted), chosen);

  it('are none to name when it is the whole municipality', () => {
    deepEqual(places('all'), []);
  });

  it('are the topmost granted units, once each', () => {
    deepEqual(places(['solbakken', 'ground-floor', 'aasen']), [
      'Åsen sykehjem',
      'Solbakken sykehjem',
    ]);
  });

  it('are the chosen unit', () => {
    deepEqual(places('all', 'ground-floor'), ['Første etasje']);
  });
});
