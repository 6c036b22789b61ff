import { Parser } from 'htmlparser2';

/** Where a page's head ends and its body begins, as positions in its HTML. */
interface Parts {
  /** Of `</head>`. */
  headEnd: number;
  /** Of `<body>`. */
  bodyTag: number;
  /** Of what follows `<body>`. */
  body: number;
}

/**
 * Finds the parts of a rendered page. It is parsed, since an attribute may hold the same tags as text,
 * such as a description that is about HTML.
 * @throws Error for a page without a head or a body
 */
export function findBody(html: string): Parts {
  let headEnd = -1;
  let parts: Parts | undefined;
  const parser = new Parser({
    onclosetag: (name) => {
      if (name === 'head') headEnd = parser.startIndex;
    },
    onopentag: (name) => {
      if (name !== 'body') return;
      parts ??= { headEnd, bodyTag: parser.startIndex, body: parser.endIndex + 1 };
      parser.pause();
    },
  });
  parser.write(html);
  if (parts === undefined || headEnd < 0)
    throw new Error('Could not read the page: it has no head or no body.');
  return parts;
}
