import { expect } from 'chai';
import { sideBySide } from '../../src/lambda/side-by-side.ts';
import { caught } from '../helpers/caught.ts';

/** What was begun and ended, in order; `end` ends one. */
function gates() {
  const events: string[] = [];
  const open = new Map<string, () => void>();
  return {
    events,
    work: async (name: string) => {
      events.push(`${name} begins`);
      await new Promise<void>((resolve) => open.set(name, resolve));
      events.push(`${name} ends`);
    },
    end: async (...names: readonly string[]) => {
      for (const name of names) {
        open.get(name)?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

describe('sideBySide', () => {
  it('begins in order, as many at a time as there are places', async () => {
    const { events, work, end } = gates();
    const done = sideBySide(['a', 'b', 'c', 'd'], 2, () => 1, work);
    await end('b', 'c', 'a', 'd');
    await done;
    const [ab, ...others] = [events.slice(0, 2), ...events.slice(2)];
    expect(ab).to.deep.equal(['a begins', 'b begins']);
    expect(others).to.deep.equal(['b ends', 'c begins', 'c ends', 'd begins', 'a ends', 'd ends']);
  });

  it('gives what takes all places or more the time to be alone', async () => {
    const { events, work, end } = gates();
    const done = sideBySide(['a', 'large', 'b'], 2, (name) => (name === 'large' ? Infinity : 1), work);
    await end('a', 'large', 'b');
    await done;
    expect(events).to.deep.equal(['a begins', 'a ends', 'large begins', 'large ends', 'b begins', 'b ends']);
  });

  it('has nothing under way when it rejects, and begins nothing more', async () => {
    const { events, work, end } = gates();
    const failing = (name: string) => (name === 'bad' ? Promise.reject(new Error('no')) : work(name));
    const done = caught(sideBySide(['a', 'bad', 'b', 'c'], 2, () => 1, failing));
    await end('a');
    expect((await done).message).to.equal('no');
    expect(events).to.deep.equal(['a begins', 'a ends']);
  });

  it('has nothing to do with nothing', async () => {
    await sideBySide(
      [],
      2,
      () => 1,
      () => expect.fail('there is nothing'),
    );
  });
});
