import { type BenchStack, siteClient } from './stack.ts';
import type { TargetPage } from './targets.ts';

const connections = 8;

/** How many of the pages visitors get whole and with a text, each asked for once. */
export async function countShowing(
  stack: BenchStack,
  pages: readonly TargetPage[],
  text = '',
): Promise<number> {
  const site = siteClient(stack, connections);
  const rest = [...pages];
  let showing = 0;
  const visit = async () => {
    for (let page = rest.pop(); page !== undefined; page = rest.pop()) {
      const reply = await site.send('GET', page.path).catch(() => undefined);
      const isWhole = reply?.status === 200 && reply.body.includes('</html>');
      if (isWhole && reply.body.includes(text)) showing += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, visit));
  site.close();
  return showing;
}
