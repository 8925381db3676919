/* The setting that is a format: by its name, or in a module of one's own. */
import { formats } from '../transforms/formats/registry.ts';
import { auto } from '../transforms/read.ts';
import { shown, textLater, Unfit } from './config-text.ts';
import { choice } from './config-values.ts';
import { formatIn, isFormatFile } from './format-file.ts';
import type { Format } from './format.ts';

const names = [auto.name, ...Object.keys(formats)];
const example = './my-format.js';

export const format = textLater(
  `${choice(names)}, or a file such as \`${example}\``,
  async (text): Promise<Format | typeof auto> => {
    if (isFormatFile(text)) return formatIn(text);
    const found = text === auto.name ? auto : Object.values(formats).find(({ name }) => name === text);
    if (found !== undefined) return found;
    throw new Unfit(`must be one of ${names.join(', ')}, or a file such as ${example}, not ${shown(text)}`);
  },
);
