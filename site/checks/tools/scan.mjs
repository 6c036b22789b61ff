/* Scans the host named on the command line and prints what Mozilla's HTTP Observatory says, as JSON. */
import { scan } from '@mdn/mdn-http-observatory';

console.log(JSON.stringify(await scan(process.argv[2])));
