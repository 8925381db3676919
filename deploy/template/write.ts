import { writeFileSync } from 'node:fs';
import { path, templateText } from './text.ts';

writeFileSync(path, templateText());
