import assert from 'node:assert/strict';
import { hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import type { Visitor } from '../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from './a-written-bank.js';
import { aPng } from './some-images.js';

describe('the item editor', () => {
  const service = useService();
  let bank: WrittenBank;
  let author: Visitor;

  before(async () => {
    bank = await aWrittenBank(service, 1);
  });
  beforeEach(async () => {
    author = await service.signedInAs(bank.author);
  });

  const at = (path: string): string => `/item-banks/${bank.bankId}/items/${path}`;
  const single = (id: string): Record<string, string> => ({
    type: 'singleChoice',
    revision: '0',
    optionLetters: 'a b',
    promptLetters: '',
    right: 'b',
    id,
    topic: 'law',
    pool: 'exam',
    difficulty: 'easy',
    reviewBy: '2027-11-01',
    sources: 'A source',
    'texts.nb.stem': 'Hva gjør du først?',
    'texts.nb.options.a': 'Går',
    'texts.nb.options.b': 'Spør',
    'texts.nb.rationale': 'Fordi det er tryggest.',
  });
  const post = (path: string, fields: Record<string, string>) => author.post(at(path), fields);

  it('offers the five types, and a form for each', async () => {
    const { text } = await author.get(at('new')).expect(200);
    const types = [...text.matchAll(/new\?type&#x3D;(\w+)/g)].map(([, type]) => type);
    assert.equal(types.length, 5);
    for (const type of types) {
      const page = await author.get(at(`new?type=${String(type)}`)).expect(200);
      assert.equal(hasForm(page.text, '/items/new'), true);
      assert.doesNotMatch(page.text, /aria-invalid/);
    }
  });

  it('keeps what is typed under the name of who is typing: a shared computer shows it to nobody else', async () => {
    const { municipalityId } = bank;
    const colleague = await service.person({ municipalityId, roles: [{ role: 'examAuthor' }] });
    const page = at('new?type=singleChoice');
    const names = [];
    for (const visitor of [author, await service.signedInAs(colleague)])
      names.push(/data-draft="([^"]+)"/.exec((await visitor.get(page)).text)?.[1]);
    const rest = `/${bank.bankId}/new-singleChoice`;
    assert.deepEqual(names, [`${bank.author.id}${rest}`, `${colleague.id}${rest}`]);
  });

  it('saves a draft, and goes on with it', async () => {
    const answer = await post('new', single('saved')).expect(303);
    assert.match(readable((await author.follow(answer)).text), /Lagret som utkast, versjon 1\./);
    await post('saved/edit', {
      ...single('another-id'),
      revision: '1',
      'texts.nb.options.a': 'Løper',
    }).expect(303);
    const { versions, revision } = await bank.recordOf('saved');
    assert.equal(revision, 2);
    assert.equal(versions[0]?.content.texts.nb?.options?.['a'], 'Løper');
    assert.deepEqual(versions[0].authors, [bank.author.id]);
  });

  it('says at each field what is missing, keeps everything typed, and saves nothing', async () => {
    const { text } = await post('new', {
      ...single('faulty'),
      topic: '',
      'texts.nb.stem': '',
      'texts.sv.stem': 'Vad gör du <först>?',
    }).expect(422);
    assert.match(text, /id="texts-nb-stem"[^>]*aria-invalid="true"/);
    assert.match(text, /id="topic"[^>]*aria-invalid="true"/);
    assert.match(text, /id="texts-sv-options-a"[^>]*aria-invalid="true"/);
    assert.doesNotMatch(text, /id="texts-nb-rationale"[^>]*aria-invalid/);
    assert.match(text, /Vad gör du &lt;först&gt;\?/);
    assert.match(readable(text), /Ikke lagret: 5 felt må rettes.* Velg et emne\./);
    assert.equal(await service.stores.items.find(bank.bankId, 'faulty'), undefined);
  });

  it('puts what the linter finds beside its field, and shows the item as candidates see it', async () => {
    const { text } = await post('new', {
      ...single('checked'),
      do: 'check',
      'texts.nb.stem': 'Du skal gi .5 ml. Hva gjør du?',
    }).expect(200);
    const beside = /id="texts-nb-stem-messages"[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? '';
    assert.match(readable(beside), /^N02 .*Skriv «0.5»/);
    assert.match(text, /type="radio" name="preview-nb-0"/);
    assert.equal(await service.stores.items.find(bank.bankId, 'checked'), undefined);
  });

  it('shows variants of a calculation with their worked solution, another one when asked, and what is wrong beside its field', async () => {
    const numeric = {
      ...single('numeric'),
      type: 'numeric',
      optionLetters: '',
      do: 'check',
      'texts.nb.stem': 'Gi {dose} av {strength}. Hvor mye?',
      'texts.nb.rationale': '{dose} delt på {strength} er {answer}.',
      'rows.vars': '1 2',
      'vars.1.name': 'dose',
      'vars.1.unit': 'mg',
      'vars.1.from': '5',
      'vars.1.to': '50',
      'vars.1.step': '5',
      'vars.2.name': 'strength',
      'vars.2.unit': 'mg/ml',
      'vars.2.values': '5',
      'answer.expression': 'dose / strength',
      'answer.unit': 'ml',
      'answer.decimals': '1',
    };
    const right = readable((await post('new', numeric).expect(200)).text);
    assert.match(right, /Gi 5 mg av 5 mg\/ml\. Hvor mye\?/);
    assert.match(right, /50 mg : 5 mg\/ml = 10 ml/);
    assert.match(right, /10 varianter av tallene/);
    const drawn = await post('new', { ...numeric, do: 'draw' }).expect(200);
    assert.match(readable(drawn.text), /Gi 35 mg av 5 mg\/ml\. Hvor mye\?/);
    const wrong = await post('new', { ...numeric, 'answer.expression': 'dose * strength' });
    const beside = /id="answer-expression-messages"[^>]*>(.*?)<\/div>/s.exec(wrong.text)?.[1] ?? '';
    assert.equal(readable(beside), '«dose * strength» gir mg·mg/ml, men enheten er ml.');
    const unread = await post('new', { ...numeric, 'answer.expression': 'dose / (' });
    assert.match(readable(unread.text), /Uttrykket stopper ved tegn 9, etter «dose \/ \(»\./);
    const added = await post('new', { ...numeric, do: 'add.constraints' });
    assert.match(added.text, /id="constraints-1-expression"[^>]* autofocus/);
  });

  it('shows what was written over several lines exactly as it is', async () => {
    const stem = 'Hva gjør du?\n  - først\n- så';
    const { texts } = anItemCalled('lines');
    const nb = texts.nb;
    assert.ok(nb);
    await bank.write(anItemCalled('lines', { texts: { nb: { ...nb, stem } } }));
    const { text } = await author.get(at('lines/edit')).expect(200);
    assert.equal(/<textarea[^>]*id="texts-nb-stem"[^>]*>\n([^<]*)</.exec(text)?.[1], stem);
  });

  it('adds, moves and removes rows by buttons', async () => {
    const added = await post('new', { ...single('rows'), do: 'add.options' }).expect(200);
    assert.match(added.text, /id="texts-nb-options-c"[^>]* autofocus/);
    const removed = await post('new', { ...single('rows'), do: 'remove.options.a' }).expect(200);
    assert.doesNotMatch(removed.text, /texts\.nb\.options\.a/);
  });

  it('says no to an id that is taken', async () => {
    await bank.write(anItemCalled('taken'));
    const { text } = await post('new', single('taken')).expect(409);
    assert.match(readable(text), /Det finnes allerede en oppgave med dette navnet/);
  });

  it('shows both when somebody else has saved meanwhile, and lets the author decide', async () => {
    await bank.write(anItemCalled('contested'));
    const { text: opened } = await author.get(at('contested/edit')).expect(200);
    const seen = /name="revision" value="(\d+)"/.exec(opened)?.[1] ?? '';
    await bank.write(anItemCalled('contested', { key: 'c' }));
    const mine = { ...single('contested'), revision: seen };
    const { text } = await post('contested/edit', mine).expect(409);
    assert.match(readable(text), /Noen andre lagret oppgaven .* key c b /);
    assert.match(text, /Hva gjør du først\?/);
    const now = /name="revision" value="(\d+)"/.exec(text)?.[1] ?? '';
    await post('contested/edit', { ...mine, revision: now }).expect(303);
    const { content } = (await bank.recordOf('contested')).versions[0] ?? {};
    assert.equal(content?.type === 'singleChoice' && content.key, 'b');
  });

  it('does not save into what is in review, and says the way out', async () => {
    const { revision } = await bank.bring(anItemCalled('reviewed'), 'inReview');
    const fields = { ...single('reviewed'), revision: String(revision) };
    const { text } = await post('reviewed/edit', fields).expect(409);
    assert.match(readable(text), /Ta den tilbake før du endrer den/);
  });

  const image = (fields: Record<string, string>, bytes = aPng(30, 20), name = 'a.png') =>
    author.upload(at('new'), name, bytes, 'image.file', { ...fields, do: 'image' });
  const withWords = (id: string) => ({
    ...single(id),
    'image.place': 'stem',
    'image.alt.nb': 'En sprøyte [2 ml]',
  });

  it('puts an uploaded image with its words into the text, shows it, and keeps it with the draft', async () => {
    const { text } = await image(withWords('pictured')).expect(200);
    const stem = /<textarea[^>]*id="texts-nb-stem"[^>]*>\n([^<]*)</.exec(text)?.[1] ?? '';
    const [, name = ''] =
      /^Hva gjør du først\? !\[En sprøyte \(2 ml\)\]\((\w{32}\.png)\)$/.exec(stem) ?? [];
    const address = `/item-banks/${bank.bankId}/images/${name}`;
    assert.ok(text.includes(`<img src="${address}" alt="En sprøyte (2 ml)">`));
    assert.match(readable(text), /Q07 Bildet «En sprøyte \(2 ml\)» er for svakt.* 1 til 1/);
    await author.get(address).expect(200);
    await post('new', { ...single('pictured'), 'texts.nb.stem': stem }).expect(303);
    await service.stores.itemImages.removeExpired(new Date('2100-01-01'));
    await author.get(address).expect(200);
    const other = await image(withWords('unsaved'), aPng(31, 20)).expect(200);
    const [, unsaved = ''] = /images\/(\w{32}\.png)/.exec(other.text) ?? [];
    await service.stores.itemImages.removeExpired(new Date('2100-01-01'));
    await author.get(address.replace(name, unsaved)).expect(404);
  });

  it('wants words for an image in every language of the item, a place, and a PNG or JPEG', async () => {
    const inTwo = { ...withWords('wordless'), 'texts.sv.stem': 'Vad gör du först?' };
    const wordless = await image({ ...inTwo, 'image.place': 'options.x' }).expect(200);
    for (const field of ['image-alt-sv', 'image-place'])
      assert.match(wordless.text, new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    assert.doesNotMatch(wordless.text, /id="image-alt-nb"[^>]*aria-invalid/);
    assert.match(wordless.text, /Vad gör du först\?/);
    const asked = await image(withWords('fileless'), Buffer.alloc(0)).expect(200);
    assert.match(readable(asked.text), /Velg en fil/);
    const gif = await image(
      withWords('animated'),
      Buffer.from('47494638396103000200800000', 'hex'),
    );
    assert.match(readable(gif.text), /verken PNG eller JPEG\. Lagre bildet på nytt som PNG/);
    const large = await image(withWords('large'), Buffer.alloc(3_000_000)).expect(200);
    assert.match(readable(large.text), /større enn 1 MB/);
  });

  it('saves no draft that names an image which the bank does not have, and says where and the way out', async () => {
    const stem = `Hva er dette? ![Noe](${'0'.repeat(32)}.png)`;
    const { text } = await post('new', { ...single('lost'), 'texts.nb.stem': stem }).expect(422);
    const beside = /id="texts-nb-stem-messages"[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? '';
    assert.match(readable(beside), /Banken har ikke bildet «0{32}\.png»\. Last det opp/);
    const linked = { ...single('lost'), 'texts.nb.options.a': '![x](https://x.no/a.png)' };
    await post('new', linked).expect(422);
    const { texts } = anItemCalled('lost');
    const written = anItemCalled('lost', {
      texts: { nb: { ...(texts.nb ?? assert.fail()), stem } },
    });
    assert.deepEqual(await bank.write(written), { saved: false, reason: 'no-such-image' });
    assert.equal(await service.stores.items.find(bank.bankId, 'lost'), undefined);
  });

  it('is not for banks of others', async () => {
    await author.get('/item-banks/legemiddelhandtering/items/law-001/edit').expect(404);
    await author.get('/item-banks/legemiddelhandtering/items/new').expect(404);
  });
});
