/** What is used here of a user of the admin. */
export interface NamedUser {
  id: number;
  firstname?: string | null;
  lastname?: string | null;
  email?: string | null;
}

/** How a user is called; null for nobody, which is the CMS itself. */
export function nameOfUser(user: Omit<NamedUser, 'id'> | null | undefined): string | null {
  if (!user) return null;
  return [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email || null;
}
