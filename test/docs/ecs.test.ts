import { expect } from 'chai';
import { ecsPage } from '../../scripts/ecs-table.ts';

describe('docs/ecs.md', () => {
  it('holds every field that `ecs` makes', async () => {
    const { is, should } = await ecsPage();
    expect(is, 'run `npx tsx scripts/ecs-table.ts`').to.equal(should);
  });
});
