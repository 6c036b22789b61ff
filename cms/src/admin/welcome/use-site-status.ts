import type { SiteStatus } from '../../live-status/contract';
import { useFollowed } from '../live-status/follow';

/** The status of the site; every widget shares one request. */
export const useSiteStatus = () => useFollowed<SiteStatus>('/live-status');
