import assert from 'node:assert/strict';
import { buttonsOn, readable } from '../support/a-page.js';
import { aCertificateUntil } from '../support/a-past-certificate.js';
import { useService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';

describe('"My certifications"', () => {
  const service = useService();

  async function homeOf(
    person: Person,
  ): Promise<{ text: string; buttons: { text: string; href: string }[] }> {
    const visitor = await service.signedInAs(person);
    const { text } = await visitor.get('/');
    return { text: readable(text), buttons: buttonsOn(text) };
  }

  it('offers first, before the login, where one has logged in on this device; not on a shared one', async () => {
    await service.place({ changes: { id: 'sjovik', name: 'Sjöviks kommun' } });
    const offered = async (visitor: Visitor) =>
      buttonsOn((await visitor.get('/?returnTo=/me')).text).map(({ text, href }) => [text, href]);
    const own = service.anyone();
    assert.equal((await offered(own)).length, 2);
    own.setCookie('municipality', 'sjovik');
    const there = ['Sjöviks kommun', '/m/sjovik/saml/login?returnTo=%2Fme'];
    assert.deepEqual(await offered(own), [there]);
    assert.match(readable((await own.get('/')).text), /en annen kommune Fjordby kommune/);
    for (const made of ['gone', '"><script>']) {
      own.setCookie('municipality', made);
      assert.equal((await offered(own)).length, 2);
    }
    own.setCookie('municipality', 'sjovik');
    await own.post('/device', { shared: 'yes' });
    assert.equal((await offered(own)).length, 2);
  });

  it('tells somebody without an employment that they are not placed yet, with a reference to pass on', async () => {
    const person = await service.person();
    await service.stores.people.put({ ...person, employments: [] });
    const { text, buttons } = await homeOf(person);
    assert.match(text, /Du er ikke plassert ennå/);
    assert.ok(text.includes(person.id));
    assert.deepEqual(buttons, []);
  });

  it('keeps the certificates at hand of somebody who has left, and asks nothing more of them', async () => {
    const person = await service.person();
    const employments = person.employments.map((one) => ({ ...one, to: plainDate('2026-10-31') }));
    await service.stores.people.put({ ...person, employments });
    const certificate = aCertificateUntil('2027-05-31', { personId: person.id });
    await service.stores.certificates.issueOnce(certificate.record, certificate.credential);
    const { text, buttons } = await homeOf(person);
    assert.match(text, /Siste arbeidsdag var 31\. oktober 2026/);
    assert.match(text, /Sertifikatene dine/);
    assert.doesNotMatch(text, /ikke plassert/);
    assert.deepEqual(buttons, []);
    const pdf = `/certificates/${certificate.record.id}/pdf`;
    assert.ok((await (await service.signedInAs(person)).get('/')).text.includes(pdf));
  });

  it('tells somebody whose job requires nothing so', async () => {
    const person = await service.person();
    const employments = person.employments.map((one) => ({ ...one, jobRole: 'office' as const }));
    await service.stores.people.put({ ...person, employments });
    assert.match((await homeOf(person)).text, /krever ingen sertifisering/);
  });

  it('has one button and the reason why, at every step of the way', async () => {
    const person = await service.person();
    const steps: [string, RegExp, string][] = [];
    const look = async (step: string, status: RegExp, href: string): Promise<void> => {
      const { text, buttons } = await homeOf(person);
      assert.match(text, status, step);
      assert.match(text, /Hvorfor:/, step);
      assert.deepEqual(
        buttons.map((button) => button.href),
        href === '' ? [] : [href],
        step,
      );
      steps.push([step, status, href]);
    };
    await look('nothing begun', /Ikke startet/, `/courses/${PROGRAMME}`);
    const visitor = await service.signedInAs(person);
    await visitor.get(`/courses/${PROGRAMME}/lessons/law`);
    await look(
      'in the course',
      /I gang med kurset.*11 leksjoner er igjen/s,
      `/courses/${PROGRAMME}`,
    );
    await service.completedCourse(person);
    await look('course completed', /Klar for prøven/, `/programmes/${PROGRAMME}/exam`);
    const attempt = await service.begin(person);
    await look('exam under way', /Prøven pågår/, `/attempts/${attempt.id}/pages/1`);
    await handIn(service, attempt, 'wrong');
    await look('failed, to wait', /Ikke bestått ennå.*Du kan prøve igjen/s, '');
    service.pass(24 * 60 + 1);
    await look('may try again', /Ikke bestått ennå/, `/programmes/${PROGRAMME}/exam`);
    await handIn(service, await service.begin(person), 'right');
    await look('certified', /Gyldig til/, '');
    assert.equal(steps.length, 7);
  });

  it('offers the renewal when its window opens, by when, and keeps the certificate at hand', async () => {
    const person = await service.candidate();
    await handIn(service, await service.begin(person), 'right');
    service.at('2028-09-01T08:00:00Z');
    const { text, buttons } = await homeOf(person);
    assert.match(text, /Utløper om \d+ dager.*Fornyes innen/s);
    assert.match(text, /Last ned sertifikatet/);
    assert.equal(buttons.length, 1);
  });
});
