import { afterEach, expect, test, vi } from 'vitest';
import type { Renderer } from './renderer.ts';
import { createRendererOnDemand } from './renderer-on-demand.ts';

afterEach(() => void vi.useRealTimers());

function onDemand(fails = 0) {
  const events: string[] = [];
  let left = fails;
  const renderer = { close: async () => void events.push('closed') } as unknown as Renderer;
  const demand = createRendererOnDemand({
    start: async () => {
      events.push('started');
      if (left-- > 0) throw new Error('no room');
      return renderer;
    },
    idleTime: 1000,
    onEnd: () => void events.push('ended'),
  });
  return { demand, events };
}

test('it is started once, ends when nobody asks for a while, and is started again', async () => {
  vi.useFakeTimers();
  const { demand, events } = onDemand();
  expect(events).toEqual([]);
  await Promise.all([demand.get(), demand.get()]);
  await vi.advanceTimersByTimeAsync(900);
  await demand.get();
  await vi.advanceTimersByTimeAsync(900);
  expect(events).toEqual(['started']);
  await vi.advanceTimersByTimeAsync(200);
  expect(events).toEqual(['started', 'ended', 'closed']);
  await demand.get();
  await demand.close();
  expect(events.slice(3)).toEqual(['started', 'ended', 'closed']);
});

test('one that could not be started is tried again', async () => {
  const { demand, events } = onDemand(1);
  await expect(demand.get()).rejects.toThrow('no room');
  await demand.get();
  expect(events).toEqual(['started', 'started']);
  await demand.close();
});
