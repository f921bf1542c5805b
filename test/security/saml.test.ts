import assert from 'node:assert/strict';
import type { SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import { asForm, beginLogin } from '../identity/test-identity-provider.js';
import { claimAttacks } from './claim-attacks.js';
import { cheapestOfThree, LONGEST_REFUSAL_MS } from './cost.js';
import { assertRefused, idps, keys, post, useSamlService } from './saml-service.js';
import { signatureAttacks } from './signature-attacks.js';
import { xmlAttacks } from './xml-attacks.js';

describe('SAML under attack', () => {
  const service = useSamlService();

  describe('a message is refused when', () => {
    for (const [title, code, bend] of [
      ...signatureAttacks(keys),
      ...claimAttacks(),
      ...xmlAttacks(),
    ]) {
      it(`${title} (${code})`, async () => {
        const login = await beginLogin(service().browser, 'skien');
        const form = asForm(login, idps.skien.respond(login, bend));
        const { outcome: response, ms } = await cheapestOfThree(() =>
          post(service().browser, 'skien', form),
        );

        await assertRefused(service(), response, code);
        assert.ok(ms < LONGEST_REFUSAL_MS, `took ${ms.toFixed(0)} ms`);
        assert.deepEqual(service().identity.refusals[0], {
          code,
          municipality: 'skien',
          requestId: 'request-1',
        });
      });
    }
  });

  describe('a post is refused when', () => {
    const genuine = 'PHg+PC94Pg==';
    const forms: readonly (readonly [string, SamlRefusalCode, string])[] = [
      ['it carries nothing', 'saml-form', ''],
      [
        'it carries two responses',
        'saml-form',
        `SAMLResponse=${genuine}&SAMLResponse=${genuine}&RelayState=x`,
      ],
      ['it carries a request', 'saml-form', `SAMLRequest=${genuine}&RelayState=x`],
      [
        'it carries a response and a request',
        'saml-form',
        `SAMLResponse=${genuine}&SAMLRequest=${genuine}&RelayState=x`,
      ],
      ['it carries no RelayState', 'saml-relay-state', `SAMLResponse=${genuine}`],
      [
        'it carries two RelayStates',
        'saml-relay-state',
        `SAMLResponse=${genuine}&RelayState=x&RelayState=y`,
      ],
      ['the message is not base64', 'saml-base64', 'SAMLResponse=%3Cx%3E&RelayState=x'],
      [
        'the message is not UTF-8',
        'saml-encoding',
        `SAMLResponse=${encodeURIComponent(Buffer.from([0xc3, 0x28]).toString('base64'))}&RelayState=x`,
      ],
      [
        'the message is UTF-16',
        'saml-encoding',
        `SAMLResponse=${encodeURIComponent(Buffer.from('<x/>', 'utf16le').toString('base64'))}&RelayState=x`,
      ],
      ['it is base64 of addresses', 'saml-base64', 'SAMLResponse=PHg-PC94Pg__&RelayState=x'],
      ['base64 goes on after its end', 'saml-base64', 'SAMLResponse=PHg%3D%3DPHg%3D&RelayState=x'],
      [
        'base64 is mostly white space and then none',
        'saml-base64',
        `SAMLResponse=A${'+'.repeat(250_000)}!&RelayState=x`,
      ],
      ['the field is a list', 'saml-form', `SAMLResponse[]=${genuine}&RelayState=x`],
      [
        'a second field differs by its case only',
        'saml-form',
        `SAMLResponse=${genuine}&samlresponse=${genuine}&RelayState=x`,
      ],
      [
        'RelayState has 200 kB',
        'saml-encoding',
        `SAMLResponse=AAAA&RelayState=${'x'.repeat(200_000)}`,
      ],
      [
        'it is larger than 256 kB',
        'saml-form-unreadable',
        `SAMLResponse=${'A'.repeat(300_000)}&RelayState=x`,
      ],
      [
        'it has a thousand fields',
        'saml-form-unreadable',
        Array.from({ length: 1000 }, (_, n) => `a${n}=`).join('&'),
      ],
    ];
    for (const [title, code, body] of forms) {
      it(`${title} (${code})`, async () => {
        const { outcome: response, ms } = await cheapestOfThree(() =>
          post(service().browser, 'skien', body),
        );
        await assertRefused(service(), response, code);
        assert.ok(ms < LONGEST_REFUSAL_MS, `took ${ms.toFixed(0)} ms`);
      });
    }
  });

  describe('messages elsewhere', () => {
    for (const name of ['SAMLRequest', 'SAMLResponse', 'SAMLart', 'samlresponse']) {
      it(`are refused on the login route: ${name}`, async () => {
        const response = await service().browser.get(`/m/skien/saml/login?${name}=x`);
        await assertRefused(service(), response, 'saml-message-elsewhere');
      });
      it(`are refused in the address of the assertion consumer: ${name}`, async () => {
        const login = await beginLogin(service().browser, 'skien');
        const form = asForm(login, idps.skien.respond(login));
        const response = await service().browser.post(`/m/skien/saml/acs?${name}=x`, form);
        await assertRefused(service(), response, 'saml-message-elsewhere');
      });
    }
  });

  it('logs no personal data and nothing that the sender made up', async () => {
    await post(service().browser, 'SKIEN%0aforged', 'SAMLResponse=x&RelayState=y');
    const login = await beginLogin(service().browser, 'skien');
    await post(
      service().browser,
      'skien',
      asForm(login, idps.skien.respond(login, { key: keys.attacker })),
    );
    assert.deepEqual(service().identity.refusals, [
      { code: 'saml-signature', municipality: 'skien', requestId: 'request-1' },
    ]);
  });
});
