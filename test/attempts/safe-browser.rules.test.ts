import { equal, match } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  configKey,
  configKeyHash,
  isConfigKeyHash,
  sebFile,
  sebLink,
  sebSettings,
} from '../../server/attempts/safe-browser/safe-browser.rules.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ADDRESS = 'https://medsert.example/programmes/medicines/exam';

describe('the Config Key of Safe Exam Browser', () => {
  it('is that of the settings as JSON without spaces and escapes, by key without regard to case', () => {
    // The order in which the documentation has these keys.
    const settings = {
      ...{
        URLFilterEnable: true,
        allowWlan: false,
        allowQuit: true,
        startURL: 'https://a.b/c?d&e',
      },
      ...{ allowedDisplaysMaxNumber: 1, allowDownUploads: false, zoomMode: 0 },
      whitelistURLFilter: String.raw`a\.b`,
    };
    equal(
      configKey(settings),
      sha256(
        String.raw`{"allowDownUploads":false,"allowedDisplaysMaxNumber":1,"allowQuit":true,"allowWlan":false,` +
          String.raw`"startURL":"https://a.b/c?d&e","URLFilterEnable":true,"whitelistURLFilter":"a\.b","zoomMode":0}`,
      ),
    );
  });

  it('does not count which program wrote the file, and counts everything else', () => {
    const settings = sebSettings(ADDRESS);
    equal(configKey({ ...settings, originatorVersion: 'SEB_Win_3.0' }), configKey(settings));
    for (const [name, value] of [
      ['allowQuit', false],
      ['startURL', `${ADDRESS}2`],
    ] as const)
      equal(configKey({ ...settings, [name]: value }) === configKey(settings), false, name);
  });

  it('comes hashed with the address that is asked for, without its fragment', () => {
    const key = configKey(sebSettings(ADDRESS));
    const sent = sha256(`${ADDRESS}${key}`);
    equal(configKeyHash(`${ADDRESS}#top`, key), sent);
    equal(isConfigKeyHash(sent.toUpperCase(), ADDRESS, key), true);
    for (const other of [undefined, '', key, sent.slice(1), sha256(ADDRESS)])
      equal(isConfigKeyHash(other, ADDRESS, key), false);
    equal(isConfigKeyHash(sent, `${ADDRESS}?x`, key), false);
  });

  it('belongs to a property list that opens in that browser by a link', () => {
    const file = sebFile(sebSettings('https://medsert.example/?a=1&b=2'));
    match(file, /^<\?xml version="1\.0" encoding="utf-8"\?>\n<!DOCTYPE plist /);
    match(file, /<key>startURL<\/key><string>https:\/\/medsert\.example\/\?a=1&amp;b=2<\/string>/);
    match(file, /<key>sendBrowserExamKey<\/key><true\/>/);
    equal(sebLink('https://medsert.example/x.seb'), 'sebs://medsert.example/x.seb');
    equal(sebLink('http://localhost:3000/x.seb'), 'seb://localhost:3000/x.seb');
  });
});
