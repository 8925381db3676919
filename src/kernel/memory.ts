/**
 * Memory for finished batches, lent out and, where the borrower says so, taken back: fresh memory of this size costs page
 * faults, and what the garbage collector has not found yet counts as resident. Who keeps what was lent keeps it for good.
 */

/** Blocks come in multiples of this, so that one fits the next batch too. */
const STEP_BYTES = 64 << 10;
const LARGEST_BYTES = 4 << 20;
/** Kept while nobody borrows. The sink `tcp` has as much under way by default, and gives it back in bursts. */
const MOST_BYTES = 8 << 20;

const blocks: Buffer[] = [];
let keptBytes = 0;

/** Memory of this size, with whatever was in it. */
export function lend(bytes: number): Buffer {
  const found = blocks.findIndex((block) => block.length >= bytes);
  const [block] = found < 0 ? [] : blocks.splice(found, 1);
  keptBytes -= block?.length ?? 0;
  const memory = block ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES);
  return memory.subarray(0, bytes);
}

/** Ends a loan: nobody may read or write these bytes any more. To say it twice does no harm before they are lent again. */
export function takeBack(bytes: Buffer): void {
  const block = Buffer.from(bytes.buffer);
  const known = blocks.some(({ buffer }) => buffer === block.buffer);
  if (known || block.length > LARGEST_BYTES || keptBytes + block.length > MOST_BYTES) return;
  blocks.push(block);
  keptBytes += block.length;
}
