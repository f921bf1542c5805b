import assert from 'node:assert/strict';
import { questionsOf, scoreOf } from './a-foreign-file.js';

describe('Aiken', () => {
  it('reads options with bracket or point', async () => {
    const [first, second] = await questionsOf(
      'bank.txt',
      'First?\r\nA) no\r\nB)yes\r\nANSWER: B\r\n\r\nSecond\nline?\nA. 5 < 6\nB. other\nANSWER: A',
    );
    assert.ok(first && second);
    assert.deepEqual(first.key?.correct, ['yes']);
    assert.deepEqual([scoreOf(first, 'B'), scoreOf(first, 'no'), scoreOf(first, 1)], [1, 0, 1]);
    assert.equal(second.stem.text, 'Second line?');
    assert.deepEqual(second.options, ['5 &lt; 6', 'other']);
    assert.equal(second.line, 6);
  });

  it('refuses a block in error and keeps the others', async () => {
    const questions = await questionsOf(
      'bank.txt',
      [
        'One option\nA) a\nANSWER: A',
        'Unfinished\nA) a\nB) b',
        'Wrong letter\nA) a\nB) b\nANSWER: C',
        'A) lost',
        'Good\nA) a\nB) b\nANSWER: B',
      ].join('\n\n'),
    );
    assert.deepEqual(
      questions.map(({ status }) => status),
      ['refused', 'refused', 'refused', 'refused', 'imported'],
    );
    assert.ok(questions.every(({ status, reason }) => status === 'imported' || reason));
  });
});
