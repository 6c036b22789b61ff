import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import satori, { type Font } from 'satori';
import { drawableText, readFont } from './drawable-text.ts';
import { type ShareImage, shareImageSize } from './share-image.ts';

type Style = Record<string, string | number>;
interface Box {
  type: 'div';
  props: { style: Style; children?: Box[] | string };
}

const paper = '#f8f9f5';
const ink = '#121a16';
const green = '#00694a';

const box = (style: Style, children?: Box[] | string): Box => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, ...(children ? { children } : {}) },
});

/** Draws a share image, without what the fonts cannot show; the same content gives the same bytes of PNG. */
export async function drawShareImage(image: ShareImage): Promise<Uint8Array> {
  const { fonts, shapes } = await loadFonts();
  const [brand = '', topics = '', title = '', duration = ''] = [
    image.brand,
    image.topics,
    image.title,
    image.duration,
  ].map((text) => drawableText(text, shapes));
  const layout = layOut({ ...image, brand, topics, title, duration });
  const svg = await satori(layout as Parameters<typeof satori>[0], { ...shareImageSize, fonts });
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

function layOut({ brand, topics, title, duration, steps }: ShareImage): Box {
  const titleSize = title.length > 60 ? 62 : 78;
  return box(
    {
      flexDirection: 'column',
      width: '100%',
      height: '100%',
      boxSizing: 'border-box',
      padding: '52px 64px',
      background: paper,
      color: ink,
      fontFamily: 'Hanken Grotesk',
      fontSize: 30,
    },
    [
      box(
        { justifyContent: 'space-between', paddingBottom: 20, borderBottom: `8px solid ${ink}` },
        [box({ fontFamily: 'Besley' }, brand), box({}, duration)],
      ),
      box({ color: green, fontWeight: 700, marginTop: 40 }, topics),
      box(
        {
          flex: 1,
          fontFamily: 'Besley',
          fontSize: titleSize,
          lineHeight: 1.14,
          letterSpacing: '-0.02em',
          marginTop: 12,
        },
        title,
      ),
      box(
        { height: 64, gap: 4 },
        steps.map((weeks) => box({ flexGrow: weeks, flexBasis: 0, background: green })),
      ),
    ],
  );
}

let loaded: Promise<{ fonts: Font[]; shapes: ReturnType<typeof readFont>[] }> | undefined;

/** The fonts of the pages, whole and in the one format that satori reads, and what each has shapes for. */
function loadFonts() {
  loaded ??= Promise.all([
    loadFont('besley', 'Besley', 600),
    loadFont('hanken-grotesk', 'Hanken Grotesk', 400),
    loadFont('hanken-grotesk', 'Hanken Grotesk', 700),
  ]).then((lists) => {
    const fonts = lists.flat();
    return { fonts, shapes: fonts.map(({ data }) => readFont(data)) };
  });
  return loaded;
}

async function loadFont(family: string, name: string, weight: 400 | 600 | 700) {
  const { resolve } = createRequire(import.meta.url);
  return Promise.all(
    ['latin', 'latin-ext'].map(async (script) => ({
      name,
      weight,
      data: await readFile(
        resolve(`@fontsource/${family}/files/${family}-${script}-${weight}-normal.woff`),
      ),
    })),
  );
}
