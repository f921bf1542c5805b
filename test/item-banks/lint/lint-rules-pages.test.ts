import assert from 'node:assert/strict';
import { lintChangesSchema, lintProfile } from '../../../server/item-banks/lint/lint-profile.js';
import { stricter } from '../../../server/item-banks/lint/lint-standing.rules.js';
import { formOn, hasForm, readable } from '../../support/a-page.js';
import { useService } from '../../support/a-service.js';
import type { Visitor } from '../../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../a-written-bank.js';

const decided = (code: 'N01' | 'N02', severity: 'error' | 'warning') => ({
  code,
  severity,
  reason: 'Seen in incidents',
  at: new Date('2026-03-01T12:00:00Z'),
});

describe('the rules of the linter in a municipality', () => {
  const service = useService();
  let bank: WrittenBank;
  let reviewer: Visitor;

  before(async () => {
    bank = await aWrittenBank(service, 1);
    const { nb } = anItemCalled('doubtful').texts;
    assert.ok(nb);
    const rationale = 'Gi 1,0 mg.';
    await bank.bring(anItemCalled('doubtful', { texts: { nb: { ...nb, rationale } } }), 'inReview');
  });
  beforeEach(async () => {
    reviewer = await service.signedInAs(bank.reviewer);
  });

  const decide = async (fields: Record<string, string>) => {
    const form = formOn((await reviewer.get('/lint-rules')).text, '/lint-rules');
    for (const [name, value] of Object.entries(fields)) form.fields.set(name, value);
    return reviewer.post(form.action, form.fields);
  };
  const pageOf = async (path: string) =>
    readable((await reviewer.get(`/item-banks/${bank.bankId}/items/${path}`)).text);
  const entries = () =>
    service.stores.audit.search(
      { municipalityId: bank.municipalityId, action: 'item.lint-decided' },
      9,
    );

  it('are as strict as the stricter of bank and municipality', () => {
    const said = lintChangesSchema.parse({ errors: ['N01'], off: ['N02'], lookAlikes: [] });
    const held = (...standings: Parameters<typeof stricter>[1]) => {
      const { severities } = lintProfile(stricter(said, standings));
      return [severities.N01, severities.N02];
    };
    assert.deepEqual(held(), ['error', 'off']);
    assert.deepEqual(held(decided('N01', 'warning'), decided('N02', 'warning')), [
      'error',
      undefined,
    ]);
    assert.deepEqual(held(decided('N02', 'error')), ['error', 'error']);
    assert.equal(lintProfile(stricter(undefined, [])).severities.N01, undefined);
  });

  it('become errors by a reviewer’s decision, with a reason that stays', async () => {
    assert.equal((await decide({ code: 'N01', severity: 'error' })).status, 422);
    const reason = 'Two incidents in March';
    assert.equal((await decide({ code: 'N01', severity: 'error', reason })).status, 303);
    const said = readable((await reviewer.get('/lint-rules')).text);
    assert.match(said, /Feil N01 Null til slutt .*Bestemt for kommunen .*Two incidents in March/);
    const [entry] = await entries();
    assert.deepEqual(entry?.details, { rule: 'N01', standing: 'error' });
    assert.equal(entry.actor, bank.reviewer.id);
  });

  it('stop an approval, on the item’s page and in what is done', async () => {
    assert.match(await pageOf('doubtful'), /Feil .*«1,0» slutter/);
    const { done } = await bank.change('doubtful', 'approve', bank.reviewer);
    assert.equal(done, false);
    assert.equal(
      (await bank.change('doubtful', 'return', bank.reviewer, 'Please mend')).done,
      true,
    );
    const author = await service.signedInAs(bank.author);
    const { text } = await author.get(`/item-banks/${bank.bankId}/items/doubtful/edit`);
    assert.match(text, /data-color="danger"[^>]*><span>N01 /);
  });

  it('count on the report of an upload', async () => {
    const author = await service.signedInAs(bank.author);
    const gift = '::new-1::Hva gir du? {=Det som står ~Ingenting ~Alt####Gi 1,0 mg.}';
    const path = `/item-banks/${bank.bankId}/import?topic=law`;
    const answer = await author.upload(path, 'bank.gift', Buffer.from(gift));
    assert.match(readable((await author.follow(answer)).text), /\([1-9]\d* feil\)/);
  });

  it('are not decided over what somebody decided meanwhile', async () => {
    const reason = 'Looked at an old page';
    const { status, text } = await decide({
      code: 'N02',
      severity: 'error',
      reason,
      revision: '0',
    });
    assert.equal(status, 409);
    assert.match(readable(text), /Noen andre bestemte en regel samtidig/);
    assert.equal((await entries()).length, 1);
  });

  it('go back to what each bank says, and other municipalities never heard of it', async () => {
    const elsewhere = await service.person({ roles: [{ role: 'examReviewer' }] });
    const stranger = await service.signedInAs(elsewhere);
    assert.doesNotMatch((await stranger.get('/lint-rules')).text, /Two incidents/);
    const reason = 'The authors know it now';
    assert.equal((await decide({ code: 'N01', severity: 'bank', reason })).status, 303);
    assert.match(await pageOf('doubtful'), /Advarsel .*«1,0» slutter/);
    assert.equal(hasForm((await reviewer.get('/lint-rules')).text, '/lint-rules'), true);
    const author = await service.signedInAs(bank.author);
    assert.equal(hasForm((await author.get('/lint-rules')).text, '/lint-rules'), false);
  });
});
