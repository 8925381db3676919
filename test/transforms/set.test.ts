import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { packed } from '../../src/testing/batches.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { set } from '../../transforms/set.ts';
import { applied } from '../helpers/applied.ts';
import { elbExamples } from '../helpers/lines.ts';

const batch = packed(elb, `${elbExamples.http}\n${elbExamples.https}`);

describe('set', () => {
  it('gives every record the same fields', async () => {
    const { output } = await applied(batch, set({ environment: 'production', answer: 42, none: null }));
    for (const record of output) expect(record).to.include({ environment: 'production', answer: 42, none: null });
  });

  it('replaces a field in its place', async () => {
    const { output } = await applied(batch, set({ elb: 'other' }));
    expect(Object.entries(output[0] ?? {})[1]).to.deep.equal(['elb', 'other']);
  });

  it('fills a field that is empty in a record', async () => {
    expect((await applied(batch, set({ ssl_cipher: 'none' }))).output[0]).to.include({ ssl_cipher: 'none' });
  });

  it('nests at dots, beside what stands there already', async () => {
    const { output } = await applied(batch, set({ 'labels.team': 'web', 'labels.tier': 1 }));
    expect(output[0]?.labels).to.deep.equal({ team: 'web', tier: 1 });
  });

  it('takes objects and lists as they are', async () => {
    const { output } = await applied(batch, set({ labels: { 'a.b': [1, { c: null }] } }));
    expect(output[0]?.labels).to.deep.equal({ 'a.b': [1, { c: null }] });
  });

  it('refuses a name that nests inside of a value, when the flow is built', () => {
    expect(() => flow(read(elb), set({ 'elb.name': 1 }))).to.throw(ConfigError, /nest inside of `elb`/);
  });
});
