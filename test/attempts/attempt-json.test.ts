import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { useService } from '../support/a-service.js';
import { aSave, handIn } from '../support/sitting.js';
import type { Visitor } from '../support/visitor.js';

interface SaveAnswer {
  readonly kind: string;
  readonly serverNow: string;
  readonly savedAt?: string;
  readonly closesAt?: string;
  readonly slots?: readonly Readonly<Record<string, unknown>>[];
}

describe('saving by a script', () => {
  const service = useService();
  let attempt: Attempt;
  let visitor: Visitor;

  beforeEach(async () => {
    const person = await service.candidate();
    attempt = await service.begin(person);
    visitor = await service.signedInAs(person);
    // The first request gives this browser the pass, which outlives the session.
    await visitor.get(`/attempts/${attempt.id}/clock`);
  });

  const send = (body: unknown) => visitor.put(`/attempts/${attempt.id}/responses`, body);
  async function answerTo(body: unknown): Promise<{ status: number; body: SaveAnswer }> {
    const answer = await send(body);
    return { status: answer.status, body: answer.body as SaveAnswer };
  }
  const stored = () => service.attempt(attempt.id);

  it('is acknowledged with the times of the server', async () => {
    service.pass(10);
    const { status, body } = await answerTo({ saves: [aSave(0)], flags: { '1': true } });
    assert.equal(status, 200);
    assert.deepEqual(body, {
      kind: 'saved',
      savedAt: '2026-11-02T08:10:00.000Z',
      serverNow: '2026-11-02T08:10:00.000Z',
      closesAt: '2026-11-02T09:00:00.000Z',
      slots: [{ slot: 0, saved: true, revision: 1 }],
    });
    const { responses, flagged } = await stored();
    assert.deepEqual(responses.get(0)?.response, { chosen: [0] });
    assert.deepEqual([...flagged], [1]);
  });

  it('of a retry is acknowledged again', async () => {
    const save = aSave(0);
    await send({ saves: [save] });
    const { status, body } = await answerTo({ saves: [save] });
    assert.deepEqual([status, body.kind], [200, 'saved']);
  });

  it('is answered 409 with what stands when there is newer work', async () => {
    const newer = aSave(0, { response: { chosen: [1] } });
    await send({ saves: [newer] });
    const { status, body } = await answerTo({ saves: [aSave(0)] });
    const { kind, slots, serverNow } = body;
    assert.deepEqual([status, kind, serverNow], [409, 'conflict', '2026-11-02T08:00:00.000Z']);
    assert.equal(slots?.[0]?.['saved'], false);
    assert.deepEqual(slots[0]['standing'], { chosen: [1] });
    assert.deepEqual((await stored()).responses.get(0)?.response, { chosen: [1] });
  });

  it('is answered 410 when the attempt is over', async () => {
    await handIn(service, attempt, 'wrong');
    const before = await stored();
    const { status, body } = await answerTo({ saves: [aSave(0, { basedOn: 1 })] });
    assert.deepEqual(
      [status, body],
      [410, { kind: 'closed', unsaved: [0], serverNow: service.now().toJSON() }],
    );
    assert.deepEqual(await stored(), before);
  });

  it('is answered 410 after the deadline and its grace', async () => {
    const typed = { heard: new Date(attempt.closesAt.getTime() - 10_000), afterMs: 9_000 };
    service.at(new Date(attempt.closesAt.getTime() + 30_000));
    assert.equal((await send({ saves: [{ ...aSave(0), typed }] })).status, 200);
    service.at(new Date(attempt.closesAt.getTime() + 30_001));
    assert.equal((await send({ saves: [{ ...aSave(1), typed }] })).status, 410);
    assert.deepEqual([...(await stored()).responses.keys()], [0]);
  });

  describe('is refused, and nothing written,', () => {
    const save = { slot: 0, response: { chosen: [0] }, basedOn: 0, saveId: 'save-1234' };
    const cases: readonly [what: string, body: unknown][] = [
      ['nothing', {}],
      ['a list', []],
      ['an unknown field', { saves: [save], personId: 'somebody-else' }],
      ['a time of typing by another clock', { saves: [{ ...save, typed: { heard: 'noon' } }] }],
      [
        'a time of typing before its own clock',
        { saves: [{ ...save, typed: { heard: '2026-11-02T08:00:00.000Z', afterMs: -1 } }] },
      ],
      ['an unknown field of a save', { saves: [{ ...save, revision: 9 }] }],
      [
        'an unknown field of a response',
        { saves: [{ ...save, response: { chosen: [0], key: 1 } }] },
      ],
      ['two kinds of response', { saves: [{ ...save, response: { chosen: [0], typed: '1' } }] }],
      ['a response of no kind', { saves: [{ ...save, response: {} }] }],
      ['a position below 0', { saves: [{ ...save, response: { chosen: [-1] } }] }],
      ['a position that is no number', { saves: [{ ...save, response: { chosen: ['0'] } }] }],
      ['too long a number', { saves: [{ ...save, response: { typed: '1'.repeat(41) } }] }],
      ['a slot that the form does not have', { saves: [save, { ...save, slot: 6 }] }],
      ['a slot below 0', { saves: [{ ...save, slot: -1 }] }],
      ['a slot that is a path', { saves: [{ ...save, slot: '0.response' }] }],
      ['a slot that is half a number', { saves: [{ ...save, slot: 0.5 }] }],
      ['two saves of a slot', { saves: [save, { ...save, saveId: 'save-5678' }] }],
      ['a revision below 0', { saves: [{ ...save, basedOn: -1 }] }],
      ['a flag to no slot', { saves: [save], flags: { '6': true } }],
      ['a flag by a path', { saves: [save], flags: { 'x.y': true } }],
      ['a flag that is neither on nor off', { saves: [save], flags: { '0': 'yes' } }],
      [
        'more saves than a form has slots',
        { saves: Array.from({ length: 101 }, (_none, slot) => ({ ...save, slot })) },
      ],
    ];
    for (const [what, body] of cases)
      it(`when it holds ${what}`, async () => {
        const before = await stored();
        const answer = await send(body);
        assert.equal(answer.status, 400);
        assert.match(answer.type, /problem\+json/);
        assert.equal((answer.body as { code: string }).code, 'bad-request');
        assert.deepEqual(await stored(), before);
      });

    it('when it is not JSON', async () => {
      const answer = await send(undefined).type('json').send('{"saves": [');
      assert.equal(answer.status, 400);
      assert.match(answer.type, /problem\+json/);
    });

    it('when it is of another type than JSON', async () => {
      const answer = await send(undefined)
        .type('text')
        .send(JSON.stringify({ saves: [save] }));
      assert.equal(answer.status, 400);
      assert.equal((await stored()).responses.size, 0);
    });

    it('when it is larger than any exam could be', async () => {
      const answer = await send({ saves: [save], padding: 'x'.repeat(70_000) });
      assert.equal(answer.status, 413);
      assert.match(answer.type, /problem\+json/);
      assert.equal((await stored()).responses.size, 0);
    });
  });

  describe('a form', () => {
    const form = {
      slots: '0',
      pages: '6',
      'r0.kind': 'chosen',
      r0: '0',
      'r0.revision': '0',
      go: 'next',
    };
    const post = (fields: Readonly<Record<string, string>>) =>
      visitor.post(`/attempts/${attempt.id}/pages/1`, fields);

    it('is taken when it is as the page makes it', async () => {
      assert.equal((await post(form)).status, 303);
      assert.equal((await stored()).responses.size, 1);
    });

    for (const [what, changes] of [
      [
        'names a slot that the form does not have',
        { slots: '6', 'r6.kind': 'chosen', r6: '0', 'r6.revision': '0' },
      ],
      ['names a slot that is no number', { slots: 'x' }],
      ['has no item', { 'r0.kind': '' }],
      ['has a position that is no number', { r0: 'x' }],
      ['goes nowhere we know', { go: 'https://evil.example' }],
      ['is larger than any page could be', { padding: 'x'.repeat(70_000) }],
    ] as const)
      it(`is refused, with a page that says so, when it ${what}`, async () => {
        const answer = await post({ ...form, ...changes });
        assert.ok([400, 413].includes(answer.status), String(answer.status));
        assert.match(answer.text, /Det kunne vi ikke forstå/);
        assert.equal((await stored()).responses.size, 0);
        assert.equal((await stored()).flagged.size, 0);
      });
  });

  it('tells the clock of the server, and whether the attempt is open', async () => {
    service.pass(12);
    const url = `/attempts/${attempt.id}/clock`;
    const clock = {
      serverNow: '2026-11-02T08:12:00.000Z',
      closesAt: '2026-11-02T09:00:00.000Z',
      open: true,
      paused: false,
    };
    assert.deepEqual((await visitor.get(url)).body, clock);
    await handIn(service, attempt, 'wrong');
    assert.deepEqual((await visitor.get(url)).body, { ...clock, open: false });
  });

  for (const [page, status] of [
    ['0', 400],
    ['x', 400],
    ['1.5', 400],
    ['7', 404],
    ['999999999999999999999', 400],
  ] as const)
    it(`answers ${status} for page ${page} of six`, async () => {
      const answer = await visitor.get(`/attempts/${attempt.id}/pages/${page}`);
      assert.equal(answer.status, status);
    });
});
