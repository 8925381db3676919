import { expect } from 'chai';
import { partsOf } from '../../src/events/event-parts.ts';
import { fifoMessage, notification, snsEvent, sqsEvent, sqsMessage } from '../helpers/aws-events.ts';

describe('the parts of an event', () => {
  it('of SQS are its messages, and one that is not understood does not spoil the others', () => {
    const parts = partsOf(sqsEvent(notification('0.log'), 'secret', notification('2.log'), { token: 'secret' }));
    expect(parts.map(({ message, objects }) => [message?.id, ...objects.map(({ key }) => key)])).to.deep.equal([
      ['m0', '0.log'],
      ['m1'],
      ['m2', '2.log'],
      ['m3'],
    ]);
    expect(parts.map(({ error }) => error?.message)).to.deep.equal([
      undefined,
      'Records[1].body is no JSON',
      undefined,
      'Records[3].body is no S3 notification: it is object with token',
    ]);
  });

  it('know the groups of FIFO queues, and not those of others, which say nothing of order', () => {
    const fair = sqsMessage('m1', notification('b.log'));
    const grouped = { ...fair, attributes: { ...fair.attributes, MessageGroupId: 'tenant' } };
    const parts = partsOf({ Records: [fifoMessage('m0', 'group', notification('a.log')), grouped] });
    expect(parts.map(({ message }) => message)).to.deep.equal([{ id: 'm0', group: 'group' }, { id: 'm1' }]);
  });

  it('are one where the event did not come from SQS', () => {
    const parts = partsOf(snsEvent(notification('a.log'), notification('b.log')));
    expect(parts.map(({ message, objects }) => [message, objects.length])).to.deep.equal([[undefined, 2]]);
  });

  it('are one where messages have no ids by which they could be told apart', () => {
    const Records = [{ body: JSON.stringify(notification('a.log')) }, { body: JSON.stringify(notification('b.log')) }];
    expect(partsOf({ Records }).map(({ objects }) => objects.length)).to.deep.equal([2]);
    expect(() => partsOf({ Records: [...Records, { body: 'secret' }] })).to.throw('Records[2].body is no JSON');
  });
});
