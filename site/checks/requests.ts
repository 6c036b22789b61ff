/*
 * What visitors ask for and get, the same from the publisher's own server and from Caddy. Both are
 * asked every line; all headers are compared, but for the name of the server and those that are
 * about the connection.
 */

/** What is asked for, byte for byte, and what is got. */
export interface Exchange {
  /** Method and target, `GET /plans/`. */
  ask: string;
  /** Headers beside `Host`, which is left out where one of them is a Host. */
  with?: string[];
  withoutHost?: true;
  /** Of the request, when it is not 1.1. */
  version?: '1.0';
  status: number;
  /** The file of the release whose bytes are sent; `null` for an empty body, and else the words of it. */
  body: { file: string } | { text: string } | null;
  /** Where visitors are sent. */
  location?: string;
  /** The request is no proper one: the connection ends, and nothing says whose site it was. */
  isRefused?: true;
}

const at = (ask: string, file: string, ...lines: string[]): Exchange => ({
  ask,
  with: lines,
  status: 200,
  body: { file },
});
const missing = (ask: string, ...lines: string[]): Exchange => ({
  ask,
  with: lines,
  status: 404,
  body: { file: '404.html' },
});
const moved = (ask: string, location: string, status = 301): Exchange => ({
  ask,
  status,
  body: null,
  location,
});
const unsupported = (ask: string, ...lines: string[]): Exchange => ({
  ask,
  with: lines,
  status: 405,
  body: { text: '405 Method Not Allowed' },
});
const refused = (ask: string, status: number, text: string, ...lines: string[]): Exchange => ({
  ask,
  with: lines,
  status,
  body: { text: `${status} ${text}` },
  isRefused: true,
});

const page = 'python-fundamentals/index.html';

/** Redirects of the release beside those of the demo content: from, to, whether for good. */
export const redirects: [from: string, to: string, permanent: boolean][] = [
  ['/old.html', '/python-fundamentals/', true],
  ['/v2.0/', '/es/', false],
  ['/asks', '/python-fundamentals/?utm=old#plans-heading', true],
  ['/chain', '/asks?more=1', true],
  ['/away/', 'https://elsewhere.example/año/?q=ñ&x={{env "HOME"}}', false],
  ['/python-fundamentals/below/', '/', true],
  ['/docs/guide.pdf.gz', '/', true],
];

