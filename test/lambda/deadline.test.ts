import { expect } from 'chai';
import { Deadline, whenReached } from '../../src/lambda/deadline.ts';

describe('the deadline of an invocation', () => {
  let nowMs: number;
  const deadline = (totalMs: number, closeTimeoutMs = 10_000): Deadline => {
    nowMs = 5_000;
    return new Deadline({ totalMs, closeTimeoutMs, now: () => nowMs });
  };

  it('keeps back what the sink may take to close, and half a second, where nothing has been read', () => {
    const clock = deadline(60_000);
    expect([clock.graceMs, clock.leftMs]).to.deep.equal([10_500, 49_500]);
    nowMs += 49_499;
    expect(clock.leftMs).to.equal(1);
    nowMs += 1;
    expect(clock.leftMs).to.equal(0);
  });

  it('keeps back the time that takes what is read and not confirmed, at the pace so far', () => {
    const clock = deadline(60_000);
    const run = clock.begin(0);
    nowMs += 20_000;
    run.taken(40_000_000);
    run.delivered(30_000_000);
    expect(clock.graceMs).to.equal(10_500 + 5_000);
    expect(clock.leftMs).to.equal(60_000 - 20_000 - 15_500);
  });

  it('keeps back more when the pace slackens', () => {
    const clock = deadline(60_000);
    const run = clock.begin(0);
    run.taken(10_000_000);
    run.delivered(9_000_000);
    const graces = [10_000, 20_000, 30_000].map((elapsedMs) => {
      nowMs = 5_000 + elapsedMs;
      return clock.graceMs - 10_500;
    });
    expect(graces).to.deep.equal([1_000, 2_000, 3_000]);
  });

  it('takes all that was read for unconfirmed where the sink confirms at the end alone', () => {
    const clock = deadline(60_000);
    const run = clock.begin(0);
    nowMs += 8_000;
    run.taken(123_456_789);
    expect(clock.graceMs).to.equal(10_500 + 8_000);
  });

  it('keeps back half of the time at most', () => {
    const clock = deadline(8_000);
    expect([clock.graceMs, clock.leftMs]).to.deep.equal([4_000, 4_000]);
  });

  it('measures from where a run goes on, and each run anew', () => {
    const clock = deadline(60_000);
    const run = clock.begin(1_000_000);
    nowMs += 10_000;
    run.taken(2_000_000);
    run.delivered(1_500_000);
    expect(clock.graceMs).to.equal(10_500 + 5_000);
    clock.end(run);
    clock.begin(0);
    expect(clock.graceMs).to.equal(10_500);
  });

  it('keeps back what the slowest of several runs needs, while it is under way', () => {
    const clock = deadline(60_000);
    const [quick, slow] = [clock.begin(0), clock.begin(5_000)];
    nowMs += 10_000;
    quick.taken(1_000);
    quick.delivered(900);
    slow.taken(6_000);
    slow.delivered(5_200);
    expect(clock.graceMs).to.be.closeTo(10_500 + 8_000, 0.01);
    clock.end(slow);
    expect(clock.graceMs).to.be.closeTo(10_500 + 1_000, 0.01);
  });

  it('bears deliveries that are told out of order', () => {
    const clock = deadline(60_000);
    const run = clock.begin(0);
    nowMs += 10_000;
    for (const upTo of [500, 1_000]) run.taken(upTo);
    for (const upTo of [1_000, 500]) run.delivered(upTo);
    expect(clock.graceMs).to.equal(10_500);
  });
});

describe('whenReached', () => {
  it('stops once, when no time is left by then', async () => {
    const left = [20, 5, 0, 0];
    let stops = 0;
    await new Promise<void>((resolve) => {
      whenReached(
        {
          get leftMs() {
            return left.shift() ?? 0;
          },
        },
        () => {
          stops += 1;
          resolve();
        },
      );
    });
    expect([stops, left]).to.deep.equal([1, [0]]);
  });

  it('can be called off, and leaves no timer', () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const callOff = whenReached({ leftMs: 60_000 }, () => expect.fail('it was called off'));
    expect(timers()).to.equal(before + 1);
    callOff();
    expect(timers()).to.equal(before);
  });
});
