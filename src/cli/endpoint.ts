import { shown } from '../config-text.ts';

/** What is wrong with what `--endpoint-url` says. */
export function endpointProblems(endpointUrl: string | undefined): readonly string[] {
  if (endpointUrl === undefined || (URL.canParse(endpointUrl) && /^https?:\/\/[^/]/i.test(endpointUrl))) return [];
  return [`--endpoint-url: must be http://host:port or https://…, not ${shown(endpointUrl)}`];
}
