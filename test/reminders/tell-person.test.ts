import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { LOCALES } from '../../server/platform/locale.js';
import { MailFailed, type Mail } from '../../server/platform/mail/mailer.js';
import { tellPerson } from '../../server/reminders/tell-person.js';
import { texts } from '../support/rendered.js';

const nurse = { id: 'nurse-1', givenName: 'Kari', email: 'kari@ward.invalid' };
const ward = { id: 'ward', locale: 'nb' } as const;
const news = {
  id: 'window-1-moved-2',
  textKey: 'windows.mail.moved',
  values: { programme: 'Legemiddelhåndtering', when: '2. november' },
  path: '/programmes/p/exam',
};

describe('news by mail', () => {
  const sent: Mail[] = [];
  const warned: unknown[] = [];
  let trouble: Error | undefined;
  const deps = {
    mailer: {
      send: (mail: Mail): Promise<void> => {
        sent.push(mail);
        return trouble ? Promise.reject(trouble) : Promise.resolve();
      },
    },
    texts,
    publicUrl: 'https://medsert.example',
    clock: () => new Date('2026-11-02T08:00:00Z'),
    log: { warn: (what: unknown) => warned.push(what) },
  };
  beforeEach(() => {
    sent.length = 0;
    warned.length = 0;
    trouble = undefined;
  });

  for (const locale of LOCALES)
    it(`greets, says what and where to see to it: ${locale}`, async () => {
      await tellPerson(deps, { ...ward, locale }, nurse, news);
      const [mail] = sent;
      match(mail?.text ?? '', /Kari[\s\S]*Legemiddelhåndtering[\s\S]*2\. november/);
      match(mail?.text ?? '', /\nhttps:\/\/medsert\.example\/programmes\/p\/exam\n/);
      equal(mail?.messageId, 'window-1-moved-2-nurse-1@medsert.example');
    });

  it('is not for who has no address', async () => {
    await tellPerson(deps, ward, { id: 'nurse-2', givenName: 'Per' }, news);
    deepEqual(sent, []);
  });

  it('stands in the log when a mail server turns it down, without anybody’s address', async () => {
    trouble = new MailFailed('mail', 'EENVELOPE');
    await tellPerson(deps, ward, nurse, news);
    deepEqual(warned, [{ news: 'window-1-moved-2', code: 'EENVELOPE' }]);
  });

  it('hides no other trouble', async () => {
    trouble = new TypeError('no mail at all');
    await rejects(tellPerson(deps, ward, nurse, news), TypeError);
  });
});
