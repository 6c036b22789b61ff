import { expect, test } from 'vitest';
import { createDraftLog } from './draft-log';

const change = (entryId: string) => ({
  type: 'api::plan.plan',
  entryId,
  localeCode: null,
  action: 'update',
});

test('a reader learns what came after its position, and from there nothing twice', () => {
  const log = createDraftLog();
  const start = log.since({ value: -1, changeId: 'none' });
  expect(start).toMatchObject({ isComplete: false, generation: 0 });
  log.note(change('a'));
  log.note(change('b'));
  const step = log.since({ value: start.generation, changeId: start.changeId });
  expect(step.isComplete).toBe(true);
  expect(step.changes.map(({ entryId }) => entryId)).toEqual(['a', 'b']);
  const none = log.since({ value: step.generation, changeId: step.changeId });
  expect([none.isComplete, none.changes]).toEqual([true, []]);
});

test('a reader of another process, or one that is far behind, has to read everything', () => {
  const log = createDraftLog();
  const { generation: value, changeId } = log.since({ value: 0, changeId: '' });
  expect(createDraftLog().since({ value, changeId }).isComplete).toBe(false);
  for (let count = 0; count < 500; count += 1) log.note(change(String(count)));
  expect(log.since({ value, changeId }).isComplete).toBe(true);
  log.note(change('one more'));
  expect(log.since({ value, changeId })).toMatchObject({ isComplete: false, changes: [] });
});
