import { format, resolveConfig } from 'prettier';

/** A page or JSON as the linter wants it, by the name of its file. */
export async function tidy(filepath: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}
