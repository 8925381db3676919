import { expect } from 'chai';
import { defaultFlow } from '../../../src/forward.ts';
import { flow } from '../../../src/flow.ts';
import { memory } from '../../../sinks/memory.ts';
import { timestamp } from '../../../transforms/index.ts';
import { json } from '../../../transforms/formats/json.ts';
import { read } from '../../../transforms/read.ts';
import { problemsOf } from '../../helpers/problems.ts';
import { readAll } from '../../helpers/read-all.ts';
import { bytes } from '../../helpers/runs.ts';

/** As load-balancer logs come by vended delivery, with chosen fields. */
const vended =
  '{"time":"2025-01-01T00:00:00.000000Z","elb":"app/shop/50dc6c495c0c9188","elb_status_code":200,"client:port":"192.0.2.7:50112"}';

describe('json', () => {
  it('is lines as they are, vended load-balancer logs among them', async () => {
    expect((await readAll(json, `${vended}\n{"@timestamp":"now","b":[{}]}\n`)).lines).to.deep.equal([
      vended,
      '{"@timestamp":"now","b":[{}]}',
    ]);
  });

  it('has no time of its own', () => {
    expect(problemsOf(() => flow(read(json), timestamp()))).to.deep.equal([
      'timestamp: the records have no time column',
    ]);
  });

  it('goes through the default flow, where a rename makes the time', async () => {
    const sink = memory();
    await defaultFlow({
      format: json,
      rename: { time: '@timestamp' },
      fields: { 'event.kind': 'event' },
      eventId: 'id',
    })
      .to(sink)
      .run(bytes([vended, '\n{"x":1}']));
    const [first, second] = sink.records as Record<string, unknown>[];
    expect(first).to.include({ '@timestamp': '2025-01-01T00:00:00.000000Z', elb_status_code: 200 });
    expect(second)
      .to.deep.include({ x: 1, event: { kind: 'event' } })
      .and.to.have.property('id');
  });
});
