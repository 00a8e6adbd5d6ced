// Copies what the compiler doesn't: node src/sandbox/page/copy-static.js FOLDER
import { cpSync } from 'node:fs';
import { join } from 'node:path';

const to = process.argv[2] ?? 'dist/sandbox/page';
for (const name of ['index.html', 'icon.svg', 'css', 'fonts']) cpSync(join(import.meta.dirname, name), join(to, name), { recursive: true });
