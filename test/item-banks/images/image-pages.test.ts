import assert from 'node:assert/strict';
import {
  checkImage,
  heldByImport,
  imagesOf,
} from '../../../server/item-banks/images/image.rules.js';
import { formOn, readable } from '../../support/a-page.js';
import { useService } from '../../support/a-service.js';
import { handIn } from '../../support/sitting.js';
import { PROGRAMME } from '../../support/some-staff.js';
import { locationOf, type Visitor } from '../../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../a-written-bank.js';
import { aPng, moodleWithImages } from '../some-images.js';

const checked = checkImage(aPng());
assert.ok('image' in checked);
const { image } = checked;

describe('images of items in the browser', () => {
  const service = useService();
  let bank: WrittenBank;
  let author: Visitor;

  before(async () => {
    bank = await aWrittenBank(service, 1);
    author = await service.signedInAs(bank.author);
    const texts = { options: { a: 'To', b: 'Tre', c: 'Fire' }, rationale: 'To er to.' };
    const stem = `Hvor mye? ![En sprøyte med 2 ml](${image.name})`;
    await service.stores.itemImages.put(bank.bankId, image);
    await bank.bring(anItemCalled('shown', { texts: { nb: { ...texts, stem } } }), 'live');
  });

  const upload = async (png: Buffer) => {
    const file = Buffer.from(moodleWithImages({ 'a.png': png }));
    const to = `/item-banks/${bank.bankId}/import?topic=law`;
    return author.upload(to, 'bank.xml', file);
  };
  const inBank = (name: string) => `/item-banks/${bank.bankId}/images/${name}`;

  it('wait with the upload, come into the bank when it is confirmed, and are seen with their text', async () => {
    const answer = await upload(aPng(7, 7));
    const report = await author.follow(answer);
    assert.match(readable(report.text), /Kan hentes inn: 1/);
    const form = formOn(report.text, locationOf(answer));
    await author.post(form.action, form.fields).expect(303);
    const [version] = (await bank.recordOf('syringe')).versions;
    assert.ok(version);
    const [name = ''] = imagesOf(version.content);
    const page = await author.get(`/item-banks/${bank.bankId}/items/syringe`);
    const shown = `<img src="${inBank(name)}" alt="En sprøyte med 2 ml">`;
    assert.ok(page.text.includes(shown));
    const preview = await author.get(`/item-banks/${bank.bankId}/items/syringe/edit`);
    assert.ok(preview.text.includes(shown));
    const answered = await author.get(inBank(name)).expect(200);
    const { headers } = answered;
    assert.deepEqual(answered.body, aPng(7, 7));
    assert.equal(headers['content-type'], 'image/png');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox");
  });

  it('of an upload that nobody confirms are gone when its day is over', async () => {
    const { itemImages } = service.stores;
    const holder = heldByImport('unconfirmed');
    const over = new Date(service.now().getTime() + 1000);
    await itemImages.put(holder, image, over);
    await itemImages.removeExpired(service.now());
    assert.ok(await itemImages.find(holder, image.name));
    await itemImages.removeExpired(over);
    assert.equal(await itemImages.find(holder, image.name), undefined);
    assert.ok(await itemImages.find(bank.bankId, image.name));
  });

  it('of a bank are for those who may see its items', async () => {
    const elsewhere = await service.person({ roles: [{ role: 'examAuthor' }] });
    await (await service.signedInAs(elsewhere)).get(inBank(image.name)).expect(404);
    const candidate = await service.person({ municipalityId: bank.municipalityId });
    await (await service.signedInAs(candidate)).get(inBank(image.name)).expect(403);
    await author.get(inBank(`${'0'.repeat(32)}.png`)).expect(404);
  });

  it('of an exam open with its pass alone, while it lasts, and for nobody else', async () => {
    const { municipalityId } = bank;
    const candidate = await service.candidate({ municipalityId });
    const visitor = await service.signedInAs(candidate);
    const started = await visitor.post(`/programmes/${PROGRAMME}/exam`).expect(303);
    const page = await visitor.follow(started);
    const [, attemptId = ''] = /^\/attempts\/([^/]+)/.exec(locationOf(started)) ?? [];
    const address = `/attempts/${attemptId}/images/${image.name}`;
    assert.ok(page.text.includes(`<img src="${address}" alt="En sprøyte med 2 ml">`));
    visitor.forget('session');
    const shown = await visitor.get(address).expect(200);
    const { headers } = shown;
    assert.deepEqual(shown.body, aPng());
    assert.equal(headers['cache-control'], 'no-store');
    const other = checkImage(aPng(9, 9));
    assert.ok('image' in other);
    await service.stores.itemImages.put(bank.bankId, other.image);
    await visitor.get(address.replace(image.name, other.image.name)).expect(404);
    const stranger = await service.signedInAs(await service.candidate({ municipalityId }));
    await stranger.get(address).expect(404);
    await handIn(service, await service.attempt(attemptId), 'right');
    await visitor.get(address).expect(404);
  });
});
