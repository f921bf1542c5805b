import assert from 'node:assert/strict';
import { findingsOf, itemSaying } from './some-findings.js';

const count = (code: string, rationale: string): number =>
  findingsOf(code, itemSaying('nb', { rationale })).length;

/** Made to pass the control digits; nobody's as far as we know. */
function norwegian(firstNine: string): string {
  const digits = (firstNine.match(/\d/g) ?? []).map(Number);
  const control = (weights: readonly number[]): number => {
    const sum = weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
    return (11 - (sum % 11)) % 11;
  };
  digits.push(control([3, 7, 6, 1, 8, 9, 4, 5, 2]));
  digits.push(control([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]));
  return digits.join('');
}

describe('personal data in an item', () => {
  it('P01: a Norwegian number with right control digits, D numbers too', () => {
    const born = norwegian('010190100');
    assert.equal(born.length, 11);
    assert.equal(count('P01', `Pasienten er ${born}.`), 1);
    assert.equal(count('P01', `Pasienten er ${born.slice(0, 6)} ${born.slice(6)}.`), 1);
    assert.equal(count('P01', `Pasienten er ${norwegian('410190101')}.`), 1);
    const wrong = `${born.slice(0, 10)}${(Number(born.at(-1)) + 1) % 10}`;
    assert.equal(count('P01', `Pasienten er ${wrong}.`), 0);
    assert.equal(count('P01', `Syntetisk: ${norwegian('018190100')}.`), 0);
  });

  it('P01: a Swedish number with a right control digit, coordination numbers too', () => {
    // The example on the Swedish tax agency's page on the numbers, and the same with day + 60.
    assert.equal(count('P01', 'Patienten är 640823-3234.'), 1);
    assert.equal(count('P01', 'Patienten är 19640823-3234.'), 1);
    assert.equal(count('P01', 'Patienten är 640883-3231.'), 1);
    assert.equal(count('P01', 'Patienten är 640823-3235.'), 0);
    assert.equal(count('P01', 'Artikkel 641323-3232.'), 0);
  });

  it('P02: telephone numbers, but not those of public services', () => {
    for (const number of [
      '+47 912 34 567',
      '22 12 34 56',
      '912 34 567',
      '08-123 45 67',
      'tlf. 91234567',
    ])
      assert.equal(count('P02', `Ring ${number} nå.`), 1, number);
    assert.equal(
      count('P02', 'Ring 22 59 13 00, 113 eller 1177. Gi 10 000 enheter den 15-05-26.'),
      0,
    );
  });

  it('P03: e-mail addresses, but not those made for examples', () => {
    assert.equal(count('P03', 'Skriv til kari.nordmann@skien.kommune.no.'), 1);
    assert.equal(count('P03', 'Skriv til kari@example.org eller ola@kommune.example.'), 0);
  });

  it('P04: HSA-ids', () => {
    assert.equal(count('P04', 'Hon är SE2321000016-1A2B.'), 1);
    assert.equal(count('P04', 'Se SE-10 og SE2321000016.'), 0);
  });

  it('are not repeated by the finding', () => {
    const [finding] = findingsOf('P03', itemSaying('nb', { rationale: 'kari@skien.kommune.no' }));
    assert.doesNotMatch(JSON.stringify(finding), /kari/);
    assert.deepEqual(finding?.place.range, { from: 0, to: 21 });
  });
});
