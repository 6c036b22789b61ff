import { environment } from '../src/environment';

export default () => ({
  auth: { secret: environment.ADMIN_JWT_SECRET },
  apiToken: { salt: environment.API_TOKEN_SALT },
  transfer: { token: { salt: environment.TRANSFER_TOKEN_SALT } },
  secrets: { encryptionKey: environment.ENCRYPTION_KEY },
  // Drafts are previewed in our own way; src/admin/preview.
  preview: { enabled: false },
  flags: { nps: false, promoteEE: false },
});
