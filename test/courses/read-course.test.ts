import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { courseCatalogue, readCourse } from '../../server/courses/read-course.js';

const COURSE = `id: c
version: 1
titles: {nb: Kurs}
approval: sample
lessons:
  - {id: law, folder: 01-law, minutes: 5, titles: {nb: Lov}}
`;

const question = (id: string): string => `  - id: ${id}
    type: singleChoice
    key: a
    texts:
      nb:
        stem: Hva gjør du?
        options: {a: Dette, b: Hint}
        rationale: Derfor er det slik.
`;
const CHECK = `items:\n${['one', 'two', 'three'].map(question).join('')}`;

describe('reading a course', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-course-'));
    await write('course.yaml', COURSE);
    await write('01-law/nb.md', 'Tekst.\n');
    await write('01-law/check.yaml', CHECK);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  async function problems(): Promise<string[]> {
    const read = await readCourse(folder);
    return read.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  }
  async function html(markdown: string): Promise<string> {
    await write('01-law/nb.md', markdown);
    return (await readCourse(folder)).course?.lessons[0]?.html.nb ?? '';
  }

  it('finds nothing wrong with one that is right', async () => {
    assert.deepEqual(await problems(), []);
    const { course } = await readCourse(folder);
    assert.equal(course?.lessons[0]?.check.length, 3);
  });

  describe('names file and line of', () => {
    it('a course that is missing', async () => {
      await rm(join(folder, 'course.yaml'));
      assert.deepEqual(await problems(), ['course/course.yaml:1 is missing']);
    });

    it('a field of the course that is wrong', async () => {
      await write('course.yaml', COURSE.replace('version: 1', 'version: first'));
      const [problem = '', ...others] = await problems();
      assert.match(problem, /^course\/course\.yaml:2 version: /);
      assert.deepEqual(others, []);
    });

    it('a field of a lesson that is wrong', async () => {
      await write('course.yaml', COURSE.replace('minutes: 5', 'minutes: 0'));
      assert.match((await problems())[0] ?? '', /^course\/course\.yaml:6 lessons\.0\.minutes: /);
    });

    it('what is no YAML', async () => {
      await write('course.yaml', `${COURSE}  - {id: [\n`);
      assert.match((await problems())[0] ?? '', /^course\/course\.yaml:\d+ /);
    });

    for (const id of ['Law', 'law.1', '$law', '']) {
      it(`a lesson called ${JSON.stringify(id)}, which can be in no address`, async () => {
        await write('course.yaml', COURSE.replace('id: law', `id: "${id}"`));
        assert.match((await problems())[0] ?? '', /^course\/course\.yaml:6 lessons\.0\.id: /);
      });
    }

    it('two lessons of one id', async () => {
      await write(
        'course.yaml',
        `${COURSE}  - {id: law, folder: 01-law, minutes: 5, titles: {nb: Lov}}\n`,
      );
      assert.deepEqual(await problems(), ['course/course.yaml:7 the lesson law is there twice']);
    });

    it('a lesson without its text in bokmål', async () => {
      await rm(join(folder, '01-law/nb.md'));
      assert.deepEqual(await problems(), ['course/01-law/nb.md:1 the lesson in bokmål is missing']);
    });

    it('a figure that is not there', async () => {
      await write('01-law/sv.md', 'Text.\n\nMer text.\n\n![En bild](borta.svg "Bild")\n');
      assert.deepEqual(await problems(), [
        'course/01-law/sv.md:5 the figure borta.svg is not in the folder',
      ]);
    });

    it('a check that is missing', async () => {
      await rm(join(folder, '01-law/check.yaml'));
      assert.ok(
        (await problems()).every((problem) => problem.startsWith('course/01-law/check.yaml:1')),
      );
    });

    it('a check with too few questions', async () => {
      await write('01-law/check.yaml', `items:\n${question('one')}`);
      assert.deepEqual(await problems(), [
        'course/01-law/check.yaml:1 has 1 check questions, at least 3 are needed',
      ]);
    });

    it('a question that is wrong', async () => {
      await write(
        '01-law/check.yaml',
        CHECK.replace('id: two\n    type: singleChoice', 'id: two\n    type: essay'),
      );
      assert.match((await problems())[0] ?? '', /^course\/01-law\/check\.yaml:(10|11) /);
    });
  });

  describe('makes HTML of a lesson', () => {
    it('with its figures, each with a text and a caption', async () => {
      await write('01-law/roles.svg', '<svg/>');
      assert.match(
        await html('![Hvem <gjør> "hva"](roles.svg "Roller & ansvar")\n'),
        /<img src="\/courses\/c\/lessons\/law\/figures\/roles\.svg" alt="Hvem &lt;gjør&gt; &quot;hva&quot;".*Roller &amp; ansvar/,
      );
      const catalogue = courseCatalogue([await readCourse(folder)]);
      assert.equal(catalogue.figure('c', 'law', 'roles.svg'), '<svg/>');
      assert.equal(catalogue.figure('c', 'law', '../course.yaml'), undefined);
      assert.equal(catalogue.figure('c', 'forms', 'roles.svg'), undefined);
    });

    it('with tables and notes that a phone can show', async () => {
      const made = await html('| a | b |\n|---|---|\n| 1 | 2 |\n\n> Husk\n');
      assert.match(made, /<div class="table-scroll"[^>]*><table/);
      assert.match(made, /class="ds-alert remember"/);
    });

    for (const markdown of [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '[lenke](javascript:alert(1))',
      '[lenke](JaVaScRiPt:alert(1))',
      '[lenke](data:text/html;base64,PHNjcmlwdD4=)',
      '[lenke](//evil.example)',
      '![x](javascript:alert(1))',
      '![x](https://evil.example/x.svg)',
      '![x](x.svg "\\" onload=\\"alert(1)")',
      '<svg onload=alert(1)>',
    ])
      it(`without a way in for scripts: ${markdown}`, async () => {
        await write('01-law/x.svg', '<svg/>');
        const made = await html(`${markdown}\n`);
        for (const [, attributes = ''] of made.matchAll(/<\w+([^>]*)>/g)) {
          assert.doesNotMatch(attributes.replace(/"[^"]*"/g, '""'), /\bon\w+=/i);
          assert.doesNotMatch(attributes, /(href|src)="(?!\/courses\/|https:\/\/|")/i);
          assert.doesNotMatch(attributes, /src="https:/);
        }
        assert.doesNotMatch(made, /<(script|svg|img src=x)/i);
      });
  });
});
