import { createHash } from 'node:crypto';

/** What Lambda answers an error with. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

interface Alias {
  FunctionVersion: string;
  RevisionId: string;
  RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
}

type Body = Readonly<Record<string, unknown>>;

export interface FunctionOptions {
  readonly code?: string;
  /** Overrides and adds: `State`, `Handler`, `LastUpdateStatus` … */
  readonly configuration?: Body;
}

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** One function of an account, with what of Lambda's rules a deployment meets. */
export class LambdaFunction {
  /** How often `$LATEST` is looked at before a change is done. */
  looks = 2;
  /** What becomes of the next change; undefined: it succeeds. */
  failure: string | undefined;
  /** What becomes of the state of the next version. */
  versionState: Body = {};
  readonly versions: Body[] = [];
  readonly aliases = new Map<string, Alias>();
  configuration: Body;
  #revision = 0;
  #left = 1;

  constructor(name: string, { code = 'old code', configuration = {} }: FunctionOptions = {}) {
    this.configuration = {
      FunctionName: name,
      FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
      Version: '$LATEST',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['arm64'],
      PackageType: 'Zip',
      CodeSize: code.length,
      CodeSha256: sha256(code),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      RevisionId: 'r0',
      ...configuration,
    };
  }

  /** Somebody changes something, which takes a while; its end is a revision of its own, as in Lambda. */
  change(to: Body): void {
    this.configuration = { ...this.configuration, ...to, LastUpdateStatus: 'InProgress', RevisionId: this.#next() };
    this.#left = this.looks;
  }

  read(version: string | null): Body {
    if (version !== null && version !== '$LATEST') return this.#version(version);
    if (this.configuration.LastUpdateStatus === 'InProgress' && this.#left-- <= 0) {
      const end = this.failure === undefined ? 'Successful' : 'Failed';
      const reason = this.failure === undefined ? {} : { LastUpdateStatusReason: this.failure };
      const RevisionId = this.#next();
      this.configuration = { ...this.configuration, LastUpdateStatus: end, ...reason, RevisionId };
    } else if (this.configuration.State === 'Pending' && this.#left-- <= 0) {
      this.configuration = { ...this.configuration, State: 'Active', RevisionId: this.#next() };
    }
    return this.configuration;
  }

  updateCode({ ZipFile, RevisionId, DryRun }: Body): Body {
    this.#refuseWhileChanging();
    this.#compare(RevisionId, this.configuration.RevisionId);
    const zip = Buffer.from(String(ZipFile), 'base64');
    const to = { CodeSha256: sha256(zip), CodeSize: zip.length };
    if (DryRun === true) return { ...this.configuration, ...to };
    this.change(to);
    return this.configuration;
  }

  publish({ CodeSha256, RevisionId, Description }: Body): Body {
    this.#refuseWhileChanging();
    this.#compare(RevisionId, this.configuration.RevisionId);
    if (CodeSha256 !== this.configuration.CodeSha256) {
      throw new Refusal(
        400,
        'InvalidParameterValueException',
        'CodeSHA256 is different from current CodeSHA256 in $LATEST',
      );
    }
    const last = this.versions.at(-1);
    if (last?.RevisionId === RevisionId && last !== undefined) return last;
    const Version = `${this.versions.length + 1}`;
    const version = { ...this.configuration, Version, Description, ...this.versionState };
    this.versions.push(version);
    return version;
  }

  alias(name: string): Body {
    const alias = this.aliases.get(name);
    if (alias === undefined) throw new Refusal(404, 'ResourceNotFoundException', `Cannot find alias arn: ${name}`);
    return { Name: name, ...alias };
  }

  moveAlias(name: string, { FunctionVersion, RevisionId, RoutingConfig }: Body): Body {
    const before = this.aliases.get(name);
    if (before !== undefined) this.#compare(RevisionId, before.RevisionId);
    this.#version(String(FunctionVersion));
    const routing = RoutingConfig === undefined ? before?.RoutingConfig : RoutingConfig;
    const alias = { FunctionVersion: String(FunctionVersion), RevisionId: this.#next(), RoutingConfig: routing ?? {} };
    this.aliases.set(name, alias);
    return { Name: name, ...alias };
  }

  #version(number: string): Body {
    const found = this.versions.find(({ Version }) => Version === number);
    if (found === undefined) throw new Refusal(404, 'ResourceNotFoundException', `Function not found: ${number}`);
    return found;
  }

  #refuseWhileChanging(): void {
    const { State, LastUpdateStatus, FunctionArn } = this.configuration;
    if (State !== 'Pending' && LastUpdateStatus !== 'InProgress') return;
    const words = `The operation cannot be performed at this time. An update is in progress for resource: ${String(FunctionArn)}`;
    throw new Refusal(409, 'ResourceConflictException', words);
  }

  #compare(given: unknown, wanted: unknown): void {
    if (given === undefined || given === wanted) return;
    const words = 'The RevisionId provided does not match the latest RevisionId.';
    throw new Refusal(412, 'PreconditionFailedException', words);
  }

  #next(): string {
    return `r${++this.#revision}`;
  }
}
