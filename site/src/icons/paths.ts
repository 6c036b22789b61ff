import type { Icon } from '@lectern/shared-types';

/** Line drawings on a grid of 24 by 24. */
export const paths: Record<Icon, string> = {
  server: 'M3 4h18v7H3zM3 13h18v7H3zM7 7.5h.01M7 16.5h.01M11 7.5h6M11 16.5h6',
  bolt: 'M13 2 4 14h7l-1 8 10-13h-7z',
  layers: 'm12 3 9 5-9 5-9-5zM3 12.5l9 5 9-5M3 17l9 5 9-5',
  team: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21v-2a5 5 0 0 1 5-5h4a5 5 0 0 1 5 5v2M16 3.5a4 4 0 0 1 0 7M18 14.5a5 5 0 0 1 4 4.5v2',
  code: 'm8 6-6 6 6 6M16 6l6 6-6 6M14 3l-4 18',
  database:
    'M12 8c4.4 0 8-1.3 8-3s-3.6-3-8-3-8 1.3-8 3 3.6 3 8 3ZM4 5v14c0 1.7 3.6 3 8 3s8-1.3 8-3V5M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  shield: 'M12 2 4 5v7c0 5 3.5 8.5 8 10 4.5-1.5 8-5 8-10V5zM8.5 12l2.5 2.5 4.5-5',
  chart: 'M3 3v18h18M8 17v-5M13 17V8M18 17V5',
};
