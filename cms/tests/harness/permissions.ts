/** A permission as the admin sends it, for a role or a token. */
export interface Permission {
  action: string;
  subject: string | null;
  properties: object;
  conditions: string[];
}

/** To do something in the admin beside content, such as `users.create`. */
export const may = (action: string): Permission => ({
  action: `admin::${action}`,
  subject: null,
  properties: {},
  conditions: [],
});
