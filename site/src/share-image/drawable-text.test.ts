import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { drawShareImage } from './draw-share-image.ts';
import { drawableText, readFont } from './drawable-text.ts';

const { resolve } = createRequire(import.meta.url);
let fonts: ReturnType<typeof readFont>[];

beforeAll(async () => {
  const files = ['latin', 'latin-ext'].map((script) =>
    resolve(`@fontsource/besley/files/besley-${script}-600-normal.woff`),
  );
  fonts = (await Promise.all(files.map((file) => readFile(file)))).map(readFont);
});

test.each([
  ['Python for backend developers', 'Python for backend developers'],
  ['¿Qué aprendería un niño güero?', '¿Qué aprendería un niño güero?'],
  // The accent as a sign of its own, as some keyboards and files have it.
  ['Que\u0301', 'Qué'],
  ['Ship it 🚀 today', 'Ship it today'],
  ['Crew 👩🏽‍💻', 'Crew'],
  ['10× faster → APIs', '10× faster APIs'],
  ['Step 1️⃣ of 3', 'Step of 3'],
  ['Пайтон', ''],
  ['学习 Python', ''],
  ['بايثون', ''],
  ['\u0007Python', 'Python'],
  ['', ''],
])('70: of %j the image shows %j', (text, shown) => {
  expect(drawableText(text, fonts)).toBe(shown);
});

const drawn = { brand: 'Brand', topics: '', title: 'Title', duration: '18 weeks', steps: [6, 3] };

test('70: what cannot be drawn leaves no boxes: the image is as if it were not there', async () => {
  const plain = await drawShareImage({ ...drawn, title: '' });
  expect(await drawShareImage({ ...drawn, title: '学习编程' })).toEqual(plain);
  expect(await drawShareImage({ ...drawn, title: '🚀🚀' })).toEqual(plain);
  expect(await drawShareImage(drawn)).not.toEqual(plain);
});
