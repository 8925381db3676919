/**
 * Memory for the bytes of batches, lent out and, where the borrower says so, taken back: fresh memory of this size costs page
 * faults, and what the garbage collector has not found yet counts as resident. Who keeps what was lent keeps it for good.
 */
import { leaveToCollector } from './young.ts';

/** Blocks come in multiples of this, so that one fits the next batch too. */
const STEP_BYTES = 64 << 10;
const LARGEST_BYTES = 4 << 20;
/** Kept while nobody borrows. The sink `tcp` has as much under way by default, and gives it back in bursts. */
const MOST_BYTES = 8 << 20;
/**
 * Batches leave objects behind, besides their memory. Left to V8, these make its young generation double in a long run: 99 MB at
 * the peak of 5 M lines in place of 88.
 */
const LENT_BYTES_A_BYTE_OF_GARBAGE = 32;
const SCRIBBLE = 0xaa;

/** How many hold what was lent, by its memory. What is not in here is somebody else's. */
const holders = new WeakMap<ArrayBufferLike, number>();
const blocks: Buffer[] = [];
let keptBytes = 0;
let scribbling = false;

/** Memory of this size, with whatever was in it, and one holder: the caller. */
export function lend(bytes: number): Buffer {
  // The block that came back last is the likeliest to be in the processor's cache; a much larger one is left to others.
  const most = 2 * bytes + STEP_BYTES;
  const found = blocks.findLastIndex(({ length }) => length >= bytes && length <= most);
  const [block] = found < 0 ? [] : blocks.splice(found, 1);
  keptBytes -= block?.length ?? 0;
  const memory = block ?? Buffer.allocUnsafeSlow(Math.max(1, Math.ceil(bytes / STEP_BYTES)) * STEP_BYTES);
  holders.set(memory.buffer, 1);
  return memory.subarray(0, bytes);
}

/** One more holds this memory, or a part of it, and will say `takeBack` too. */
export function share(bytes: ArrayBufferView): void {
  const count = holders.get(bytes.buffer);
  if (count !== undefined && count > 0) holders.set(bytes.buffer, count + 1);
}

/**
 * One holder less. Nobody may read or write the memory once the last one is gone. That of others is left to the garbage
 * collector.
 */
export function takeBack(bytes: ArrayBufferView): void {
  const count = holders.get(bytes.buffer) ?? 0;
  if (count === 0) {
    leaveToCollector(bytes.byteLength);
    return;
  }
  holders.set(bytes.buffer, count - 1);
  if (count > 1) return;
  const block = Buffer.from(bytes.buffer);
  if (scribbling) block.fill(SCRIBBLE);
  leaveToCollector(block.length / LENT_BYTES_A_BYTE_OF_GARBAGE);
  if (block.length > LARGEST_BYTES || keptBytes + block.length > MOST_BYTES) return;
  blocks.push(block);
  keptBytes += block.length;
}

/** For tests: what is taken back is written over at once, which finds out whoever still reads it. */
export function scribble(): void {
  scribbling = true;
}