export const requests: Exchange[] = [
  // Pages, each under one address.
  at('GET /', 'index.html'),
  at('GET /es/', 'es/index.html'),
  at('GET /python-fundamentals/', page),
  at('GET /python-fundamentals/?a=b&c', page),
  at('GET /python-fundamentals/?', page),
  at('HEAD /python-fundamentals/', page),
  at('GET /%70ython-fundamentals/', page),
  at('GET /python%2Dfundamentals%2F', page),
  moved('GET /es', '/es/'),
  moved('HEAD /es', '/es/'),
  moved('GET /python-fundamentals', '/python-fundamentals/'),
  moved('GET /python-fundamentals?a=b&c=%20d', '/python-fundamentals/?a=b&c=%20d'),
  moved('GET /python-fundamentals?', '/python-fundamentals/'),
  moved('GET /index.html', '/'),
  moved('GET /index.html?a', '/?a'),
  moved('GET /python-fundamentals/index.html', '/python-fundamentals/'),
  moved('GET /%65s', '/es/'),
  missing('GET /Python-Fundamentals/'),
  missing('GET /ES/'),
  missing('GET /es/index.htm'),
  missing('GET /es/INDEX.HTML'),
  missing('GET /es/index.html/'),
  missing('GET /python-fundamentals/#plans'),
  missing('GET /#'),

  // Files.
  at('GET /robots.txt', 'robots.txt'),
  at('GET /robots.txt?v=2', 'robots.txt'),
  at('GET /sitemap.xml', 'sitemap.xml'),
  at('GET /sitemaps/1-of-1.xml', 'sitemaps/1-of-1.xml'),
  at('GET /favicon.svg', 'favicon.svg'),
  at('GET /release.json', 'release.json'),
  at('GET /_astro/{script}', '_astro/{script}'),
  at('GET /_astro/fonts/{font}', '_astro/fonts/{font}'),
  missing('GET /robots.txt/'),
  missing('GET /ROBOTS.TXT'),
  missing('GET /_astro/'),
  missing('GET /sitemaps'),
  missing('GET /404.html'),
  missing('GET /404'),
  missing('GET /404/'),

  // What is missing.
  missing('GET /not-there'),
  missing('GET /not-there/?a=b'),
  missing('GET /es/no-existe/'),
  missing('GET /not-there.png'),
  { ...missing('HEAD /not-there/'), body: { file: '404.html' } },

  // What is no address: prepared variants, hidden names, ways out of the folder, odd spellings.
  missing('GET /index.html.br'),
  missing('GET /index.html.gz'),
  missing('GET /robots.txt.br'),
  missing('GET /.redirects/old.html/.301'),
  missing('GET /.redirects/old.html/%2e301'),
  missing('GET /.env'),
  missing('GET /es/.git/config'),
  missing('GET /..'),
  missing('GET /../../../etc/passwd'),
  missing('GET /es/../robots.txt'),
  missing('GET /./robots.txt'),
  missing('GET /%2e%2e/%2e%2e/etc/passwd'),
  missing('GET /es/%2e%2e/robots.txt'),
  missing('GET /..%2f..%2fetc%2fpasswd'),
  missing('GET /%252e%252e/etc/passwd'),
  missing('GET /%2570ython-fundamentals/'),
  missing('GET /..\\robots.txt'),
  missing('GET /es%5c'),
  missing('GET //'),
  missing('GET //es/'),
  missing('GET //elsewhere.example/'),
  missing('GET //elsewhere.example/%2e%2e'),
  missing('GET /es//'),
  missing('GET ///es'),
  missing('GET /robots.txt%00'),
  missing('GET /%00'),
  missing('GET /%ff%fe'),
  missing('GET /a%C3%B1o/'),
  missing('GET /es/%20'),
  missing('GET /*'),
  missing('GET /es;x=1/'),
  missing('GET /__proto__'),
  missing('GET /constructor/'),
  refused('GET /%', 400, 'Bad Request'),
  refused('GET /%zz', 400, 'Bad Request'),
  refused('GET /es/%u0041', 400, 'Bad Request'),
  refused('GET /robots.txt\0', 400, 'Bad Request'),
  refused('GET /\x01', 400, 'Bad Request'),
  refused('GET /robots\x7f.txt', 400, 'Bad Request'),
  refused('GET /año/', 400, 'Bad Request'),
  refused('GET /es?ñ', 400, 'Bad Request'),
  refused('GET /\xff', 400, 'Bad Request'),
  refused('GET es/', 400, 'Bad Request'),
  refused('GET \\es', 400, 'Bad Request'),

  // Redirects, behind files and pages.
  moved('GET /python-backend/', '/python-for-backend-developers/'),
  moved('GET /python-backend', '/python-for-backend-developers/'),
  moved('HEAD /python-backend', '/python-for-backend-developers/'),
  moved('GET /python-backend/index.html', '/python-for-backend-developers/'),
  moved('GET /python%2dbackend/', '/python-for-backend-developers/'),
  moved('GET /python-backend/?q=1&r=%C3%B1', '/python-for-backend-developers/?q=1&r=%C3%B1'),
  moved('GET /python-backend/?', '/python-for-backend-developers/'),
  moved('GET /python-backend/??', '/python-for-backend-developers/??'),
  moved('GET /old.html', '/python-fundamentals/'),
  moved('GET /old.html/', '/python-fundamentals/'),
  moved('GET /v2.0', '/es/', 302),
  moved('GET /v2.0/?v=2', '/es/?v=2', 302),
  moved('GET /asks', '/python-fundamentals/?utm=old#plans-heading'),
  moved('GET /asks?utm=new', '/python-fundamentals/?utm=old&utm=new#plans-heading'),
  moved('GET /chain?a', '/python-fundamentals/?utm=old&more=1&a#plans-heading'),
  moved(
    'GET /away/',
    'https://elsewhere.example/a%C3%B1o/?q=%C3%B1&x=%7B%7Benv%20%22HOME%22%7D%7D',
    302,
  ),
  moved('GET /python-fundamentals/below', '/'),
  moved('GET /docs/guide.pdf.gz', '/'),
  missing('GET /OLD.html'),
  missing('GET /old'),
  missing('GET /old.html/below/'),
  missing('GET /python-backend//'),

  // Encodings.
  at('GET /', 'index.html.br', 'Accept-Encoding: br'),
  at('GET /', 'index.html.br', 'Accept-Encoding: gzip, deflate, br, zstd'),
  at('GET /', 'index.html.br', 'Accept-Encoding: gzip;q=1.0, br;q=0.1'),
  at('GET /', 'index.html.br', 'Accept-Encoding: BR'),
  at('GET /', 'index.html.br', 'Accept-Encoding:\tgzip ,br ; q=0.001'),
  at('GET /', 'index.html.gz', 'Accept-Encoding: gzip'),
  at('GET /', 'index.html.gz', 'Accept-Encoding: br;q=0, gzip;q=.5'),
  at('GET /', 'index.html.gz', 'Accept-Encoding: br;q=0.000,gzip'),
  at('GET /', 'index.html.br', 'Accept-Encoding: gzip', 'Accept-Encoding: br'),
  at('GET /', 'index.html', 'Accept-Encoding: identity'),
  at('GET /', 'index.html', 'Accept-Encoding: identity;q=0'),
  at('GET /', 'index.html', 'Accept-Encoding: *'),
  at('GET /', 'index.html', 'Accept-Encoding: *;q=0'),
  at('GET /', 'index.html', 'Accept-Encoding: gzip;q=0, br;q=0'),
  at('GET /', 'index.html', 'Accept-Encoding:'),
  at('GET /', 'index.html', 'Accept-Encoding: brotli, x-gzip, xbr, gzipped'),
  at('GET /', 'index.html', `Accept-Encoding: ${'deflate, '.repeat(1650)}zstd`),
  at('GET /', 'index.html.br', `Accept-Encoding: ${'deflate, '.repeat(1650)}br`),
  at(
    'GET /',
    'index.html.br',
    ...Array<string>(400).fill('Accept-Encoding: deflate'),
    'Accept-Encoding: br',
  ),
  at('HEAD /', 'index.html.br', 'Accept-Encoding: br'),
  at('GET /_astro/{script}', '_astro/{script}.br', 'Accept-Encoding: br'),
  at('GET /_astro/fonts/{font}', '_astro/fonts/{font}', 'Accept-Encoding: br, gzip'),
  { ...missing('GET /not-there', 'Accept-Encoding: gzip'), body: { file: '404.html.gz' } },

  // Answers are whole, and say nothing of versions that could be asked for.
  ...[
    'Range: bytes=0-99',
    'Range: bytes=0-',
    'Range: bytes=-10',
    'Range: bytes=0-1,5-9',
    'Range: bytes=99999999-',
    'Range: bytes=5-1',
    'Range: lines=1-2',
    'Range: nothing',
    'If-None-Match: *',
    'If-None-Match: "a", W/"b"',
    'If-Match: "a"',
    'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT',
    'If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT',
  ].flatMap((line) => [
    at('GET /', 'index.html', line),
    at('GET /_astro/{script}', '_astro/{script}', line),
    missing('GET /not-there', line),
  ]),
  at('GET /', 'index.html', 'Range: bytes=0-9', 'If-Range: "a"'),
  at('GET /', 'index.html', 'Range: bytes=0-9', 'If-Range: Fri, 01 Jan 2100 00:00:00 GMT'),
  at('GET /', 'index.html.br', 'Range: bytes=0-9', 'Accept-Encoding: br'),
  at('HEAD /', 'index.html', 'Range: bytes=0-9'),

  // Methods.
  unsupported('POST /', 'Content-Length: 0'),
  unsupported('POST /not-there', 'Content-Length: 0'),
  unsupported('POST /python-backend/', 'Content-Length: 0'),
  unsupported('PUT /robots.txt', 'Content-Length: 0'),
  unsupported('DELETE /'),
  unsupported('PATCH /', 'Content-Length: 0'),
  unsupported('OPTIONS /'),
  unsupported('TRACE /'),
  unsupported('CONNECT elsewhere.example:443'),
  unsupported('POST /', 'Expect: 100-continue', 'Content-Length: 5'),
  { ask: 'OPTIONS *', status: 200, body: null, isRefused: true },
  missing('GET *'),

  // Targets as proxies get them.
  at('GET http://elsewhere.example/robots.txt', 'robots.txt'),
  at('GET https://elsewhere.example:8443/robots.txt?a', 'robots.txt'),
  moved('GET http://elsewhere.example', '/'),
  moved('GET http://elsewhere.example?a', '/?a'),
  moved('GET http://elsewhere.example/es?a', '/es/?a'),
  missing('GET http://elsewhere.example//es/'),

  // Hosts and versions.
  { ...at('GET /robots.txt', 'robots.txt'), version: '1.0' },
  { ...missing('GET /not-there'), version: '1.0' },
  { ...moved('GET /es', '/es/'), version: '1.0' },
  at('GET /robots.txt', 'robots.txt', 'Host: anything.example:99'),
  at('GET /robots.txt', 'robots.txt', 'Host: [::1]:8080'),
  refused('GET /', 400, 'Bad Request', 'Host: one.example', 'Host: two.example'),
  refused('GET /', 400, 'Bad Request', 'Host: one.example', 'Host: one.example'),
  { ...refused('GET /', 400, 'Bad Request: missing required Host header'), withoutHost: true },
  refused('GET /', 400, 'Bad Request: malformed Host header', 'Host: a b'),
  refused('GET /', 400, 'Bad Request: malformed Host header', 'Host: a/b'),
  at('GET /robots.txt', 'robots.txt', 'Expect: 100-continue'),
  { ask: 'GET /', with: ['Expect: coffee'], status: 417, body: null, isRefused: true },

  // Sizes.
  missing(`GET /${'x'.repeat(8_000)}`),
  missing(`GET ${'/x'.repeat(4_000)}`),
  at(`GET /robots.txt?${'x'.repeat(8_000)}`, 'robots.txt'),
  moved(`GET /es?${'x'.repeat(8_000)}`, `/es/?${'x'.repeat(8_000)}`),
  at('GET /robots.txt', 'robots.txt', `X-Long: ${'x'.repeat(15_000)}`),
  refused(`GET /${'x'.repeat(64_000)}`, 431, 'Request Header Fields Too Large'),
  refused('GET /', 431, 'Request Header Fields Too Large', `X-Long: ${'x'.repeat(64_000)}`),
];
