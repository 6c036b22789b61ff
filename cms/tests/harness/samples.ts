import { crc32, deflateSync } from 'node:zlib';

/** Valid entries of each kind, to be spoilt one field at a time. */
export const samples = {
  framework: {
    name: 'Bottle',
    tagline: 'One file',
    bestFor: 'Small tools',
    builtInTools: 'Routing',
    learningCurve: 'Gentle',
    usedBy: 'Many',
    advice: 'Try it',
  },
  faq: { question: 'What is tested here?', answer: 'The **answer**.' },
  plan: {
    name: 'Team',
    price: 12.5,
    currency: 'USD',
    billingInterval: 'month',
    features: [{ text: 'Everything' }],
    callToAction: { label: 'Buy', url: 'https://example.org/buy' },
  },
  reason: { title: 'A reason', body: 'With a body.', icon: 'code' },
  testimonial: { name: 'Ada L.', role: 'Developer', place: 'London', story: 'She learned it.' },
  pathStep: { title: 'A step', weeks: 2, summary: 'A summary.', topics: [{ text: 'A topic' }] },
  landingPage: (slug: string) => ({
    title: `Page ${slug}`,
    slug,
    topicsLine: 'Topics',
    lede: 'A lede.',
    callToAction: { label: 'Start', url: '/' },
    headings: { faqs: 'Questions', reasons: 'Reasons' },
  }),
  redirect: (from: string) => ({ from, to: 'https://example.org/elsewhere', permanent: true }),
};

/** A PNG of one colour, `size` pixels wide and high. */
export const pngImage = (size: number): Uint8Array => png(size);

/** A PNG with two frames, as browsers play it. */
export const animatedPng = (): Uint8Array => {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2, 0);
  const frame = Buffer.alloc(26);
  for (const at of [4, 8]) frame.writeUInt32BE(4, at);
  return png(4, [
    ['acTL', control],
    ['fcTL', frame],
  ]);
};

function png(size: number, extra: [type: string, data: Buffer][] = []): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (size * 3 + 1), 120);
  for (let row = 0; row < size; row += 1) rows[row * (size * 3 + 1)] = 0;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...extra.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
