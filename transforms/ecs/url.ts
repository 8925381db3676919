import type { CellValue, Computation } from '../../src/column.ts';

const URL_PARTS =
  /^(?:([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d{1,5})?)?)?(\/[^?#]*)?(?:\?([^#]*))?/i;

interface Parts {
  readonly text: string;
  readonly scheme?: string | undefined;
  readonly domain?: string | undefined;
  readonly port?: string | undefined;
  readonly path?: string | undefined;
  readonly query?: string | undefined;
}

/** The columns of a row are computed one after the other: the URL is taken apart once for all of them. */
let last: Parts = { text: '' };

/** The parts of a URL as it was sent, escapes and all; none where it is not one from the first to the last character. */
function partsOf(url: CellValue): Parts {
  const text = url?.toString() ?? '';
  if (text === last.text) return last;
  const [whole, scheme, domain, port, path, query] = URL_PARTS.exec(text) ?? [];
  const rest = text.slice(whole?.length ?? 0);
  last = rest === '' || rest.startsWith('#') ? { text, scheme, domain, port, path, query } : { text };
  return last;
}

const part = (from: string, take: (parts: Parts) => string | number | undefined): Computation => ({
  from: [from],
  compute: (url) => {
    const taken = take(partsOf(url));
    return taken === '' ? undefined : taken;
  },
});

/** The fields of `url` but the original, from the column that holds it. */
export const urlParts = (column: string) =>
  ({
    'url.scheme': part(column, ({ scheme }) => scheme),
    'url.domain': part(column, ({ domain }) => domain),
    'url.port': part(column, ({ port }) => (port === undefined ? undefined : Number(port))),
    'url.path': part(column, ({ path }) => path),
    'url.extension': part(column, ({ path }) => /[^/]\.([^./]+)$/.exec(path ?? '')?.[1]),
    'url.query': part(column, ({ query }) => query),
  }) as const;
