import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { returnPathOf } from '../../server/identity/return-path.rules.js';

describe('the way back after a login', () => {
  const local = ['/', '/exam', '/exam?x=1&y=2', '/a/b#c', '/%2F%2Fevil.example', '/m/skien'];
  for (const path of local) {
    it(`may be ${path}`, () => {
      assert.equal(returnPathOf(path), path);
    });
  }

  const elsewhere: readonly unknown[] = [
    undefined,
    '',
    'exam',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'https:/exam',
    'javascript:alert(1)',
    ' /exam',
    '/exam\r\nSet-Cookie: x=y',
    '/\t/evil.example',
    '/æøå',
    `/${'a'.repeat(500)}`,
    ['/exam'],
    { toString: () => '/exam' },
    '/m/skien/saml/login',
    '/m/skien/saml?x',
  ];
  for (const requested of elsewhere) {
    const shown = inspect(requested).slice(0, 40);
    it(`is the front page instead of ${shown}`, () => {
      assert.equal(returnPathOf(requested), '/');
    });
  }
});
