/**
 * The contracts of the project. A flow is transforms and a sink: an immutable description, built once and run any
 * number of times. A run opens a source, every stage and the sink anew, pipes them together as native streams, and
 * owns every number in the summary. A stage knows nothing of streams, counters or its neighbours.
 */
import type { Duplex, Readable } from 'node:stream';
import type { Origin } from './origin.ts';
import type { Place, Records } from './records.ts';
import type { Schema } from './schema.ts';

export type Awaitable<T> = T | Promise<T>;

/** What one push may yield: nothing, one chunk, or several in order. */
export type Output<T> = T | readonly T[] | undefined;

/** Anything that stands in a flow between the source and the sink. `types` exists for the compiler alone. */
export interface Step<In, Out> {
  /** Names the step in errors and events: a verb such as `parse`. */
  readonly name: string;
  readonly types?: (input: In) => Out;
  /**
   * Whether the step has nothing left of a chunk, and of the memory it stands in, once it has handed on what it made of
   * it, and hands nothing on twice. Where that holds for a whole flow, memory is used again. Default: false.
   */
  readonly passing?: boolean;
}

/** A reusable, immutable description. `open` is called once per run and creates all mutable state. */
export interface Stage<In, Out> extends Step<In, Out> {
  open(context: StageContext): StageRun<In, Out>;
  /**
   * What can be said, before any run, of the schema that leaves this stage when `schema` enters it. Lets `flow()` check
   * names when the flow is built. Absent: nothing is known after this stage. Throws ConfigError.
   */
  outline?(schema: Schema | undefined): Schema | undefined;
}

/** One stage in one run. Calls never overlap: the next comes when the last has settled. */
export interface StageRun<In, Out> {
  /** Takes one chunk; what it returns goes on, in order. A throw fails the run. */
  push(chunk: In): Awaitable<Output<Out>>;
  /** The input is live and has fallen silent: hand on what you hold. */
  idle?(): Output<Out>;
  /** After the last chunk: hand on the rest. */
  end?(): Awaitable<Output<Out>>;
}

/** A stage that only edits the schema; `flow()` folds neighbours into one and checks what it can when it is built. */
export interface SchemaStage<In, Out> extends Step<In, Out> {
  /** Called once for every schema that comes by. Throws ConfigError for an unknown or a clashing name. */
  edit(schema: Schema): Schema;
}

/** A stage that is a native stream, such as zlib's. Made by `fromStream`. */
export interface StreamStage<In, Out> extends Step<In, Out> {
  stream(context: StageContext): Duplex;
}

/** What a stage may know of the run it is in. */
export interface StageContext {
  readonly origin: Origin;
  /** Give up now. */
  readonly signal: AbortSignal;
  /** The source was ended early: deliver what was read, keep back what is unfinished. */
  readonly stopping: AbortSignal;
  report(event: RunEvent): void;
}

/** Where bytes come from. */
export interface Source {
  readonly name: string;
  /** What it reads, as a person would write it: for the summary of a run that could not open it. Default: the name. */
  readonly uri?: string;
  /** Resolves once the source has answered, before the first byte is asked for. Throws SourceError. */
  open(context: SourceContext): Promise<OpenSource>;
}

export interface SourceContext {
  readonly signal: AbortSignal;
  /** Whether all chunks come back: the source may `lend` their memory. */
  readonly lends?: boolean;
  /** Fires when no more is to be read: what waits for an answer need not wait on. Absent: it never does. */
  readonly stopping?: AbortSignal;
  report(event: RunEvent): void;
}

export interface OpenSource {
  /** Bytes (Buffers), in order. The run destroys it when it needs no more. */
  readonly stream: Readable;
  readonly origin: Origin;
}

/** Where records go. */
export interface Sink {
  readonly name: string;
  /** Whether it has nothing left of a batch, but its JSON, when `write` settles; see Step. Default: false. */
  readonly passing?: boolean;
  /** Called before the source is opened, so that a bad address fails before a byte is read. Throws SinkError. */
  open(context: SinkContext): Promise<SinkRun>;
}

export interface SinkContext {
  readonly signal: AbortSignal;
  report(event: RunEvent): void;
  /** Ends the run with this error at once: for a failure that comes between two writes. */
  fail(error: Error): void;
  /**
   * Leaves what cannot be delivered, however often it is tried, to the dead letters; `reason` is why. The sink is done with it
   * then: it reports a position behind it, and no record of it, as `delivered`. False: there is no room; it stays with the
   * sink. It may be called until `close` has settled. Absent: the run keeps no dead letters.
   */
  readonly deadLetter?: (unsent: Unsent, reason: string) => boolean;
}

/** What a sink could not deliver. */
export interface Unsent {
  readonly origin: Origin;
  /** JSON lines, as `encode` gave them. */
  readonly bytes: Buffer;
  /** One for each line. */
  readonly places: readonly Place[];
}

/** One sink in one run. Reports `delivered` for what it can prove. Calls to `write` never overlap. */
export interface SinkRun {
  /** Settles when another batch may come: back-pressure. */
  write(batch: Records): Promise<void>;
  /** Settles only when all that was written is delivered; each sink says what that proves. Throws SinkError. */
  flush(): Promise<void>;
  /** Always called, once, last. Releases everything; never throws in place of `error`. */
  close(error?: Error): Promise<void>;
}

/** How the bytes are read. */
export interface FormatEvent {
  readonly type: 'format';
  /** The format and how it was found, as a person would write it: `elb (by key)`. */
  readonly format: string;
  /** Its name; `none` where there is nothing to read. */
  readonly name: string;
  /** What positions count. */
  readonly unit: 'bytes' | 'items';
  /** The line by which the columns are known, where there is one. */
  readonly header?: string;
}

/** What sources, stages and sinks tell the run. */
export type RunEvent =
  /** Everything with an offset below `upTo` is delivered, or with the dead letters; this much was not reported before. */
  | {
      readonly type: 'delivered';
      readonly records: number;
      readonly rejects: number;
      readonly bytes: number;
      readonly upTo: number;
    }
  | FormatEvent
  /** Whether the source's bytes are compressed: positions are those of the decompressed ones. */
  | { readonly type: 'encoding'; readonly encoding: 'identity' | 'gzip' }
  | { readonly type: 'connected'; readonly to: string; readonly attempts: number }
  | { readonly type: 'disconnected'; readonly from: string }
  /** A connection that failed, also where another attempt will follow. */
  | { readonly type: 'socketFailed'; readonly to: string; readonly error: Error }
  /** Sent once more, because a connection failed before it confirmed this: the receiver may have it twice. */
  | {
      readonly type: 'resent';
      readonly to: string;
      readonly records: number;
      readonly rejects: number;
      readonly bytes: number;
    }
  /** A read that failed, where another attempt follows. */
  | { readonly type: 'readFailed'; readonly error: Error }
  /** A read that goes on at this byte of the source, after it had broken off there. */
  | { readonly type: 'resumed'; readonly at: number }
  /** Bytes that came from the source, of how many where that is known. */
  | { readonly type: 'read'; readonly bytes: number; readonly size: number | undefined };
