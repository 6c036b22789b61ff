import { expect, onTestFinished, test } from 'vitest';
import { createPlanner } from './planner';

/**
 * A planner with a clock that the test sets, over plans in memory: `set` moves the clock of the wall
 * alone, `pass` lets real time pass, which moves both.
 */
function plannerAt(start: number) {
  const plans = new Map<string, { due: number; state: string }>();
  const done: string[] = [];
  const warnings: string[] = [];
  let wall = start;
  let sleeping: { left: number; settle: () => void } | undefined;
  const tried: string[] = [];
  let failing: (id: string) => boolean = () => false;
  const planner = createPlanner<string>({
    now: () => wall,
    wait: (left, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        sleeping = { left, settle: resolve };
        signal.addEventListener('abort', () => resolve());
      }),
    findDue: async (now) =>
      [...plans]
        .filter(([, { due, state }]) => state === 'planned' && due <= now)
        .map(([id]) => id),
    findNext: async (after) => {
      const next = [...plans.values()].filter(
        ({ due, state }) => state === 'planned' && due > after,
      );
      return next.length === 0 ? null : Math.min(...next.map(({ due }) => due));
    },
    nameOf: (id) => `${id} ${plans.get(id)?.due}`,
    carryOut: async (id) => {
      tried.push(id);
      if (failing(id)) throw new Error('The database is away');
      plans.set(id, { due: 0, state: 'done' });
      done.push(id);
    },
    warn: (message) => warnings.push(message),
  });
  onTestFinished(() => planner.stop());
  // Nothing that the planner waits for here takes longer than the promises at hand.
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    planner,
    done,
    warnings,
    plan: (id: string, due: number) => plans.set(id, { due, state: 'planned' }),
    set: (time: number) => {
      wall = time;
    },
    tried,
    fail: (isFailing: typeof failing) => {
      failing = isFailing;
    },
    slept: () => sleeping?.left,
    pass: async (milliseconds: number) => {
      for (let left = milliseconds; left >= 0; ) {
        await settle();
        if (sleeping === undefined || sleeping.left > left) {
          if (sleeping) sleeping.left -= left;
          wall += left;
          return;
        }
        left -= sleeping.left;
        wall += sleeping.left;
        const { settle: end } = sleeping;
        sleeping = undefined;
        end();
        await settle();
      }
    },
  };
}

const hour = 3_600_000;

test('sleeps until what is next is due, and does it then', async () => {
  const { planner, plan, pass, done, slept } = plannerAt(0);
  plan('a', 7_000);
  planner.start();
  await pass(6_999);
  expect([done, slept()]).toEqual([[], 1]);
  await pass(1);
  expect(done).toEqual(['a']);
});

test('what is planned while it sleeps wakes it', async () => {
  const { planner, plan, pass, done } = plannerAt(0);
  planner.start();
  await pass(1_000);
  plan('a', 2_000);
  planner.wake();
  await pass(1_000);
  expect(done).toEqual(['a']);
});

test('what another process has planned is done after half a minute at the latest', async () => {
  const { planner, plan, pass, done } = plannerAt(0);
  planner.start();
  await pass(1_000);
  plan('a', 2_000);
  await pass(29_000);
  expect(done).toEqual(['a']);
});

test('a clock that is set back repeats nothing and skips nothing', async () => {
  const { planner, plan, pass, set, done } = plannerAt(10 * hour);
  plan('before', 10 * hour + 1_000);
  plan('after', 10 * hour + 20_000);
  planner.start();
  await pass(10_000);
  expect(done).toEqual(['before']);
  set(9 * hour);
  plan('again', 9.5 * hour);
  planner.wake();
  await pass(0.5 * hour - 1);
  expect(done).toEqual(['before']);
  await pass(1);
  expect(done).toEqual(['before', 'again']);
  await pass(0.5 * hour + 19_999);
  expect(done).toEqual(['before', 'again']);
  await pass(1);
  expect(done).toEqual(['before', 'again', 'after']);
});

test('a clock that is set forward skips nothing', async () => {
  const { planner, plan, pass, set, done } = plannerAt(0);
  plan('a', hour);
  planner.start();
  await pass(1_000);
  set(2 * hour);
  await pass(30_000);
  expect(done).toEqual(['a']);
});

test('what cannot be done for the moment is tried again, not without end in a row', async () => {
  const { planner, plan, pass, fail, done, warnings } = plannerAt(1_000);
  plan('a', 500);
  fail(() => true);
  planner.start();
  await pass(29_000);
  expect(warnings).toEqual(['Could not do what is planned: Error: The database is away.']);
  fail(() => false);
  await pass(1_000);
  expect(done).toEqual(['a']);
});

test('93: whatever is due at one moment is done in one go', async () => {
  const { planner, plan, pass, done } = plannerAt(0);
  const ids = Array.from({ length: 500 }, (_, n) => `plan ${n}`);
  for (const id of ids) plan(id, 1_000);
  planner.start();
  await pass(1_000);
  expect(done).toEqual(ids);
});

test('93: what fails for ever holds up nothing else', async () => {
  const { planner, plan, pass, fail, done } = plannerAt(0);
  for (let n = 0; n < 200; n += 1) plan(`bad ${n}`, 1_000 + n);
  plan('good', 2_000);
  fail((id) => id.startsWith('bad'));
  planner.start();
  await pass(2_000);
  expect(done).toEqual(['good']);
  plan('later', hour);
  await pass(hour);
  expect(done).toEqual(['good', 'later']);
});

test('93: what fails is tried again after longer and longer pauses, five minutes at most', async () => {
  const { planner, plan, pass, fail, tried, done } = plannerAt(0);
  plan('a', 0);
  fail(() => true);
  planner.start();
  await pass(0);
  const tries = [0];
  for (let second = 1; second <= 20 * 60; second += 1) {
    await pass(1_000);
    if (tried.length > tries.length) tries.push(second);
  }
  expect(tries.slice(1).map((at, index) => at - (tries[index] ?? 0))).toEqual([
    30, 60, 120, 240, 300, 300,
  ]);
  fail(() => false);
  await pass(5 * 60_000);
  expect(done).toEqual(['a']);
});

test('93: a plan that was changed starts anew, and a clock that is set back lengthens no pause', async () => {
  const { planner, plan, pass, set, fail, done } = plannerAt(10 * hour);
  plan('a', 10 * hour);
  plan('b', 10 * hour);
  fail(() => true);
  planner.start();
  await pass(20 * 60_000);
  fail(() => false);
  plan('a', 10 * hour + 20 * 60_000 + 5_000);
  planner.wake();
  await pass(5_000);
  expect(done).toEqual(['a']);
  set(10 * hour);
  await pass(30_000);
  expect(done).toEqual(['a', 'b']);
});

test('93: between two tries of what has failed, what becomes due is done first', async () => {
  const { planner, plan, pass, set, fail, tried } = plannerAt(0);
  plan('bad 1', 0);
  plan('bad 2', 0);
  fail((id) => {
    // It takes its time to fail.
    if (tried.length > 2 && id === 'bad 1') set(31_000 + 2_000);
    return id.startsWith('bad');
  });
  planner.start();
  await pass(1_000);
  plan('good', 32_000);
  await pass(31_000);
  expect(tried.slice(0, 5)).toEqual(['bad 1', 'bad 2', 'bad 1', 'good', 'bad 2']);
});
