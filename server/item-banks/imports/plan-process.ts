import { importPlanner } from '../formats/plan-import.js';
import { readForeignFile } from '../formats/readers.js';
import type { UploadedFile } from './plan-upload.js';

/** The process that reads one uploaded file. Started by `plan-upload.ts`, and by nothing else. */
process.once('message', (file: UploadedFile) => {
  void planOf(file).then((entries) => {
    process.send?.(entries, () => {
      process.disconnect();
    });
  });
});

async function planOf({ name, bytes, target, defaults }: UploadedFile) {
  return importPlanner(target, defaults)(await readForeignFile({ name, bytes }));
}
