import { deepEqual, equal, rejects } from 'node:assert/strict';
import { remembered } from '../../server/platform/remembered.js';

describe('What is remembered for a moment', () => {
  function reader(forMs = 60_000) {
    const asked: string[] = [];
    const state = { value: 'first', broken: false };
    const read = remembered((key: string) => {
      asked.push(key);
      return state.broken ? Promise.reject(new Error('away')) : Promise.resolve(state.value);
    }, forMs);
    return { read, asked, state };
  }

  it('is read once for all who ask, by what they ask for', async () => {
    const { read, asked } = reader();
    await Promise.all([read('a'), read('a'), read('b')]);
    await read('a');
    deepEqual(asked, ['a', 'b']);
  });

  it('is read again after the moment', async () => {
    const { read, state } = reader(0);
    await read('a');
    state.value = 'second';
    await new Promise((resolve) => setTimeout(resolve, 20));
    equal(await read('a'), 'second');
  });

  it('is read again after a change made here, also by an answer that was on its way', async () => {
    const { read, state } = reader();
    const before = read('a');
    state.value = 'second';
    read.forget();
    equal(await before, 'first');
    equal(await read('a'), 'second');
  });

  it('does not remember that it could not be read', async () => {
    const { read, state } = reader();
    state.broken = true;
    await rejects(read('a'), /away/);
    state.broken = false;
    equal(await read('a'), 'first');
  });
});
