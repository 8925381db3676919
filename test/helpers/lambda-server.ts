import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { serve } from './http.ts';
import { Refusal, type LambdaFunction } from './lambda-function.ts';

type Body = Readonly<Record<string, unknown>>;

export interface LambdaServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The actions that were asked for, in order. */
  readonly actions: string[];
  /** Called before an action is done; what it throws is the answer. */
  before: (action: string) => void;
  /** Called when an action was done; what it throws is the answer, in place of what came of it. */
  after: (action: string) => void;
  close(): Promise<void>;
}

type Act = (fn: LambdaFunction, body: Body, name: string, query: URLSearchParams) => Body;

/** The calls of Lambda's REST interface that a deployment makes. */
const ROUTES: readonly (readonly [method: string, path: RegExp, action: string, act: Act])[] = [
  [
    'GET',
    /^\/configuration$/,
    'GetFunctionConfiguration',
    (fn, _body, _name, query) => fn.read(query.get('Qualifier')),
  ],
  ['PUT', /^\/code$/, 'UpdateFunctionCode', (fn, body) => fn.updateCode(body)],
  ['POST', /^\/versions$/, 'PublishVersion', (fn, body) => fn.publish(body)],
  ['GET', /^\/aliases\/(.+)$/, 'GetAlias', (fn, _body, name) => fn.alias(name)],
  ['PUT', /^\/aliases\/(.+)$/, 'UpdateAlias', (fn, body, name) => fn.moveAlias(name, body)],
  ['POST', /^\/aliases$/, 'CreateAlias', (fn, body) => fn.moveAlias(String(body.Name), body)],
];

/** Lambda with these functions, by their names, on a port of 127.0.0.1. */
export async function lambdaServer(functions: Readonly<Record<string, LambdaFunction>>): Promise<LambdaServer> {
  const actions: string[] = [];
  const server = await serve((request, response) => {
    void answer(request).then(({ status, body, type }) => {
      const kind = type === undefined ? {} : { 'x-amzn-errortype': type };
      response.writeHead(status, { 'content-type': 'application/json', ...kind }).end(JSON.stringify(body));
    });
  });
  const answer = async (request: IncomingMessage): Promise<{ status: number; body: Body; type?: string }> => {
    const body = request.method === 'GET' ? {} : ((await json(request)) as Body);
    try {
      return { status: 200, body: act(request, body) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, type: error.type, body: { Type: 'User', Message: error.message } };
    }
  };
  const act = ({ method, url = '' }: IncomingMessage, body: Body): Body => {
    const { pathname, searchParams } = new URL(url, server.url);
    const [, name = '', rest = ''] =
      /^\/2015-03-31\/functions\/([^/]+)(\/.*)$/.exec(decodeURIComponent(pathname)) ?? [];
    const route = ROUTES.find(([verb, path]) => verb === method && path.test(rest));
    if (route === undefined) throw new Error(`nobody answers ${method} ${url}`);
    const [, path, action, doIt] = route;
    actions.push(action);
    made.before(action);
    const fn = functions[name];
    if (fn === undefined) throw new Refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    const result = doIt(fn, body, path.exec(rest)?.[1] ?? '', searchParams);
    made.after(action);
    return result;
  };
  const nothing = (): void => undefined;
  const made: LambdaServer = { url: server.url, actions, before: nothing, after: nothing, close: () => server.close() };
  return made;
}
